import { expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { type Packet, packetBlocks, packetPicture } from '../../../src/features/mentoring/packet.ts';
import { misconceptionsIn } from '../../../src/features/quizzes/learned.ts';
import { plainly } from '../../../src/features/scenarios/letters.ts';
import { plain } from '../../support/platform.ts';

const curriculum = loadCurriculum('curriculum');
const now = Temporal.Instant.from('2026-11-24T09:00Z');
const item = [...curriculum.items.values()].find((one) => misconceptionsIn(one).length > 0);
if (item === undefined) throw new Error('no item gives a belief away');
const [belief = ''] = misconceptionsIn(item);

const packet: Packet = {
  name: 'Ann',
  learned: [{ round: 'r', kind: 'practice', item, right: false, beliefs: [belief], answeredAt: now }],
  scenarios: [{ title: 'The pool', score: 68, path: ['Read the log', 'Dump the threads', 'c', 'd', 'e', 'f', 'g'] }],
  leeches: [
    { of: 'item', title: 'The cell', misses: 7 },
    { of: 'belief', title: 'Lists are copied', misses: 5 },
  ],
  sessions: { present: 3, madeUp: 1, over: 5 },
  clock: { zone: 'Asia/Kolkata', isOwn: true },
  talks: [{ question: 'Why?' }],
  answers: [{ question: 'How?', answer: 'So.', isSame: true }],
};

it('shows what was missed last with the belief behind it, and where somebody is weak', () => {
  const alt = packetPicture(packet, curriculum)?.alt ?? '';
  expect(alt).toContain(plainly(item.title));
  expect(alt).toContain(`Believes: ${plainly(curriculum.misconceptions.get(belief)?.belief ?? '').slice(0, 20)}`);
  expect(alt).toContain(`${plainly(curriculum.skills.get(item.skill)?.title ?? '')}, 0 of 1`);
});

it('is no picture where nothing was answered', () => {
  expect(packetPicture({ ...packet, learned: [] }, curriculum)).toBeUndefined();
});

it('tells the rest in lines, and nothing of what is not known', () => {
  const words = packetBlocks(packet, now).length > 0 ? plain({ kind: 'view', blocks: packetBlocks(packet, now) }) : '';
  expect(words).toContain('There at 3 of 5 sessions, 1 made up.');
  expect(words).toContain('Keeps missing **The cell**: 7 times.');
  expect(words).toContain('Keeps believing “Lists are copied”: 5 times.');
  expect(words).toContain(
    'Scenario **The pool**: 68 of 100. Their path: Read the log → Dump the threads → c → d → e → f, and 1 more step.',
  );
  expect(words).toContain('For them it is 14:30.');
  expect(words).toContain('You have helped them before: “Why?”');
  expect(words).toContain('What solved “How?” for somebody with the same belief: So.');
  const nothing = {
    ...packet,
    leeches: [],
    scenarios: [],
    sessions: { present: 0, madeUp: 0, over: 0 },
    clock: { zone: 'Europe/Berlin', isOwn: false },
    talks: [],
    answers: [],
  };
  expect(plain({ kind: 'view', blocks: packetBlocks(nothing, now) })).toBe(
    '**About Ann**, for your eyes:\nFor them it is 10:00, if they live by the cohort’s clock.',
  );
});
