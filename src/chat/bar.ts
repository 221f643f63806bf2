/** How many cells a bar has. */
export const BAR = 8;

/** `█████░░░`: a share as letters. Full where everybody is; never empty where somebody is, never full where somebody is missing. */
export function bar(part: number, whole: number): string {
  const share = whole === 0 ? 0 : Math.round((BAR * part) / whole);
  const filled = part === 0 ? 0 : part >= whole ? BAR : Math.min(Math.max(share, 1), BAR - 1);
  return '█'.repeat(filled) + '░'.repeat(BAR - filled);
}
