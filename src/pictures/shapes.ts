import type { Tone } from './palette.ts';
import type { Weight } from './typeface.ts';

/** What is put on paper; y grows downwards. */
export type Shape =
  | { kind: 'rectangle'; x: number; y: number; width: number; height: number; radius: number; tone: Tone }
  | { kind: 'frame'; x: number; y: number; width: number; height: number; radius: number; tone: Tone }
  | { kind: 'disc'; x: number; y: number; radius: number; tone: Tone }
  | { kind: 'stroke'; path: string; tone: Tone; width: number; isDashed: boolean }
  | { kind: 'letters'; x: number; baseline: number; size: number; weight: Weight; tone: Tone; text: string }
  | { kind: 'group'; x: number; y: number; shapes: readonly Shape[] };

/** A part that has found its size, with what it draws from its own upper left corner. */
export interface Laid {
  height: number;
  shapes: readonly Shape[];
}

export function moved(x: number, y: number, { shapes }: Laid): Shape {
  return { kind: 'group', x, y, shapes };
}

export function stroke(path: string, tone: Tone, width: number, isDashed = false): Shape {
  return { kind: 'stroke', path, tone, width, isDashed };
}
