import { clip } from '../../chat/clip.ts';
import { command, markdown, type Text, text } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  facts,
  footnote,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import { LEVELS, type RubricRow } from '../../curriculum/assessment-schema.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { plainly } from '../scenarios/letters.ts';
import { md } from '../scenarios/texts.ts';
import { type Agreement, agreementOf, FEWEST, type Pair } from './agreement.ts';
import { rowsOf } from './rubric.ts';
import { isAssessed, rowsFor, type Seat, seatsOf } from './seats.ts';
import type { Kept } from './store.ts';
import { lastWords, stateText } from './views.ts';

/** What mentors and organisers see of capstones that are assessed. */

/** What a select holds. */
const OPTIONS = 25;

export const MARK_LENGTH = 1000;

const stateOf = ({ id, cohortId }: Pick<Kept, 'id' | 'cohortId'>) => ({ cohort: cohortId, capstone: id });

/** `/capstone waiting`: what was handed in and is not assessed yet. */
export function waitingView(cohort: Cohort, kept: readonly Kept[], viewerId: string): View {
  const waiting = kept.filter(({ project, seats }) => project.submitted !== undefined && !isAssessed(seats));
  if (waiting.length === 0) return view(paragraph`No capstone of **${cohort.name}** waits to be assessed.`);
  const shown = waiting.slice(0, OPTIONS);
  return view(
    heading(`Capstones to assess: ${waiting.length}`),
    lineBlock(
      shown.map((one, index) => {
        const own = one.seats.find(({ memberId }) => memberId === viewerId);
        const { free } = seatsOf(one.seats);
        const what =
          own === undefined
            ? free.length === 0
              ? 'has its assessors'
              : `${free.length} ${free.length === 1 ? 'seat is' : 'seats are'} free`
            : own.handedInAt === undefined
              ? '**yours to assess**'
              : 'you are done';
        return text`${index + 1}. **${one.learner}**: “${one.project.title}”, ${markdown(what)}`;
      }),
    ),
    controls({
      kind: 'select',
      name: 'capstone',
      placeholder: 'Open one',
      options: shown.map(({ id, learner, project }, index) => ({
        label: clip(`${index + 1} ${learner}: ${project.title}`, 100),
        value: id,
      })),
      action: { route: 'capstone.open', state: { cohort: cohort.id } },
    }),
  );
}

/**
 * A capstone as a mentor sees it: to an assessor with their own marks, and with the other's only when both are in. `all` are those of
 * the cohort, over which agreement is measured.
 */
export function assessmentView(kept: Kept, viewerId: string, curriculum: Curriculum, all: readonly Kept[]): View {
  const { project, seats } = kept;
  const capstone = curriculum.capstones.find(({ slug }) => slug === project.option);
  const own = seats.find(({ memberId }) => memberId === viewerId);
  const { free } = seatsOf(seats);
  return view(
    heading(text`${kept.learner}: “${project.title}”`),
    facts(
      ['Option', capstone === undefined ? project.option : text`${capstone.letter}. ${md(capstone.title)}`],
      ['Where it stands', stateText(kept)],
    ),
    ...lastWords(kept.entries.filter(({ kind }) => kind === 'submitted')),
    ...(own === undefined ? [] : markBlocks(kept, own, curriculum, all)),
    controls(
      ...(own === undefined && free.length > 0 && kept.learnerId !== viewerId
        ? [button('I’ll assess it', 'capstone.take', stateOf(kept), { style: 'primary' })]
        : []),
      button('What else waits', 'capstone waiting', { cohort: kept.cohortId }),
    ),
  );
}

