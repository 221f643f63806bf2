import type { Engine, Run } from './engine.ts';

/**
 * Modules that a program may import and not every Python has. The first are of the standard library, and WebAssembly builds
 * leave them out: https://pyodide.org/en/stable/usage/wasm-constraints.html. The others must be installed.
 */
const OPTIONAL = [
  ...['sqlite3', '_sqlite3', 'ssl', '_ssl', 'lzma', '_lzma'],
  ...['pip', 'pytest', 'hypothesis', 'numpy', 'pandas', 'sqlalchemy', 'grpc', 'setuptools', 'wheel'],
];

/** Why a run says nothing about a key: the Python lacks what the program needs. Undefined when it does not. */
export function explainLack(engine: Engine, run: Run): string | undefined {
  const module = /^No module named '([\w.]+)'/.exec(run.error?.message ?? '')?.[1];
  if (run.error?.type !== 'ModuleNotFoundError' || module === undefined || !OPTIONAL.includes(module)) return undefined;
  return `${engine.name} has no ${module}`;
}
