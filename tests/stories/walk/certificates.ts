import { expect } from 'vitest';
import { fills, finds, hears, press, reads, refused, send } from './looking.ts';
import type { Stage } from './stage.ts';

/** A certificate is made of what its holder agrees to, taken back, made anew and revoked; graduation names who agreed. */
export async function walkToCertificates({ olga, ben, cy }: Stage): Promise<void> {
  reads(await cy.command('certificate show'), 'There is one when your capstone is assessed');
  const offered = reads(await ben.command('certificate show'), 'you can have a certificate', 'does not name you');
  await press(ben, offered, 'Name me at graduation', 'you are named when The Walk graduates');
  const form = fills(await ben.press(offered, 'Make it'));
  const made = await send(
    form,
    { name: 'Benjamin *B.*', capstone: 'Show it', points: 'Leave it out', checkpoints: 'Leave it out' },
    'https://pythia.example.org/certificate/',
  );
  await press(ben, made, 'Take it back', 'It is taken back');
  const anew = fills(await ben.press(reads(await ben.command('certificate show')), 'Make it'));
  await send(
    anew,
    { name: 'Ben', capstone: 'Leave it out', points: 'Show it', checkpoints: 'Show it' },
    'Anybody who has',
  );

  reads(await olga.command('organise graduate'), 'Graduation is posted');
  reads(await finds(cy, 'home', 'The Walk graduates'), 'Congratulations to');
  expect(await refused(cy.command('organise graduate'))).toContain('for organisers');
  const revoking = { member: { person: ben }, reason: 'It was *copied*.' } as const;
  reads(await olga.command('organise revoke-certificate', revoking), 'is revoked');
  reads(await hears(ben, 'have revoked your certificate'), 'It was *copied*.');
}
