import { RIGHT } from './curriculum.ts';
import { fills, getsFile, letterOf, press, reads } from './looking.ts';
import { answer } from './quizzes.ts';
import type { Person, ShownMessage, Stage } from './stage.ts';

/** Answers the question that is shown, wrongly, in the form its kind wants. */
async function miss(person: Person, shown: ShownMessage): Promise<ShownMessage> {
  const title = / of \d+ · (.*)$/m.exec(shown.words)?.[1]?.trim() ?? '';
  if (shown.buttons.includes('Answer'))
    return reads(await fills(await person.press(shown, 'Answer')).send({ answer: '7' }));
  const letters = shown.buttons.filter((label) => /^[A-H]$/.test(label));
  if (title === 'A right order') {
    let next = shown;
    // They never stand in the right order.
    for (const letter of letters) next = await press(person, next, letter);
    return press(person, next, 'Submit');
  }
  const right = (RIGHT[title] ?? []).map((words) => letterOf(shown, words));
  const wrong = letters.find((letter) => !right.includes(letter)) ?? '';
  const next = await press(person, shown, wrong);
  return next.buttons.includes('Submit') ? press(person, next, 'Submit') : next;
}

/** Somebody misses what takes more than one press, reviews the cards that are made of it, and chooses when they are asked. */
export async function walkToCards({ olga, travelTo }: Stage): Promise<void> {
  let shown = reads(await olga.command('quiz start', { session: 1 }), '1 of 5');
  // Whole rounds, until something that is typed and something that takes several presses was missed.
  const missed = { typed: false, pressed: false };
  for (let at = 1; ; at += 1) {
    const isTyped = shown.buttons.includes('Answer');
    const isLong = isTyped || shown.words.includes('then submit');
    const kind = isTyped ? 'typed' : 'pressed';
    // Once each: what is missed a second time comes back tomorrow, and not in today's review.
    const isMissed = isLong && !missed[kind];
    const next = isMissed ? reads(await miss(olga, shown), 'Not quite') : (await answer(olga, shown)).next;
    if (isMissed) missed[kind] = true;
    shown = await press(olga, next, at % 5 === 0 ? 'How it went' : 'Next');
    if (at % 5 !== 0) continue;
    if (missed.typed && missed.pressed) break;
    shown = await press(olga, shown, 'Another round', '1 of 5');
  }
  reads(await olga.command('quiz start', { only: 'missed' }), '1 of ');

  // What was missed in two rounds comes back a day later only.
  await travelTo('2027-03-02T12:00:00Z');
  shown = reads(await olga.command('review'), 'Review, 1 of ', 'Missed in practice');
  while (!shown.words.includes('Done for today')) {
    // A belief that she gave away twice is asked without letters.
    shown = shown.buttons.includes('Show the answer')
      ? await press(olga, await press(olga, shown, 'Show the answer', 'How did it go?'), "I didn't", 'It comes back')
      : reads(await miss(olga, shown), 'Because.', 'It comes back');
    shown = await press(olga, shown, 'Next');
  }
  await press(olga, shown, 'My memory', 'What you remember', 'You would know now');
  const when = reads(await olga.command('review', { days: 'mon-fri', at: '8:30', zone: 'Europe/Prague' }), '08:30');
  await press(olga, when, 'Pause', 'Cards wait, and none is lost');
}

/** An incident that was given up comes back: he thinks of its cause, looks, and says how it went. */
export async function walkToRecall({ ben }: Stage): Promise<void> {
  let shown = reads(await ben.command('review'), 'Review, 1 of');
  while (!shown.buttons.includes('Show the answer'))
    shown = await press(ben, await press(ben, shown, "I don't know"), 'Next');
  const told = await press(ben, shown, 'Show the answer', 'How did it go?');
  await press(ben, told, 'With effort', 'It comes back');
}

/** What is kept about somebody: seen, taken along, another name on boards, a deletion that is taken back. */
export async function walkToPrivacy({ ann, olga }: Stage): Promise<void> {
  const kept = reads(await ann.command('privacy'), 'What I keep about you', 'by your name');
  await getsFile(ann, await press(ann, kept, 'My data as a file', 'explains itself'), /^my-data\.json$/);
  const form = fills(await ann.press(kept, 'Another name on boards'));
  const named = reads(await form.send({ name: 'Blue Heron' }), 'as “Blue Heron”');
  reads(await olga.command('leaderboard'), 'Blue Heron');
  const asked = await press(ann, named, 'Delete me', 'Counted without you');
  const back = await press(ann, asked, 'Back', 'What I keep about you');
  const sure = await press(ann, await press(ann, back, 'Delete me'), 'Go on', 'Are you sure?');
  const going = await press(ann, sure, 'Delete me for good', 'You are deleted');
  await press(ann, going, 'Keep me', 'nothing was deleted');
}
