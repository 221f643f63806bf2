import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { idOption } from '../../chat/input.ts';
import { command, markdown, text, word } from '../../chat/text.ts';
import { button, controls, paragraph, view } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import { recordHandedOverNotice } from '../../deliveries/notices.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import { findPersonId, getNamed } from '../../domain/people/store.ts';
import { readOrganisers, recordOrganiser } from '../staff/store.ts';
import { recordOwner } from './store.ts';

/** A cohort answers to one organiser, who is told first when something needs a hand. Others can take that over. */

const transfer = cohortRoute({
  name: 'organise transfer',
  summary: 'Hand a cohort over: another organiser is told when something needs a hand',
  ack: 'update',
  who: 'organiser',
  did: ({ sure }) => (sure === undefined ? undefined : 'handed the cohort over'),
  input: z.object({ member: idOption('member', 'Who takes it over'), sure: z.literal('yes').optional() }),
  async run({ member, sure }, context) {
    const { db, cohort, now, mail, eventKey } = context;
    const successor = await findSuccessor(context, member);
    const named = nameOf(successor.named);
    if (successor.personId === cohort.createdBy) throw new Refused(text`**${cohort.name}** is ${named}’s already.`);
    if (sure === undefined) {
      return view(
        paragraph`Hand **${cohort.name}** over to ${named}? From then on they are told when something needs a hand${markdown(successor.isOrganiser ? '' : ', and are an organiser here')}. They hear of it in private; you stay an organiser as you are.`,
        controls(
          button('Hand it over', 'organise transfer', { cohort: cohort.id, member, sure: 'yes' }, { style: 'primary' }),
        ),
      );
    }
    await db.transaction(async (tx) => {
      await recordOwner(tx, cohort.id, successor.personId);
      if (!successor.isOrganiser) {
        const naming = { memberId: successor.memberId, namedBy: context.asker.memberId, namedAt: now };
        await recordOrganiser(tx, context.workspaceId, naming);
      }
      await recordHandedOverNotice(tx, cohort.id, successor.personId, eventKey, now);
    });
    await mail.wake();
    return view(paragraph`**${cohort.name}** is ${named}’s now. I tell them in private.`);
  },
});

interface Successor {
  memberId: string;
  personId: string;
  named: Named;
  /** Whether they are one by name already. */
  isOrganiser: boolean;
}

/** Only who may manage the workspace makes new organisers, here as with `/organise organisers`. */
async function findSuccessor({ db, workspaceId, event, asker }: CohortContext, externalId: string): Promise<Successor> {
  const memberId = memberIdOf(workspaceId, externalId);
  const personId = await findPersonId(db, memberId);
  if (personId === undefined) {
    throw new Refused(text`They have used nothing here yet. Let them try ${command('help')} once, then hand it over.`);
  }
  const { memberIds } = await readOrganisers(db, workspaceId);
  const isOrganiser = memberIds.includes(memberId) || asker.memberId === personId;
  if (!isOrganiser && !event.person.manages) {
    throw new Refused(
      text`They are no organiser by name, and only people who may manage this ${word('workspace')} name one: ${command('organise organisers')}.`,
    );
  }
  return { memberId, personId, named: await getNamed(db, personId), isOrganiser };
}

export const transferRoutes: readonly Route[] = [transfer];
