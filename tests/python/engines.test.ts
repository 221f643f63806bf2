import { afterAll, describe, expect, it } from 'vitest';
import type { Engine, Run } from '../../src/python/engine.ts';
import { findNative } from '../../src/python/native.ts';
import { findEmbedded } from '../../src/python/pyodide.ts';

const impatient = { seconds: 3, bytes: 10_000 };

const [newest] = findEmbedded().slice(-1);
const [quitter] = findEmbedded(impatient).slice(0, 1);
if (newest === undefined || quitter === undefined) throw new Error('no Python is installed as a package');

function run(engine: Engine, main: string, files: Record<string, string> = {}): Promise<Run> {
  return engine.run({ main, files }, 0);
}

afterAll(() => Promise.all([newest.stop(), quitter.stop()]));

describe('a Python that is installed as a package', () => {
  it('is there for four versions', () => {
    expect(findEmbedded().map(({ version }) => version)).toEqual(['3.12', '3.13', '3.14', '3.15']);
  });

  it('gives every program a fresh interpreter, whatever the one before has done', async () => {
    const address = 'print(id(object()), len(__import__("sys").modules), __import__("os").listdir("."))';
    const before = await run(newest, address);
    const poison = `
import builtins, decimal, json, os, sys, tempfile
builtins.print = sys.stdout.write
json.loads = None
sys.setrecursionlimit(50_000)
os.chdir(tempfile.mkdtemp())
kept = open("/tmp/left", "w")
ballast = [bytes(1_000_000) for _ in range(50)]
sys.modules["__main__"].__builtins__ = None
`;
    expect(await run(newest, poison)).toMatchObject({ outcome: 'ended' });
    expect(await run(newest, address)).toEqual(before);
    expect(await run(newest, 'import os; print(os.listdir("/tmp"))')).toMatchObject({ stdout: '[]\n' });
  }, 120_000);

  it('lets asyncio sleep for an hour in no time', async () => {
    const program = `
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(3600))
        group.create_task(asyncio.sleep(1800))
    try:
        async with asyncio.timeout(10):
            await asyncio.sleep(11)
    except TimeoutError:
        print(loop.time() - start)
asyncio.run(main())
`;
    expect(await run(newest, program)).toMatchObject({ outcome: 'ended', stdout: '3610.0\n' });
  }, 120_000);

  it('runs what is due at the end, as python does', async () => {
    const program = `
import atexit
class Held:
    def __del__(self):
        print("freed")
held = Held()
atexit.register(print, "at exit")
print("end")
`;
    expect(await run(newest, program)).toMatchObject({ outcome: 'ended', stdout: 'end\nat exit\nfreed\n' });
  }, 120_000);

  it('says how a program failed', async () => {
    expect(await run(newest, 'assert 1 == 2, "no"')).toMatchObject({
      outcome: 'raised',
      error: { type: 'AssertionError', message: 'no' },
    });
    expect(await run(newest, 'import sys; sys.exit(2)')).toMatchObject({ outcome: 'exited' });
  }, 120_000);

  it('starts anew after a program that does not end, or that prints without end', async () => {
    expect(await run(quitter, 'while True: pass')).toEqual({ outcome: 'timed-out', stdout: '' });
    expect(await run(quitter, 'while True: print("more")')).toEqual({ outcome: 'flooded', stdout: '' });
    await quitter.stop();
  }, 120_000);
});

describe('a Python on the path', async () => {
  const [native] = await findNative([], impatient);

  it('refuses a command that starts no CPython', async () => {
    await expect(findNative(['no-such-python'])).rejects.toThrow('no-such-python starts no CPython of 3.11');
  });

  // Nothing can be said of a Python that is not there; the embedded ones are tested above.
  it.runIf(native !== undefined)(
    'runs programs, with files beside them, and ends those that do not',
    async () => {
      if (native === undefined) return;
      const item = { 'item.py': 'code = "x"\n' };
      expect(await run(native, 'import item; print(item.code)', item)).toEqual({ outcome: 'ended', stdout: 'x\n' });
      expect(await run(native, 'raise KeyError("k")')).toMatchObject({ error: { type: 'KeyError', message: "'k'" } });
      expect(await run(native, 'while True: pass')).toMatchObject({ outcome: 'timed-out' });
      expect(await run(native, 'while True: print("more")')).toMatchObject({ outcome: 'flooded' });
      const hash = { main: 'print(hash("a"))', files: {} };
      expect(await native.run(hash, 1)).toEqual(await native.run(hash, 1));
      expect(await native.run(hash, 1)).not.toEqual(await native.run(hash, 2));
    },
    60_000,
  );
});
