import type { z } from 'zod';
import { isKnown, may, reasonAgainst } from '../access.ts';
import { Refused, Underway, Unreachable } from '../chat/errors.ts';
import {
  type Completion,
  directWorkspace,
  type Event,
  type Handler,
  type Outcome,
  type Suggestion,
} from '../chat/event.ts';
import { explainInput, faultOfWords } from '../chat/input.ts';
import { type AnyWorkRoute, isTyped, routesByName } from '../chat/route.ts';
import { shownIn, textIn } from '../chat/shown-in.ts';
import { phrase } from '../chat/spelling.ts';
import { command, type Text, text, word } from '../chat/text.ts';
import { type Reply, refusal, type View } from '../chat/view.ts';
import type { Context, Route, Services } from '../context.ts';
import type { Ahead } from '../database/ahead.ts';
import { cohortChoice } from '../domain/cohorts/choice.ts';
import type { Cohort } from '../domain/cohorts/cohort.ts';
import { homeIn } from '../domain/cohorts/homes.ts';
import { endsWork, NEXT_ROUTE, withWayOn } from '../domain/onward.ts';
import { memberIdOf, workspaceIdOf } from '../domain/people/ids.ts';
import { findPersonId } from '../domain/people/store.ts';
import { noticeLeft } from '../features/cohorts/absence.ts';
import { findNext } from '../features/next/looking.ts';
import { isShownBy, leadOn } from '../features/next/views.ts';
import { takeLeave } from '../features/workspaces/leaving.ts';
import { audited } from './auditing.ts';
import { within } from './spending.ts';
import { type CohortQuestion, getStandpoint, type Standpoint } from './standpoint.ts';

type Report = (error: unknown, fields: { route: string; event: string; platform: string }) => void;

/** The one way in for everything that a person does, and the one place that catches. */
export function createBot(routes: readonly Route[], services: Services, report: Report): Handler {
  const byName = routesByName(routes);

  function handle(event: Event): Outcome {
    const route = byName.get(event.action.route);
    if (route === undefined) {
      return { ack: 'private', reply: Promise.resolve(refusal(UNKNOWN)) };
    }
    if (route.ack !== 'modal')
      return {
        ack: route.ack,
        reply: work(route, event).then((reply) => shownHere(withNewName(reply, route, event), event)),
      };
    try {
      refuseUnkeepable(event.action.state);
      const input = read(route.input, event.action.state);
      return { ack: 'modal', reply: route.open(input, { event, curriculum: services.curriculum }) };
    } catch (error) {
      return { ack: 'modal', reply: explain(error, event) };
    }
  }

  async function work(route: AnyWorkRoute<Context>, event: Event): Promise<Reply> {
    try {
      refuseUnkeepable(event.action.state);
      const now = services.clock();
      const given = { ...services, event, eventKey: eventKey(event), now };
      const parsed = route.input.safeParse(event.action.state);
      const ahead = parsed.success ? (route.ahead?.(parsed.data, given) as Ahead | undefined) : undefined;
      const standpoint = await getStandpoint(services.db, event, questionOf(route, event.action.state), now, ahead);
      if (standpoint.mustChoose && standpoint.candidates.length === 0) return refusal(NO_COHORT);
      // Who can't be looked up and has no place here on record may be anybody: a check that can't be made says no.
      if (event.person.isUnsure === true && !isKnown(standpoint.asker)) return refusal(NOT_KNOWN);
      // Rights come before work. Somebody who may do this in no cohort here is not asked in which.
      const reason = reasonAgainst(route.who, standpoint.asker);
      if (reason !== undefined) return refusal(whyNot(reason, event));
      if (!parsed.success) throw new Refused(phrase(explainInput(parsed.error)));
      const input = parsed.data;
      if (standpoint.mustChoose) return whichCohort(event, standpoint);
      const context = { ...given, mail: services.mail.forPeople, ...standpoint };
      const spends = typeof route.spends === 'function' ? route.spends(input) : route.spends;
      const done = await within(spends, context, () => audited(route, input, context, () => route.run(input, context)));
      return await withNext(done, route, context);
    } catch (error) {
      return explain(error, event);
    }
  }

  /** An answer that ends a piece of work carries the one next thing. What it says has happened: where that can't be read now, its button stays. */
  async function withNext(answer: View, route: AnyWorkRoute<Context>, context: Context): Promise<View> {
    if (route.name === NEXT_ROUTE) return answer;
    const done = withWayOn(answer, route.ends);
    if (!endsWork(done)) return done;
    const { event, now } = context;
    try {
      // By the rights that they have in the workspace, not by those in the cohort that the answer is about.
      const stands = await getStandpoint(services.db, event, ANYTHING, now);
      const thing = await findNext({ ...context, ...stands }, (one) => !isShownBy(one, event.action));
      return thing === undefined ? done : leadOn(done, thing);
    } catch (error) {
      report(error, { route: NEXT_ROUTE, event: event.id, platform: event.place.platform });
      return done;
    }
  }

  async function complete(completion: Completion): Promise<readonly Suggestion[]> {
    const route = byName.get(completion.action.route);
    if (route === undefined || route.ack === 'modal') return [];
    const suggest = route.complete?.[completion.option];
    if (suggest === undefined) return [];
    try {
      refuseUnkeepable(completion.action.state);
      const now = services.clock();
      const question = questionOf(route, completion.action.state);
      const standpoint = await getStandpoint(services.db, completion, question, now);
      const isAnybody = completion.person.isUnsure === true && !isKnown(standpoint.asker);
      if (isAnybody || !may(route.who, standpoint.asker)) return [];
      const context = { ...services, ...standpoint, event: completion, eventKey: eventKey(completion), now };
      const typed = completion.action.state[completion.option] ?? '';
      return (await suggest(typed, context, completion.action.state)).slice(0, 25);
    } catch (error) {
      explain(error, completion);
      return [];
    }
  }

  function explain(error: unknown, event: Event): Reply {
    if (error instanceof Refused) return refusal(error.explanation);
    if (error instanceof Underway) return refusal(text`That is being posted right now. Look again in a moment.`);
    if (error instanceof Unreachable) return refusal(text`${error.remedy} Then try again; nothing is lost.`);
    report(error, { route: event.action.route, event: event.id, platform: event.place.platform });
    return refusal(
      text`Something broke on my side, and it has been logged. Nothing you did before is lost. Please try again.`,
    );
  }

  async function removed(platform: string, workspace: string): Promise<void> {
    try {
      await takeLeave(services, workspaceIdOf(platform, workspace), services.clock());
    } catch (error) {
      report(error, { route: 'removed', event: workspace, platform });
    }
  }

  async function left(platform: string, workspace: string, person: string): Promise<void> {
    try {
      const personId = await findPersonId(services.db, memberIdOf(workspaceIdOf(platform, workspace), person));
      if (personId !== undefined) await noticeLeft(services, personId, services.clock());
    } catch (error) {
      report(error, { route: 'left', event: workspace, platform });
    }
  }

  return { handle, complete, removed, left };
}

