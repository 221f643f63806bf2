import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { textOption } from '../../chat/input.ts';
import { command, type Text, text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, cohortRoute, formRoute, type Route, route } from '../../context.ts';
import { idFrom } from '../../domain/ids.ts';
import { type InvestigationRow, isDebriefOpen } from '../scenarios/investigation.ts';
import { listInvestigations } from '../scenarios/store.ts';
import { act, requestInput } from './acting.ts';
import { areaCalled, suggestAreas } from './areas.ts';
import { parseLinks } from './evidence.ts';
import { mentorRoutes } from './mentor-routes.ts';
import { type CheckpointRequest, listRequests, recordRequest } from './store.ts';
import {
  addForm,
  areaView,
  kept,
  LINKS_LENGTH,
  linksFault,
  overviewView,
  ownRequestView,
  requestForm,
  WORDS_LENGTH,
} from './views.ts';

const AREA_LENGTH = 80;

const areaOption = textOption(
  'Which area: its number, or words of its title',
  AREA_LENGTH,
  z.string().trim(),
).optional();

const request = formRoute({
  name: 'checkpoint request',
  summary: 'Ask a mentor to sign off a checkpoint, with your evidence',
  input: z.object({ area: areaOption, cohort: z.string().max(20).optional() }),
  open({ area, cohort }, { curriculum }) {
    if (area === undefined || area === '') return requestForm(undefined, cohort, curriculum);
    const called = areaCalled(area, curriculum);
    if ('fault' in called) throw new Refused(text`${called.fault}`);
    return requestForm(called.slug, cohort, curriculum);
  },
});

const evidence = {
  words: z
    .string()
    .trim()
    .min(1, { error: 'is empty: write what you have to show' })
    .max(WORDS_LENGTH, { error: `has more than ${WORDS_LENGTH} characters` }),
  links: z
    .string()
    .trim()
    .max(LINKS_LENGTH, { error: `has more than ${LINKS_LENGTH} characters` })
    .default(''),
};

/** The links of a form, or a refusal that gives everything back. */
function readLinks(links: string, words: string): readonly string[] {
  const read = parseLinks(links);
  if (read.kind === 'links') return read.links;
  throw new Refused(text`${linksFault(read)}${kept(words, links)}`);
}

const send = route({
  name: 'checkpoint.send',
  ack: 'private',
  who: 'learner',
  did: 'asked for a checkpoint',
  // The bot's own question about which cohort is meant would carry the words in a control's id, which has no room for them.
  cohort: 'found',
  input: z.object({ area: z.string().max(AREA_LENGTH), ...evidence }),
  async run({ area: slug, words, links: typed }, context) {
    const { db, cohort, curriculum, asker, now, eventKey } = context;
    if (cohort === undefined) {
      throw new Refused(
        text`You are in several cohorts: ask in the channel of the one whose mentors you mean.${kept(words, typed)}`,
      );
    }
    const links = readLinks(typed, words);
    if (!curriculum.areas.has(slug)) throw new Refused(text`There is no such area.${kept(words, typed)}`);
    const id = idFrom(`checkpoint/${eventKey}`);
    const entry = { memberId: asker.memberId, words, links, runs: [], at: now, eventId: eventKey };
    const live = await recordRequest(db, cohort, { id, area: slug }, entry);
    if (live.id !== id) throw new Refused(text`${alreadyText(live)}${kept(words, typed)}`);
    return ownRequestView(
      text`The mentors of **${cohort.name}** have it. You hear of it in private.`,
      live,
      await readRuns(context),
      curriculum,
    );
  },
});

function alreadyText({ standing }: CheckpointRequest): Text {
  return standing.ended?.as === 'signed-off'
    ? text`That checkpoint is on your record already.`
    : text`You have asked for this one already. Add to it where ${command('checkpoint show')} has it.`;
}

/** The investigations of the asker that can be evidence: those whose solution is out. */
async function readRuns({ db, asker, now }: Context): Promise<InvestigationRow[]> {
  return (await listInvestigations(db, asker.memberId)).filter((run) => isDebriefOpen({ row: run }, now));
}

const add = formRoute({
  name: 'checkpoint.add',
  input: z.object({ ...requestInput, cohort: z.string().max(20) }),
  open: ({ request: id, cohort }) => addForm({ cohort, request: id }),
});

const added = cohortRoute({
  name: 'checkpoint.added',
  ack: 'private',
  who: 'anyone',
  did: 'added to the evidence of a checkpoint',
  input: z.object({ ...requestInput, ...evidence }),
  async run({ request: id, words, links: typed }, context) {
    const links = readLinks(typed, words);
    const done = await act(context, id, 'added', { words, links }, kept(words, typed));
    return ownView(text`Added.`, done, context);
  },
});

const attach = cohortRoute({
  name: 'checkpoint.attach',
  ack: 'update',
  who: 'anyone',
  did: 'put a run to a checkpoint',
  input: z.object({ ...requestInput, run: z.string().max(24) }),
  async run({ request: id, run }, context) {
    const own = (await readRuns(context)).some((one) => one.id === run);
    if (!own) throw new Refused('That is no finished investigation of yours.');
    const done = await act(context, id, 'added', { runs: [run] });
    return ownView(text`Added.`, done, context);
  },
});

const withdraw = cohortRoute({
  name: 'checkpoint.withdraw',
  ack: 'update',
  who: 'anyone',
  did: 'took a checkpoint back',
  input: z.object(requestInput),
  async run({ request: id }, context) {
    const done = await act(context, id, 'withdrawn');
    return ownView(text`Withdrawn. You can ask again whenever you like.`, done, context);
  },
});

async function ownView(said: Text, done: CheckpointRequest, context: Context): Promise<View> {
  return ownRequestView(said, done, await readRuns(context), context.curriculum);
}

const show = route({
  name: 'checkpoint show',
  summary: 'Your checkpoints: what each asks for, and where it stands',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ area: areaOption }),
  complete: { area: (typed, { curriculum }) => suggestAreas(typed, curriculum) },
  async run({ area }, context) {
    const { db, asker, curriculum } = context;
    const requests = await listRequests(db, asker.memberId);
    if (area === undefined || area === '') return overviewView(requests, curriculum);
    const called = areaCalled(area, curriculum);
    if ('fault' in called) throw new Refused(text`${called.fault}`);
    const newest = requests.findLast((one) => one.area === called.slug);
    return areaView(called, newest, await readRuns(context), curriculum);
  },
});

export const checkpointRoutes: readonly Route[] = [request, send, add, added, attach, withdraw, show, ...mentorRoutes];
