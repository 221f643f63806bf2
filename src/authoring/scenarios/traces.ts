import { homedir, hostname } from 'node:os';
import type { Python } from '../../python/native.ts';

/** Something of the machine that captured, which evidence must not show. */
interface Trace {
  pattern: RegExp;
  what: string;
}

/** What must not stand in evidence that was captured in this folder with this Python. */
export function tracesOf(workspace: string, { executable }: Python): Trace[] {
  const prefix = executable.replace(/[\\/]bin[\\/][^\\/]*$/, '');
  const places = [
    { place: workspace, what: 'the folder of the capture: write /srv/app for it' },
    { place: prefix, what: 'where this Python is installed: write /usr/lib/python3 or /usr for it' },
    { place: homedir(), what: 'a home folder: leave it out' },
  ];
  return [
    ...places
      // A path that every Debian has is no trace of this machine.
      .filter(({ place }) => !['/', '/usr', '/usr/local', ''].includes(place))
      .map(({ place, what }) => ({ pattern: new RegExp(`${RegExp.escape(place)}(?=[\\\\/])`), what })),
    // What Python's tempfile calls its folders: https://docs.python.org/3/library/tempfile.html#tempfile.mkdtemp
    { pattern: /\/tmp\/tmp[a-z0-9_]{8}\b/, what: 'a temporary folder: write /srv/app for it' },
    ...nameOfMachine(hostname()),
  ];
}

function nameOfMachine(name: string): Trace[] {
  if (name.length < 4 || name === 'localhost') return [];
  return [
    {
      pattern: new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`),
      what: 'the name of this machine: leave it out',
    },
  ];
}

/** The lines of a text that show the machine, as sentences. */
export function explainTraces(text: string, traces: readonly Trace[]): string[] {
  return traces.flatMap(({ pattern, what }) => {
    const found = pattern.exec(text);
    if (found === null) return [];
    return [`shows in line ${text.slice(0, found.index).split('\n').length} ${what}`];
  });
}
