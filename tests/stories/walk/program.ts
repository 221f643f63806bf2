import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { inject } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import type { Db } from '../../../src/database/client.ts';
import { type Program, startProgram } from '../../../src/program/program.ts';
import { writeCurriculum } from './curriculum.ts';
import type { CastOf, Ground } from './people.ts';
import type { Records } from './records.ts';
import { STARTS } from './stage.ts';

/** The whole program with a database and a curriculum of its own. */
export interface Running {
  readonly program: Program;
  readonly db: Db;
  /** The lines of the log that tell of a fault. */
  faults: string[];
  restart(now: string): Promise<void>;
  /** Stops it, brings its database to another place, where it starts again with nothing else of what it had. */
  move(now: string): Promise<void>;
  close(): Promise<void>;
}

async function runProgram(
  environment: Readonly<Record<string, string>>,
  records: Records,
  curriculum: string,
): Promise<Running> {
  let directory = mkdtempSync(join(tmpdir(), 'pythia-walk-'));
  const database = join(directory, 'database');
  mkdirSync(database);
  // Made beforehand, because a first start would take seconds for it.
  execFileSync('tar', ['-xf', inject('snapshot'), '-C', database], { stdio: ['ignore', 'ignore', 'pipe'] });
  const faults: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void (JSON.parse(line).level >= 50 && faults.push(line)) });

  let db: Db | undefined;
  function start(now: string): Promise<Program> {
    const own = {
      DATA_DIR: directory,
      CURRICULUM_DIR: curriculum,
      PORT: '0',
      PUBLIC_URL: 'https://pythia.example.org',
      PYTHIA_NOW: now,
    };
    const config = readConfig({ ...own, ...environment });
    return startProgram(config, log, {
      slackRates: 1000,
      watch: records.watch,
      watchPosts: records.watchPosts,
      opened: (opened) => (db = opened.db),
    });
  }

  let program = await start(STARTS);
  return {
    get program() {
      return program;
    },
    get db() {
      if (db === undefined) throw new Error('the database is not open');
      return db;
    },
    faults,
    async restart(now) {
      await program.stop();
      program = await start(now);
    },
    async move(now) {
      await program.stop();
      const old = directory;
      directory = mkdtempSync(join(tmpdir(), 'pythia-moved-'));
      cpSync(join(old, 'database'), join(directory, 'database'), { recursive: true });
      rmSync(old, { recursive: true, force: true });
      program = await start(now);
    },
    async close() {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** One program on one or more platforms. */
export interface Play<Casts> {
  /** The people of each platform, in the order of the platforms. */
  casts: Casts;
  readonly db: Db;
  travelTo(moment: string): Promise<void>;
  /** Stops the program and starts it again at that moment. */
  restart(moment: string): Promise<void>;
  /** The same with its database brought to another place. */
  move(moment: string): Promise<void>;
  readonly program: Program;
  /** The lines of the log that tell of a fault. */
  faults: string[];
  /** Fails when the program has logged a fault. */
  close(): Promise<void>;
}

export async function openPlay<Grounds extends readonly Ground<never>[]>(
  records: Records,
  ...grounds: Grounds
): Promise<Play<CastsOf<Grounds>>> {
  const curriculum = writeCurriculum();
  const play = await openPlayOf(curriculum, records, ...grounds);
  return {
    ...play,
    get db() {
      return play.db;
    },
    get program() {
      return play.program;
    },
    async close() {
      await play.close();
      rmSync(curriculum, { recursive: true, force: true });
    },
  };
}

type CastIn<One> = One extends Ground<infer Name> ? CastOf<Name> : never;

type CastsOf<Grounds extends readonly unknown[]> = { [Index in keyof Grounds]: CastIn<Grounds[Index]> };

/** The same with the curriculum of a folder. */
export async function openPlayOf<Grounds extends readonly Ground<never>[]>(
  curriculum: string,
  records: Records,
  ...grounds: Grounds
): Promise<Play<CastsOf<Grounds>>> {
  const environment = Object.assign({}, ...grounds.map((ground) => ground.environment));
  const running = await runProgram(environment, records, curriculum);
  const casts = await Promise.all(grounds.map((ground) => ground.enter(running)));
  return {
    get db() {
      return running.db;
    },
    get program() {
      return running.program;
    },
    faults: running.faults,
    casts: casts as unknown as CastsOf<Grounds>,
    travelTo: (moment) => running.program.travelTo(Temporal.Instant.from(moment)),
    restart: running.restart,
    move: running.move,
    async close() {
      for (const ground of grounds) ground.leave();
      await running.close();
      for (const ground of grounds) await ground.close();
      if (running.faults.length > 0) throw new Error(running.faults.join(''));
    },
  };
}
