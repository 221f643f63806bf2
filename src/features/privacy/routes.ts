import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { typedName } from '../../chat/names.ts';
import { text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, formRoute, type Route, route } from '../../context.ts';
import { readHeld } from '../quizzes/holding.ts';
import { findHeld } from '../scenarios/playing.ts';
import { listInvestigations } from '../scenarios/store.ts';
import { findDeletionRequest, recordDeletionRequest, removeDeletionRequest } from './erasing-store.ts';
import { exportOf, idsWithin, type Untold } from './export.ts';
import { listAccounts, listOpenIds, listOthers, listOwnRows } from './export-store.ts';
import { findPseudonym, isNameOfAnother, recordHidden, recordPseudonym } from './store.ts';
import { deleteView, fileView, goingView, hiddenView, NAME_LENGTH, nameForm, privacyView, sureView } from './views.ts';

export const hide = route({
  name: 'progress.hide',
  once: true,
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ hidden: z.enum(['yes', 'no']) }),
  async run({ hidden }, { db, asker }) {
    await recordHidden(db, asker.memberId, hidden === 'yes');
    return hiddenView(hidden === 'yes');
  },
});

const privacy = route({
  name: 'privacy',
  summary: 'What I keep about you: see it, take it with you, hide, be forgotten',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  run: (_, context) => showPrivacy(context),
});

const back = route({
  name: 'privacy.back',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  run: (_, context) => showPrivacy(context),
});

async function showPrivacy({ db, asker }: Context, note?: ReturnType<typeof text>): Promise<View> {
  const { memberId, hidden } = asker;
  const [pseudonym, goesAt] = [await findPseudonym(db, memberId), await findDeletionRequest(db, memberId)];
  return privacyView({ hidden, pseudonym, goesAt, ...(note === undefined ? {} : { note }) });
}

const form = formRoute({ name: 'privacy.form', open: nameForm });

const name = route({
  name: 'privacy.name',
  ends: true,
  once: true,
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ name: typedName(NAME_LENGTH).default('') }),
  async run(input, context) {
    const { db, asker } = context;
    if (input.name !== '' && (await isNameOfAnother(db, asker.memberId, input.name))) {
      throw new Refused(
        text`Somebody you share a cohort with is called “${input.name}”, or so that it looks alike. Choose another name.`,
      );
    }
    await recordPseudonym(db, asker.memberId, input.name === '' ? null : input.name);
    return showPrivacy(
      context,
      input.name === ''
        ? text`Boards call you by your name again.`
        : text`Boards call you “${input.name}” from now on.`,
    );
  },
});

const download = route({
  name: 'privacy.file',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  async run(_, context) {
    const { db, asker, now } = context;
    const accounts = await listAccounts(db, asker.memberId);
    const tables = await listOwnRows(db, accounts);
    const others = await listOthers(db, idsWithin(tables), accounts);
    return fileView(exportOf(tables, { accounts, others, untold: await readUntold(context), now }));
  },
});

/** What the asker may not be told now, whatever shows it. */
async function readUntold(context: Context): Promise<Untold> {
  const { db, asker, curriculum } = context;
  const investigations = new Set<string>();
  const scenarios = new Set<string>();
  for (const { id, scenario: slug } of await listInvestigations(db, asker.memberId)) {
    const scenario = curriculum.scenarios.get(slug);
    if (scenario === undefined) continue;
    if (!scenarios.has(slug) && (await findHeld(scenario, context)) === undefined) continue;
    scenarios.add(slug);
    investigations.add(id);
  }
  const items = new Set((await readHeld(context)).keys());
  return { items, scenarios, investigations, open: await listOpenIds(db, asker.memberId) };
}

/** Somebody who asked to be deleted can think better of it for so long. */
const MINUTES = 30;

const remove = route({
  name: 'privacy.delete',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ step: z.enum(['ask', 'sure', 'yes']) }),
  async run({ step }, { db, asker, now }) {
    switch (step) {
      case 'ask':
        return deleteView();
      case 'sure':
        return sureView();
      case 'yes': {
        const request = { memberId: asker.memberId, askedAt: now, dueAt: now.add({ minutes: MINUTES }) };
        return goingView(await recordDeletionRequest(db, request));
      }
    }
  },
});

const keep = route({
  name: 'privacy.keep',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  async run(_, context) {
    await removeDeletionRequest(context.db, context.asker.memberId);
    return showPrivacy(context, text`You stay, and nothing was deleted.`);
  },
});

export const privacyRoutes: readonly Route[] = [privacy, back, form, name, download, remove, keep];
