import { typedName } from '../../chat/names.ts';

/** The longest name of a cohort. */
export const NAME_LENGTH = 60;

export const nameInput = typedName(NAME_LENGTH).min(1, { error: 'must not be empty' });

/** Whether a cohort's people are asked how sure they are, in rounds and in practice. */
export const CERTAINTY_CHOICE = { on: 'Asked, if they like', off: 'Not asked' } as const;

/** Whether a platform that has events of its own shows a cohort's sessions among them. */
export const EVENTS_CHOICE = { on: 'Each of the coming weeks', off: 'None' } as const;
