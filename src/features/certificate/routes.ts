import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { idOption, textOption } from '../../chat/input.ts';
import { typedName } from '../../chat/names.ts';
import { text } from '../../chat/text.ts';
import { paragraph, type View, view } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../context.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findPersonId, getNamed } from '../../domain/people/store.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { shownOn } from './certifying.ts';
import { findEarned, followGraduation, listFinished } from './graduating.ts';
import { addressOf } from './page.ts';
import { findLive, findRevoked, findWish, recordCertificate, recordEnded, recordWish } from './store.ts';
import {
  certificateDrawing,
  certificateForm,
  certificateView,
  graduatingView,
  NAME_LENGTH,
  namingView,
  REASON_LENGTH,
  revokingView,
} from './views.ts';

/** Long enough that nobody finds a certificate by guessing. */
const ID_BYTES = 18;

const show = cohortRoute({
  name: 'certificate show',
  summary: 'Your certificate, what stands on it, and whether you are named at graduation',
  ack: 'private',
  who: 'learner',
  run: (_, context) => showOwn(context),
});

async function showOwn(context: CohortContext): Promise<View> {
  const { db, cohort, asker, publicUrl } = context;
  const live = await findLive(db, cohort.id, asker.memberId);
  const offered = {
    isAssessed: (await findEarned(context, asker.memberId)) !== undefined,
    live,
    revoked: await findRevoked(db, cohort.id, asker.memberId),
    isNamed: (await findWish(db, cohort.id, asker.memberId)) === true,
  };
  const address = live && addressOf(publicUrl, live);
  const picture = live && (await drawPicture(certificateDrawing(live, address)));
  return certificateView(cohort, offered, picture, address);
}

const make = formRoute({
  name: 'certificate.make',
  input: z.object({ cohort: z.string().max(20) }),
  open: ({ cohort }, { event }) => certificateForm(event.person.name, { cohort }),
});

const agreed = z.enum(['yes', 'no']).transform((said) => said === 'yes');

const made = cohortRoute({
  name: 'certificate.made',
  ends: true,
  once: true,
  ack: 'private',
  who: 'learner',
  did: 'made a certificate',
  input: z.object({
    name: typedName(NAME_LENGTH).min(1, { error: 'is empty: write the name that should stand on it' }),
    capstone: agreed,
    points: agreed,
    checkpoints: agreed,
  }),
  async run({ name, ...agreements }, context) {
    const { db, cohort, asker, now, eventKey, random } = context;
    const earned = await findEarned(context, asker.memberId);
    if (earned === undefined) throw new Refused('There is a certificate when your capstone is assessed.');
    const id = Buffer.from(random(ID_BYTES)).toString('base64url');
    const shown = shownOn(name, earned, agreements);
    const whose = { cohortId: cohort.id, memberId: asker.memberId };
    const kept = await recordCertificate(db, { id, ...whose, shown, issuedAt: now, eventId: eventKey });
    if (kept === undefined) throw new Refused('Your certificate was revoked by the organisers. Ask them.');
    return showOwn(context);
  },
});

const withdraw = cohortRoute({
  name: 'certificate.withdraw',
  once: true,
  ack: 'private',
  who: 'anyone',
  did: 'took a certificate back',
  async run(_, context) {
    const { db, cohort, asker, now } = context;
    const ending = { as: 'withdrawn', by: asker.memberId, reason: null, at: now } as const;
    const wasThere = await recordEnded(db, { cohortId: cohort.id, memberId: asker.memberId }, ending);
    return view(
      wasThere
        ? paragraph`It is taken back: its address says so, and no longer shows your name.`
        : paragraph`You have no certificate of **${cohort.name}** that is good.`,
    );
  },
});

const naming = cohortRoute({
  name: 'certificate.naming',
  ends: true,
  once: true,
  ack: 'private',
  who: 'learner',
  did: 'said whether to be named at graduation',
  input: z.object({ named: z.enum(['yes', 'no']) }),
  async run({ named }, context) {
    const { db, cohort, asker, now } = context;
    const wish = { cohortId: cohort.id, memberId: asker.memberId, named: named === 'yes', at: now };
    await recordWish(db, wish);
    await followGraduation(context, cohort);
    return namingView(cohort, wish.named);
  },
});

const graduate = cohortRoute({
  name: 'organise graduate',
  summary: 'Post the graduation now: it names who agreed to be named',
  ack: 'private',
  who: 'organiser',
  did: 'posted the graduation',
  async run(_, context) {
    const { db, cohort, now, mail } = context;
    const finished = await listFinished(context, cohort);
    if (finished.length > 0) {
      await recordDelivery(db, {
        key: `${cohort.id}/graduation/now`,
        cohortId: cohort.id,
        kind: 'graduation',
        dueAt: now,
      });
      await mail.wake();
    }
    return graduatingView(finished.length);
  },
});

const revoke = cohortRoute({
  name: 'organise revoke-certificate',
  summary: 'Revoke somebody’s certificate, with a reason that they are told',
  ack: 'private',
  who: 'organiser',
  did: 'revoked a certificate',
  input: z.object({
    member: idOption('member', 'Whose certificate'),
    reason: textOption(
      'Why: only they read it',
      REASON_LENGTH,
      z.string().trim().min(1, { error: 'is empty: say why' }),
    ),
  }),
  async run({ member, reason }, context) {
    const { db, cohort, workspaceId, asker, now, mail } = context;
    const memberId = (await findPersonId(db, memberIdOf(workspaceId, member))) ?? memberIdOf(workspaceId, member);
    const ending = { as: 'revoked', by: asker.memberId, reason, at: now } as const;
    const { name } = await getNamed(db, memberId);
    if (!(await recordEnded(db, { cohortId: cohort.id, memberId }, ending))) {
      throw new Refused(text`**${name}** has no certificate of **${cohort.name}** that is good. You wrote: ${reason}`);
    }
    await mail.wake();
    return revokingView(name);
  },
});

export const certificateRoutes: readonly Route[] = [show, make, made, withdraw, naming, graduate, revoke];
