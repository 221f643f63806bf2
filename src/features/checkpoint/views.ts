import { clip } from '../../chat/clip.ts';
import { command, markdown, type Text, text } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Area, Curriculum } from '../../curriculum/schema.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { onward } from '../../domain/onward.ts';
import type { InvestigationRow } from '../scenarios/investigation.ts';
import { plainly } from '../scenarios/letters.ts';
import { md } from '../scenarios/texts.ts';
import { LINK_LENGTH, MOST_LINKS } from './evidence.ts';
import type { Entry } from './standing.ts';
import type { CheckpointRequest } from './store.ts';
import { evidenceBlock, historyBlocks, standingText, titleOf } from './texts.ts';

/** What a learner sees of checkpoints. */

/** How long words and links may be, in characters, as a form takes them. */
export const WORDS_LENGTH = 1500;

export const LINKS_LENGTH = 2000;

const EVIDENCE_FIELDS = [
  {
    kind: 'text',
    name: 'words',
    label: 'Your evidence, in words',
    hint: 'What you did, what came of it, and how somebody else can see it.',
    long: true,
    required: true,
    maxLength: WORDS_LENGTH,
  },
  {
    kind: 'text',
    name: 'links',
    label: 'Links, one a line',
    hint: `To code, measurements, a talk: at most ${MOST_LINKS}, each beginning with https://`,
    long: true,
    required: false,
    maxLength: LINKS_LENGTH,
  },
] as const;

/** The form of a request. `area` is chosen already where the asker came from one. */
export function requestForm(area: string | undefined, cohort: string | undefined, curriculum: Curriculum): Modal {
  return {
    kind: 'modal',
    title: 'Have a checkpoint signed off',
    fields: [
      {
        kind: 'choice',
        name: 'area',
        label: 'Area',
        ...(area === undefined ? {} : { value: area }),
        options: [...curriculum.areas.values()].map(({ number, title, slug }) => ({
          label: `${number}. ${plainly(title)}`,
          value: slug,
        })),
        required: true,
      },
      ...EVIDENCE_FIELDS,
    ],
    action: { route: 'checkpoint.send', state: cohort === undefined ? {} : { cohort } },
  };
}

/** The form with which evidence is added to a request. */
export function addForm(state: Record<string, string>): Modal {
  return {
    kind: 'modal',
    title: 'Add evidence',
    fields: EVIDENCE_FIELDS,
    action: { route: 'checkpoint.added', state },
  };
}

/** Gives back what somebody typed that could not be taken. */
export function kept(words: string, links: string): Text {
  const typed = [words, links].filter((part) => part !== '').join('\n');
  return typed === '' ? text`` : text`${markdown('\n\n')}You wrote: ${typed}`;
}

/** Why links could not be read. */
export function linksFault(links: { kind: 'none-of-mine'; word: string } | { kind: 'too-many' }): Text {
  return links.kind === 'too-many'
    ? text`More than ${MOST_LINKS} links: keep the ones that show most.`
    : text`“${clip(links.word, 100)}” is no link that I can take: write each as ${markdown('`https://…`')}, in at most ${LINK_LENGTH} characters, without a name and password in it.`;
}

/** `/checkpoint show`: all areas, and where each stands. `requests` are one person's, oldest first. */
export function overviewView(requests: readonly CheckpointRequest[], curriculum: Curriculum): View {
  const areas = [...curriculum.areas.values()];
  const newest = (slug: string) => requests.findLast(({ area }) => area === slug);
  const signed = areas.filter(({ slug }) => newest(slug)?.standing.ended?.as === 'signed-off').length;
  return view(
    heading(`Checkpoints: ${signed} of ${areas.length} signed off`),
    lineBlock(
      areas.map(({ number, slug, title }) => {
        const request = newest(slug);
        return text`${number}. ${md(title)}${request === undefined ? '' : text`: ${standingText(request.standing)}`}`;
      }),
    ),
    controls(button('Ask for a sign-off', 'checkpoint request', {}, { style: 'primary' })),
    controls({
      kind: 'select',
      name: 'area',
      placeholder: 'What an area asks for',
      options: areas.map(({ number, slug, title }) => ({ label: `${number}. ${plainly(title)}`, value: slug })),
      action: { route: 'checkpoint show', state: {} },
    }),
    footnote`A mentor signs a checkpoint off on evidence, in fifteen minutes with you.`,
  );
}

