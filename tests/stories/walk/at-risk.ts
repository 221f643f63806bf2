import { expect } from 'vitest';
import { choose, fills, hears, press, reads, send } from './looking.ts';
import type { Stage } from './stage.ts';

/** A mentor sees who is slipping, reads a nudge before it goes out, and writes it anew. */
export async function walkToRisk({ mia, ann }: Stage): Promise<void> {
  const list = reads(await mia.command('at-risk'), 'At risk · The Walk', ann.name, 'a question unanswered');
  const preview = await choose(mia, list, ann.name, `To ${ann.name}`, 'has had no answer yet');
  const form = fills(await mia.press(preview, 'Write it myself'));
  expect(form.fields[0]?.value).toContain('has had no answer yet');
  const sent = await send(form, { words: 'Your question is not forgotten.' }, `Sent to ${ann.name}`);
  await press(mia, sent, 'Back to the list', 'At risk · The Walk', 'nudged');
  await hears(ann, 'Your question is not forgotten.');
}
