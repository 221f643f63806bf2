import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Item, Session } from '../../curriculum/schema.ts';
import { sessionMinutes, sessionOf } from '../../curriculum/sessions.ts';
import { type PlannedDelivery, planDeliveries, ROUND_HOURS, SCENARIO_HOURS } from '../../deliveries/plan.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { chooseItems } from '../quizzes/opening.ts';
import { openView } from '../quizzes/round-views.ts';
import { nextScenario } from '../scenarios/held.ts';
import { listIncidentScenarios } from '../scenarios/incidents/store.ts';
import { openIncidentView } from '../scenarios/incidents/views.ts';
import { agendaView, preworkView, reminderView, startView } from '../sessions/around-views.ts';
import type { Previewed } from './views.ts';

/**
 * The messages around a session as the calendar will post them, in their order: built by the code that will post them, from what is
 * known now. Empty when there is no such session. The round's message holds no question and no answer.
 */
export async function previewOf(services: Services, cohort: Cohort, number: number): Promise<Previewed[]> {
  const { db, curriculum } = services;
  const slots = await readSlots(db, cohort, curriculum);
  const [session, slot] = [curriculum.sessions[number - 1], slots[number - 1]];
  if (session === undefined || slot === undefined) return [];
  const planned = planDeliveries({
    cohortId: cohort.id,
    zone: cohort.zone,
    // When pre-work comes depends on the session before.
    slots: slots.slice(Math.max(0, number - 2), number),
    minutesOf: (one) => sessionMinutes(curriculum, one),
    // What is said in private is not previewed.
    moduleEnds: [],
  });
  const items = await chooseItems(services, cohort, number);
  const scenario = nextScenario(curriculum, number, await listIncidentScenarios(db, cohort.id));
  const about = { cohort, session, slot, which: sessionOf(curriculum, session.number), items, scenario };
  return planned.flatMap((one) => ('session' in one && one.session === number ? messagesOf(one, about) : []));
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
    // Private messages are shown to each person alone.
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
