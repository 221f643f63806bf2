import { clip } from '../../chat/clip.ts';

/**
 * An output without what differs from run to run and teaches nothing: addresses in default `repr`s, the folder of the run,
 * line ends and trailing spaces. Options go through the same.
 */
export function normalise(text: string): string {
  return (
    text
      .replaceAll('\r\n', '\n')
      // Only after `at`, as in `<object at 0x7f…>`: a program may well print 0xff0000 as its answer.
      .replace(/\bat 0x[0-9a-fA-F]{4,16}\b/g, 'at 0x…')
      .replace(/(?:[A-Za-z]:)?[\\/][^\s'"]*pythia-proof-[A-Za-z0-9]+[\\/]/g, '')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n+$/, '')
  );
}

/** A text as a report shows it: on one line, and not all of it. */
export function quote(text: string): string {
  return JSON.stringify(clip(text, 201));
}
