import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { idOption, textOption } from '../../chat/input.ts';
import { text, word } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Db } from '../../database/client.ts';
import { recordMovedUp } from '../../deliveries/notices.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { getNamed } from '../../domain/people/store.ts';
import { questionsOf } from '../quizzes/rounds.ts';
import { listClosedRoundsOf, listTakers, recordRoundPoints } from '../quizzes/store.ts';
import { accountOf, CODE_LENGTH, codeInput, makeCode, reasonAgainstTried, tryOf } from './asking.ts';
import { useCode } from './codes-store.ts';
import {
  findDone,
  findLink,
  listAccounts,
  listWaitingOf,
  lockAccounts,
  recordLink,
  recordSeparation,
} from './persons-store.ts';
import { codeShownView, linkedView, personCodeView, separatedView } from './views.ts';

/** One person's accounts on several platforms. */

const link = route({
  name: 'link',
  summary: 'Make your accounts on two platforms one: get a code here, type it there',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    code: textOption(
      'The code from your other account; leave it out to get one here',
      CODE_LENGTH,
      codeInput,
    ).optional(),
  }),
  async run({ code }, context) {
    if (code !== undefined) return joinAccounts(context, code);
    const { asker, workspaceId, now } = context;
    const made = await makeCode(context, 'person', asker.memberId);
    return made === undefined ? codeShownView('link') : personCodeView(made, workspaceId, now);
  },
});

async function joinAccounts(context: Context, code: string): Promise<View> {
  const { db, mail } = context;
  const { tried, fresh } = await db.transaction(async (tx) => {
    const used = await useCode(tx, tryOf(context, 'person', code));
    return { tried: used, fresh: used.kind === 'found' && (await becomeOne(tx, used.subject, context)) };
  });
  if (tried.kind === 'wrong' || tried.kind === 'blocked') throw new Refused(reasonAgainstTried(tried, 'link'));
  await mail.wake();
  return linkedView(await getNamed(db, tried.subject), fresh || tried.kind === 'repeated');
}

/** Makes the account that asks one with whoever made the code, or throws why not: then the code is still good. */
async function becomeOne(tx: Db, subject: string, context: Context): Promise<boolean> {
  const secondaryId = accountOf(context);
  const accounts = await lockAccounts(tx, [subject, secondaryId]);
  const [maker, own] = [accounts.get(subject), accounts.get(secondaryId)];
  if (maker === undefined || own === undefined) throw new Refused('That account no longer exists.');
  const primaryId = maker.primaryId ?? maker.id;
  if (maker.id === own.id) {
    throw new Refused('This is your own code. Type it with your account on the other platform.');
  }
  if (primaryId === (own.primaryId ?? own.id)) return false;
  if ((await listAccounts(tx, primaryId)).some(({ workspaceId }) => workspaceId === own.workspaceId)) {
    throw new Refused(
      text`That person has an account in this ${word('workspace')} already. A link joins one here with one on another platform.`,
    );
  }
  if (own.primaryId !== null || (await listAccounts(tx, own.id)).length > 1) {
    throw new Refused('This account is linked to another one already. An organiser can undo that first.');
  }
  const { now, eventKey } = context;
  const movedUp = await recordLink(tx, { primaryId, secondaryId }, { by: secondaryId, now, eventId: eventKey });
  await recordMovedUp(tx, movedUp, now);
  return true;
}

const separate = route({
  name: 'organise separate',
  formerly: ['cohort separate'],
  summary: 'Undo a link: two accounts become two people again, each with what was theirs',
  ack: 'private',
  who: 'organiser',
  did: 'made two people of one',
  cohort: 'none',
  input: z.object({ member: idOption('member', 'Either account of the person') }),
  async run({ member }, { db, curriculum, workspaceId, event, now, eventKey }) {
    const by = memberIdOf(workspaceId, event.person.id);
    const pair = await db.transaction(async (tx) => {
      const done = await findDone(tx, eventKey);
      if (done !== undefined) return done;
      const found = await findLink(tx, memberIdOf(workspaceId, member));
      if (found === undefined) return found;
      await recordSeparation(tx, found, { by, now, eventId: eventKey });
      for (const memberId of [found.primaryId, found.secondaryId]) await payWhatClosed(tx, curriculum, memberId);
      return found;
    });
    if (pair === undefined) throw new Refused(text`This person's account is linked to no other one.`);
    const [one, other] = [await getNamed(db, pair.primaryId), await getNamed(db, pair.secondaryId)];
    return separatedView(one, other, await listWaitingOf(db, [pair.primaryId, pair.secondaryId]));
  },
});

/** Rounds that closed while two accounts were one counted each answer once: what now stands under its own account again is paid there. */
async function payWhatClosed(tx: Db, curriculum: Curriculum, memberId: string): Promise<void> {
  for (const round of await listClosedRoundsOf(tx, memberId)) {
    const takers = (await listTakers(tx, round, round.closedAt)).filter((taker) => taker.memberId === memberId);
    await recordRoundPoints(tx, round, takers, questionsOf(round, curriculum));
  }
}

export const personRoutes: readonly Route[] = [link, separate];
