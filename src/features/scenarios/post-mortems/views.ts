import { clip } from '../../../chat/clip.ts';
import { join, markdown, type Text, text, time } from '../../../chat/text.ts';
import {
  button,
  controls,
  facts,
  file,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../../chat/view.ts';
import type { Curriculum } from '../../../curriculum/schema.ts';
import type { Cohort } from '../../../domain/cohorts/cohort.ts';
import { onward } from '../../../domain/onward.ts';
import { investigationState } from '../controls.ts';
import type { Investigation, InvestigationRow } from '../investigation.ts';
import { plainly } from '../letters.ts';
import { md } from '../texts.ts';
import { BLANKS, type Blanks, postMortem } from './post-mortem.ts';
import type { Entry, Waiting } from './store.ts';

/** Where a post-mortem stands, in a sentence for its authors. */
export function statusText(entries: readonly Entry[], isForCohort: boolean): Text {
  const last = entries.at(-1);
  if (last === undefined) {
    return isForCohort
      ? text`Not handed in yet. A mentor reads it once you have filled it in.`
      : text`This was practice outside of a cohort, so nobody reviews it: keep the file.`;
  }
  const said = last.words === null || last.words === '' ? text`` : text`\n${last.words}`;
  switch (last.kind) {
    case 'handed-in':
      return text`Handed in ${time(last.at)}. It waits for a mentor.`;
    case 'approved':
      return text`**Approved** ${time(last.at)}.${said}`;
    case 'commented':
      return text`**A mentor has comments**, ${time(last.at)}:${said}`;
  }
}

/** The blanks as they were handed in last. */
export function blanksOf(entries: readonly Entry[]): Blanks | undefined {
  return entries.findLast(({ kind }) => kind === 'handed-in')?.blanks;
}

function authorsOf({ people, row }: Pick<Investigation, 'people' | 'row'>): Text {
  const names = join(
    people.map(({ name }) => name),
    ', ',
  );
  return row.kind === 'team' ? text`team ${row.number ?? 1} (${names})` : names;
}

/** What a select holds. */
const OPTIONS = 25;

/** `/debug reviews`: the post-mortems that wait for a mentor. */
export function reviewsView(cohort: Cohort, waiting: readonly Waiting[], { scenarios }: Curriculum): View {
  if (waiting.length === 0) return view(paragraph`No post-mortem of **${cohort.name}** waits for you.`);
  const titleOf = (row: InvestigationRow) => scenarios.get(row.scenario)?.title ?? row.scenario;
  const shown = waiting.slice(0, OPTIONS);
  const options = shown.map((one, index) => ({
    label: clip(`${index + 1} ${plainly(titleOf(one.row))}`, 100),
    value: one.row.id,
    description: clip(one.people.map(({ name }) => name).join(', '), 100),
  }));
  return view(
    heading(`Post-mortems to review: ${waiting.length}`),
    lineBlock(
      shown.map(
        (one, index) => text`${index + 1}. **${md(titleOf(one.row))}** by ${authorsOf(one)}, since ${time(one.since)}`,
      ),
    ),
    controls({
      kind: 'select',
      name: 'run',
      placeholder: 'Read…',
      options,
      action: { route: 'review.show', state: { cohort: cohort.id } },
    }),
  );
}

/** One post-mortem as a mentor reads it. */
export function reviewView(cohort: Cohort, investigation: Investigation, entries: readonly Entry[]): View {
  const { scenario, at, row } = investigation;
  const blanks = blanksOf(entries);
  const state = { cohort: cohort.id, run: row.id };
  return view(
    heading(text`Post-mortem: ${md(scenario.title)}`),
    facts(
      ['By', authorsOf(investigation)],
      ['Score', row.score === null ? 'not finished' : `${row.score} of 100`],
      ['Status', statusText(entries, true)],
    ),
    ...BLANKS.flatMap(({ name, label }) => [
      paragraph`**${markdown(label)}**`,
      paragraph`${blanks?.[name] === undefined || blanks[name] === '' ? 'left blank' : blanks[name]}`,
    ]),
    file(`post-mortem-${scenario.slug}.md`, postMortem(scenario, at, blanks)),
    controls(
      button('Approve', 'review.approve', state, { style: 'primary' }),
      button('Comment', 'review.form', state),
      button('All reviews', 'debug reviews', { cohort: cohort.id }),
    ),
  );
}

/** How long a mentor's comment may be. */
export const COMMENT_LENGTH = 1500;

export function commentForm(state: Record<string, string>): Modal {
  return {
    kind: 'modal',
    title: 'Comment on the post-mortem',
    fields: [
      {
        kind: 'text',
        name: 'words',
        label: 'What should they look at again?',
        hint: 'They are told by direct message and can hand it in anew.',
        long: true,
        required: true,
        maxLength: COMMENT_LENGTH,
      },
    ],
    action: { route: 'review.comment', state },
  };
}

/** To the authors, by direct message. */
export function reviewedView({ scenario, row }: Pick<Investigation, 'scenario' | 'row'>, entry: Entry): View {
  return view(
    paragraph`Your post-mortem of **${md(scenario.title)}** was read.`,
    { kind: 'text', text: statusText([entry], true) },
    controls(button('My post-mortem', 'debug.post-mortem', investigationState(row), { style: 'primary' }), onward()),
  );
}