function markBlocks(kept: Kept, own: Seat, curriculum: Curriculum, all: readonly Kept[]): Block[] {
  const wanted = rowsFor(
    own,
    kept.seats,
    rowsOf(curriculum).map(({ slug }) => slug),
  );
  const rows = rowsOf(curriculum).filter(({ slug }) => wanted.includes(slug));
  const left = rows.filter(({ slug }) => !own.marks.has(slug)).length;
  const next = rows.findIndex(({ slug }) => !own.marks.has(slug));
  if (own.handedInAt !== undefined) return handedInBlocks(kept, own, rows, curriculum, all);
  return [
    lineBlock([
      text`**Your assessment: ${rows.length - left} of ${rows.length} rows**`,
      ...rows.map(({ slug, title }, index) => {
        const mark = own.marks.get(slug);
        return text`${index + 1}. ${md(title)}: ${mark === undefined ? 'open' : text`**${md(curriculum.levels[mark.level].title)}**`}`;
      }),
    ]),
    ...(own.seat === 3
      ? [
          paragraph`The first two are more than one level apart on ${rows.length === 1 ? 'this row' : 'these rows'}. You decide without seeing theirs.`,
        ]
      : []),
    controls({
      kind: 'select',
      name: 'row',
      placeholder: 'Mark a row',
      options: rows.map(({ slug, title }, index) => ({
        label: clip(`${index + 1}. ${plainly(title)}`, 100),
        value: slug,
      })),
      action: { route: 'capstone.row', state: stateOf(kept) },
    }),
    controls(
      // The form shows what each level means, so that row after row takes a press and a form.
      ...(next < 0 ? [] : [markButton(`Mark row ${next + 1}`, kept, rows[next]?.slug ?? '')]),
      button('Hand in', 'capstone.hand-in', stateOf(kept), { style: 'primary', disabled: left > 0 }),
      button('Give the seat up', 'capstone.leave', stateOf(kept)),
    ),
    footnote`Nobody sees your marks before all assessments are in; then the learner reads your words.`,
  ];
}

function handedInBlocks(
  kept: Kept,
  own: Seat,
  rows: readonly RubricRow[],
  curriculum: Curriculum,
  all: readonly Kept[],
): Block[] {
  const titleOf = (seat: Seat, row: string) => {
    const mark = seat.marks.get(row);
    return mark === undefined ? '–' : curriculum.levels[mark.level].title;
  };
  if (!isAssessed(kept.seats))
    return [paragraph`You have handed in. You see how you agree when all assessments are in.`];
  const others = kept.seats.filter(({ id }) => id !== own.id);
  return [
    lineBlock([
      text`**You, then ${others.map(({ name }) => name).join(' and ')}**`,
      ...rows.map(
        ({ slug, title }) =>
          text`- ${md(title)}: **${md(titleOf(own, slug))}**, ${others.map((other) => titleOf(other, slug)).join(', ')}`,
      ),
    ]),
    paragraph`${countsText(agreementOf(pairsOf([kept])))}`,
    // Only what is decided: whoever is the third of another capstone learns nothing of it here.
    paragraph`All capstones that are assessed so far: ${agreementText(agreementOf(pairsOf(all.filter(({ seats }) => isAssessed(seats)))))}`,
  ];
}

/** The levels that the first two assessors of each capstone gave the same rows, of those where both are in. */
function pairsOf(kept: readonly Kept[]): Pair[] {
  return kept.flatMap(({ seats }) => {
    const [one, other] = [1, 2].map((number) => seats.find(({ seat }) => seat === number));
    if (one?.handedInAt === undefined || other?.handedInAt === undefined) return [];
    return [...one.marks].flatMap(([row, { level }]) => {
      const theirs = other.marks.get(row);
      return theirs === undefined ? [] : [[level, theirs.level] as const];
    });
  });
}

function countsText({ n, same, near }: Pick<Agreement, 'n' | 'same' | 'near'>): Text {
  return text`Of ${n} rows, two assessors gave ${same} the same level and ${near} at most one apart.`;
}

/** How far assessors agree, in a sentence: with kappa only where there are rows enough for it. */
function agreementText({ n, same, near, kappa }: Agreement): Text {
  if (n === 0) return text`No two assessments are in yet.`;
  const counts = countsText({ n, same, near });
  if (n < FEWEST) return text`${counts} That is too few for a measure of agreement: from ${FEWEST} on there is one.`;
  if (kappa === undefined) return text`${counts} All have the same level, so there is no measure beyond chance.`;
  return text`${counts} Weighted kappa is ${kappa.toFixed(2)} (n = ${n}): 1 is full agreement, 0 what chance gives.`;
}

