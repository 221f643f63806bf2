import { expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { type Packet, packetBlocks, packetPicture } from '../../../src/features/mentoring/packet.ts';
import { misconceptionsIn } from '../../../src/features/quizzes/learned.ts';
import { plain } from '../../support/platform.ts';

const curriculum = loadCurriculum('curriculum');
const now = Temporal.Instant.from('2026-11-24T09:00Z');
const item = [...curriculum.items.values()].find((one) => misconceptionsIn(one).length > 0);
if (item === undefined) throw new Error('no item gives a belief away');
const [belief = ''] = misconceptionsIn(item);

const packet: Packet = {
  name: 'Ann',
  learned: [{ round: 'r', kind: 'practice', item, right: false, beliefs: [belief], answeredAt: now }],
  scenarios: [{ title: 'The pool', score: 68, moves: 12 }],
  leeches: [{ title: 'The cell', misses: 7 }],
  sessions: { present: 3, over: 5 },
  zone: 'Asia/Kolkata',
  talks: [{ question: 'Why?' }],
  answers: [{ question: 'How?', answer: 'So.' }],
};

it('shows what was missed last with the belief behind it, and where somebody is weak', () => {
  const alt = packetPicture(packet, curriculum)?.alt ?? '';
  expect(alt).toContain(item.title);
  expect(alt).toContain(curriculum.misconceptions.get(belief)?.belief.slice(0, 20));
  expect(alt).toContain(`${curriculum.skills.get(item.skill)?.title}, 0 of 1`);
});

it('is no picture where nothing was answered', () => {
  expect(packetPicture({ ...packet, learned: [] }, curriculum)).toBeUndefined();
});

it('tells the rest in lines, and nothing of what is not known', () => {
  const words = packetBlocks(packet, now).length > 0 ? plain({ kind: 'view', blocks: packetBlocks(packet, now) }) : '';
  expect(words).toContain('There at 3 of 5 sessions.');
  expect(words).toContain('Keeps missing **The cell**: 7 times.');
  expect(words).toContain('Scenario **The pool**: 68 of 100, in 12 moves.');
  expect(words).toContain('For them it is 14:30.');
  expect(words).toContain('You have helped them before: “Why?”');
  expect(words).toContain('What solved “How?” for somebody: So.');
  const nothing = {
    ...packet,
    leeches: [],
    scenarios: [],
    sessions: { present: 0, over: 0 },
    zone: undefined,
    talks: [],
    answers: [],
  };
  expect(packetBlocks(nothing, now)).toEqual([]);
});
