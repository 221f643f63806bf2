/** What earns points, and how many. A learner's points come from learning, a mentor's from being there for it. */
export const POINTS = {
  /** An item of middle difficulty (3) in a cohort's round, right at the close. */
  roundItem: 10,
  /** So much more, or less, for each step of difficulty. */
  roundStep: 2,
  /** The share of an item's worth when it is practised alone and right at the very first try; once per person and item. */
  practiceShare: 1 / 3,
  /** How many right answers of a practice set earn nothing: as many as clicking at random brings. */
  practiceFree: 2,
  /** "I'm here" at a session. */
  present: 5,
  mentorPresent: 1,
  /** Opening a round beyond the calendar's; once per cohort and session, and once a week. */
  mentorRound: 1,
  /** An investigation with a score of 100, less in proportion; once per person, cohort and scenario. */
  scenario: 60,
} as const;

/** Why points were given, as the ledger keeps it. */
export type Reason = 'round' | 'practice' | 'present' | 'mentor-present' | 'mentor-round' | 'scenario';
