import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { textOption } from '../../chat/input.ts';
import { type Text, text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route, route } from '../../context.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { idFrom } from '../../domain/ids.ts';
import { parseLinks } from '../checkpoint/evidence.ts';
import { kept as givenBack, LINKS_LENGTH, linksFault } from '../checkpoint/views.ts';
import { assessmentRoutes } from './assessment-routes.ts';
import { findOwn, type NewEntry, recordEntry } from './store.ts';
import {
  choiceForm,
  objectionText,
  optionCalled,
  optionsView,
  ownView,
  progressForm,
  TITLE_LENGTH,
  WORDS_LENGTH,
} from './views.ts';

const cohortState = { cohort: z.string().max(20).optional() };

const choose = formRoute({
  name: 'capstone choose',
  summary: 'Choose your capstone: option A, B or C',
  input: z.object({
    option: textOption('Which option: A, B or C', 80, z.string()).optional(),
    ...cohortState,
  }),
  open: ({ option, cohort }, { curriculum }) =>
    choiceForm(option === undefined ? undefined : optionCalled(option, curriculum)?.slug, cohort, curriculum),
});

const words = z
  .string()
  .trim()
  .min(1, { error: 'is empty: write a sentence' })
  .max(WORDS_LENGTH, { error: `has more than ${WORDS_LENGTH} characters` });

const title = z
  .string()
  .trim()
  .min(1, { error: 'is empty: write what you call it' })
  .max(TITLE_LENGTH, { error: `has more than ${TITLE_LENGTH} characters` });

const chosen = route({
  name: 'capstone.chosen',
  ack: 'private',
  who: 'learner',
  did: 'chose a capstone',
  // The bot's own question about which cohort is meant would carry the words in a control's id, which has no room for them.
  cohort: 'found',
  input: z.object({ option: z.string().max(80), title, words }),
  async run({ option, title: called, words: said }, context) {
    const typed = givenBack(called, said);
    const about = optionCalled(option, context.curriculum)?.slug;
    if (about === undefined) throw new Refused(text`There is no such option.${typed}`);
    const cohort = meant(context.cohort, typed);
    const entry = { kind: 'chosen', about, title: called, words: said, links: [] } as const;
    return keep({ ...context, cohort }, entry, text`Chosen. You can change it until you hand it in.`, typed);
  },
});

/** The one cohort that is meant, or a refusal that gives back what was typed. */
function meant(cohort: Cohort | undefined, typed: Text): Cohort {
  if (cohort !== undefined) return cohort;
  throw new Refused(text`You are in several cohorts: do this in the channel of the one that you mean.${typed}`);
}

/** Keeps what a learner says and shows the capstone as it stands then. */
async function keep(
  context: CohortContext,
  entry: Omit<NewEntry, 'at' | 'eventId'>,
  said: Text,
  typed: Text = text``,
): Promise<View> {
  const { db, cohort, curriculum, asker, now, eventKey } = context;
  const whose = { id: idFrom(`capstone/${eventKey}`), cohortId: cohort.id, memberId: asker.memberId };
  const objection = await recordEntry(db, whose, { ...entry, at: now, eventId: eventKey });
  if (objection !== undefined) throw new Refused(text`${objectionText(objection)}${typed}`);
  const kept = await findOwn(db, cohort.id, asker.memberId);
  if (kept === undefined) throw new Error('a capstone was not kept');
  return ownView(cohort, kept, await readSlots(db, cohort, curriculum), curriculum, said);
}

const update = formRoute({
  name: 'capstone update',
  summary: 'Write where your capstone is',
  input: z.object(cohortState),
  open: ({ cohort }) => progressForm('updated', cohort),
});

const submit = formRoute({
  name: 'capstone submit',
  summary: 'Hand in your capstone, to be assessed by two mentors',
  input: z.object(cohortState),
  open: ({ cohort }) => progressForm('submitted', cohort),
});

const links = z
  .string()
  .trim()
  .max(LINKS_LENGTH, { error: `has more than ${LINKS_LENGTH} characters` })
  .default('');

function progressRoute(kind: 'updated' | 'submitted', said: Text): Route {
  return route({
    name: `capstone.${kind}`,
    ack: 'private',
    who: 'learner',
    did: kind === 'updated' ? 'wrote where a capstone is' : 'handed in a capstone',
    cohort: 'found',
    input: z.object({ words, links }),
    async run({ words: what, links: where }, context) {
      const typed = givenBack(what, where);
      const read = parseLinks(where);
      if (read.kind !== 'links') throw new Refused(text`${linksFault(read)}${typed}`);
      if (kind === 'submitted' && read.links.length === 0) {
        throw new Refused(text`The assessors need a link to it.${typed}`);
      }
      const cohort = meant(context.cohort, typed);
      return keep({ ...context, cohort }, { kind, words: what, links: read.links }, said, typed);
    },
  });
}

const updated = progressRoute('updated', text`Written down.`);

const submitted = progressRoute(
  'submitted',
  text`Handed in. Two mentors assess it, each without seeing the other’s marks; you hear of the result in private.`,
);

const deliver = cohortRoute({
  name: 'capstone.deliver',
  ack: 'private',
  who: 'learner',
  did: 'delivered a milestone',
  input: z.object({ milestone: z.string().max(60) }),
  async run({ milestone }, context) {
    const { db, cohort, asker, curriculum } = context;
    const own = await findOwn(db, cohort.id, asker.memberId);
    const option = curriculum.capstones.find(({ slug }) => slug === own?.project.option);
    if (own !== undefined && option?.milestones.some(({ slug }) => slug === milestone) !== true) {
      throw new Refused('That milestone is of another option than the one you chose.');
    }
    return keep(context, { kind: 'delivered', about: milestone, words: '', links: [] }, text`Good. That one is done.`);
  },
});

const show = cohortRoute({
  name: 'capstone show',
  summary: 'Your capstone: milestones, where it stands, and its result',
  ack: 'private',
  who: 'learner',
  async run(_, { db, cohort, curriculum, asker }) {
    const own = await findOwn(db, cohort.id, asker.memberId);
    if (own === undefined) return optionsView(cohort, curriculum);
    return ownView(cohort, own, await readSlots(db, cohort, curriculum), curriculum);
  },
});

export const capstoneRoutes: readonly Route[] = [
  choose,
  chosen,
  update,
  updated,
  submit,
  submitted,
  deliver,
  show,
  ...assessmentRoutes,
];
