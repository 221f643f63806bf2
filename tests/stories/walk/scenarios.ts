import { expect } from 'vitest';
import { CACHE, POOL } from './curriculum.ts';
import {
  choose,
  fills,
  finds,
  findsInThread,
  getsFile,
  hears,
  letterOf,
  press,
  reads,
  refused,
  send,
} from './looking.ts';
import type { Person, Shown, ShownMessage, Stage } from './stage.ts';

const CAUSE = 'A worker is copied while its parent holds something';
const NEEDED = ['one-thread', 'parent-holds', 'one-lock'];

/** From a board with the evidence to the debrief or, where it is not open yet, the score. */
async function solve(person: Person, board: ShownMessage): Promise<ShownMessage> {
  let file = await press(person, board, 'Case file', 'Case file');
  for (const clue of NEEDED) file = await choose(person, file, `called ${clue}.`, '📌');
  const back = await press(person, file, 'Board', '3 pinned');
  const causes = await press(person, back, 'Diagnose', 'What is the cause?');
  const letter = letterOf(causes, CAUSE);
  const asked = await press(person, causes, letter, 'Your diagnosis', 'It cites');
  const found = await press(person, asked, `It is ${letter}`, 'That is the cause');
  let fixes = await press(person, found, 'Fixes', 'What do you deploy?');
  const fix = letterOf(fixes, 'Do spawn');
  if (fixes.buttons.includes(fix)) fixes = await press(person, fixes, fix);
  const sure = await press(person, fixes, `Deploy ${fix}`, 'A fix that fails costs 6 points');
  return press(person, sure, `Deploy ${fix}`, 'Fixed: ');
}

async function look(person: Person, board: Shown, action: string, ...words: readonly string[]): Promise<ShownMessage> {
  const shown = await choose(person, board, `Do ${action}`, ...words);
  return shown.buttons.includes('Diagnose') ? shown : press(person, shown, 'Board');
}

/** An investigation alone, from the list to the debrief; by somebody who takes no part in the incident later: it would count for it. */
export async function walkAlone({ cy }: Stage): Promise<void> {
  const list = reads(await cy.command('debug list'), 'Scenarios', POOL, CACHE);
  const begun = await choose(cy, list, POOL, 'No job done for 10 minutes.');
  let board = await press(cy, begun, 'Begin', '0 of 30 minutes');
  const idea = fills(await cy.press(board, 'Hypothesis'));
  board = await press(cy, await send(idea, { words: 'Somebody *holds* it.' }, 'What is the cause?'), 'Board');
  board = await press(cy, await press(cy, board, 'The incident', 'Orders wait.'), 'Board');
  board = await look(cy, board, 'threads', 'Thread 1');
  const again = await choose(cy, board, 'Do threads', 'Thread 1');
  board = await look(cy, await press(cy, again, 'Board'), 'parent', 'held by 17');
  const noted = await press(cy, await choose(cy, board, 'Do memory', 'flat at 80 MB'), 'Pin 1', '📌');
  const unpinned = await choose(cy, await press(cy, noted, 'Case file', '📌'), 'called flat.', 'called flat.');
  board = await press(cy, unpinned, 'Board', '0 pinned');

  reads(await cy.command('debug start', { scenario: 'full-cache' }), CACHE);
  const open = reads(await cy.command('debug resume'), 'Open investigations');
  board = await choose(cy, open, POOL, '11 of 30 minutes', 'A second host stops, too.');
  board = await look(cy, board, 'lock', 'lock = threading.Lock()');
  const stopped = await choose(cy, board, 'Roll back the release', 'Jobs are done again.');
  board = await press(cy, stopped, 'Board', 'Against the harm');

  const guess = fills(await cy.press(board, 'Hypothesis'));
  const causes = guess.fields.find(({ name }) => name === 'cause')?.options ?? [];
  const cause = causes.find((label) => label.includes('A worker is copied')) ?? '';
  board = await send(guess, { cause, sure: '70 %', words: 'The *lock* is held.' }, 'Written down: ', '70 %');

  const asked = await press(cy, board, 'Hint', 'A hint costs 3 points');
  board = await press(cy, await press(cy, asked, 'Show it', 'Look at both sides.'), 'Board');
  const ended = await solve(cy, board);
  const path = await press(cy, ended, 'Your path', 'An expert’s path', 'Brier score');
  const reason = await press(cy, path, 'The cause', 'The mechanism');
  const draft = await press(cy, reason, 'Post-mortem', 'Post-mortem');
  await getsFile(cy, draft, /^post-mortem-stuck-pool\.md$/);
}

