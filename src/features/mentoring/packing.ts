import type { Block } from '../../chat/view.ts';
import type { CohortContext } from '../../context.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { readWishes } from '../notify/store.ts';
import { readLearned } from '../quizzes/learning.ts';
import { readLeeches } from '../review/gathering.ts';
import { listEndedLogs } from '../scenarios/store.ts';
import { listAttendance } from '../sessions/store.ts';
import { type Packet, packetBlocks, packetPicture } from './packet.ts';
import type { HelpRequest } from './requests.ts';
import { listKept, listRequestsOf } from './store.ts';
import { likeOf } from './suggesting.ts';

/** What whoever takes a question sees of its asker, with a picture; for their eyes alone. */
export async function packetFor(context: CohortContext, request: HelpRequest): Promise<Block[]> {
  const packet = await readPacket(context, request);
  const drawing = packetPicture(packet, context.curriculum);
  const picture = drawing === undefined ? [] : [await drawPicture(drawing)];
  return [...picture, ...packetBlocks(packet, context.now)];
}

async function readPacket(context: CohortContext, request: HelpRequest): Promise<Packet> {
  const { db, cohort, curriculum, now, asker, workspaceId } = context;
  const { memberId } = request;
  const reader = { memberId: asker.memberId, workspaceId };
  const learned = await readLearned(context, memberId, now, reader);
  const { over } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const said = await listAttendance(db, cohort.id);
  const present = said.filter((one) => one.memberId === memberId && one.said === 'present');
  const ended = await listEndedLogs(db, memberId);
  const leeches = await readLeeches(context, memberId);
  const earlier = (await listRequestsOf(db, cohort.id, memberId)).filter(
    ({ id, help }) => id !== request.id && help.helpers.includes(asker.memberId),
  );
  const kept = likeOf(request, await listKept(db, request.workspaceId));
  return {
    name: request.asker,
    learned,
    scenarios: ended.flatMap(({ row, moves }) => {
      const scenario = curriculum.scenarios.get(row.scenario);
      return scenario === undefined ? [] : [{ title: scenario.title, score: row.score, moves: moves.length }];
    }),
    leeches: leeches.flatMap(({ subject, misses }) => {
      // A belief would tell of an open question which of its options is wrong: titles tell nothing.
      if (subject.kind === 'belief') return [];
      return [{ title: subject.kind === 'item' ? subject.item.title : subject.scenario.title, misses }];
    }),
    sessions: { present: present.length, over: over.length },
    zone: (await readWishes(db, memberId)).quiet?.zone,
    talks: earlier.toReversed(),
    answers: kept.map(({ question, help }) => ({ question, answer: help.kept ?? '' })),
  };
}
