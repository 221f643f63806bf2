import { join } from 'node:path';
import { ConfigFault, readConfig, readEnvironmentFile } from './config.ts';
import { prepareLoading } from './program/loading.ts';

/** Longer than finishing takes, shorter than the ten seconds after which a container is killed. */
const PATIENCE_MILLISECONDS = 9000;

/** Exit codes that a supervisor can tell apart. */
const EXIT = { fault: 1, configuration: 2, over: 3 } as const;

async function main(): Promise<void> {
  // Files that the database writes are readable by this user alone.
  process.umask(0o077);
  const [file] = process.argv.slice(2);
  if (file !== undefined) readEnvironmentFile(file);
  const config = readConfig();
  const isRealServed = config.discord !== undefined || config.slack !== undefined;
  if (!isRealServed && config.playground) console.log('Pythia is starting …');
  for (const warning of config.warnings) console.error(warning);
  prepareLoading(join(config.dataDir, 'cache'));
  // Everything else takes a second to load: faults of the configuration are reported before that.
  const [{ createLog }, { startProgram }, { tidyWhenIdle }] = await Promise.all([
    import('./program/log.ts'),
    import('./program/program.ts'),
    import('./program/tidying.ts'),
  ]);
  const log = createLog(config.logLevel);
  log.info('starting');
  const program = await startProgram(config, log, { isPeopled: true });
  const { url, summary, ended } = program;
  if (config.playground) console.log(`Pythia's playground is at ${url}`);
  log.info({ url, ...summary }, 'started');
  tidyWhenIdle();

  function stop(code: number): void {
    setTimeout(() => process.exit(EXIT.fault), PATIENCE_MILLISECONDS).unref();
    void program.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(EXIT.fault);
      },
    );
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(0));
  void ended.then(() => stop(EXIT.over));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // Named and not imported: this must work when nothing else could be loaded.
  const isConfiguration = error instanceof Error && (error instanceof ConfigFault || error.name === 'CurriculumFault');
  process.exit(isConfiguration ? EXIT.configuration : EXIT.fault);
}
