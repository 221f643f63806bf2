import { ConfigFault, readConfig } from './config.ts';
import { CurriculumFault } from './curriculum/faults.ts';
import { createLog } from './program/log.ts';
import { startProgram } from './program/program.ts';

/** Longer than finishing takes, shorter than the ten seconds after which a container is killed. */
const PATIENCE_MILLISECONDS = 9000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const program = await startProgram(config, log, { isPeopled: true });
  if (config.playground) console.log(`Pythia's playground is at ${program.url}`);
  else log.info({ url: program.url }, 'started');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), PATIENCE_MILLISECONDS).unref();
      void program.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop cleanly');
          process.exit(1);
        },
      );
    });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(error instanceof ConfigFault || error instanceof CurriculumFault ? 2 : 1);
}
