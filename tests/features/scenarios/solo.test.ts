import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseCurriculum } from '../../../src/curriculum/load.ts';
import { letteredFixes } from '../../../src/features/scenarios/letters.ts';
import { filesOf, smallCurriculum } from '../../curriculum/builder.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { scenarioData, scenarioPictures, scenarioSources } from './fixture.ts';
import {
  actAll,
  ada,
  ben,
  causesOf,
  createStage,
  cy,
  dee,
  deploy,
  diagnose,
  letterOf,
  NEEDS,
  pinAll,
  runOf,
  type Stage,
  stranger,
  WAY,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.failures).toEqual([]));

describe('an investigation alone', () => {
  it('goes from the page to the debrief, and earns points once', async () => {
    const begun = await stage.command(ada, 'debug start', { scenario: 'stuck-pool' });
    expect(begun.text).toContain('No job done for 10 minutes.');
    const board = (await stage.press(ada, begun.view, 'Begin')).view;
    expect(plain(board)).toContain('0 of 30 minutes');

    const stopped = await stage.choose(ada, board, 'What do you do against the harm?', 'roll-back');
    expect(stopped.text).toBe(
      '**Roll back the release** (3 minutes): Jobs are done again.\nThe harm is stopped. The cause is still there: find it.\n[Board] [Case file]',
    );
    const calm = (await stage.press(ada, stopped.view, 'Board')).view;
    expect(plain(calm)).toContain('Against the harm: **Roll back the release**. Jobs are done again.');
    expect(plain(calm)).not.toContain('What do you do against the harm?');

    const evidence = await stage.choose(ada, calm, 'What do you do?', 'threads');
    expect(evidence.text).toContain('Thread 1 (most recent call first)');
    const looked = await actAll(stage, ada, (await stage.press(ada, evidence.view, 'Board')).view, ['parent', 'lock']);
    expect(plain(looked)).toContain('13 of 30 minutes');
    expect(plain(looked)).toContain('A second host stops, too.');

    const lookedAt = (await stage.choose(ada, looked, 'Look again at…', 'lock')).view;
    expect(plain(lookedAt)).toContain('**1 clue noted** in your case file');
    const noted = (await stage.press(ada, lookedAt, 'Pin 1')).view;
    expect(plain(noted)).toContain('📌');
    expect(plain(noted)).not.toContain('[Pin 1]');
    const onBoard = (await stage.press(ada, noted, 'Board')).view;
    expect(plain(onBoard)).toContain('1 pinned of 3 clues seen');
    const pinned = await pinAll(stage, ada, onBoard, NEEDS.slice(0, 2));
    expect(plain(pinned)).toContain('3 pinned of 3 clues seen');
    const form = (await stage.press(ada, pinned, 'Hypothesis')).modal;
    const cause = form.fields.find((field) => field.kind === 'choice' && field.name === 'cause');
    const options = cause?.kind === 'choice' ? cause.options : [];
    const wanted = letterOf(stage.scenario, runOf(pinned), 'fork');
    const value = options.find(({ label }) => label.startsWith(`${wanted} `))?.value ?? '';
    const guessed = await stage.fill(ada, form, { cause: value, sure: '70', words: 'the *lock*' });
    expect(guessed.text).toContain(`Written down: **${wanted}**, 70 %.`);

    const found = await diagnose(stage, ada, guessed.view, 'fork');
    expect(plain(found)).toContain('That is the cause**: first try, ');
    const failed = await deploy(stage, ada, found, 'rlock');
    expect(plain(failed)).toContain('It still hung with rlock.');
    const again = (await stage.press(ada, failed, 'Board')).view;
    const ended = await deploy(stage, ada, again, 'spawn');
    expect(plain(ended)).toContain('**94 of 100**');
    expect(plain(ended)).toContain('It ran for a day.');
    expect(plain(ended)).toContain('That is 56 points on the board, 94 % of the 60 that an investigation can earn.');

    expect(plain(ended)).toContain('Cause: 35 of 35: right at once, 3 of 3 needed clues cited');
    expect(plain(ended)).toContain('The harm: 6 of 6: stopped at minute 3');

    expect(plain(ended)).toContain('Fix: 18 of 24: held after 1 that failed');
    const path = (await stage.press(ada, ended, 'Your path')).text;
    expect(path).toContain('**The harm**\n- ✓ minute 3, **Roll back the release**: Jobs are done again.');
    expect(path).toContain('**You proved it**');
    expect(path).toContain('No look was a dead end.');
    expect(path).toContain('✓ minute 4, **Do threads** (4):');
    expect(path).toContain('Brier score 0.09');
    expect((await stage.press(ada, ended, 'The cause')).text).toContain('`os.fork` copies memory');
    expect((await stage.press(ada, ended, 'What follows')).text).toContain(
      '[threading](https://docs.python.org/3/library/threading.html)',
    );
    expect(await stage.points()).toEqual({ Ada: 56 });
    expect((await stage.command(ada, 'progress')).text).toContain('Scenarios: 1 finished, 1 fixed, 94 of 100');
  });

  it('again is practice: it is scored and earns nothing', async () => {
    const begun = (await stage.command(ada, 'debug start', { scenario: 'The pool that stops at lunch' })).view;
    const board = (await stage.press(ada, begun, 'Begin')).view;
    const found = await diagnose(stage, ada, board, 'fork');
    const ended = await deploy(stage, ada, found, 'spawn');
    expect(plain(ended)).toContain('**33 of 100**');
    expect(plain(ended)).toContain('A scenario earns points once');
    expect(await stage.points()).toEqual({ Ada: 56 });
    expect((await stage.command(ada, 'debug list')).text).toContain('**The pool that stops at lunch** · 94 of 100');
  });

  it('shows what is long as a file with its first lines, and a picture with its words', async () => {
    const begun = (await stage.command(cy, 'debug start')).view;
    const board = (await stage.press(cy, begun, 'Begin')).view;
    const long = (await stage.choose(cy, board, 'What do you do?', 'strace')).view;
    const file = long.blocks.find((block) => block.kind === 'file');
    expect(file).toMatchObject({ name: 'strace.txt', content: expect.stringMatching(/^futex[\s\S]{2500,}$/) });
    expect(plain(long)).toMatch(/⋮\n\*\d+ more lines in the file/);
    const next = (await stage.press(cy, long, 'Board')).view;
    const drawn = (await stage.choose(cy, next, 'What do you do?', 'memory')).view;
    expect(drawn.blocks.find((block) => block.kind === 'picture')).toMatchObject({ alt: 'Memory is flat.' });
    expect(plain(drawn)).toContain('News after 8 minutes');
  });

  it('is found again as it was left, by a bot that has nothing in memory', async () => {
    const board = (await stage.command(cy, 'debug resume')).view;
    expect(plain(board)).toContain('8 of 30 minutes');
    const looked = await stage.choose(cy, board, 'Look again at…', 'memory');
    expect(looked.text).toContain('flat at 80 MB');
    expect(plain((await stage.press(cy, looked.view, 'Board')).view)).toContain('8 of 30 minutes');
  });

  it('counts an event that is delivered twice, and a double click, once', async () => {
    const board = (await stage.command(cy, 'debug resume')).view;
    const once = await stage.choose(cy, board, 'What do you do?', 'log');
    const state = { ...controlOf(board, 'What do you do?').action.state, action: 'log' };
    const person = { manages: false, roles: [], locale: 'en-GB', ...cy };
    const place = { platform: 'test', workspace: 'w', channel: 'lobby' };
    const again = { id: once.eventId, place, person, action: { route: 'debug.act', state } };
    const reply = await stage.handler.handle(again).reply;
    expect(reply.kind === 'view' && plain(reply)).toContain('the last line');
    const clicked = await stage.choose(cy, board, 'What do you do?', 'log');
    expect(refusalOf(clicked)).toContain('That has been done already');
    expect((await stage.command(cy, 'debug resume')).text).toContain('10 of 30 minutes');
    const claims = await causesOf(stage, cy, board);
    const letter = letterOf(stage.scenario, runOf(board), 'leak');
    const asked = (await stage.press(cy, claims, letter)).view;
    const wrong = await stage.press(cy, asked, `It is ${letter}`);
    expect(wrong.text).toContain('You have seen what speaks against it: The observation called flat.');
    expect(refusalOf(await stage.press(cy, asked, `It is ${letter}`))).toContain('decided before');
  });

  it('says what is missing when there is no time left', async () => {
    let board = (await stage.command(cy, 'debug resume')).view;
    board = await actAll(stage, cy, board, ['restart', 'profile', 'threads', 'lock']);
    expect(plain(board)).toContain('There is no time left for another look');
  });

  it('gives hints for points when they are asked for twice', async () => {
    const board = (await stage.command(cy, 'debug resume')).view;
    const asked = await stage.press(cy, board, 'Hint');
    expect(asked.text).toContain('A hint costs 3 points');
    expect((await stage.press(cy, asked.view, 'Show it')).text).toContain('Look at both sides.');
  });

  it('ends with the score it has when somebody gives up', async () => {
    const board = (await stage.command(cy, 'debug resume')).view;
    const asked = (await stage.press(cy, board, 'Give up')).view;
    const ended = await stage.press(cy, asked, 'Give up');
    expect(ended.text).toContain('Handed over without a fix: **0 of 100**');
    expect(await stage.points()).toEqual({ Ada: 56 });
    const after = await stage.choose(cy, board, 'Look again at…', 'memory');
    expect(after.reply.kind).toBe('view');
    expect((await stage.press(cy, board, 'Diagnose')).text).toContain('Handed over without a fix');
    expect((await stage.command(cy, 'debug resume')).text).toContain('You have nothing open.');
  });

  it('goes on to the fixes without the cause when somebody insists', async () => {
    const begun = (await stage.command(ben, 'debug start', { scenario: 'stuck-pool' })).view;
    const board = (await stage.press(ben, begun, 'Begin')).view;
    const wrong = await diagnose(stage, ben, board, 'network');
    expect(plain(wrong)).toContain('Nothing you have seen so far speaks against it');
    const causes = (await stage.press(ben, wrong, 'Diagnose')).view;
    const asked = (await stage.press(ben, causes, 'Go on without it')).view;
    const fixes = (await stage.press(ben, asked, 'Go on without it')).view;
    expect(plain(fixes)).toContain('What do you deploy?');
    const ended = await deploy(stage, ben, (await stage.press(ben, fixes, 'Board')).view, 'spawn');
    expect(plain(ended)).toContain('**24 of 100**');
  });

  it('is open to somebody who is in no cohort, and earns nothing there', async () => {
    const begun = (await stage.command(stranger, 'debug start', { scenario: 'stuck-pool' })).view;
    const board = (await stage.press(stranger, begun, 'Begin')).view;
    const found = await diagnose(stage, stranger, board, 'fork');
    const ended = await deploy(stage, stranger, found, 'spawn');
    const written = await stage.press(stranger, ended, 'Post-mortem');
    expect(written.text).toContain('nobody reviews it');
    expect((await stage.points())['Sam']).toBeUndefined();
  });
});

