import { shownIn } from '../chat/shown-in.ts';
import type { Modal, View } from '../chat/view.ts';
import { readConfig } from '../config.ts';
import { CurriculumFault } from '../curriculum/faults.ts';
import { loadCurriculum } from '../curriculum/load.ts';
import type { Curriculum, Item } from '../curriculum/schema.ts';
import { sessionOf } from '../curriculum/sessions.ts';
import type { Cohort, Home } from '../domain/cohorts/cohort.ts';
import { announcementView } from '../features/cohorts/views.ts';
import { keyOf, letteredLines, type Response } from '../features/quizzes/marking.ts';
import { answerForm, type Question, questionView, verdictView } from '../features/quizzes/question-views.ts';
import { closedView, lookView } from '../features/quizzes/round-views.ts';
import { type GivenAnswer, tally } from '../features/quizzes/rounds.ts';
import { scenariosView } from '../features/scenarios/list-views.ts';
import { agendaView, preworkView, reminderView, startView } from '../features/sessions/around-views.ts';
import { materialPages, materialsView, materialView, partView, sessionView } from '../features/sessions/views.ts';
import { type Fit, fit } from './preview/fitting.ts';
import { teamViewsOfScenario, viewsOfScenario } from './preview/scenario-views.ts';

/** Validates the whole curriculum, then renders every text of it for every platform against that platform's limits. */

const moment = Temporal.Instant.from('2026-11-24T17:00:00Z');

const home: Home = {
  workspaceId: 'discord:123456789012345678',
  channel: '123456789012345678',
  mentorRole: '123456789012345678',
};

const elsewhere: Home = { workspaceId: 'slack:T0123456789', channel: 'C0123456789', mentorRole: 'S0123456789' };

const feed = `https://pythia.example.org/calendar/${'x'.repeat(32)}.ics`;

const cohort: Cohort = {
  id: 'abcdefghijkm',
  workspaceId: home.workspaceId,
  homes: [home, elsewhere],
  name: 'A cohort with a name as long as names may be: sixty letters',
  status: 'active',
  startsOn: Temporal.PlainDate.from('2026-11-24'),
  weekdays: [2, 4],
  startTime: Temporal.PlainTime.from('18:00'),
  zone: 'Europe/Berlin',
  capacity: 500,
  createdBy: 'discord:123456789012345678/123456789012345678',
  createdAt: moment,
};

/** Everything that a person can be shown of the curriculum, with a name for each. */
function* everyView(curriculum: Curriculum): Generator<[name: string, shown: View | Modal]> {
  const slots = curriculum.sessions.map(({ number }) => ({
    session: number,
    startsAt: moment.add({ hours: 24 * number }),
    date: cohort.startsOn,
    time: cohort.startTime,
  }));
  yield ['the announcement', announcementView(cohort, slots, curriculum, feed)];
  for (const [index, session] of curriculum.sessions.entries()) {
    const slot = slots[index];
    if (slot === undefined) continue;
    const name = `session ${session.number}`;
    const which = sessionOf(curriculum, session.number);
    yield [`${name}: pre-work`, preworkView(cohort, session, slot, which)];
    yield [`${name}: reminder`, reminderView(cohort, session, slot, { which, coming: 3 })];
    yield [`${name}: start`, startView(cohort, session, slot, { which, agendaIn: 'thread' })];
    yield [`${name}: agenda`, agendaView(cohort, session, home)];
    yield [`${name}: overview`, sessionView(session, { cohort, slot, which }, true)];
    for (const part of ['prework', 'practice', 'agenda'] as const) yield [`${name}: ${part}`, partView(session, part)];
    if (session.materials.length > 0) yield [`${name}: materials`, materialsView(session)];
    for (const [at, material] of session.materials.entries()) {
      for (const page of materialPages(material.text).keys()) {
        const shown = materialView(session, at, page);
        if (shown !== undefined) yield [`${name}: ${material.slug}, page ${page + 1}`, shown];
      }
    }
    yield [`${name}: a closed round`, closedView({ ...round, title: session.title })];
  }
  for (const item of curriculum.items.values()) yield* everyItemView(item, curriculum);
  yield ['the list of scenarios', scenariosView(curriculum, [], moment)];
  for (const scenario of curriculum.scenarios.values()) {
    const views = [...viewsOfScenario(scenario, curriculum), ...teamViewsOfScenario(scenario, curriculum)];
    for (const { title, shown } of views) yield [`scenario ${scenario.slug}: ${title}`, shown];
  }
}

