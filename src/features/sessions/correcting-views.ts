import { clip } from '../../chat/clip.ts';
import { command, markdown, text } from '../../chat/text.ts';
import { button, controls, footnote, heading, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { tagOf } from '../../domain/seed.ts';
import { type Attending, attendedText, CORRECTIONS, type Correction } from './attending.ts';

/** What a mentor sees of who was at a session. */

export interface Attender {
  memberId: string;
  name: string;
  said: Attending | undefined;
}

/** What a select holds. */
const OPTIONS = 25;

/** `/attendance`: who was there, those who were not first. */
export function attendanceView(cohort: Cohort, session: number, learners: readonly Attender[]): View {
  if (learners.length === 0) return view(paragraph`**${cohort.name}** has no learners yet.`);
  const counts = ({ said }: Attender) => said === 'present' || said === 'made-up';
  const sorted = learners.toSorted((a, b) => Number(counts(a)) - Number(counts(b)));
  const shown = sorted.slice(0, OPTIONS);
  return view(
    heading(`Session ${session}: ${learners.filter(counts).length} of ${learners.length} were there or made it up`),
    lineBlock(sorted.map(({ name, said }) => text`- ${name}: ${markdown(`**${attendedText(said)}**`)}`)),
    controls({
      kind: 'select',
      name: 'who',
      placeholder: 'Correct somebody',
      options: shown.map(({ memberId, name, said }) => ({
        label: clip(name, 100),
        value: tagOf(memberId),
        description: attendedText(said),
      })),
      action: { route: 'attendance.choose', state: { cohort: cohort.id, session: String(session) } },
    }),
    ...(sorted.length > shown.length
      ? [
          footnote`The list holds ${OPTIONS}: for the others, ${command('attendance', { session: String(session) })} with their name as ${markdown('`member`')}.`,
        ]
      : []),
  );
}

/** One learner at one session: what is down, and what it can be corrected to. */
export function choiceView(cohort: Cohort, session: number, { memberId, name, said }: Attender): View {
  const state = { cohort: cohort.id, session: String(session), who: tagOf(memberId) };
  const current = attendedText(said);
  return view(
    paragraph`**${name}** at session ${session}: ${markdown(`**${current}**`)}.`,
    controls(
      ...(Object.keys(CORRECTIONS) as Correction[])
        .filter((one) => CORRECTIONS[one] !== current)
        .map((one) => button(LABELS[one], 'attendance.correct', { ...state, said: one })),
      button('Everybody', 'attendance', { cohort: cohort.id, session: String(session) }),
    ),
    footnote`Made up counts like present, and is marked so; points for being there are for who was present.`,
  );
}

const LABELS: Readonly<Record<Correction, string>> = {
  present: 'Was present',
  excused: 'Was excused',
  absent: 'Was absent',
  'made-up': 'Has made it up',
};
