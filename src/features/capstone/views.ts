import { command, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  code,
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
import type { Capstone } from '../../curriculum/assessment-schema.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { milestoneAt } from '../../deliveries/plan.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { onward } from '../../domain/onward.ts';
import { LINKS_LENGTH } from '../checkpoint/views.ts';
import { plainly } from '../scenarios/letters.ts';
import { md } from '../scenarios/texts.ts';
import { type Entry, nextMilestone, type Project } from './project.ts';
import { resultOf } from './rubric.ts';
import { isAssessed, seatsOf } from './seats.ts';
import type { Kept, Objection } from './store.ts';

/** What a learner sees of their capstone. */

/** How long what somebody types may be. */
export const WORDS_LENGTH = 1500;

export const TITLE_LENGTH = 100;

/** `A`, `B`, `C` or the slug of an option. */
export function optionCalled(called: string, { capstones }: Pick<Curriculum, 'capstones'>): Capstone | undefined {
  const wanted = called.trim().toLowerCase();
  return capstones.find(({ letter, slug }) => letter.toLowerCase() === wanted || slug === wanted);
}

/** The form of a choice. `option` is chosen already where somebody came from one. */
export function choiceForm(
  option: string | undefined,
  cohort: string | undefined,
  { capstones }: Pick<Curriculum, 'capstones'>,
): Modal {
  return {
    kind: 'modal',
    title: 'Choose your capstone',
    fields: [
      {
        kind: 'choice',
        name: 'option',
        label: 'Option',
        ...(option === undefined ? {} : { value: option }),
        options: capstones.map(({ letter, title, slug }) => ({ label: `${letter}. ${plainly(title)}`, value: slug })),
        required: true,
      },
      {
        kind: 'text',
        name: 'title',
        label: 'What you call it',
        long: false,
        required: true,
        maxLength: TITLE_LENGTH,
      },
      {
        kind: 'text',
        name: 'words',
        label: 'What it will be, in a few sentences',
        hint: 'For whom, what it does, and what it will not do. You can change all of it until you hand it in.',
        long: true,
        required: true,
        maxLength: WORDS_LENGTH,
      },
    ],
    action: { route: 'capstone.chosen', state: cohort === undefined ? {} : { cohort } },
  };
}

/** The form of an update, or of handing in. */
export function progressForm(what: 'updated' | 'submitted', cohort: string | undefined): Modal {
  const isLast = what === 'submitted';
  return {
    kind: 'modal',
    title: isLast ? 'Hand in your capstone' : 'Where your capstone is',
    fields: [
      {
        kind: 'text',
        name: 'words',
        label: isLast ? 'What the assessors should look at' : 'What is done, and what comes next',
        hint: isLast
          ? 'What it does, how to run it, what you are proud of and what is missing.'
          : 'Two sentences are enough.',
        long: true,
        required: true,
        maxLength: WORDS_LENGTH,
      },
      {
        kind: 'text',
        name: 'links',
        label: 'Links, one a line',
        hint: 'Each beginning with https://',
        long: true,
        required: isLast,
        maxLength: LINKS_LENGTH,
      },
    ],
    action: { route: `capstone.${what}`, state: cohort === undefined ? {} : { cohort } },
  };
}

/** The options before one is chosen. */
export function optionsView(cohort: Cohort, { capstones }: Pick<Curriculum, 'capstones'>): View {
  return view(
    heading('Your capstone'),
    paragraph`Choose one of three. Two mentors assess it by the same rubric, whichever it is.`,
    ...capstones.map(({ letter, title, summary }) => paragraph`**${letter}. ${md(title)}**\n${md(summary)}`),
    controls(
      ...capstones.map(({ letter, slug }, index) =>
        button(
          `Choose ${letter}`,
          'capstone choose',
          { cohort: cohort.id, option: slug },
          index === 0 ? { style: 'primary' } : {},
        ),
      ),
    ),
  );
}

/** To a learner who has not chosen, in private. */
export function choicePromptView(cohort: Cohort, curriculum: Pick<Curriculum, 'capstones'>, again: boolean): View {
  const { blocks } = optionsView(cohort, curriculum);
  return view(
    paragraph`${again ? 'You have not chosen your capstone yet' : 'It is time to choose your capstone'}, in **${cohort.name}**.`,
    blocks.slice(2),
    controls(button('No more of these', 'notify', { course: 'off' })),
  );
}

/** To a learner, in private, two days before a milestone. */
export function milestoneView(
  cohort: Cohort,
  kept: Kept,
  capstone: Capstone,
  slug: string,
  at: Temporal.Instant,
): View {
  const milestone = capstone.milestones.find((one) => one.slug === slug);
  return view(
    paragraph`**${md(milestone?.title ?? slug)}** is due ${time(at)} for your capstone “${kept.project.title}”.`,
    paragraph`${md(milestone?.delivered ?? '')}`,
    controls(
      button('Delivered', 'capstone.deliver', { cohort: cohort.id, milestone: slug }, { style: 'primary' }),
      button('Open my capstone', 'capstone show', { cohort: cohort.id }),
      button('No more of these', 'notify', { course: 'off' }),
    ),
  );
}

/** `/capstone show`: what it is, its milestones, and the one next thing. */
export function ownView(cohort: Cohort, kept: Kept, slots: readonly Slot[], curriculum: Curriculum, said?: Text): View {
  const { project } = kept;
  const capstone = curriculum.capstones.find(({ slug }) => slug === project.option);
  return view(
    ...(said === undefined ? [] : [paragraph`${said}`]),
    heading(text`${project.title}`),
    facts(
      ['Option', capstone === undefined ? project.option : text`${capstone.letter}. ${md(capstone.title)}`],
      ['Where it stands', stateText(kept)],
    ),
    // What is handed in has no milestones to come.
    ...(capstone === undefined || project.submitted !== undefined
      ? []
      : [milestoneBlock(capstone, project, cohort, slots)]),
    ...(isAssessed(kept.seats)
      ? [...resultBlocks(kept, curriculum), ...lastWords(kept.entries), controls(onward())]
      : [...lastWords(kept.entries), ...nextControls(kept, capstone)]),
  );
}

function milestoneBlock(capstone: Capstone, project: Project, { zone }: Cohort, slots: readonly Slot[]): Block {
  return lineBlock([
    text`**Milestones**`,
    ...capstone.milestones.map(({ slug, title, due }) => {
      const at = milestoneAt(due, slots, zone);
      return text`${project.delivered.has(slug) ? '☑' : '☐'} ${md(title)}${at === undefined ? '' : text`, ${time(at, 'date')}`}`;
    }),
  ]);
}

/** Where a capstone stands, as people say it. No word of marks before all are in. */
export function stateText({ project, seats }: Pick<Kept, 'project' | 'seats'>): Text {
  const { submitted } = project;
  if (submitted === undefined) return text`in the making`;
  if (isAssessed(seats)) return text`assessed`;
  const done = seats.filter(({ handedInAt }) => handedInAt !== undefined).length;
  const wanted = seatsOf(seats).contested.length > 0 ? 3 : 2;
  return text`handed in ${time(submitted.at, 'date')}; ${done} of ${wanted} assessments are in`;
}

/** What a learner said last, as text. */
export function lastWords(entries: readonly Entry[]): Block[] {
  const last = entries.findLast(({ words }) => words !== '');
  if (last === undefined) return [];
  return [
    paragraph`${last.words}`,
    ...(last.links.length === 0 ? [] : [code(last.links.join('\n'), '')]),
    footnote`Written ${time(last.at)}.`,
  ];
}

function nextControls({ cohortId: cohort, project }: Kept, capstone: Capstone | undefined): Block[] {
  const next = capstone && nextMilestone(capstone, project);
  const isIn = project.submitted !== undefined;
  return [
    ...(next === undefined || isIn ? [] : [paragraph`**Next: ${md(next.title)}.** ${md(next.delivered)}`]),
    controls(
      ...(next === undefined || isIn
        ? []
        : [button('Delivered', 'capstone.deliver', { cohort, milestone: next.slug }, { style: 'primary' })]),
      button('Write where it is', 'capstone update', { cohort }),
      button(isIn ? 'Hand it in anew' : 'Hand it in', 'capstone submit', { cohort }),
      isIn ? onward() : button('Change the choice', 'capstone choose', { cohort, option: project.option }),
    ),
  ];
}

/** The result in points, with every row's levels and words. */
export function resultBlocks({ seats }: Pick<Kept, 'seats'>, curriculum: Curriculum): Block[] {
  const result = resultOf(
    seats.map(({ marks }) => marks),
    curriculum,
  );
  if (result === undefined) return [];
  const { levels } = curriculum;
  return [
    heading(`The assessment: ${rounded(result.points)} of 100`),
    ...result.criteria.flatMap(({ criterion, rows, points }) => [
      paragraph`**${md(criterion.title)}: ${rounded(points)} of ${criterion.percent}**`,
      ...rows.map(({ row, marks, points: own }) =>
        lineBlock([
          text`**${md(row.title)}**: ${rounded(own)} of ${row.points}`,
          ...marks.map(({ level, words }) => text`- *${md(levels[level].title)}.* ${words}`),
        ]),
      ),
    ]),
  ];
}

function rounded(points: number): string {
  return String(Math.round(points * 10) / 10);
}

/** To the learner, in private, when all assessments are in. */
export function resultNoticeView(cohort: Cohort, { project }: Kept): View {
  return view(
    paragraph`Your capstone “${project.title}” has been assessed. The result is yours alone, with words for every row.`,
    controls(button('Open the result', 'capstone show', { cohort: cohort.id }, { style: 'primary' })),
  );
}

/** Why something about a capstone was not kept. */
export function objectionText(objection: Objection): Text {
  switch (objection) {
    case 'none-chosen':
      return text`You have chosen no capstone yet: ${command('capstone choose')} does.`;
    case 'submitted':
      return text`You have handed it in, so the choice stands. ${command('capstone submit')} hands it in anew.`;
    case 'being-assessed':
      return text`An assessor has finished with it already, so what you handed in stands.`;
  }
}
