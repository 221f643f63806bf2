import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordIncident, recordTeam, recordTeammate } from '../../../src/features/scenarios/incidents/store.ts';
import { type Incident, investigationOf } from '../../../src/features/scenarios/investigation.ts';
import type { Move } from '../../../src/features/scenarios/moves.ts';
import { newInvestigation } from '../../../src/features/scenarios/playing.ts';
import { findLog, recordEnd, recordInvestigation, recordMove } from '../../../src/features/scenarios/store.ts';
import { ada, ben, cohort, createStage, cy, dee, mentor, type Stage } from './stage.ts';

let stage: Stage;
let incident: Incident;
beforeAll(async () => {
  stage = await createStage();
  const at = stage.now().round('millisecond');
  const wanted = { id: 'theincident', cohortId: cohort.id, scenario: 'stuck-pool', openedAt: at };
  const opening = await recordIncident(
    stage.services.db,
    { ...wanted, closesAt: at.add({ hours: 72 }), closedAt: null },
    4,
  );
  incident = opening.incident;
});
afterAll(() => stage.close());

const memberOf = ({ id }: { id: string }) => `test:w/${id}`;
const act = (action: string): Move => ({ kind: 'act', action });

function team(id: string) {
  const about = {
    workspaceId: 'test:w',
    cohortId: cohort.id,
    incidentId: incident.id,
    closesAt: incident.closesAt,
    openedAt: incident.openedAt,
  };
  return { ...newInvestigation(id, stage.scenario, about), kind: 'team', memberId: null } as const;
}

const joining = (actor: { id: string }, eventId: string) => ({
  incident,
  memberId: memberOf(actor),
  now: stage.now(),
  eventId,
});

async function investigation(id: string) {
  const log = await findLog(stage.services.db, id, memberOf(ada));
  const found = log && investigationOf(log, stage.services.curriculum);
  if (found === undefined) throw new Error('no such run');
  return found;
}

describe('people who press at the same time', () => {
  it('make teams with different numbers, and each is in one', async () => {
    const { db } = stage.services;
    const made = await Promise.all([
      recordTeam(db, team('teamone'), joining(ada, 'one')),
      recordTeam(db, team('teamtwo'), joining(ben, 'two')),
      recordTeam(db, team('teamthree'), joining(ada, 'three')),
    ]);
    expect(made.filter(({ outcome }) => outcome === 'elsewhere')).toHaveLength(1);
    const numbers = made.flatMap((one) => ('row' in one ? [`${one.row.id}:${one.row.number}`] : []));
    expect(new Set(numbers).size).toBe(2);
  });

  it('never make a team of five', async () => {
    const { db } = stage.services;
    const all = [cy, dee, mentor, { id: 'olga' }];
    await stage.command({ id: 'olga', name: 'Olga', manages: true }, 'cohort join', { cohort: cohort.id });
    const adas = (
      await stage.query(`select investigation_id as id from investigators where member_id = 'test:w/ada'`)
    )[0];
    const id = String(adas?.['id']);
    const joined = await Promise.all(all.map((actor) => recordTeammate(db, id, joining(actor, `join-${actor.id}`))));
    expect(joined.map(({ outcome }) => outcome).sort()).toEqual(['full', 'joined', 'joined', 'joined']);
    const roles = (await investigation(id)).at.roles;
    expect([...roles.keys()]).toEqual(['lead', 'investigator', 'scribe']);
    expect(roles.get('lead')).toBe('test:w/ada');
  });

  it('spend the minutes of one action once, in a team and alone', async () => {
    const { db } = stage.services;
    const adas = (
      await stage.query(`select investigation_id as id from investigators where member_id = 'test:w/ada'`)
    )[0];
    const id = String(adas?.['id']);
    const press = (actor: { id: string }, investigationId: string, kind: 'solo' | 'team', eventId: string) =>
      recordMove(db, { investigationId, memberId: memberOf(actor), move: act('log'), at: stage.now(), eventId }, kind);
    await Promise.all([press(ada, id, 'team', 'a'), press(ada, id, 'team', 'a'), press(ada, id, 'team', 'b')]);
    expect((await investigation(id)).at.spent).toBe(2);
    const alone = { ...newInvestigation('alone', stage.scenario, { ...team('x'), incidentId: null, closesAt: null }) };
    await recordInvestigation(db, { ...alone, kind: 'solo', memberId: memberOf(ada), number: null });
    await Promise.all([press(ada, 'alone', 'solo', 'c'), press(ada, 'alone', 'solo', 'd')]);
    expect((await investigation('alone')).at.spent).toBe(2);
    expect(await press(ben, 'alone', 'solo', 'e')).toMatchObject({ isMine: false, outcome: 'closed' });
    expect(await press(ben, 'none', 'solo', 'f')).toBeUndefined();
  });

  it('begin one run alone of one scenario, however often they press', async () => {
    const { db } = stage.services;
    const begin = (id: string) =>
      recordInvestigation(db, {
        ...newInvestigation(id, stage.scenario, { ...team('x'), incidentId: null, closesAt: null }),
        kind: 'solo',
        memberId: memberOf(cy),
        number: null,
      });
    const begun = await Promise.all([begin('first'), begin('second'), begin('first')]);
    expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
    expect(await stage.query(`select 1 from investigations where member_id = '${memberOf(cy)}'`)).toHaveLength(1);
  });

  it('end an investigation once, and are paid once', async () => {
    const { db } = stage.services;
    const { row } = await investigation('alone');
    const end = { outcome: 'fixed', score: 50, at: stage.now() } as const;
    const ended = await Promise.all([
      recordEnd(db, row, end, [memberOf(ada)]),
      recordEnd(db, row, { ...end, score: 80 }, [memberOf(ada)]),
    ]);
    expect(ended.flatMap(({ paid }) => paid)).toEqual([memberOf(ada)]);
    expect(new Set(ended.map((one) => one.row.score)).size).toBe(1);
    const after = {
      investigationId: 'alone',
      memberId: memberOf(ada),
      move: act('pool'),
      at: stage.now(),
      eventId: 'late',
    };
    expect(await recordMove(db, after, 'solo')).toMatchObject({ outcome: 'closed' });
  });

  it('pay those who are learners of the cohort now, and nobody who has left it', async () => {
    const { db } = stage.services;
    await stage.command(ben, 'cohort leave', {}, 'home');
    const { row } = await investigation('teamone');
    const { paid } = await recordEnd(db, row, { outcome: 'fixed', score: 70, at: stage.now() }, [
      memberOf(ben),
      memberOf(cy),
    ]);
    expect(paid).toEqual([memberOf(cy)]);
  });
});
