import { expect, it } from 'vitest';
import { type InvestigationRow, isDebriefOpen } from '../../../src/features/scenarios/investigation.ts';

const at = (words: string) => Temporal.Instant.from(`2026-11-24T${words}:00Z`);
const isOpen = (closesAt: string | null, closedAt: string | null, now: string) =>
  isDebriefOpen(
    { row: { closesAt: closesAt && at(closesAt), closedAt: closedAt && at(closedAt) } as unknown as InvestigationRow },
    at(now),
  );

it('opens the debrief of an investigation alone at its end, and no sooner', () => {
  expect(isOpen(null, null, '18:00')).toBe(false);
  expect(isOpen(null, '17:00', '18:00')).toBe(true);
});

it("opens the debrief of a cohort's incident when that closes, whoever is done sooner", () => {
  expect(isOpen('18:00', '17:00', '17:59')).toBe(false);
  expect(isOpen('18:00', null, '18:00')).toBe(true);
});
