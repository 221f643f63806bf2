import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findPythons, NAMES } from '../../../src/python/native.ts';
import { type BreakIt, file, SLUG, writeCurriculum } from './builder.ts';

const [python] = (await findPythons(NAMES)).slice(-1);
const main = join(import.meta.dirname, '../../../src/authoring/scenarios/capture.ts');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Captured {
  stdout: string;
  status: number | null;
  /** The scenario's evidence afterwards. */
  evidence: Record<string, Buffer>;
}

/** Runs the command on a scenario that was broken so. */
function capture(breakIt: BreakIt = () => {}, ...options: string[]): Captured {
  const folder = writeCurriculum(breakIt);
  folders.push(folder);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [main, '--python', python?.executable ?? 'python3', ...options],
    {
      encoding: 'utf8',
      env: { ...process.env, CURRICULUM_DIR: folder },
    },
  );
  const refused = /what it captured is in (\S+)/.exec(stdout)?.[1];
  if (refused !== undefined) folders.push(join(refused, '../..'));
  return { stdout: stdout + stderr, status, evidence: readFolder(join(folder, file('evidence'))) };
}

function readFolder(folder: string): Record<string, Buffer> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

const OLD = 'job 1 done\nthe last line\n';
const says =
  (more: string): BreakIt =>
  (_, sources) => {
    sources[file('capture.py')] += more;
  };

