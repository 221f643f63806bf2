import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { textOption } from '../../chat/input.ts';
import type { View } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import { findTrack } from '../../domain/tracks/store.ts';
import { scenarioWeight } from '../../domain/tracks/weighing.ts';
import { isClosed } from './investigation.ts';
import { resumeView, scenariosView } from './list-views.ts';
import { showBoard } from './play-routes.ts';
import { findHeld, getInvestigation } from './playing.ts';
import { getScenario, goOn, startAlone, suggestScenarios } from './starting.ts';
import { listInvestigations } from './store.ts';

const start = route({
  name: 'debug start',
  summary: 'Investigate an incident alone: real evidence, a score for how you found it',
  ack: 'private',
  who: 'anyone',
  spends: 'investigation',
  cohort: 'any',
  input: z.object({
    scenario: textOption('Which scenario; the next one for you if left out', 100, z.string().trim().min(1)).optional(),
  }),
  complete: { scenario: (typed, { curriculum }) => suggestScenarios(typed, curriculum) },
  async run({ scenario }, context) {
    if (scenario !== undefined) return startAlone(getScenario(scenario, context.curriculum), context);
    return startNext(context);
  },
});

/** Goes on with an open investigation; otherwise starts what they have not finished: what their track puts first, else the first of the course. */
async function startNext(context: Context): Promise<View> {
  const { db, asker, curriculum, now } = context;
  const rows = await listInvestigations(db, asker.memberId);
  const open = rows.find((row) => !isClosed(row, now) && curriculum.scenarios.has(row.scenario));
  if (open !== undefined) return goOn(open, context);
  const ended = new Set(rows.map((row) => row.scenario));
  const track = await findTrack(db, asker.memberId, curriculum);
  const left = [...curriculum.scenarios.values()]
    .filter(({ slug }) => !ended.has(slug))
    .sort((one, other) => scenarioWeight(other, track) - scenarioWeight(one, track));
  for (const next of left) {
    const held = await findHeld(next, context);
    if (held === undefined || held.kind === 'own') return startAlone(next, context);
  }
  return scenariosView(curriculum, rows, now);
}

const begin = route({
  name: 'debug.begin',
  ack: 'update',
  who: 'anyone',
  spends: 'investigation',
  cohort: 'any',
  input: z.object({ scenario: z.string().max(60) }),
  run: ({ scenario }, context) => startAlone(getScenario(scenario, context.curriculum), context),
});

const list = route({
  name: 'debug list',
  summary: 'The scenarios by session, and what you have made of them',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  async run(_, { db, asker, curriculum, now }) {
    return scenariosView(curriculum, await listInvestigations(db, asker.memberId), now);
  },
});

const resume = route({
  name: 'debug resume',
  summary: 'Go on with an investigation',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  async run(_, context) {
    const { db, asker, curriculum, now } = context;
    const rows = await listInvestigations(db, asker.memberId);
    const open = rows.filter((row) => !isClosed(row, now) && curriculum.scenarios.has(row.scenario));
    const [only, ...others] = open;
    return only !== undefined && others.length === 0 ? goOn(only, context) : resumeView(open, curriculum);
  },
});

const choose = route({
  name: 'debug.go-on',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    which: z.string().regex(/^(solo|team):[a-z0-9]{1,24}$/, { error: 'does not name an investigation' }),
  }),
  async run({ which }, context) {
    const [of = '', run = ''] = which.split(':');
    if (of !== 'solo' && of !== 'team') throw new Refused('That investigation no longer exists.');
    return showBoard(await getInvestigation({ run, of }, context), context);
  },
});

export const startRoutes: readonly Route[] = [start, begin, list, resume, choose];
