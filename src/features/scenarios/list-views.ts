import { clip } from '../../chat/clip.ts';
import { command, type Text, text, time } from '../../chat/text.ts';
import { type Block, controls, footnote, heading, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { scenarioOption } from './controls.ts';
import { type InvestigationRow, isClosed } from './investigation.ts';
import { plainly } from './letters.ts';
import { md } from './texts.ts';

/** What a person has made of a scenario so far. */
type State = { kind: 'new' } | { kind: 'open' } | { kind: 'ended'; score: number };

function stateOf(investigations: readonly InvestigationRow[], { slug }: Scenario, now: Temporal.Instant): State {
  const own = investigations.filter((row) => row.scenario === slug);
  if (own.some((row) => !isClosed(row, now))) return { kind: 'open' };
  const scores = own.flatMap(({ score }) => score ?? []);
  return scores.length === 0 ? { kind: 'new' } : { kind: 'ended', score: Math.max(...scores) };
}

function stateWords(state: State): string {
  switch (state.kind) {
    case 'new':
      return '';
    case 'open':
      return 'begun';
    case 'ended':
      return `${state.score} of 100`;
  }
}

/** A select holds 25. */
const OPTIONS = 25;

/** `/debug list`: every scenario by session, with what one has made of it. */
export function scenariosView(
  { scenarios }: Curriculum,
  investigations: readonly InvestigationRow[],
  now: Temporal.Instant,
): View {
  const all = [...scenarios.values()];
  if (all.length === 0) return view(paragraph`There are no scenarios yet. They come with the sessions.`);
  const line = (scenario: Scenario): Text => {
    const words = stateWords(stateOf(investigations, scenario, now));
    return text`${scenario.session}. **${md(scenario.title)}**${words === '' ? '' : ` · ${words}`}`;
  };
  const pages = Array.from({ length: Math.ceil(all.length / OPTIONS) }, (_, page) =>
    all.slice(page * OPTIONS, (page + 1) * OPTIONS),
  );
  const selects = pages.map((page, index): Block => {
    const placeholder = index === 0 ? 'Investigate alone' : `Investigate alone (from session ${page[0]?.session})`;
    const options = page.map((scenario) =>
      scenarioOption(scenario, stateWords(stateOf(investigations, scenario, now))),
    );
    return controls({
      kind: 'select',
      name: 'scenario',
      placeholder,
      options,
      action: { route: 'debug.begin', state: index === 0 ? {} : { page: String(index + 1) } },
    });
  });
  return view(
    heading('Scenarios'),
    lineBlock(all.map(line)),
    ...selects,
    footnote`Each is a real fault of a real program. The first investigation that you finish earns points; after that it is practice.`,
  );
}

/** `/debug resume`, where several are open. */
export function resumeView(open: readonly InvestigationRow[], { scenarios }: Curriculum): View {
  if (open.length === 0) {
    return view(paragraph`You have nothing open. ${command('debug start')} begins an investigation.`);
  }
  const options = open.slice(0, OPTIONS).map((row) => ({
    label: clip(plainly(scenarios.get(row.scenario)?.title ?? row.scenario), 100),
    value: `${row.kind}:${row.id}`,
    description: row.kind === 'team' ? `with team ${row.number ?? 1}` : 'alone',
  }));
  return view(
    heading('Open investigations'),
    lineBlock(
      open.map(
        (row) =>
          text`**${md(scenarios.get(row.scenario)?.title ?? row.scenario)}**, ${row.kind === 'team' ? `team ${row.number ?? 1}` : 'alone'}, begun ${time(row.openedAt)}`,
      ),
    ),
    controls({
      kind: 'select',
      name: 'which',
      placeholder: 'Go on with…',
      options,
      action: { route: 'debug.go-on', state: {} },
    }),
  );
}