describe('a button', () => {
  it('of somebody else does nothing and says it is none of one’s own', async () => {
    const begun = (await stage.command(dee, 'debug start', { scenario: 'stuck-pool' })).view;
    const board = (await stage.press(dee, begun, 'Begin')).view;
    const foreign = await stage.choose(ada, board, 'What do you do?', 'log');
    expect(refusalOf(foreign)).toContain('no investigation of yours');
    expect((await stage.command(dee, 'debug resume')).text).toContain('0 of 30 minutes');
  });

  it('of an investigation that never was says the same as of somebody else’s', async () => {
    const begun = (await stage.command(dee, 'debug resume')).view;
    const nothing = await stage.command(ada, 'debug.board', { run: 'abcdefghijkm', of: 'solo' });
    const foreign = await stage.command(ada, 'debug.board', { run: runOf(begun), of: 'solo' });
    expect(refusalOf(nothing)).toBe(refusalOf(foreign));
    expect(refusalOf(await stage.command(ada, 'debug.board', { run: 'A B', of: 'solo' }))).toContain(
      'does not name an investigation',
    );
  });

  it('of content that has changed is ignored, and the investigation goes on', async () => {
    const board = (await stage.command(dee, 'debug resume')).view;
    const { curriculum } = stage.services;
    const data = scenarioData();
    data.actions[0].id = 'journal';
    data.clues[0].seen_in = ['journal'];
    data.title = 'The pool that rests';
    const files = filesOf({ ...smallCurriculum(), ...scenarioSources('stuck-pool', data) });
    stage.services.curriculum = parseCurriculum(files, scenarioPictures());
    expect(refusalOf(await stage.choose(dee, board, 'What do you do?', 'log'))).toContain('has changed');
    const after = await stage.command(dee, 'debug resume');
    expect(after.text).toContain('0 of 30 minutes');
    expect(after.text).toContain('has changed since you began');
    stage.services.curriculum = parseCurriculum(filesOf(smallCurriculum()));
    expect(refusalOf(await stage.choose(dee, board, 'What do you do?', 'log'))).toContain('has been withdrawn');
    expect((await stage.command(dee, 'debug list')).text).toContain('There are no scenarios yet');
    stage.services.curriculum = curriculum;
  });

  it('never says what is right: permuting the keys changes no view', async () => {
    const board = (await stage.command(dee, 'debug resume')).view;
    const shown = async () => {
      const causes = await causesOf(stage, dee, board);
      const again = (await stage.command(dee, 'debug resume')).view;
      const form = (await stage.press(dee, again, 'Hypothesis')).modal;
      return JSON.stringify([causes, form, (await stage.command(dee, 'debug resume')).view]);
    };
    const { curriculum } = stage.services;
    const before = await shown();
    const data = scenarioData();
    const [leak, , fork] = data.causes;
    const [needs, refuted] = [fork.needs, leak.refuted_by];
    Object.assign(leak, { right: true, needs });
    Object.assign(fork, { right: false, refuted_by: refuted, why: 'Some' });
    for (const key of ['refuted_by', 'why', 'misconception']) delete leak[key];
    delete fork.needs;
    const files = filesOf({ ...smallCurriculum(), ...scenarioSources('stuck-pool', data) });
    const other = parseCurriculum(files, scenarioPictures());
    const permuted = other.scenarios.get('stuck-pool');
    if (permuted === undefined) throw new Error('gone');
    stage.services.curriculum = {
      ...other,
      scenarios: new Map([['stuck-pool', { ...permuted, version: stage.scenario.version }]]),
    };
    expect(await shown()).toBe(before);
    stage.services.curriculum = curriculum;
  });

  it('for a fix says nothing of which one is right', async () => {
    const board = (await stage.command(dee, 'debug resume')).view;
    const found = await diagnose(stage, dee, board, 'fork');
    const fixes = (await stage.press(dee, found, 'Fixes')).view;
    for (const { tag, thing } of letteredFixes(stage.scenario, runOf(board))) {
      expect(JSON.stringify(fixes)).not.toContain(`"right"`);
      expect(tag).not.toContain(thing.id);
    }
    expect(plain(fixes)).toMatch(/\n {4}[-+]/);
  });
});

