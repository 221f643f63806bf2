/** Pictures bring their own background, since nobody knows the reader's. */
export type Theme = 'light' | 'dark';

/** What a colour means; each theme has its own for it. The four `series` are told apart by those who see no red or green, too. */
export type Tone =
  | 'paper'
  | 'panel'
  | 'track'
  | 'line'
  | 'ink'
  | 'quiet'
  | 'accent'
  | 'good'
  | 'warn'
  | 'series1'
  | 'series2'
  | 'series3'
  | 'series4';

/** Each theme's colours. Letters have 4.5 times the light of their ground or less of it (`ink`, `quiet` and what has a meaning), marks 3 times. */
export const PALETTE: Readonly<Record<Theme, Readonly<Record<Tone, string>>>> = {
  dark: {
    paper: '#1b2130',
    panel: '#252d40',
    track: '#36415a',
    line: '#36415a',
    ink: '#f0f3f8',
    quiet: '#aab5c8',
    accent: '#6fb7ff',
    good: '#6fd6a0',
    warn: '#ffc069',
    series1: '#6fb7ff',
    series2: '#ffc069',
    series3: '#c4a6ff',
    series4: '#6fd6a0',
  },
  light: {
    paper: '#fbfaf6',
    panel: '#f1eee6',
    track: '#e2ddd1',
    line: '#d9d3c5',
    ink: '#1d2533',
    quiet: '#596273',
    accent: '#2264c4',
    good: '#1c7a4c',
    warn: '#9a5a00',
    series1: '#2264c4',
    series2: '#9a5a00',
    series3: '#7148c0',
    series4: '#1c7a4c',
  },
};
