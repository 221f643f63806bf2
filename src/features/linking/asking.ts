import { z } from 'zod';
import { command, type Text, text } from '../../chat/text.ts';
import type { Context } from '../../context.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { CODE_BYTES, CODE_MINUTES, readCode, spellCode } from './codes.ts';
import { type Purpose, recordCode, type Tried, type Try } from './codes-store.ts';

/** What both kinds of code share: how they are made, typed and tried. */

/** Longer than any code, with all the spaces and dashes that people put in. */
export const CODE_LENGTH = 40;

export const codeInput = z.string().transform((typed, context) => {
  const code = readCode(typed);
  if (code !== undefined) return code;
  context.addIssue({ code: 'custom', message: 'must be a code of eight letters and digits, like BCDF-GHJK' });
  return z.NEVER;
});

/** Makes a code, to be shown once; undefined when this event has made one already. */
export async function makeCode(context: Context, purpose: Purpose, subject: string): Promise<string | undefined> {
  const { db, random, now, eventKey } = context;
  const code = spellCode(random(CODE_BYTES));
  const madeBy = accountOf(context);
  const isNew = await recordCode(db, { purpose, subject, code, madeBy, now, eventId: eventKey });
  return isNew ? code : undefined;
}

/** A try of a code by whoever asks. */
export function tryOf(context: Context, purpose: Purpose, code: string): Try {
  const { now, eventKey } = context;
  return { purpose, code, memberId: accountOf(context), now, eventId: eventKey };
}

/** The account that asks, whoever else the person is. */
export function accountOf({ workspaceId, event }: Context): string {
  return memberIdOf(workspaceId, event.person.id);
}

/** Why a code did nothing. */
export function reasonAgainstTried(tried: Extract<Tried, { kind: 'wrong' | 'blocked' }>, from: string): Text {
  const again = command(from);
  if (tried.kind === 'blocked' || tried.left <= 0) {
    return text`That was the last try for now. Wait ${CODE_MINUTES} minutes, then get a new code with ${again}.`;
  }
  const left = `${tried.left} ${tried.left === 1 ? 'try' : 'tries'}`;
  return text`That code is not good: it was mistyped, used, or is older than ${CODE_MINUTES} minutes. You have ${left} left; a new one comes from ${again} on the other platform.`;
}
