import { type Logger, pino } from 'pino';

/** JSON lines. Neither what people typed nor any secret goes into them: see `describeError`. */
export function createLog(level: string): Logger {
  return pino({ level, base: null, serializers: { err: describeError } });
}

/** What an operator needs to know of an error: its name, its code, where it was. A database's error quotes its input, so only its cause is kept. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const isQuery = 'query' in error && 'params' in error;
  const told = isQuery && cause !== undefined ? cause : error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const extra = Object.fromEntries(
    ['code', 'constraint', 'table', 'remedy'].flatMap((field) => {
      const value: unknown = Reflect.get(told, field);
      return value === undefined ? [] : [[field, value]];
    }),
  );
  const causedBy = isQuery || cause === undefined ? {} : { cause: describeError(cause) };
  const message = isQuery && cause === undefined ? 'a query failed' : told.message;
  return { name: error.name, message, ...extra, at: frames.slice(0, 8).map((line) => line.trim()), ...causedBy };
}
