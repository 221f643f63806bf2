import { altText, type Drawing } from '../drawing.ts';
import { column, panel, row, rule, space, words } from '../parts.ts';

export interface CertificateFacts {
  /** What it certifies, like `Python, professional to expert`. */
  title: string;
  /** Whose it is, as they write it; a name in letters that cannot be drawn must stand in the words beside the picture. */
  person: string;
  /** One sentence of what was done. */
  sentence: string;
  /** Up to four facts: what, and how much. */
  facts: readonly (readonly [label: string, value: string])[];
  /** At the foot, one under the other: who signed, the day and the code by which it is checked. */
  signed: string;
  dated: string;
  /** Where that code is checked, if anywhere. */
  checked?: string;
}

const WIDTH = 1080;

/** What 22 is on other pictures: a phone shows it as small as this is wide. */
const SMALLEST = (22 * WIDTH) / 720;

/** A certificate, in landscape, on paper. */
export function certificate({ title, person, sentence, facts, signed, dated, checked }: CertificateFacts): Drawing {
  const foot = [signed, dated, ...(checked === undefined ? [] : [checked])];
  const middle = { align: 'middle' } as const;
  const inside = column(
    [
      words('Certificate', { ...middle, size: 34, tone: 'accent', weight: 600 }),
      words(title, { ...middle, size: 42, weight: 600, lines: 2 }),
      space(16),
      words(person, { ...middle, size: 64, weight: 600, lines: 2 }),
      words(sentence, { ...middle, size: 34, tone: 'quiet', lines: 4 }),
      space(16),
      row(
        facts.map(([label, value]) =>
          column(
            [
              words(value, { ...middle, size: 42, weight: 600, lines: 1 }),
              words(label, { ...middle, size: SMALLEST, tone: 'quiet', lines: 2 }),
            ],
            2,
          ),
        ),
        { align: 'top' },
      ),
      space(16),
      rule,
      column(
        foot.map((said) => words(said, { ...middle, size: SMALLEST, tone: 'quiet', lines: 2 })),
        2,
      ),
    ],
    14,
  );
  const alt = altText(`Certificate: ${title}`, [person, sentence, ...facts.map((fact) => fact.join(' ')), ...foot]);
  const tree = panel(inside, { padding: 48, tone: 'paper', border: 'accent', radius: 12 });
  return { name: 'certificate', alt, tree, width: WIDTH, theme: 'light' };
}
