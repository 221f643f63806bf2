import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Item, Session } from '../../curriculum/schema.ts';
import { sessionOf } from '../../curriculum/sessions.ts';
import { KINDS } from '../../deliveries/kinds.ts';
import { type PlannedDelivery, ROUND_HOURS, SCENARIO_HOURS } from '../../deliveries/plan.ts';
import { readPlan } from '../../deliveries/replan.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { chooseItems } from '../quizzes/opening.ts';
import { openView } from '../quizzes/round-views.ts';
import { nextScenario } from '../scenarios/held.ts';
import { listIncidentScenarios } from '../scenarios/incidents/store.ts';
import { openIncidentView } from '../scenarios/incidents/views.ts';
import { agendaView, preworkView, reminderView, startView } from '../sessions/around-views.ts';
import type { Besides, Previewed } from './views.ts';

/**
 * The messages around a session as the calendar will post them, in their order: built by the code that will post them, from what is
 * known now. Empty when there is no such session. The round's message holds no question and no answer. `besides` is what comes
 * without standing in the channel: pairs that are drawn, and what each is told in private.
 */
export async function previewOf(
  services: Services,
  cohort: Cohort,
  number: number,
): Promise<{ messages: Previewed[]; besides: Besides[] }> {
  const { db, curriculum } = services;
  const { slots, planned } = await readPlan(db, cohort, curriculum);
  const [session, slot] = [curriculum.sessions[number - 1], slots[number - 1]];
  if (session === undefined || slot === undefined) return { messages: [], besides: [] };
  const items = await chooseItems(services, cohort, number);
  const scenario = nextScenario(curriculum, number, await listIncidentScenarios(db, cohort.id));
  const about = { cohort, session, slot, which: sessionOf(curriculum, session.number), items, scenario };
  const own = planned.filter((one) => ('session' in one ? one.session === number : isAround(one.dueAt, number, slots)));
  return {
    messages: own.flatMap((one) => messagesOf(one, about)),
    besides: own
      .flatMap((one) => {
        const words = besidesWords(one, curriculum);
        return words === undefined ? [] : [{ at: one.dueAt, words }];
      })
      .toSorted((one, other) => Temporal.Instant.compare(one.at, other.at)),
  };
}

/** Whether something that is of no session comes after this one and before the next; before the first belongs to the first. */
function isAround(at: Temporal.Instant, number: number, slots: readonly Slot[]): boolean {
  const [slot, next] = [slots[number - 1], slots[number]];
  const isAfter = number === 1 || (slot !== undefined && Temporal.Instant.compare(at, slot.startsAt) >= 0);
  return isAfter && (next === undefined || Temporal.Instant.compare(at, next.startsAt) < 0);
}

/** What somebody is told in private, or what is done for them, in words; undefined of what stands in the channel. */
function besidesWords(
  planned: PlannedDelivery,
  { capstones }: Pick<Services['curriculum'], 'capstones'>,
): string | undefined {
  switch (planned.kind) {
    case 'pairs':
      return `${KINDS.pairs.words(planned.session)}, and told in the next morning`;
    case 'session-reminder':
    case 'checkpoint-prompt':
      return KINDS[planned.kind].words(planned.session);
    case 'capstone-milestone': {
      const capstone = capstones.find(({ slug }) => slug === planned.detail.capstone);
      const milestone = capstone?.milestones.find(({ slug }) => slug === planned.detail.milestone);
      if (capstone === undefined || milestone === undefined) return undefined;
      return `a milestone of capstone ${capstone.letter}, in private: ${milestone.title}`;
    }
    case 'at-risk':
    case 'capstone-choice':
    case 'graduation-ask':
      return KINDS[planned.kind].words();
    default:
      return undefined;
  }
}

interface About {
  cohort: Cohort;
  session: Session;
  slot: Slot;
  which: string;
  items: readonly Item[];
  scenario: Scenario | undefined;
}

function messagesOf({ kind, dueAt: at }: PlannedDelivery, about: About): Previewed[] {
  const { cohort, session, slot, which, items, scenario } = about;
  const one = (title: string, shown: View): Previewed => ({ title, at, shown });
  switch (kind) {
    case 'prework':
      return [one('Pre-work', preworkView(cohort, session, slot, which))];
    case 'reminder':
      return [one('Reminder', reminderView(cohort, session, slot, { which, coming: 0 }))];
    case 'start': {
      const threads = cohort.homes.slice(0, 1).map((home) => one('In its thread', agendaView(cohort, session, home)));
      return [one('Start', startView(cohort, session, slot, { which, agendaIn: 'thread' })), ...threads];
    }
    case 'round': {
      if (items.length === 0) return [];
      const round = {
        id: cohort.id,
        kind: 'cohort',
        workspaceId: cohort.workspaceId,
        cohortId: cohort.id,
        memberId: null,
        session: session.number,
        title: session.title,
        items: items.map(({ slug }) => slug),
        openedAt: at,
        closesAt: at.add({ hours: ROUND_HOURS }),
        closedAt: null,
        shownFinished: 0,
      } as const;
      const questions = items.map((item, place) => ({ at: place, item }));
      return [one('Round', openView(round, questions, { finished: 0 }))];
    }
    case 'scenario': {
      if (scenario === undefined) return [];
      const closesAt = at.add({ hours: SCENARIO_HOURS });
      const incident = {
        id: cohort.id,
        cohortId: cohort.id,
        scenario: scenario.slug,
        openedAt: at,
        closesAt,
        closedAt: null,
      };
      return [one('Incident', openIncidentView(incident, scenario))];
    }
    // What stands outside of the channel.
    case 'event':
    // Private messages are shown to each person alone, and named besides.
    case 'session-reminder':
    case 'pairs':
    case 'at-risk':
    case 'checkpoint-prompt':
    case 'capstone-choice':
    case 'capstone-milestone':
    case 'farewell':
    case 'graduation-ask':
    // Of no session.
    case 'graduation':
    case 'digest':
      return [];
  }
}