/** An incident for the cohort: two teams and somebody alone, roles, relayed evidence, the close and the debrief. */
export async function walkInTeams({ olga, mia, ann, ben, cy, travelTo }: Stage): Promise<void> {
  reads(await mia.command('debug post', { scenario: 'stuck-pool' }), 'is open in');
  const incident = await finds(ann, 'home', 'Teams have up to 4 people');
  expect(await refused(cy.press(incident, 'Join a team'))).toContain('waiting list');
  await press(ann, incident, 'Join a team', `You are in team 1: ${ann.name}`);
  await press(ben, await press(ben, incident, 'Join a team', 'Which team?'), 'A new team', 'You are in team 2');
  const teams = await press(mia, incident, 'Join a team', 'Team 1', 'Team 2');
  await press(mia, teams, 'Team 1', 'You are in team 1', ann.name);
  const other = await finds(olga, 'home', 'Team 2 investigates');
  await press(olga, other, 'Join this team', 'You are in team 2', ben.name);

  const root = await finds(ann, 'home', 'Team 1 investigates');
  const desk = await findsInThread(ann, root, 'The board is private');
  // Where a team's thread is private the others do not see it; elsewhere it says that they may read it.
  const foreign = (await ben.seesThread(root)).filter(({ words }) => words.includes(`${ann.name} is`));
  expect(foreign.length > 0).toBe(desk.words.includes('may be reading along'));
  let board = await press(ann, desk, 'Open the board', 'Lead', ann.name);
  const roles = await press(ann, board, 'Roles', 'Roles');
  board = await press(ann, await press(ann, roles, 'Be scribe', ann.name), 'Board');
  await findsInThread(mia, root, `${ann.name} is scribe now.`);

  await choose(ann, board, 'Do strace', `That went to ${mia.name} staff alone`);
  const told = await findsInThread(mia, root, `It went to ${mia.name} staff alone`);
  const shown = await press(mia, told, 'Open it', 'FUTEX_WAIT');
  await send(await mia.press(shown, 'Relay'), { words: 'it *waits* for a futex' }, 'Your team has it now');
  const relayed = await findsInThread(ann, root, 'has told you what Do strace shows');
  await press(ann, relayed, 'Read it', 'it *waits* for a futex');

  board = await press(ann, desk, 'Open the board');
  const threads = await choose(ann, board, 'Do threads', 'Thread 1', 'Only you were shown this');
  board = await send(await ann.press(threads, 'Relay'), { words: 'one thread' }, 'Your team has it now');
  board = await look(ann, board, 'parent', 'Your team can open it from the thread');
  await press(mia, await findsInThread(mia, root, 'for Do parent'), 'Open it', 'held by 17');
  board = await look(ann, board, 'lock');
  await solve(ann, board).then((ended) => reads(ended, 'The debrief comes when the incident closes'));

  reads(await mia.command('debug post', { scenario: 'full-cache' }), 'is open in');
  await press(ben, await finds(ben, 'home', CACHE), 'On my own', 'Begin');
  const left = await press(ben, await finds(ben, 'home', CACHE), 'On my own', '0 of 30 minutes');
  const sure = await press(ben, left, 'Give up', 'Give up?');
  await press(ben, sure, 'Give up', 'Handed over without a fix');

  await travelTo('2027-03-09T21:00:00Z');
  const closed = await finds(ann, 'home', `${POOL}: `);
  reads(closed, 'with the right fix', `Team 1 (${ann.name}, ${mia.name} staff)`);
  await press(ann, closed, 'My result', 'of 100');
  await press(olga, closed, 'Debrief', 'The cause', 'What follows');
}

/** A post-mortem: handed in, commented, handed in again, approved. */
export async function walkToReview({ olga, ann, mia }: Stage): Promise<void> {
  const root = await finds(ann, 'home', 'Team 1 investigates');
  const last = await findsInThread(ann, root, 'The debrief lays your path');
  const handIn = async (fields: Record<string, string>) => {
    const draft = await press(ann, last, 'Post-mortem', 'Post-mortem');
    await send(await ann.press(draft, 'Fill it in'), fields, 'It waits for a mentor');
  };
  await handIn({ cause: 'a lock held at the *fork*' });
  expect(await refused(ann.command('debug reviews'))).toContain('for the mentors');
  const read = async () => choose(olga, await olga.command('debug reviews'), POOL, 'Post-mortem');
  const shown = await read();
  const said = await send(await olga.press(shown, 'Comment'), { words: 'Who was hurt?' }, 'Your comment is with them');
  await press(olga, said, 'All reviews', 'No post-mortem of The Walk waits');
  await hears(ann, 'Who was hurt?');
  await hears(mia, 'Who was hurt?');
  await handIn({ impact: 'All orders of a lunch.' });
  await press(olga, await read(), 'Approve', 'Approved.');
}