// Nothing can be captured without a Python of the machine.
describe.runIf(python !== undefined)('a capture', () => {
  it('replaces the evidence when every clue is in it, and says where it came from', () => {
    const { stdout, status, evidence } = capture();
    expect(stdout).toMatch(/^stuck-pool: captured on CPython 3\.\d+\.\d+.*: 9 files, all 8 clues are there\n/);
    expect(status).toBe(0);
    expect(String(evidence['log.txt'])).toBe("baskets: ['tea', 'milk']\nthe last line\n");
    expect(evidence['memory.png']?.subarray(1, 4).toString()).toBe('PNG');
    expect(evidence['memory.png']?.length).toBeGreaterThan(2000);
    const about = JSON.parse(String(evidence['captured.json']));
    expect(about.python).toMatch(/^CPython 3\./);
    expect(about.files).toEqual(
      Object.keys(evidence)
        .filter((name) => name !== 'captured.json')
        .sort(),
    );
    expect(about.kept).toEqual({});
  });

  it('writes nothing when it only checks', () => {
    const { status, evidence } = capture(() => {}, '--check');
    expect(status).toBe(0);
    expect(String(evidence['log.txt'])).toBe(OLD);
    expect(Object.keys(evidence)).not.toContain('captured.json');
  });

  it('leaves no folder of its own behind when all went well', () => {
    const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith('pythia-capture-'));
    const before = own();
    capture();
    expect(own()).toEqual(before);
  });

  it('keeps what was recorded when a tool is missing, and says so and where it came from', () => {
    const { stdout, status, evidence } = capture(
      says('(out / "strace.txt").unlink()\nprint("strace is missing: no strace.txt", file=sys.stderr)\n'),
    );
    expect(stdout).toContain('  capture.py says: strace is missing: no strace.txt\n');
    expect(stdout).toContain('  kept: strace.txt, from a capture by hand\n');
    expect(status).toBe(0);
    expect(String(evidence['strace.txt'])).toMatch(/read\(3, 4096\)/);
    expect(JSON.parse(String(evidence['captured.json'])).kept).toEqual({ 'strace.txt': 'a capture by hand' });
  });

  it('does not need a scenario.yaml yet', () => {
    const { stdout, status, evidence } = capture((_, sources) => delete sources[file('scenario.yaml')]);
    expect(stdout).toContain('9 files, no clues to look for yet');
    expect(status).toBe(0);
    expect(Object.keys(evidence)).toContain('captured.json');
  });

  it('is written as a draft although clues do not fit, when asked for', () => {
    const wrong: BreakIt = (data) => {
      data.clues[0].match = 'no such line';
    };
    const { status, evidence } = capture(wrong, '--draft');
    expect(status).toBe(1);
    expect(String(evidence['log.txt'])).toContain('baskets: ');
  });

  type Case = [sentence: string, breakIt: BreakIt, message: RegExp];

  it.each<Case>([
    [
      'lacks a clue',
      (data) => {
        data.clues[0].match = 'no such (line|row)';
      },
      /scenarios\/stuck-pool\/scenario\.yaml\n {2}clues\.last-line: is not in what log, in evidence\/log\.txt, shows: write a pattern.*Its match is no such \(line\|row\)/,
    ],
    [
      'has a clue that asks for the line break at the end, which nobody is shown',
      (data) => {
        data.clues[0].match = 'last line\n';
      },
      /clues\.last-line: is not in what log, .*: the line break at the end is cut off, so do not ask for it/,
    ],
    [
      'shows what a clue says is absent',
      says('(out / "threads.txt").write_text("Thread 1\\n  run\\nThread 2\\n")\n'),
      /clues\.one-thread: Thread 2 must be absent from threads, in evidence\/threads\.txt, but is in line 3/,
    ],
    [
      'crashes',
      says('raise KeyError("worker")\n'),
      /scenarios\/stuck-pool\/capture\.py\n {2}ends with exit code 1: KeyError: 'worker'\n$/,
    ],
    [
      'leaves out a file and does not say why',
      says('(out / "strace.txt").unlink()\n'),
      /capture\.py\n {2}did not write strace\.txt and did not say why/,
    ],
    [
      'never wrote what an action shows',
      (data) => {
        data.actions[0].evidence = 'logs.txt';
      },
      /scenario\.yaml\n {2}actions\.log: shows evidence\/logs\.txt, which is not there or is empty: let capture\.py write it/,
    ],
    [
      'shows where it ran',
      says('(out / "parent.txt").write_text(f"ready\\nthe lock is held by {program}/pool.py")\n'),
      /evidence\/parent\.txt\n {2}shows in line 2 the folder of the capture: write \/srv\/app for it/,
    ],
    [
      'shows a temporary folder',
      says('(out / "parent.txt").write_text("held by /tmp/tmpab12_x9z/pool.py")\n'),
      /evidence\/parent\.txt\n {2}shows in line 1 a temporary folder/,
    ],
    [
      'writes an empty file',
      says('(out / "extra.txt").write_text("\\n")\n'),
      /evidence\/extra\.txt\n {2}is empty: let the tool show something/,
    ],
    [
      'writes bytes that are no UTF-8',
      says('(out / "log.txt").write_bytes(b"the last line \\xff")\n'),
      /evidence\/log\.txt\n {2}is not UTF-8/,
    ],
    [
      'draws its own picture',
      says('(out / "memory.png").write_bytes(b"\\x89PNG")\n'),
      /evidence\/memory\.png\n {2}.*is neither \.txt nor \.svg/s,
    ],
    [
      'draws what is not a picture',
      says('(out / "memory.svg").write_text("<svg")\n'),
      /evidence\/memory\.svg\n {2}is not an SVG that can be drawn/,
    ],
  ])('is refused, and the evidence stays as it was: it %s', (_, breakIt, message) => {
    const { stdout, status, evidence } = capture(breakIt);
    expect(stdout).toMatch(message);
    expect(status).toBe(1);
    expect(stdout).not.toContain('was replaced');
    expect(String(evidence['log.txt'])).toBe(OLD);
    expect(Object.keys(evidence)).not.toContain('captured.json');
    // The refused capture is kept so that it can be looked at.
    const refused = /what it captured is in (\S+)/.exec(stdout)?.[1];
    expect(refused !== undefined && existsSync(refused)).toBe(true);
  });

  it('never changes the program that it runs on', () => {
    const { status } = capture(says('(program / "pool.py").write_text("gone")\n'));
    expect(status).toBe(0);
    const [folder] = folders;
    expect(folder && readFileSync(join(folder, file('program/pool.py')), 'utf8')).toContain('threading.Lock');
  });

  it('says what to write when it is asked for a scenario that is not there', () => {
    const { stdout, status } = capture(() => {}, 'no-such-scenario');
    expect(stdout).toBe('no-such-scenario is no scenario: write the name of a folder in scenarios\n');
    expect(status).toBe(2);
  });

  it('says so when there is no Python for the scenario', () => {
    const { stdout, status } = capture((data) => {
      data.python = '>=3.15';
    });
    expect(stdout).toContain(`${SLUG}: not captured, because it needs a CPython >=3.15, and there is none`);
    expect(status).toBe(2);
  });
});
