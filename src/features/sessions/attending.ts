/** What is down for somebody about a session: what they said themselves, or what a mentor corrected it to. */
export type Attending = 'coming' | 'excused' | 'present' | 'absent' | 'made-up';

/** What a mentor can put down. */
export const CORRECTIONS = {
  present: 'present',
  excused: 'excused',
  absent: 'absent',
  'made-up': 'made up',
} as const satisfies Partial<Record<Attending, string>>;

export type Correction = keyof typeof CORRECTIONS;

/** How it is told about a session that is over or runs: who only said that they come was not there. */
export function attendedText(said: Attending | undefined): string {
  return said === undefined || said === 'coming' ? CORRECTIONS.absent : CORRECTIONS[said];
}

/** The points that a correction adds or takes, so that presence pays once and nothing else pays: `paid` is what the session has paid so far. */
export function pointsOf(said: Correction, paid: number, presence: number): number {
  return (said === 'present' ? presence : 0) - paid;
}
