import type { Fault } from '../../curriculum/faults.ts';
import type { Engine } from '../../python/engine.ts';

/** What is wrong on one engine. */
export interface Finding {
  engine: Engine;
  path: string;
  message: string;
  /** What was measured, which differs from engine to engine; the first one's is told. */
  detail?: string;
}

/** The same fault on several of these engines is one fault that names them. */
export function joinFindings(file: string, findings: readonly Finding[], engines: readonly Engine[]): Fault[] {
  const same = Map.groupBy(findings, ({ path, message }) => JSON.stringify([path, message]));
  return [...same.values()].flatMap((group): Fault[] => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ engine }) => engine.name).join(', ');
    const where = group.length === engines.length && group.length > 1 ? `on all of ${names}` : `on ${names}`;
    return [{ file, path: first.path, message: `${first.message}${first.detail ?? ''} (${where})` }];
  });
}
