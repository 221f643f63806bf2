import { clip } from '../chat/clip.ts';
import { Refused } from '../chat/errors.ts';
import type { Suggestion } from '../chat/event.ts';
import { numberOption } from '../chat/input.ts';
import { text } from '../chat/text.ts';
import type { Curriculum } from './schema.ts';

/** How long a session lasts, in minutes. */
export function sessionMinutes(curriculum: Curriculum, session: number): number {
  return curriculum.sessions[session - 1]?.minutes ?? 0;
}

export function sessionTitle(curriculum: Curriculum, session: number): string {
  return curriculum.sessions[session - 1]?.title ?? `Session ${session}`;
}

/** The number of a session here that somebody calls by it or, like session 49, by the number in the course that this one continues; as it is where there is none. */
export function sessionNumberOf({ sessions }: Pick<Curriculum, 'sessions'>, called: number): number {
  if (sessions[called - 1] !== undefined) return called;
  return sessions.find(({ source }) => source === called)?.number ?? called;
}

/** The greatest number that a session has in the course that this one continues. */
const MOST = 60;

/** Which session is meant, by either of its numbers: `getSessionNumber` says which that is here. */
export function sessionOption(description: string) {
  return numberOption(description, { min: 1, max: MOST });
}

/** The number of the session that is called so; refused where there is none. */
export function getSessionNumber(curriculum: Pick<Curriculum, 'sessions'>, called: number): number {
  const number = sessionNumberOf(curriculum, called);
  const { length } = curriculum.sessions;
  if (number > length) throw new Refused(text`There is no session ${called}: they are 1-${length}.`);
  return number;
}

/** `session 3 of 12`: the one way in which people read which session it is. */
export function sessionOf({ sessions }: Pick<Curriculum, 'sessions'>, number: number): string {
  return `session ${number} of ${sessions.length}`;
}

/** Sessions for what somebody has typed so far: a number, or words of the title. */
export function suggestSessions(typed: string, { sessions }: Curriculum): Suggestion[] {
  const wanted = typed
    .trim()
    .toLowerCase()
    .replace(/^session\s+/, '');
  return sessions
    .filter(
      ({ number, source, title }) =>
        String(number).startsWith(wanted) || String(source) === wanted || title.toLowerCase().includes(wanted),
    )
    .map(({ number, title }) => ({ label: clip(`${number} · ${title}`, 100), value: String(number) }));
}
