import { readConfig, readEnvironmentFile } from '../config.ts';
import { loadCurriculum } from '../curriculum/load.ts';
import { openPostgres } from '../database/postgres.ts';
import { type ObservedDifficulty, observedDifficulties } from '../features/quizzes/difficulty.ts';
import { tallyFirstAnswers } from '../features/quizzes/difficulty-store.ts';

/**
 * npm run difficulties: for authors, which items are easier or harder than they are labelled, by everybody's first answers.
 * npm run difficulties -- --all: the others as well.
 */
function printed({ item, answered, share, least, most, suggested }: ObservedDifficulty): string {
  const cells = [
    String(item.session).padStart(2),
    item.slug.padEnd(40),
    item.kind.padEnd(8),
    String(answered).padStart(6),
    `${percent(share)} (${percent(least)} to ${percent(most)})`.padStart(21),
    `${item.difficulty}${suggested === undefined ? '' : ` -> ${suggested}`}`,
  ];
  return cells.join('  ').trimEnd();
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

readEnvironmentFile('.env');
const { databaseUrl, curriculumDir } = readConfig();
if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set: it names the Postgres.');
const { items } = loadCurriculum(curriculumDir);
const { db, close } = await openPostgres(databaseUrl, { report: (error) => console.error(error.message) });
const observed = observedDifficulties([...items.values()], await tallyFirstAnswers(db));
const off = observed.filter(({ suggested }) => suggested !== undefined);
for (const one of process.argv.includes('--all') ? observed : off) console.log(printed(one));
console.log(
  `${observed.length} of ${items.size} items were answered. The label of ${off.length} does not fit their answers.`,
);
await close();