const round = {
  id: cohort.id,
  kind: 'cohort',
  workspaceId: cohort.workspaceId,
  cohortId: cohort.id,
  memberId: null,
  session: 1,
  title: 'A round',
  items: [],
  openedAt: moment,
  closesAt: moment,
  closedAt: moment,
  shownFinished: 0,
} as const;

/** A question of a closed round, as somebody looks at it who answered it like this. */
function lookedAt(item: Item, answer: GivenAnswer, curriculum: Curriculum): View {
  const counted = tally(item, round.id, [answer]);
  return lookView(round, [{ at: 0, item }], 0, { answer, counted, heldUntil: undefined, curriculum });
}

function* everyItemView(item: Item, curriculum: Curriculum): Generator<[string, View | Modal]> {
  const question: Question = { family: 'round', cohort: cohort.id, round: cohort.id, of: 6, at: 5, item };
  const letters = letteredLines(item, cohort.id).map(({ letter }) => letter);
  yield [`item ${item.slug}: question`, questionView(question, letters.join(''))];
  if (item.kind === 'short') yield [`item ${item.slug}: form`, answerForm({ ...question, item })];
  for (const response of everyResponse(item)) {
    const answer = { id: 1, item: item.slug, response, right: false, answeredAt: moment };
    const about = { wasAnswered: true, paid: 2, next: undefined };
    yield [`item ${item.slug}: looked at`, lookedAt(item, answer, curriculum)];
    yield [`item ${item.slug}: verdict`, verdictView({ ...question, family: 'practice' }, answer, about, curriculum)];
  }
}

/** The right answer, and one that shows every misconception there is. */
function everyResponse(item: Item): Response[] {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
      return [...item.options.keys()].map((option) => ({ kind: 'option', option }));
    case 'multiple':
      return [keyOf(item), { kind: 'options', options: [...item.options.keys()] }];
    case 'line':
      return [keyOf(item), ...item.decoys.map(({ line }): Response => ({ kind: 'line', line }))];
    case 'order':
      return [keyOf(item), { kind: 'steps', steps: [...item.steps.keys()].reverse() }];
    case 'short':
      return [keyOf(item), ...item.rejects.map(({ text }): Response => ({ kind: 'typed', typed: text }))];
  }
}

/** The sentences that say what does not fit where. */
export function checkRendering(curriculum: Curriculum): { rendered: number; messages: Fit; faults: string[] } {
  let rendered = 0;
  const messages: Fit = { discord: 0, slack: 0, playground: 0 };
  const faults: string[] = [];
  for (const [name, shown] of everyView(curriculum)) {
    rendered += 1;
    try {
      const taken = fit(shown.kind === 'modal' ? shown : shownIn(home.workspaceId, shown));
      messages.discord += taken.discord;
      messages.slack += taken.slack;
      messages.playground += taken.playground;
    } catch (error) {
      faults.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { rendered, messages, faults };
}

function main(): void {
  const directory = readConfig().curriculumDir;
  try {
    const curriculum = loadCurriculum(directory);
    const { rendered, messages, faults } = checkRendering(curriculum);
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) process.exitCode = 1;
    const { sessions, items, scenarios, skills, misconceptions } = curriculum;
    console.log(
      `${sessions.length} sessions, ${items.size} items, ${scenarios.size} scenarios, ${skills.size} skills, ${misconceptions.size} misconceptions: no fault`,
    );
    console.log(
      `${rendered} texts rendered, in ${messages.discord} messages for Discord, ${messages.slack} for Slack, ${messages.playground} for the playground: ${faults.length} do not fit`,
    );
    console.log(explainStanding(curriculum));
  } catch (error) {
    if (!(error instanceof CurriculumFault)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** What is proven as it is now, or the commands that prove the rest: nothing here fails for want of a Python. */
function explainStanding({ proof: { proven, sources, changed }, items, scenarios, sessions }: Curriculum): string {
  if (changed.length === 0)
    return `${proven} keys, incidents and texts proven as they are now, ${sources} by their sources`;
  const [questions, incidents, texts] = [
    changed.filter((slug) => items.has(slug)),
    changed.filter((slug) => scenarios.has(slug)),
    sessions.filter(({ slug }) => changed.includes(slug)).map(({ number }) => number),
  ];
  return [
    `${changed.length} changed since they were proven:`,
    ...(questions.length === 0 ? [] : [`  npm run curriculum:prove -- ${questions.join(' ')}`]),
    ...(incidents.length === 0 ? [] : [`  npm run scenarios:prove -- ${incidents.join(' ')}`]),
    ...(texts.length === 0 ? [] : [`  npm run materials:prove -- ${texts.join(' ')}`]),
  ].join('\n');
}

if (import.meta.main) main();
