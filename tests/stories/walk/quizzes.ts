import { expect } from 'vitest';
import { RIGHT } from './curriculum.ts';
import { choose, fills, finds, letterOf, press, reads, refused } from './looking.ts';
import type { Person, ShownMessage, Stage } from './stage.ts';

/** Answers the question that is shown, rightly, in the form its kind wants; returns its title and what comes next. */
export async function answer(person: Person, shown: ShownMessage): Promise<{ title: string; next: ShownMessage }> {
  const title = / of \d+ · (.*)$/m.exec(shown.words)?.[1]?.trim() ?? '';
  const right = RIGHT[title];
  // Items of other sessions are short answers.
  if (shown.buttons.includes('Answer')) {
    const form = fills(await person.press(shown, 'Answer'));
    return { title, next: reads(await form.send({ answer: right?.[0] ?? '4' })) };
  }
  if (right === undefined) throw new Error(`an unknown question "${title}" in:\n${shown.words}`);
  const letters = right.map((words) => letterOf(shown, words));
  let next = shown;
  for (const letter of letters) next = await press(person, next, letter);
  return { title, next: next.buttons.includes('Submit') ? await press(person, next, 'Submit') : next };
}

/** Practice alone, twice, so that every kind is asked; by somebody in no cohort, from whom nothing that is planned is held back. */
export async function walkToPractice({ olga }: Stage): Promise<void> {
  const titles = new Set<string>();
  let shown = reads(await olga.command('quiz start', { session: 1 }), '1 of 5');
  for (const again of [true, false]) {
    for (let at = 1; at <= 5; at += 1) {
      const { title, next } = await answer(olga, shown);
      titles.add(title);
      reads(next, 'Right', 'Because.');
      shown = await press(olga, next, at < 5 ? 'Next' : 'How it went', at < 5 ? `${at + 1} of 5` : '5 of 5');
    }
    if (again) shown = await press(olga, shown, 'Another round', '1 of 5');
  }
  expect([...titles].toSorted()).toEqual(Object.keys(RIGHT).toSorted());
}

/** Takes the round that stands in the channel to its end, and returns the titles of its questions; says before answers how sure they are, one of these words after the other. */
export async function takeRound(person: Person, words: readonly string[] = []): Promise<string[]> {
  const round = await finds(person, 'home', 'Round ·');
  let shown = await press(person, round, 'Start', '1 of 6');
  const all = await press(person, shown, 'All questions', '0 of 6 answered');
  shown = await choose(person, all, '2 · ', '2 of 6');
  const titles: string[] = [];
  let said = 0;
  for (let asked = 0; asked < 6; asked += 1) {
    const word = words[said % words.length];
    if (word !== undefined && shown.buttons.includes(word)) {
      shown = await press(person, shown, word);
      said += 1;
    }
    const { title, next } = await answer(person, shown);
    titles.push(title);
    shown = reads(next, 'Kept: ');
  }
  reads(shown, 'You are done');
  return titles;
}

/** The round of the session and another one of the mentor's, to their results: every kind of item is answered. */
export async function walkToRounds({ olga, mia, ann, ben, travelTo }: Stage): Promise<void> {
  const first = await takeRound(ann);
  await takeRound(ben);
  reads(await mia.command('quiz results'), 'Open · ', 'Finished');
  await travelTo('2027-03-05T20:31:00Z');
  const closed = await finds(ann, 'home', ': 2 of 2 took part');
  reads(closed, ann.name, ben.name);
  const looked = await press(olga, closed, 'Look at the questions', '1 of 6', 'The answer');
  await press(olga, looked, 'Next', '2 of 6', 'The answer');
  // In the playground she is in the demo cohort, too, which has one of the questions before it.
  const result = await press(ann, closed, 'My result', 'You got');
  expect(result.words).toMatch(/You got (?:6 of 6|5 of 5)\./);

  const posted = reads(await mia.command('quiz post', { session: 1 }), 'is open in');
  await press(mia, posted, 'Results', 'Started');
  const second = await takeRound(ann);
  expect([...new Set([...first, ...second])].toSorted()).toEqual(Object.keys(RIGHT).toSorted());
  await travelTo('2027-03-06T20:45:00Z');
  await finds(ann, 'home', '1 of 2 took part');
  reads(await mia.command('quiz results'), 'Results · ', '100 % right (1 of 1)');
}

/** The self-test from the claims to what it says, in six sittings; by somebody to whom nothing that is planned is near. */
export async function walkToSelftest({ olga, mia }: Stage): Promise<void> {
  const claims = await press(olga, await olga.command('selftest'), '2', '☑ 2.');
  let shown = await press(olga, claims, 'Begin', '1 of 30');
  for (let done = 1; done <= 30; done += 1) {
    const { next } = done <= 6 ? await answer(olga, shown) : { next: await press(olga, shown, "I don't know") };
    shown = next;
    if (done === 10) shown = reads(await olga.command('selftest'), 'Your self-test', '10 of 30');
    if (done % 5 === 0 && done < 30) shown = await press(olga, shown, 'The next 5', `${done + 1} of 30`);
  }
  reads(shown, 'That was the last one', 'Where you stand');
  const sign = await choose(olga, shown, 'Some', 'Where it is taught');
  const result = await press(olga, sign, 'Back', 'Where you stand');
  await press(olga, result, 'Let my mentors see this', 'may see this');
  expect(await refused(mia.command('selftest', { member: { person: olga } }))).toContain('people of their own cohort');
}
