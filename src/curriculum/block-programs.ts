import { type CodeBlock, readCodeBlocks } from './code-blocks.ts';
import type { SessionDraft } from './draft.ts';
import { formatPath } from './faults.ts';

/** Python blocks of one text that are one program, in their order, each with what it is said to print. */
export interface BlockProgram {
  file: string;
  /** Where in the file the text stands that holds them; empty for a material. */
  path: string;
  blocks: readonly (CodeBlock & { prints: readonly string[] })[];
}

/** Every program that stands in the materials and the texts of a session. */
export function findPrograms({ folder, session, materials }: SessionDraft): BlockProgram[] {
  return [
    ...[...materials].flatMap(([path, text]) => programsOf(`${folder}/${path}`, '', text)),
    ...textsOf(session).flatMap(({ path, text }) => programsOf(`${folder}/session.yaml`, formatPath(path), text)),
  ];
}

function programsOf(file: string, path: string, text: string): BlockProgram[] {
  const programs: { file: string; path: string; blocks: (CodeBlock & { prints: string[] })[] }[] = [];
  for (const block of readCodeBlocks(text).blocks) {
    const last = programs.at(-1);
    if (block.isOutput) last?.blocks.at(-1)?.prints.push(block.code);
    if (block.language !== 'python') continue;
    if (block.goesOn && last !== undefined) last.blocks.push({ ...block, prints: [] });
    else programs.push({ file, path, blocks: [{ ...block, prints: [] }] });
  }
  return programs;
}

function textsOf(data: unknown, path: readonly PropertyKey[] = []): { path: readonly PropertyKey[]; text: string }[] {
  if (typeof data === 'string') return [{ path, text: data }];
  if (typeof data !== 'object' || data === null) return [];
  const entries = Array.isArray(data) ? data.map((entry, at) => [at, entry] as const) : Object.entries(data);
  return entries.flatMap(([key, value]) => textsOf(value, [...path, key]));
}
