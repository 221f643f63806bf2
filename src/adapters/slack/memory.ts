import { z } from 'zod';
import { FORM } from './limits.ts';

/** What a form remembers of where it was opened. It travels with the form: nothing of it is kept here. */
export const FormMemory = z.object({
  /** What sending it does, with the state that it carries. */
  route: z.string(),
  state: z.record(z.string(), z.string()),
  workspace: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  /** Where its answer can be written: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses. */
  responseUrl: z.string().optional(),
  /** It was opened from a message that only this person sees, which an update can rewrite. */
  onPrivate: z.boolean(),
  /** It was opened from the home page. */
  onHome: z.boolean(),
  /** It asks for a command's options: empty fields say nothing. */
  isCommand: z.boolean(),
});

export type FormMemory = z.infer<typeof FormMemory>;

/** Throws a RangeError when it would not fit: a mistake of the programmer. */
export function writeMemory(memory: FormMemory): string {
  const written = JSON.stringify(memory);
  if (written.length > FORM.memory)
    throw new RangeError(`a form remembers ${written.length} characters, at most ${FORM.memory}`);
  return written;
}

/** It is outside input: anything can stand in it. */
export function readMemory(written: string): FormMemory | undefined {
  try {
    return FormMemory.parse(JSON.parse(written));
  } catch {
    return undefined;
  }
}
