import { z } from 'zod';

/** The longest name of a cohort. */
export const NAME_LENGTH = 60;

export const nameInput = z.string().trim().min(1, { error: 'must not be empty' });
