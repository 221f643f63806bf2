import { readdirSync, readFileSync } from 'node:fs';
import { type Bench, startBare, startPythia } from './bots.ts';
import { createBenchDatabase } from './databases.ts';
import { type Line, tell } from './lines.ts';

const IN_FLIGHT = 64;

/** How often both are measured by turns; the best turn of each counts, since others use the machine too. */
const TURNS = 3;

interface Measured {
  perSecond: number;
  cpuMs: number;
  /** What the people and the database took of the same processors for it. */
  aroundMs: number;
  calls: number;
}

/** `inFlight` people click, and each clicks again the moment they see the answer. */
async function load(
  bench: Bench,
  seconds: number,
  inFlight: number,
  from: number,
): Promise<Measured & { turn: number; ms: number[] }> {
  const begun = performance.now();
  const until = begun + seconds * 1000;
  const cpu = bench.cpuSeconds();
  const calls = bench.fake.calls.length;
  const own = process.cpuUsage();
  const database = databaseCpuSeconds();
  const ms: number[] = [];
  let turn = from;

  async function go(): Promise<void> {
    while (performance.now() < until) {
      const clickedAt = performance.now();
      turn += 1;
      const seen = await bench.click(turn);
      if (seen.kind === 'failed') throw new Error(seen.reason);
      ms.push(performance.now() - clickedAt);
    }
  }

  await Promise.all(Array.from({ length: inFlight }, go));
  const took = (performance.now() - begun) / 1000;
  const around = process.cpuUsage(own);
  return {
    perSecond: ms.length / took,
    cpuMs: ((bench.cpuSeconds() - cpu) * 1000) / ms.length,
    aroundMs: ((around.user + around.system) / 1000 + (databaseCpuSeconds() - database) * 1000) / ms.length,
    calls: (bench.fake.calls.length - calls) / ms.length,
    ms: ms.sort((one, other) => one - other),
    turn,
  };
}

/** Answers per second, processor time and calls of an answer, and how long one takes alone: Pythia beside the bare bot. */
export async function measureClicks(seconds: number, server: string | undefined): Promise<void> {
  const database = server === undefined ? undefined : await createBenchDatabase(server);
  const bare = await startBare(database?.url);
  const pythia = await startPythia(database?.url);
  try {
    const best = { bare: fresh(), pythia: fresh() };
    const alone = { bare: Number.POSITIVE_INFINITY, pythia: Number.POSITIVE_INFINITY };
    const turns = { bare: 0, pythia: 0 };
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const name of ['bare', 'pythia'] as const) {
        const bench = name === 'bare' ? bare : pythia;
        const many = await load(bench, seconds / TURNS, IN_FLIGHT, turns[name]);
        best[name].perSecond = Math.max(best[name].perSecond, many.perSecond);
        best[name].cpuMs = Math.min(best[name].cpuMs, many.cpuMs);
        best[name].aroundMs = Math.min(best[name].aroundMs, many.aroundMs);
        best[name].calls = many.calls;
        const one = await load(bench, Math.min(1, seconds / TURNS), 1, many.turn);
        alone[name] = Math.min(alone[name], one.ms[Math.floor(one.ms.length / 2)] ?? Number.NaN);
        turns[name] = one.turn;
      }
    }
    const perSecond = best.pythia.perSecond / best.bare.perSecond;
    const cpu = best.pythia.cpuMs / best.bare.cpuMs;
    const lines: Line[] = [
      {
        what: `answers a second, ${IN_FLIGHT} in flight, against bare`,
        value: perSecond.toFixed(2),
        goal: '>= 0.6',
        isMet: perSecond >= 0.6,
        note: `${best.pythia.perSecond.toFixed(0)}/s against ${best.bare.perSecond.toFixed(0)}/s; people and database take ${best.pythia.aroundMs.toFixed(2)} ms of the same processors for one, bare ${best.bare.aroundMs.toFixed(2)} ms`,
      },
      {
        what: 'processor time of an answer, against bare',
        value: cpu.toFixed(2),
        goal: '<= 2',
        isMet: cpu <= 2,
        note: `${best.pythia.cpuMs.toFixed(2)} ms against ${best.bare.cpuMs.toFixed(2)} ms`,
      },
      {
        what: 'one at a time, median',
        value: `${alone.pythia.toFixed(2)} ms`,
        goal: '<= 1.5 ms',
        isMet: alone.pythia <= 1.5,
        note: `bare ${alone.bare.toFixed(2)} ms`,
      },
      {
        what: 'calls to Discord for one private answer',
        value: best.pythia.calls.toFixed(2),
        goal: '1.0',
        isMet: best.pythia.calls < 1.01,
      },
      {
        what: 'resident memory after that, against 1.3 x bare + 40 MB',
        value: `${pythia.residentMegabytes()} MB`,
        goal: `<= ${Math.round(1.3 * bare.residentMegabytes() + 40)} MB`,
        isMet: pythia.residentMegabytes() <= 1.3 * bare.residentMegabytes() + 40,
        note: `bare ${bare.residentMegabytes()} MB`,
      },
    ];
    lines.forEach(tell);
  } finally {
    await bare.stop();
    await pythia.stop();
    await database?.drop();
  }
}

function fresh(): Measured {
  return { perSecond: 0, cpuMs: Number.POSITIVE_INFINITY, aroundMs: Number.POSITIVE_INFINITY, calls: 0 };
}

/** Processor time of the database's processes that serve a bench, if the database is on this machine. */
function databaseCpuSeconds(): number {
  return readdirSync('/proc').reduce((sum, pid) => sum + (/^\d+$/.test(pid) ? cpuSecondsIn(pid) : 0), 0);
}

function cpuSecondsIn(pid: string): number {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('pythia_bench')) return 0;
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