/** One row: what each level means, and the mark so far. */
export function rowView(kept: Kept, own: Seat, row: RubricRow, { levels }: Curriculum): View {
  const mark = own.marks.get(row.slug);
  return view(
    heading(text`${md(row.title)}`),
    lineBlock(LEVELS.map((level) => text`- **${md(levels[level].title)}**: ${md(row.levels[level])}`)),
    ...(mark === undefined ? [] : [paragraph`Your mark: **${md(levels[mark.level].title)}**. ${mark.words}`]),
    controls(
      markButton(mark === undefined ? 'Mark it' : 'Mark it anew', kept, row.slug),
      button('All rows', 'capstone.open', stateOf(kept)),
    ),
  );
}

function markButton(label: string, kept: Kept, row: string) {
  return button(label, 'capstone.mark', { ...stateOf(kept), row }, { style: 'primary' });
}

/** The form of a mark: the level with its description, and the words for the learner. */
export function markForm(state: Record<string, string>, row: RubricRow, { levels }: Curriculum): Modal {
  return {
    kind: 'modal',
    title: 'Mark a row',
    fields: [
      {
        kind: 'choice',
        name: 'level',
        label: clip(plainly(row.title), 45),
        options: LEVELS.map((level) => ({
          label: levels[level].title,
          value: level,
          description: clip(plainly(row.levels[level]), 100),
        })),
        required: true,
      },
      {
        kind: 'text',
        name: 'words',
        label: 'Why, in words for the learner',
        hint: 'What you saw, and what would have made it one level more.',
        long: true,
        required: true,
        maxLength: MARK_LENGTH,
      },
    ],
    action: { route: 'capstone.marked', state },
  };
}

/** To a mentor who was given a seat, in private. */
export function seatedView(cohort: Cohort, { learner, project, seats }: Kept, memberId: string): View {
  const isThird = seats.some((seat) => seat.memberId === memberId && seat.seat === 3);
  return view(
    paragraph`You assess **${learner}**’s capstone “${project.title}”${isThird ? ' as the third: the first two are far apart on some rows' : ''}. Nobody had taken the seat, and you have assessed least.`,
    // No button leads there: a direct message on Discord does not show which roles somebody has.
    paragraph`In ${whereOf(cohort)}, ${command('capstone waiting')} has it, and lets you give the seat up.`,
  );
}

/** `/organise assessments`: how every capstone stands. No mark is shown. */
export function standView(cohort: Cohort, kept: readonly Kept[], learners: number): View {
  const isShort = kept.some(({ project, seats }) => project.submitted !== undefined && seatsOf(seats).free.length > 0);
  return view(
    heading(`Capstones of ${cohort.name}: ${kept.length} of ${learners} chosen`),
    ...(kept.length === 0
      ? [paragraph`Nobody has chosen yet.`]
      : [
          lineBlock(
            kept.map(({ learner, project, seats, ...rest }) => {
              const names = seats
                .map(({ name, handedInAt }) => `${name}${handedInAt === undefined ? '' : ' ✓'}`)
                .join(', ');
              return text`- **${learner}**: “${project.title}”, ${stateText({ ...rest, project, seats })}${names === '' ? '' : text` (${names})`}`;
            }),
          ),
        ]),
    paragraph`${agreementText(agreementOf(pairsOf(kept)))}`,
    ...(isShort
      ? [
          controls(
            button('Give the free seats to mentors', 'capstone.assign', { cohort: cohort.id }, { style: 'primary' }),
          ),
          footnote`A free seat goes to the mentor who has assessed least, and among equals to who has sat least with the other one. It happens by itself a day after a seat got free.`,
        ]
      : []),
  );
}
