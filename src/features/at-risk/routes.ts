import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../context.ts';
import { idFrom } from '../../domain/ids.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { readWishes } from '../notify/store.ts';
import { listSlipping, type Slipping } from './reading.ts';
import { lettersOf, nudgeText } from './signs.ts';
import { recordNudge } from './store.ts';
import { atRiskDrawing, atRiskView, NUDGE_LENGTH, nudgedView, nudgeForm, nudgePreviewView } from './views.ts';

const list = cohortRoute({
  name: 'at-risk',
  summary: 'Who is slipping and by which sign, and what you could send them',
  ack: 'update',
  who: 'mentor',
  did: null,
  async run(_, context) {
    const { cohort, curriculum, now } = context;
    const slipping = await listSlipping(context, cohort, now);
    const drawn =
      slipping.length === 0
        ? []
        : [await drawPicture(atRiskDrawing(cohort, slipping, curriculum), context.asker.theme)];
    return atRiskView(cohort, slipping, curriculum, drawn);
  },
});

/** A member's id, or everybody on the list. */
const toInput = { to: z.string().max(70) };

/** The mark of what was shown before it is sent. */
const seenInput = { seen: z.string().max(6).default('') };

const preview = cohortRoute({
  name: 'at-risk.nudge',
  ack: 'private',
  who: 'mentor',
  did: null,
  input: z.object(toInput),
  async run({ to }, context) {
    return showNudges(context, to, await getChosen(context, to), false);
  },
});

/** What would be sent; `wrote` are a mentor's own words that were not sent now, and are given back. */
function showNudges(
  { cohort, curriculum }: CohortContext,
  to: string,
  chosen: readonly Slipping[],
  isNew: boolean,
  wrote?: string,
): View {
  const [first] = chosen;
  const whom = to === 'all' || first === undefined ? 'all' : idFrom(first.learner.memberId);
  return nudgePreviewView(cohort, whom, chosen, { curriculum, shown: markOf(chosen), isNew, wrote });
}

/** Whether somebody is meant: all are, or the one with this id, which stands short where a control has to carry more. */
function isMeant({ learner: { memberId } }: Slipping, to: string): boolean {
  return to === 'all' || to === memberId || to === idFrom(memberId);
}

/** Marks who would get which words with what: another mark means that what was shown is not what would be sent. */
function markOf(chosen: readonly Slipping[]): string {
  const meant = chosen.map(({ learner, signs, makeUp }) => [learner.memberId, lettersOf(signs), makeUp]);
  return idFrom(JSON.stringify(meant.toSorted((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1)))).slice(
    0,
    6,
  );
}

/** Those of the list who can be nudged now. */
async function getChosen({ cohort, now, ...services }: CohortContext, to: string): Promise<Slipping[]> {
  const slipping = await listSlipping(services, cohort, now);
  const meant = slipping.filter((one) => isMeant(one, to));
  const chosen = meant.filter(({ nudgedAt }) => nudgedAt === undefined);
  if (chosen.length > 0) return chosen;
  if (meant.length > 0) throw new Refused('They had a nudge within the last week. Speak to them yourself.');
  throw new Refused(
    to === 'all' ? 'Nobody is slipping any more.' : 'They are not on the list any more: that is good news.',
  );
}

const form = formRoute({
  name: 'at-risk.form',
  input: z.object({ ...toInput, ...seenInput, cohort: z.string().max(20), by: z.string().max(5).default('') }),
  open: ({ to, cohort, by, seen }) => nudgeForm({ cohort, to, seen }, by),
});

const send = cohortRoute({
  name: 'at-risk.send',
  ends: true,
  ack: 'update',
  who: 'mentor',
  did: ({ to }) => (to === 'all' ? 'nudged everybody who is slipping' : 'nudged a learner'),
  input: z.object({
    ...toInput,
    ...seenInput,
    words: z
      .string()
      .trim()
      .min(1, { error: 'is empty: write what they should read' })
      .max(NUDGE_LENGTH, { error: `has more than ${NUDGE_LENGTH} characters` })
      .optional(),
  }),
  async run({ to, words, seen }, context) {
    const { db, cohort, asker, now, eventKey, mail } = context;
    const slipping = await listSlipping(context, cohort, now);
    const meant = slipping.filter((one) => isMeant(one, to));
    if (meant.length === 0) throw new Refused(text`Nobody of **${cohort.name}** whom you meant is slipping any more.`);
    const reachable = meant.filter(({ nudgedAt }) => nudgedAt === undefined);
    // Nothing goes out that was not read as it is: neither to others nor in other words nor with something else.
    if (reachable.length > 0 && markOf(reachable) !== seen) return showNudges(context, to, reachable, true, words);
    const became = { sent: [] as string[], before: [] as string[], unwanted: [] as string[] };
    for (const { learner, signs, makeUp } of meant) {
      const { memberId, name } = learner;
      if ((await readWishes(db, memberId)).nudges === 'off') {
        became.unwanted.push(name);
        continue;
      }
      const nudge = {
        id: idFrom(`nudge/${eventKey}/${memberId}`),
        cohortId: cohort.id,
        memberId,
        sentBy: asker.memberId,
        words: words ?? nudgeText(lettersOf(signs)),
        at: now,
        eventId: eventKey,
      };
      became[await recordNudge(db, { ...nudge, makeUp })].push(name);
    }
    await mail.wake();
    return nudgedView(cohort, became);
  },
});

export const atRiskRoutes: readonly Route[] = [list, preview, form, send];
