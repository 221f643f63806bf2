import type { Standing } from '../../chat/mail.ts';
import type { ProofStanding } from '../../curriculum/proven.ts';

/** What the program itself goes by, whichever cohort it works for. */
export interface Machine {
  now: Temporal.Instant;
  /** By how many seconds its machine's clock is ahead of the database's. */
  databaseAhead: number;
  /** The platforms of a cohort's homes, each once. */
  platforms: readonly Standing[];
  /** The edition of the time zone rules that it knows, like `2026a`. */
  zoneRules: string;
  /** What waits for its turn, and for how long the first was not even handed over. */
  queue: { waiting: number; oldestSeconds: number; untouchedSeconds: number };
  sessions: number;
  items: number;
  proof: ProofStanding;
}

/** Something of the program that whoever operates it must see to. */
export interface Amiss {
  /** One of a key at a time. */
  key: string;
  /** A clause that stays the same while it lasts, as `/cohort show` has it. */
  what: string;
  /** How it is now and what mends it, in sentences. */
  remedy: string;
}

/** Whole seconds are all that platforms say of the time; more than this nobody explains by the way of an answer. */
const CLOSE_SECONDS = 5;

/** A tick comes every five seconds. */
const PATIENT_SECONDS = 120;

/** Rules change several times a year, and are known months ahead. */
const FRESH_YEARS = 2;

/** Slugs that are named; the check names all. */
const MOST_NAMED = 5;

/** What of the program is not as it must be; empty where all is. */
export function findAmiss({ now, databaseAhead, platforms, zoneRules, queue, proof }: Machine): Amiss[] {
  const found: Amiss[] = [];
  if (isApart(databaseAhead)) {
    found.push({
      key: 'database-clock',
      what: 'My clock and the database’s are not together',
      remedy: `Mine is ${apartText(databaseAhead)} the database’s. ${SET_CLOCK}`,
    });
  }
  for (const { name, clockAhead } of platforms) {
    if (clockAhead === undefined || !isApart(clockAhead)) continue;
    found.push({
      key: `clock-of-${name}`,
      what: `My clock and ${nameOf(name)}’s are not together`,
      remedy: `Mine is ${apartText(clockAhead)} ${nameOf(name)}’s, so what is due comes that much ${clockAhead > 0 ? 'early' : 'late'}. ${SET_CLOCK}`,
    });
  }
  if (queue.untouchedSeconds > PATIENT_SECONDS) {
    found.push({
      key: 'queue',
      what: 'What is due does not reach my queue',
      remedy: `The first has waited for ${Math.round(queue.untouchedSeconds / 60)} minutes. Nothing is lost; the reason is in my log, and often the database is out of room.`,
    });
  }
  const year = Number(/^\d{4}/.exec(zoneRules)?.[0]);
  if (!(now.toZonedDateTimeISO('UTC').year - year < FRESH_YEARS)) {
    found.push({
      key: 'zone-rules',
      what: 'The time zone rules that I know are old',
      remedy: `They are of ${zoneRules}: where a country has changed its clocks since, sessions are at the wrong hour. A newer version of me or of Node.js brings newer ones.`,
    });
  }
  if (proof.isRecorded && proof.changed.length > 0) {
    const named = proof.changed.slice(0, MOST_NAMED).join(', ');
    const rest = proof.changed.length - MOST_NAMED;
    found.push({
      key: 'proof',
      what: 'The curriculum has changed since it was proven',
      remedy: `Not proven as they are now: ${named}${rest > 0 ? ` and ${rest} more` : ''}. In my folder, npm run curriculum:check says which commands prove them.`,
    });
  }
  return found;
}

const SET_CLOCK = 'Both machines should set it by NTP.';

function isApart(seconds: number): boolean {
  return Math.abs(seconds) > CLOSE_SECONDS;
}

function apartText(seconds: number): string {
  return `${Math.round(Math.abs(seconds))} seconds ${seconds > 0 ? 'ahead of' : 'behind'}`;
}

/** As the platform writes itself. */
export function nameOf(platform: string): string {
  return platform.replace(/^./, (letter) => letter.toUpperCase());
}