/** One area: what its checkpoint asks for, and what became of it so far. */
export function areaView(
  area: Area,
  request: CheckpointRequest | undefined,
  runs: readonly InvestigationRow[],
  curriculum: Curriculum,
): View {
  const isLive = request !== undefined && request.standing.ended === undefined;
  const isSigned = request?.standing.ended?.as === 'signed-off';
  return view(
    heading(text`Checkpoint ${area.number}: ${md(area.title)}`),
    paragraph`${md(area.checkpoint.statement)}`,
    evidenceBlock(area),
    ...(request === undefined ? [] : requestBlocks(request, runs, curriculum)),
    controls(
      ...(isLive || isSigned
        ? []
        : [button('Ask for a sign-off', 'checkpoint request', { area: area.slug }, { style: 'primary' })]),
      button('All checkpoints', 'checkpoint show'),
    ),
  );
}

function requestBlocks(request: CheckpointRequest, runs: readonly InvestigationRow[], curriculum: Curriculum): Block[] {
  const { standing } = request;
  return [
    { kind: 'divider' },
    paragraph`Where it stands: ${standingText(standing)}.`,
    ...historyBlocks(request, new Map(runs.map((run) => [run.id, run])), curriculum),
    ...(standing.ended === undefined ? evidenceControls(request, runs, curriculum) : []),
  ];
}

/** What somebody can still do about their own request. */
function evidenceControls(
  request: CheckpointRequest,
  runs: readonly InvestigationRow[],
  { scenarios }: Curriculum,
): Block[] {
  const state = stateOf(request);
  const attached = new Set(request.entries.flatMap((entry) => entry.runs));
  const free = runs.filter(({ id }) => !attached.has(id)).slice(0, 25);
  return [
    controls(
      button('Add evidence', 'checkpoint.add', state, { style: 'primary' }),
      button('Withdraw it', 'checkpoint.withdraw', state),
    ),
    ...(free.length === 0
      ? []
      : [
          controls({
            kind: 'select',
            name: 'run',
            placeholder: 'Add a scenario run',
            options: free.map(({ id, scenario, score }) => ({
              label: clip(plainly(scenarios.get(scenario)?.title ?? scenario), 100),
              value: id,
              ...(score === null ? {} : { description: `${score} of 100` }),
            })),
            action: { route: 'checkpoint.attach', state },
          }),
        ]),
  ];
}

export function stateOf({ id, cohortId }: Pick<CheckpointRequest, 'id' | 'cohortId'>): Record<string, string> {
  return { cohort: cohortId, request: id };
}

/** What a learner gets after asking, adding or withdrawing. */
export function ownRequestView(
  said: Text,
  request: CheckpointRequest,
  runs: readonly InvestigationRow[],
  curriculum: Curriculum,
): View {
  return view(
    paragraph`${said}`,
    heading(text`Checkpoint: ${md(titleOf(request.area, curriculum))}`),
    ...requestBlocks(request, runs, curriculum),
    controls(button('All checkpoints', 'checkpoint show'), onward()),
  );
}

/** To a learner in private, at the end of a module. */
export function promptView(cohort: Cohort, module: { title: string }, areas: readonly Area[]): View {
  return view(
    paragraph`The module **${md(module.title)}** is behind you. It prepares you for ${areas.length === 1 ? 'this checkpoint' : 'these checkpoints'}, which a mentor signs off on evidence:`,
    lineBlock(areas.map(({ title, checkpoint }) => text`- **${md(title)}**: ${md(checkpoint.statement)}`)),
    controls(
      button('Ask for a sign-off', 'checkpoint request', { cohort: cohort.id }, { style: 'primary' }),
      button('What they ask for', 'checkpoint show'),
      button('No more of these', 'notify', { course: 'off' }),
    ),
  );
}

/** To the learner or the mentor whom an entry concerns, in private. */
export function toldView(cohort: Cohort, request: CheckpointRequest, entry: Entry, curriculum: Curriculum): View {
  const area = md(titleOf(request.area, curriculum));
  const said = entry.words === '' ? text`` : text`\n${entry.words}`;
  const look = button('Look at it', 'checkpoint show', { area: request.area }, { style: 'primary' });
  switch (entry.kind) {
    case 'signed-off':
      return view(
        paragraph`**${entry.name}** has signed off your checkpoint **${area}**. It is on your record.${said}`,
        controls(button('All checkpoints', 'checkpoint show'), onward()),
      );
    case 'declined':
      return view(
        paragraph`**${entry.name}** has not signed off your checkpoint **${area}** this time.${said}`,
        paragraph`You can ask again when you have more to show.`,
        controls(look),
      );
    case 'asked':
      return view(
        paragraph`**${entry.name}** asks for more before signing off **${area}**:${said}`,
        controls(button('Add evidence', 'checkpoint.add', stateOf(request), { style: 'primary' }), look),
      );
    case 'withdrawn':
      return view(
        paragraph`**${request.learner}** has withdrawn the checkpoint **${area}**. There is nothing left to do.`,
      );
    default:
      return view(
        paragraph`**${request.learner}** has added evidence for **${area}**. In ${whereOf(cohort)}, ${command('checkpoint waiting')} has it.`,
      );
  }
}
