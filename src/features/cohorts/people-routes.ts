import { z } from 'zod';
import { Refused, Unreachable } from '../../chat/errors.ts';
import { fileOption, idOption, textOption } from '../../chat/input.ts';
import { markdown, text, word } from '../../chat/text.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../context.ts';
import { bringIn } from './bringing.ts';
import { readPeople, readPeopleFile } from './people-list.ts';
import { broughtView } from './people-views.ts';

/** Many people come in at once: a list that an organiser pastes, or everybody who has a role. */

const LIST_LENGTH = 1500;

/** Each is looked up on the platform, which lets us do that so often. */
const MOST_PEOPLE = 60;

const bring = cohortRoute({
  name: 'cohort import',
  summary: 'Bring many people in: a list of mentions, ids or names, or everybody who has a {role}',
  ack: 'private',
  who: 'organiser',
  did: 'brought people in',
  input: z.object({
    people: textOption(
      'Mentions, ids, names or addresses, with commas between them',
      LIST_LENGTH,
      z.string(),
    ).optional(),
    role: idOption('role', 'Everybody who has this {role}').optional(),
    file: fileOption('A list as a file, a person a line: text or CSV').optional(),
  }),
  async run({ people, role, file }, context) {
    const { cohort, mail, workspaceId } = context;
    if (cohort.status === 'archived') throw new Refused(text`**${cohort.name}** is over.`);
    const listed = readPeople(people ?? '');
    const attached = file === undefined ? [] : readPeopleFile(await readWords(context, file));
    for (const one of attached) if (!listed.some((other) => other.typed === one.typed)) listed.push(one);
    if (role !== undefined) {
      const holders = await mail.listHolders(workspaceId, role).catch((error: unknown) => {
        if (error instanceof Unreachable) throw new Refused(text`${error.remedy} ${WITHOUT_ROLE}`);
        throw error;
      });
      if (holders === undefined) throw new Refused(text`Too many people are here to look through. ${WITHOUT_ROLE}`);
      for (const id of holders)
        if (!listed.some((one) => one.kind === 'id' && one.id === id)) listed.push({ kind: 'id', id, typed: id });
    }
    if (listed.length === 0) {
      throw new Refused(
        file !== undefined
          ? text`I find nobody in that file: a person a line, please.`
          : role === undefined
            ? text`Say whom: ${markdown('`people`')} takes mentions, ids and names, ${markdown('`role`')} a ${word('role')}.`
            : text`Nobody has that ${word('role')}.`,
      );
    }
    if (listed.length > MOST_PEOPLE) {
      throw new Refused(
        text`These are ${listed.length}, and I look up at most ${MOST_PEOPLE} at once. Nobody was brought in: send them in parts.`,
      );
    }
    const brought = await bringIn(context, listed);
    if (brought.some(({ kind }) => kind !== 'not' && kind !== 'already')) await mail.wake();
    return broughtView(cohort, brought);
  },
});

async function readWords({ mail, workspaceId }: CohortContext, file: string): Promise<string> {
  return mail.readFile(workspaceId, file).catch((error: unknown) => {
    if (error instanceof Unreachable) throw new Refused(text`${error.remedy} Nobody was brought in.`);
    throw error;
  });
}

const WITHOUT_ROLE = text`Without that, ${markdown('`people`')} takes mentions, names and ids, as many as you paste, and *Join* is there for everybody.`;

const form = formRoute({
  name: 'cohort.people',
  input: z.object({ cohort: z.string().max(24) }),
  open({ cohort }) {
    return {
      kind: 'modal',
      title: 'Bring people in',
      fields: [
        {
          kind: 'text',
          name: 'people',
          label: 'Who',
          hint: 'Mentions, ids, names or addresses; one a line, or with commas. A column of a table will do.',
          long: true,
          required: true,
          maxLength: LIST_LENGTH,
        },
      ],
      action: { route: 'cohort import', state: { cohort } },
    };
  },
});

export const peopleRoutes: readonly Route[] = [bring, form];
