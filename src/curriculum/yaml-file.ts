import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { explainIssue, type Fault, formatPath, type LineOf } from './faults.ts';

/** Reads one file of a curriculum by its schema; undefined when it could not be read, which is reported as a fault. */
export type ReadYaml = <S extends z.ZodType>(file: string, schema: S) => z.output<S> | undefined;

/** Reads files by their schemas and adds what is wrong with each to `faults`. */
export function yamlReader(files: ReadonlyMap<string, string>, faults: Fault[]): ReadYaml {
  return (file, schema) => {
    const source = files.get(file);
    if (source === undefined) {
      faults.push({ file, path: '', message: 'is missing: write it; README.md shows how' });
      return undefined;
    }
    const counter = new LineCounter();
    const document = parseDocument(source, { lineCounter: counter, prettyErrors: false });
    for (const error of [...document.errors, ...document.warnings]) {
      const { line, col } = counter.linePos(error.pos[0]);
      faults.push({ file, path: '', message: `line ${line}, column ${col}: ${error.message}` });
    }
    if (document.errors.length > 0) return undefined;
    const result = schema.safeParse(document.toJS(), { reportInput: true });
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      faults.push({ file, path: formatPath(issue.path), message: explainIssue(issue) });
    }
    return undefined;
  };
}

/** Finds the line of what a fault's path names; of what is missing, the line of what it is missing from. */
export function findLines(files: ReadonlyMap<string, string>): LineOf {
  return ({ file, path }) => {
    const source = files.get(file);
    if (source === undefined || path === '' || !/\.ya?ml$/.test(file)) return undefined;
    const counter = new LineCounter();
    const document = parseDocument(source, { lineCounter: counter, prettyErrors: false });
    const keys = keysOf(path);
    for (let depth = keys.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
    }
    return undefined;
  };
}

/** `options[1].text` as the way through a document: `["options", 1, "text"]`. */
function keysOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );
}
