import type { Suggestion } from '../chat/event.ts';
import type { Curriculum } from './schema.ts';

/** How long a session lasts, in minutes. */
export function sessionMinutes(curriculum: Curriculum, session: number): number {
  return curriculum.sessions[session - 1]?.minutes ?? 0;
}

export function sessionTitle(curriculum: Curriculum, session: number): string {
  return curriculum.sessions[session - 1]?.title ?? `Session ${session}`;
}

/** The number of a session here that somebody calls by it or, like session 49, by the number in its title; as it is where there is none. */
export function sessionNumberOf({ sessions }: Pick<Curriculum, 'sessions'>, called: number): number {
  if (sessions[called - 1] !== undefined) return called;
  return sessions.find(({ title }) => title.startsWith(`Session ${called}:`))?.number ?? called;
}

/** Sessions for what somebody has typed so far: a number, or words of the title. */
export function suggestSessions(typed: string, { sessions }: Curriculum): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return sessions
    .filter(({ number, title }) => String(number).startsWith(wanted) || title.toLowerCase().includes(wanted))
    .map(({ number, title }) => ({ label: `${number} · ${title}`.slice(0, 100), value: String(number) }));
}
