import type { Suggestion } from '../chat/event.ts';
import type { Curriculum } from '../curriculum/schema.ts';

/** Sessions for what somebody has typed so far: a number, or words of the title. */
export function suggestSessions(typed: string, { sessions }: Curriculum): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return sessions
    .filter(({ number, title }) => String(number).startsWith(wanted) || title.toLowerCase().includes(wanted))
    .map(({ number, title }) => ({ label: `${number} · ${title}`.slice(0, 100), value: String(number) }));
}
