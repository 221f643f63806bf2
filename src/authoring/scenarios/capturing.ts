import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../curriculum/faults.ts';
import type { ScenarioFile } from '../../curriculum/scenario-schema.ts';
import type { Python } from '../../python/native.ts';
import { checkArtefacts } from './artefacts.ts';
import type { Authored } from './authored.ts';
import { type CaptureRun, runCapture } from './capture-run.ts';
import { type Captured, originOf, readCaptured, readEvidence } from './evidence-folder.ts';
import { hasFonts, LARGEST_PNG, renderPicture } from './picture.ts';
import { findTools, type Tool } from './tools.ts';
import { explainTraces, tracesOf } from './traces.ts';

/** One new capture of a scenario's evidence, and what is wrong with it. */
export interface Capture {
  slug: string;
  /** How many clues were looked for. */
  clues: number;
  python: Python;
  tools: readonly Tool[];
  /** What its maker removes when it is no longer needed, and where in it the new evidence is. */
  workspace: string;
  evidence: string;
  /** Everything that evidence/ should hold now. */
  files: ReadonlyMap<string, Uint8Array>;
  about: Captured;
  /** What its author must put right. */
  faults: readonly Fault[];
  /** What `capture.py` said was missing. */
  said: readonly string[];
}

/** Captures a scenario's evidence again and checks every clue against it. Writes nothing outside its workspace. */
export async function captureScenario(authored: Authored, python: Python): Promise<Capture> {
  const run = await runCapture(authored, python);
  const folder = join(authored.directory, 'evidence');
  const before = readCaptured(folder);
  const recorded = readEvidence(folder);
  const scenario = authored.draft?.scenario;
  const drawn = drawPictures(authored, run);
  const fresh = new Map([...run.written, ...drawn.pictures]);
  for (const [name, png] of drawn.pictures) await writeFile(join(run.evidence, name), png);
  const kept = keepRecorded(scenario, fresh, recorded);
  const files = new Map([...fresh, ...kept]);
  const tools = await findTools(authored.capture ?? '');
  const faults = [
    ...(run.failure === undefined ? [] : [faultOf(authored, 'capture.py', run.failure)]),
    ...drawn.faults,
    ...checkFiles(authored, run, python),
    ...checkKept(authored, run, [...kept.keys()]),
    ...checkClues(authored, files),
  ];
  return {
    slug: authored.slug,
    clues: scenario?.clues.length ?? 0,
    python,
    tools,
    workspace: run.workspace,
    evidence: run.evidence,
    files,
    about: {
      python: `CPython ${python.version}`,
      tools: Object.fromEntries(tools.flatMap(({ name, version }) => (version === undefined ? [] : [[name, version]]))),
      files: [...fresh.keys()].sort(),
      kept: Object.fromEntries([...kept.keys()].map((name) => [name, originOf(name, before)])),
    },
    // A capture that came to no end has shown nothing: the rest would only follow from that.
    faults: run.failure === undefined ? faults : faults.slice(0, 1),
    said: run.said,
  };
}

function drawPictures(authored: Authored, { written }: CaptureRun) {
  const pictures = new Map<string, Uint8Array>();
  const faults: Fault[] = [];
  for (const [name, bytes] of written) {
    if (!name.endsWith('.svg') || !hasFonts()) continue;
    try {
      const png = renderPicture(bytes.toString());
      pictures.set(name.replace(/\.svg$/, '.png'), png);
      if (png.length > LARGEST_PNG) {
        const message = `is a picture of ${Math.ceil(png.length / 1000)} KB: draw less, so that it has at most ${LARGEST_PNG / 1000}`;
        faults.push(faultOf(authored, `evidence/${name}`, message));
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      faults.push(faultOf(authored, `evidence/${name}`, `is not an SVG that can be drawn: ${why}`));
    }
  }
  return { pictures, faults };
}

/** What actions show, this capture did not write, and an earlier one did. */
function keepRecorded(
  scenario: ScenarioFile | undefined,
  fresh: ReadonlyMap<string, Uint8Array>,
  recorded: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array> {
  const shown = (scenario?.actions ?? []).flatMap(({ shows }) => {
    if (shows.kind !== 'evidence') return [];
    if (shows.picture === undefined) return [shows.file];
    return [shows.file, shows.picture.file, shows.picture.file.replace(/\.png$/, '.svg')];
  });
  // Until there is a scenario.yaml, any file may be meant for it.
  const wanted = scenario === undefined ? [...recorded.keys()] : [...new Set(shown)];
  return new Map(
    wanted.sort().flatMap((name) => {
      const bytes = recorded.get(name);
      return fresh.has(name) || bytes === undefined ? [] : [[name, bytes] as const];
    }),
  );
}

function checkFiles(authored: Authored, { written, workspace }: CaptureRun, python: Python): Fault[] {
  if (written.size === 0) return [];
  const traces = tracesOf(workspace, python);
  return [...written].flatMap(([name, bytes]) => {
    const messages: string[] = [];
    if (!/\.(txt|svg)$/.test(name)) messages.push('is neither .txt nor .svg: write text, or draw with shared/draw.py');
    const text = bytes.toString();
    if (!Buffer.from(text).equals(bytes)) messages.push('is not UTF-8: write it with encoding="utf-8"');
    if (text.trim() === '') messages.push('is empty: let the tool show something, or leave the file out');
    messages.push(...explainTraces(text, traces));
    return messages.map((message) => faultOf(authored, `evidence/${name}`, message));
  });
}

/** Files are kept only for missing tools, and a capture that misses one says so. */
function checkKept(authored: Authored, { said }: CaptureRun, kept: readonly string[]): Fault[] {
  const texts = kept.filter((name) => !name.endsWith('.png'));
  if (texts.length === 0 || said.length > 0) return [];
  const message = `did not write ${texts.join(', ')} and did not say why: write it, or say on standard error what is missing`;
  return [faultOf(authored, 'capture.py', message)];
}

function checkClues(authored: Authored, files: ReadonlyMap<string, Uint8Array>): Fault[] {
  const { draft } = authored;
  if (draft?.scenario === undefined) return [];
  const texts = [...files].filter(([name]) => !name.endsWith('.png'));
  const evidence = new Map(texts.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
  return checkArtefacts(draft.scenario, { ...draft, evidence, pictures: files });
}

function faultOf({ folder }: Authored, file: string, message: string): Fault {
  return { file: `${folder}/${file}`, path: '', message };
}
