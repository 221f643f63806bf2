import type { Block } from '../../chat/view.ts';
import type { CohortContext } from '../../context.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { readWishes } from '../notify/store.ts';
import { readLearned } from '../quizzes/learning.ts';
import { type Leech, readLeechesFor } from '../review/gathering.ts';
import { findOwnZone } from '../review/settings-store.ts';
import { isDebriefOpen } from '../scenarios/investigation.ts';
import { plainly } from '../scenarios/letters.ts';
import { findHeld } from '../scenarios/playing.ts';
import { listEndedLogs } from '../scenarios/store.ts';
import { listAttendance } from '../sessions/store.ts';
import { beliefsAbout } from './believing.ts';
import { type Packet, packetBlocks, packetPicture } from './packet.ts';
import type { HelpRequest } from './requests.ts';
import { listKept, listRequestsOf } from './store.ts';
import { answersFor } from './suggesting.ts';

/** What whoever takes a question sees of its asker, with a picture; for their eyes alone. */
export async function packetFor(context: CohortContext, request: HelpRequest): Promise<Block[]> {
  const packet = await readPacket(context, request);
  const drawing = packetPicture(packet, context.curriculum);
  const picture = drawing === undefined ? [] : [await drawPicture(drawing, context.asker.theme)];
  return [...picture, ...packetBlocks(packet, context.now)];
}

async function readPacket(context: CohortContext, request: HelpRequest): Promise<Packet> {
  const { db, cohort, curriculum, now, asker, workspaceId } = context;
  const { memberId } = request;
  const reader = { memberId: asker.memberId, workspaceId };
  const learned = await readLearned(context, memberId, now, reader);
  const { over } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const said = await listAttendance(db, cohort.id);
  const count = (what: string) => said.filter((one) => one.memberId === memberId && one.said === what).length;
  const scenarios = await readScenarios(context, memberId);
  const leeches = await readLeechesFor(context, memberId, reader, now);
  const earlier = (await listRequestsOf(db, cohort.id, memberId)).filter(
    ({ id, help }) => id !== request.id && help.helpers.includes(asker.memberId),
  );
  const beliefs = beliefsAbout(request.skill, learned);
  const kept = answersFor(request, beliefs, await listKept(db, request));
  const isSame = ({ help }: HelpRequest) => help.beliefs.some((belief) => beliefs.includes(belief));
  return {
    name: request.asker,
    learned,
    scenarios,
    leeches: leeches.map(({ subject, misses }) => ({ ...namedIn(subject), misses })),
    sessions: { present: count('present'), madeUp: count('made-up'), over: over.length },
    clock: await readClock(context, memberId),
    talks: earlier.toReversed(),
    answers: kept.map((one) => ({ question: one.question, answer: one.help.kept ?? '', isSame: isSame(one) })),
  };
}

/** What a card that keeps slipping is called in the packet. */
function namedIn(subject: Leech['subject']): Pick<Packet['leeches'][number], 'of' | 'title'> {
  switch (subject.kind) {
    case 'item':
      return { of: 'item', title: subject.item.title };
    case 'belief':
      return { of: 'belief', title: plainly(subject.belief.belief) };
    case 'scenario':
      return { of: 'scenario', title: subject.scenario.title };
  }
}

/** What their runs came to, without those of a scenario that is not over for them or for whoever reads this: a path with its score says which was right. */
async function readScenarios(context: CohortContext, memberId: string): Promise<Packet['scenarios']> {
  const { db, curriculum, now } = context;
  const told = [];
  for (const log of await listEndedLogs(db, memberId)) {
    const scenario = curriculum.scenarios.get(log.row.scenario);
    if (scenario === undefined || !isDebriefOpen(log, now) || (await findHeld(scenario, context)) !== undefined)
      continue;
    const looks = log.moves.flatMap(({ move }) => (move.kind === 'act' ? move.action : []));
    const path = looks.map((look) => scenario.actions.find(({ id }) => id === look)?.label ?? look);
    told.push({ title: scenario.title, score: log.row.score, path });
  }
  return told;
}

/** The zone that somebody has said, for their quiet hours or for their reviews; else the cohort's. */
async function readClock({ db, cohort }: CohortContext, memberId: string): Promise<Packet['clock']> {
  const zone = (await readWishes(db, memberId)).quiet?.zone ?? (await findOwnZone(db, memberId));
  return zone === undefined ? { zone: cohort.zone, isOwn: false } : { zone, isOwn: true };
}
