import { z } from 'zod';
import { reasonAgainst } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { LONGEST } from '../../chat/input.ts';
import { type Route, route } from '../../context.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findPersonId } from '../../domain/people/store.ts';
import { readBeliefs } from './believing.ts';
import { savedView } from './queue-views.ts';
import { recordWritten } from './replies-store.ts';
import { findTalkedAbout } from './store.ts';

const place = z.string().max(100).default('');

/**
 * In the menu of a message: what a mentor wrote where a question is talked about becomes a saved reply, at one press. The bot reads
 * no threads, so that this is the only way by which such words reach it.
 */
const keepWords = route({
  name: 'ask.keep-words',
  shortcut: { label: 'Keep as a saved reply', on: 'message' },
  ack: 'private',
  // Of learners' routes the audit keeps no words.
  who: 'anyone',
  did: 'kept a reply for others',
  cohort: 'found',
  input: z.object({
    words: z.string().trim().min(1, { error: 'is empty: there is nothing to keep' }).max(LONGEST),
    by: place,
    channel: place,
    thread: place,
  }),
  async run({ words, by, channel, thread }, context) {
    const { db, asker, workspaceId, now, curriculum } = context;
    const request = await findTalkedAbout(
      db,
      workspaceId,
      [thread, channel].filter((one) => one !== ''),
    );
    if (request === undefined) throw new Refused(ELSEWHERE);
    const reason = request.help.helpers.includes(asker.memberId) ? undefined : reasonAgainst('mentor', asker);
    if (reason !== undefined) throw new Refused(reason);
    if ((await findPersonId(db, memberIdOf(workspaceId, by))) !== asker.memberId) throw new Refused(THEIRS);
    const beliefs = await readBeliefs(context, request);
    if (request.skill === null && beliefs.length === 0) throw new Refused(NOWHERE);
    await recordWritten(db, request.id, { words, beliefs, by: asker.memberId, at: now });
    return savedView(curriculum.skills.get(request.skill ?? '')?.title ?? 'the same');
  },
});

const ELSEWHERE =
  'I keep replies from where a question is answered: open this menu on what you wrote in its thread, or in the conversation about it.';

const THEIRS = 'Only what you wrote yourself can be kept. What you said with Reply has a button of its own.';

const NOWHERE =
  'Nobody has said what this question is about, so nobody would find the reply again. Its asker can say it under the question.';

export const snippetRoutes: readonly Route[] = [keepWords];
