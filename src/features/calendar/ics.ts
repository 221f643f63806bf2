/** A calendar as programs subscribe to it: RFC 5545, https://www.rfc-editor.org/rfc/rfc5545. */
interface Feed {
  name: string;
  events: readonly FeedEvent[];
}

export interface FeedEvent {
  /** Never changes, so that a session that moves is moved in people's calendars instead of added. */
  uid: string;
  /** Grows with every change. */
  sequence: number;
  status: 'confirmed' | 'tentative' | 'cancelled';
  startsAt: Temporal.Instant;
  /** Absent where it is a moment by which something is due. */
  endsAt?: Temporal.Instant;
  title: string;
  description: string;
  /** When it last changed. */
  changedAt: Temporal.Instant;
}

/** The feed as text. Moments stand in UTC, so that no clock change anywhere moves them: each calendar shows its own zone. */
export function writeFeed({ name, events }: Feed): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Pythia//Cohort calendar//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(writeEvent),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function writeEvent({ uid, sequence, status, startsAt, endsAt, title, description, changedAt }: FeedEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(changedAt)}`,
    `LAST-MODIFIED:${utc(changedAt)}`,
    `SEQUENCE:${sequence}`,
    `STATUS:${status.toUpperCase()}`,
    `DTSTART:${utc(startsAt)}`,
    ...(endsAt === undefined ? [] : [`DTEND:${utc(endsAt)}`]),
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(description)}`,
    'END:VEVENT',
  ];
}

/** `20261124T170000Z`. */
function utc(at: Temporal.Instant): string {
  const [moment = ''] = at.toString({ smallestUnit: 'second' }).split('Z');
  return `${moment.replaceAll(/[-:]/g, '')}Z`;
}

/** https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11. Control characters have no place in a line. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ');
}

const LINE_OCTETS = 75;

/** Lines are at most 75 octets long and go on after a space; no character is cut: https://www.rfc-editor.org/rfc/rfc5545#section-3.1 */
function fold(line: string): string {
  const folded: string[] = [];
  let current = '';
  let octets = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (octets + size > LINE_OCTETS) {
      folded.push(current);
      current = ' ';
      octets = 1;
    }
    current += letter;
    octets += size;
  }
  return [...folded, current].join('\r\n');
}