/** Tells somebody who used a command's former name what it is called now. */
function withNewName(reply: Reply, { name }: AnyWorkRoute<Context>, { action }: Event): Reply {
  if (action.route === name || !isTyped(action.route) || !isTyped(name)) return reply;
  const said = text`${command(action.route)} is called ${command(name)} now.`;
  switch (reply.kind) {
    case 'view':
      return { ...reply, blocks: [...reply.blocks, { kind: 'footnote', text: said }] };
    case 'refusal':
      return refusal(text`${reply.text} ${said}`);
    case 'modal':
      return reply;
  }
}

/** The reason why somebody may not, or that what would allow it can't be seen from where they are. */
function whyNot(reason: Text, { place, person }: Event): Text {
  if (person.isUnsure === true) return NOT_KNOWN;
  const direct = place.workspace === directWorkspace(person.id);
  return direct ? text`${reason} ${ROLES_UNSEEN}` : reason;
}

const ROLES_UNSEEN = text`In direct messages I can’t see your ${word('role')}s: if one of them allows it, do it in the cohort’s channel.`;

/** Shows things by name where somebody asks in one workspace and only another can mention them. */
function shownHere(reply: Reply, { place }: Event): Reply {
  const here = workspaceIdOf(place.platform, place.workspace);
  switch (reply.kind) {
    case 'view':
      return shownIn(here, reply);
    case 'refusal':
      return refusal(textIn(here, reply.text));
    case 'modal':
      return reply;
  }
}

const NOT_KNOWN = text`I could not look you up just now, so I don’t know whether you may do that. Nothing has happened. Please try again in a moment.`;

const UNKNOWN = text`That control is from an older version of me. Use the command again: ${command('help')} lists them.`;

/** The one place where everything that came in, typed or in a control, is checked for what can be read and kept at all. */
function refuseUnkeepable(state: Readonly<Record<string, string>>): void {
  for (const [name, words] of Object.entries(state)) {
    const fault = faultOfWords(words);
    if (fault !== undefined) throw new Refused(text`\`${name}\` ${fault}.`);
  }
}

function read(input: z.ZodObject, state: Record<string, string>): Record<string, unknown> {
  const parsed = input.safeParse(state);
  if (!parsed.success) throw new Refused(phrase(explainInput(parsed.error)));
  return parsed.data;
}

/** Which cohort a route asks for, and the one that its control named. */
function questionOf({ cohort, input }: AnyWorkRoute<Context>, state: Readonly<Record<string, string>>): CohortQuestion {
  return { scope: cohort, named: 'cohort' in input.shape ? (state['cohort'] ?? '') : '' };
}

/** The event's id alone is only unique on its platform. */
function eventKey(event: Event): string {
  return `${event.place.platform}:${event.id}`;
}

/** No cohort was named and the channel is no cohort's home: ask which, and run the same again with the answer. */
function whichCohort(event: Event, { candidates, workspaceId }: Standpoint): Reply {
  const isHere = (cohort: Cohort) => homeIn(cohort, workspaceId)?.channel === event.place.channel;
  const question = candidates.every(isHere)
    ? text`${candidates.length === 2 ? 'Two' : candidates.length} cohorts live in this channel: which one?`
    : text`Which cohort do you mean? In a cohort's own channel I know by myself.`;
  return cohortChoice(question, candidates, { route: event.action.route, state: event.action.state });
}

/** What somebody could do next is asked of no cohort. */
const ANYTHING: CohortQuestion = { scope: 'none', named: '' };

const NO_COHORT: Text = text`There is no cohort here yet. An organiser starts one with ${command('cohort create')}.`;
