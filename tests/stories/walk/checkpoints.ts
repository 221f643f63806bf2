import { expect } from 'vitest';
import { POOL } from './curriculum.ts';
import { choose, fills, hears, press, reads, refused, send } from './looking.ts';
import type { Stage } from './stage.ts';

/** Checkpoints: asked for with evidence, verified by the guide, asked for more, signed off, withdrawn. */
export async function walkToCheckpoints({ cy, mia }: Stage): Promise<void> {
  const all = reads(await cy.command('checkpoint show'), 'Checkpoints: 0 of 11 signed off');
  const area = await choose(cy, all, '1. Some', 'What counts as evidence', 'Other');
  const form = fills(await cy.press(area, 'Ask for a sign-off'));
  expect(form.fields.map(({ name }) => name)).toEqual(['area', 'words', 'links']);
  const asked = await send(
    form,
    { words: 'I *found* it. @everyone', links: 'https://example.org/it' },
    'The mentors of The Walk have it',
    'I *found* it. @everyone',
    'https://example.org/it',
  );
  await choose(cy, asked, POOL, 'Added.', 'Scenario run');
  expect(await refused(cy.command('checkpoint waiting'))).toContain('for the mentors');

  const waiting = reads(await mia.command('checkpoint waiting'), 'Checkpoints that wait: 1', cy.name);
  const opened = await choose(mia, waiting, cy.name, 'I *found* it. @everyone', 'Scenario run');
  const guide = await press(mia, opened, 'I’ll verify it', 'The verification: 0 of 4 done', 'Because.');
  const back = await press(mia, guide, 'Give it back', 'Checkpoints that wait: 1');
  const again = await press(mia, await choose(mia, back, cy.name), 'I’ll verify it', '0 of 4 done');
  const ticked = await press(mia, again, '☐ 2', '1 of 4 done');
  const more = fills(await mia.press(ticked, 'Ask for more'));
  await send(more, { words: 'On which version?' }, 'is asked for more');

  const missing = await hears(cy, 'On which version?');
  await send(await cy.press(missing, 'Add evidence'), { words: 'On 3.13.' }, 'Added.', 'On 3.13.');
  await hears(mia, 'has added evidence');
  const there = reads(await mia.command('checkpoint waiting'), `with ${mia.name}`);
  const reopened = await choose(mia, there, cy.name, '1 of 4 done', 'On 3.13.');
  await send(await mia.press(reopened, 'Sign it off'), { words: 'Down to the *counts*.' }, 'Signed off');
  await hears(cy, 'has signed off your checkpoint');
  reads(await cy.command('progress'), 'Checkpoints: 1 of 11 signed off', mia.name);

  const typed = fills(await cy.command('checkpoint request', { area: '2' }));
  const second = await send(typed, { words: 'More of it.' }, 'The mentors of The Walk have it');
  await press(cy, second, 'Withdraw it', 'Withdrawn.');
}
