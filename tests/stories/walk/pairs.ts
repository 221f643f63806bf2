import { finds, hears, press, reads } from './looking.ts';
import type { Stage } from './stage.ts';

/** Pairs are switched on, and people say when they can be met. Before the first session. */
export async function walkToPairing({ olga, ann, ben }: Stage): Promise<void> {
  const off = reads(await olga.command('pair rounds'), 'Pairs · The Walk', 'Nobody is paired.');
  await press(olga, off, 'Pairs', 'told in the next morning');
  reads(await ann.command('pair hours', { hours: '18-21', zone: 'Europe/Prague' }), '18:00 to 21:00, Europe/Prague');
  const away = reads(await ben.command('pair away', { until: '2027-03-20' }), '2027-03-20', 'you are away');
  await press(ben, away, 'I am back', 'you are paired');
  const wishes = reads(await ben.command('pair show'), 'Pairs, and you');
  const out = await press(ben, wishes, "Don't pair me", 'you want no pair');
  await press(ben, out, 'Pair me', 'you are paired');
}

/** The pairs of the first module: drawn again, told in the morning after its first session, and met. */
export async function walkToPairs({ olga, ann, ben, travelTo }: Stage): Promise<void> {
  const drawn = reads(await olga.command('pair rounds'), 'is drawn and told');
  await press(olga, drawn, 'Draw again', 'Drawn again.');
  await travelTo('2027-03-05T08:01:00Z');
  await hears(ann, 'You are a pair');
  const own = await press(ann, await finds(ann, 'home', 'The pairs for'), 'My pair', 'and you.');
  await press(ann, own, 'Why us?', 'You have not been together before');
  const partner = await press(ben, await finds(ben, 'home', 'The pairs for'), 'My pair', 'and you.');
  await press(ben, partner, 'We met', 'you met');
  reads(await olga.command('pair rounds'), '1 of 1 met');
}
