import type { Tone } from './palette.ts';
import type { Weight } from './typeface.ts';

/**
 * What a picture is made of: data, laid out from the outside in. Lengths are units of which a phone shows 720 side by side, so
 * that 26 is a size of letters that can be read there.
 */
export type Part = Words | Stack | Panel | Bar | Mark | Space | Rule | Chart | Arcs;

export interface Words {
  kind: 'words';
  text: string;
  size: number;
  weight: Weight;
  tone: Tone;
  align: 'start' | 'middle' | 'end';
  /** What goes beyond ends in an ellipsis. */
  lines: number;
  /** In a row: whether they take what is left, or as much as they need. */
  grows: boolean;
}

export interface Stack {
  kind: 'column' | 'row';
  parts: readonly Part[];
  gap: number;
  /** In a row: a width in units, or for `undefined` what the part asks for. */
  widths: readonly (number | undefined)[];
  /** Rows only: where lower parts stand beside higher ones. */
  align: 'top' | 'middle';
}

/** A part on a ground of its own. */
export interface Panel {
  kind: 'panel';
  part: Part;
  padding: number;
  tone: Tone;
  radius: number;
  /** A thin line around it. */
  border: Tone | undefined;
}

/** How much of something there is: `share` is from 0 to 1. */
export interface Bar {
  kind: 'bar';
  share: number;
  tone: Tone;
  height: number;
}

/** A small sign: a disc, a ring, a half disc in a ring, a tick, a stroke. */
export interface Mark {
  kind: 'mark';
  sign: 'disc' | 'ring' | 'half' | 'tick' | 'stroke';
  tone: Tone;
  size: number;
}

export interface Space {
  kind: 'space';
  size: number;
}

export interface Rule {
  kind: 'rule';
}

/** Lines over two axes; all positions are from 0 to 1, from the left and from below. */
export interface Chart {
  kind: 'chart';
  height: number;
  x: readonly Tick[];
  y: readonly Tick[];
  lines: readonly ChartLine[];
}

export interface Tick {
  at: number;
  label: string;
}

export interface ChartLine {
  points: readonly (readonly [x: number, y: number])[];
  tone: Tone;
  /** A line to compare with: thin, without points. */
  isDashed: boolean;
  /** Whether each point is marked. */
  hasDots: boolean;
}

/** A graph as lines of text: arrows run down the left side from what is learnt first to what builds on it. */
export interface Arcs {
  kind: 'arcs';
  nodes: readonly ArcNode[];
  /** Positions in `nodes`, each from an earlier to a later one. */
  arrows: readonly (readonly [from: number, to: number])[];
}

export interface ArcNode {
  label: string;
  note: string;
  /** How much of the ring is closed, from 0 to 1; undefined where nothing is known. */
  share: number | undefined;
}

export function words(text: string, options: Partial<Omit<Words, 'kind' | 'text'>> = {}): Words {
  const { size = 26, weight = 400, tone = 'ink', align = 'start', lines = 6, grows = false } = options;
  return { kind: 'words', text, size, weight, tone, align, lines, grows };
}

export function column(parts: readonly Part[], gap = 12): Stack {
  return { kind: 'column', parts, gap, widths: [], align: 'top' };
}

export function row(parts: readonly Part[], options: Partial<Pick<Stack, 'gap' | 'widths' | 'align'>> = {}): Stack {
  const { gap = 16, widths = [], align = 'middle' } = options;
  return { kind: 'row', parts, gap, widths, align };
}

export function panel(part: Part, options: Partial<Omit<Panel, 'kind' | 'part'>> = {}): Panel {
  const { padding = 24, tone = 'panel', radius = 16, border } = options;
  return { kind: 'panel', part, padding, tone, radius, border };
}

export function bar(share: number, options: Partial<Pick<Bar, 'tone' | 'height'>> = {}): Bar {
  const { tone = 'accent', height = 16 } = options;
  return { kind: 'bar', share, tone, height };
}

export function mark(sign: Mark['sign'], options: Partial<Pick<Mark, 'tone' | 'size'>> = {}): Mark {
  const { tone = 'accent', size = 26 } = options;
  return { kind: 'mark', sign, tone, size };
}

export function space(size: number): Space {
  return { kind: 'space', size };
}

export const rule: Rule = { kind: 'rule' };

export function chart(fields: Omit<Chart, 'kind'>): Chart {
  return { kind: 'chart', ...fields };
}

export function arcs(fields: Omit<Arcs, 'kind'>): Arcs {
  return { kind: 'arcs', ...fields };
}
