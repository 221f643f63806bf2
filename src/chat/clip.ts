/** At most this many letters, with an ellipsis for what is missing; no emoji is cut in half. For captions, never for what must be read whole. */
export function clip(caption: string, length: number): string {
  if (caption.length <= length) return caption;
  const kept = caption.slice(0, length - 1);
  const whole = /[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept;
  return `${whole.trimEnd()}…`;
}