describe('the commands', () => {
  it('offer scenarios by session and title', async () => {
    const offered = async (typed: string) =>
      (await stage.complete(ada, 'debug start', 'scenario', { scenario: typed })).map(({ value }) => value);
    expect(await offered('')).toEqual(['stuck-pool']);
    expect(await offered('4')).toEqual(['stuck-pool']);
    expect(await offered('lunch')).toEqual(['stuck-pool']);
    expect(await offered('5')).toEqual([]);
  });

  it('say which scenarios there are when none is called so', async () => {
    const refused = await stage.command(ada, 'debug start', { scenario: 'stuck *pool*' });
    expect(refusalOf(refused)).toBe(
      'There is no scenario “stuck *pool*”. Choose one of: The pool that stops at lunch.',
    );
  });

  it('begin the next one that was not finished, and show the list when all were', async () => {
    expect((await stage.command(cy, 'debug start')).text).toContain('# Scenarios');
    const list = (await stage.command(cy, 'debug list')).view;
    const begun = await stage.choose(cy, list, 'Investigate alone', 'stuck-pool');
    expect(begun.text).toContain('No job done for 10 minutes.');
  });
});

it('needs no more than the shortest way to 100', async () => {
  const alone = await createStage();
  const begun = (await alone.command(ada, 'debug start', { scenario: 'stuck-pool' })).view;
  const board = (await alone.press(ada, begun, 'Begin')).view;
  const stopped = (await alone.choose(ada, board, 'What do you do against the harm?', 'roll-back')).view;
  const calm = (await alone.press(ada, stopped, 'Board')).view;
  const pinned = await pinAll(alone, ada, await actAll(alone, ada, calm, WAY), NEEDS);
  const ended = await deploy(alone, ada, await diagnose(alone, ada, pinned, 'fork'), 'spawn');
  expect(plain(ended)).toContain('**100 of 100**');
  expect(await alone.points()).toEqual({ Ada: 60 });
  await alone.close();
});
