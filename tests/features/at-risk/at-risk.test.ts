import { afterEach, beforeEach, expect, it } from 'vitest';
import { replan } from '../../../src/deliveries/replan.ts';
import { atRiskJobs } from '../../../src/features/at-risk/jobs.ts';
import { recordHelpRequest } from '../../../src/features/mentoring/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, ben, cohort, createStage, cy, dee, mentor, organiser, type Stage, takeRound } from '../quizzes/stage.ts';
import { fixtureScenario } from '../scenarios/fixture.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(Array.from({ length: 36 }, (_, at) => plainItem(`item-${at}`, 1 + (at % 3))));
  await replan(stage.services.db, cohort, stage.services.curriculum);
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const list = (actor: Actor = mentor) => stage.command(actor, 'at-risk', { cohort: cohort.id });

function toldOf(actor: Actor, words: string) {
  return stage.platform.messages
    .filter(({ channel, view }) => channel === `dm-${actor.id}` && plain(view).includes(words))
    .map(({ view }) => view);
}

/** Sessions 2 and 3 with their rounds, to Wednesday night: Ada and Ben are there, Cy and Dee are not. */
async function liveTwoSessions(): Promise<void> {
  for (const [session, start] of [
    ['2', '2026-11-26T17:05:00Z'],
    ['3', '2026-12-01T17:05:00Z'],
  ] as const) {
    await stage.travelTo(start);
    for (const who of [ada, ben]) await stage.command(who, 'session.here', { cohort: cohort.id, session });
    await stage.travelTo(Temporal.Instant.from(start).add({ hours: 4 }));
    const [round] = await stage.rounds();
    for (const who of [ada, ben]) await takeRound(stage, who, stage.posted(`round/${round?.id}`), 6);
    await stage.travelTo(Temporal.Instant.from(start).add({ hours: 29 }));
  }
}

it('lists who is slipping, by which sign, with a picture, for mentors and organisers and nobody else', async () => {
  expect((await list()).text).toContain('Nobody is slipping.');
  await liveTwoSessions();
  const { text } = await list();
  expect(text).toMatch(
    /<at-risk\.png: Who is slipping: Autumn: Cy, missed the last 2 sessions; took no part in the last 3 rounds/,
  );
  expect(text).toContain('- **Cy**: missed the last 2 sessions; took no part in the last 3 rounds');
  // Dee hides from boards: staff see her all the same.
  expect(text).toContain('- **Dee**:');
  expect(text).not.toMatch(/Ada|Ben/);
  expect((await list(organiser)).text).toContain('- **Cy**');
  expect(refusalOf(await list(ada))).toContain('for the mentors');
  const nudging = await stage.command(ada, 'at-risk.send', { cohort: cohort.id, to: 'all' });
  expect(refusalOf(nudging)).toContain('for the mentors');
});

it('shows a nudge before it is sent, sends it in private with the make-up, and sends no second one in a week', async () => {
  await liveTwoSessions();
  const chosen = await stage.press(mentor, (await list()).view, 'Nudge somebody', { to: 'test:w/cy' });
  expect(chosen.text).toContain('**To Cy:**\nWe have missed you in the last sessions and the last rounds went by');
  expect(chosen.text).toContain('the questions of session 3 as a set of their own');
  expect(toldOf(cy, 'writes:')).toEqual([]);
  const sent = await stage.press(mentor, chosen.view, 'Send');
  expect(sent.text).toContain('**Sent** to Cy.');
  await stage.repeat(mentor, chosen.view, 'Send', sent.eventId);
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  const [nudge, ...more] = toldOf(cy, 'writes:');
  expect(more).toEqual([]);
  if (nudge === undefined) throw new Error('nobody was nudged');
  expect(plain(nudge)).toMatch(/^\*\*Mia\*\*, a mentor of Autumn, writes:\nWe have missed you/);
  expect((await stage.press(cy, nudge, "Session 3's questions")).text).toContain('1 of 5');
  const again = await stage.press(organiser, chosen.view, 'Send');
  expect(again.text).toContain('Not sent to Cy: they had one within the last week');
  expect((await list()).text).toContain('(nudged <2026-12-02');
  const rest = await stage.press(mentor, (await list()).view, 'Nudge somebody', { to: 'test:w/cy' });
  expect(refusalOf(rest)).toContain('had a nudge within the last week');
  await stage.travelTo(stage.now().add({ hours: 24 * 7 }));
  const anew = await stage.press(mentor, (await list()).view, 'Nudge somebody', { to: 'test:w/cy' });
  expect((await stage.press(mentor, anew.view, 'Send')).text).toContain('**Sent** to Cy.');
});

it('sends what was shown and nothing else: where it has become another it is shown again', async () => {
  await liveTwoSessions();
  const shown = await stage.press(mentor, (await list()).view, 'Nudge all 2');
  // Cy asks something meanwhile, which nobody answers: his words would be others now.
  const written = { id: 'q', workspaceId: 'test:w', cohortId: cohort.id, memberId: 'test:w/cy', question: 'Why?' };
  await recordHelpRequest(stage.services.db, { ...written, urgency: 'soon', place: 'thread', askedAt: stage.now() });
  await stage.command(cy, 'ask.where', { cohort: cohort.id, request: 'q' });
  await stage.travelTo(stage.now().add({ hours: 49 }));
  const held = await stage.press(mentor, shown.view, 'Send');
  expect(held.text).toContain('**Nothing was sent:** who is slipping, or how, has changed.');
  const words = 'your question has had no answer yet';
  expect(held.text).toContain(words);
  const { modal } = await stage.press(mentor, shown.view, 'Write it myself');
  const typed = await stage.command(mentor, modal.action.route, { ...modal.action.state, words: 'Come back.' });
  expect(typed.text).toContain('Nothing was sent');
  expect(typed.text).toContain('You wrote: Come back.');
  expect((await stage.command(mentor, 'at-risk.send', { cohort: cohort.id, to: 'all' })).text).toContain('Nothing was');
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  for (const who of [cy, dee]) expect(toldOf(who, 'writes:')).toEqual([]);
  await stage.press(mentor, held.view, 'Send');
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  expect(plain(toldOf(cy, 'writes:')[0] ?? held.view)).toContain(words);
  expect(plain(toldOf(dee, 'writes:')[0] ?? held.view)).not.toContain(words);
});

it('offers whoever missed a session its incident to play alone, once that is over for the cohort', async () => {
  await stage.close();
  const scenario = { ...fixtureScenario(), session: 3 };
  const items = Array.from({ length: 36 }, (_, at) => plainItem(`item-${at}`, 1 + (at % 3)));
  stage = await createStage(items, [scenario]);
  await replan(stage.services.db, cohort, stage.services.curriculum);
  const preview = async () => stage.press(mentor, (await list()).view, 'Nudge somebody', { to: 'test:w/cy' });
  await liveTwoSessions();
  expect(plain(stage.posted('incident/'))).toContain(scenario.title);
  expect((await preview()).text).not.toContain('to be played alone');
  await stage.travelTo('2026-12-07T22:05:00Z');
  const shown = await preview();
  expect(shown.text).toContain(`the incident “${scenario.title}”, to be played alone`);
  await stage.press(mentor, shown.view, 'Send');
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  const [nudge] = toldOf(cy, 'writes:');
  if (nudge === undefined) throw new Error('nobody was nudged');
  const begun = await stage.press(cy, nudge, `The incident “${scenario.title}”`);
  expect(begun.text).toContain(scenario.title);
  // Whoever has begun it is not offered it again.
  await stage.press(cy, begun.view, 'Begin');
  await stage.travelTo(stage.now().add({ hours: 24 * 7 + 1 }));
  expect((await preview()).text).toContain('your incident is still waiting');
});

it('nudges all at once, in the mentor’s own words if they like, but not whoever wants none', async () => {
  await liveTwoSessions();
  await stage.command(dee, 'notify', { nudges: 'off' });
  const all = await stage.press(mentor, (await list()).view, 'Nudge all 2');
  expect(all.text).toContain('**To Cy, Dee:**');
  expect(all.text).toContain('*With it:* the questions of session 3');
  const { modal } = await stage.press(mentor, all.view, 'Write it myself');
  const [field] = modal.fields;
  expect(field?.value).toContain('We have missed you in the last sessions and the last rounds went by');
  const words = 'Come back, **all** of <@everyone>.';
  const sent = await stage.command(mentor, modal.action.route, { ...modal.action.state, words });
  expect(sent.text).toContain('**Sent** to Cy.');
  expect(sent.text).toContain('Not sent to Dee: they want no nudges from me');
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  expect(plain(toldOf(cy, 'writes:')[0] ?? sent.view)).toContain(words);
  expect(toldOf(dee, 'writes:')).toEqual([]);
  const empty = await stage.command(mentor, modal.action.route, { ...modal.action.state, words: ' ' });
  expect(refusalOf(empty)).toContain('write what they should read');
});

it('waits with a nudge until quiet hours are over', async () => {
  await liveTwoSessions();
  // It is 22:05 UTC.
  await stage.command(cy, 'notify', { quiet: '22-7', zone: 'UTC' });
  const shown = await stage.press(mentor, (await list()).view, 'Nudge somebody', { to: 'test:w/cy' });
  await stage.press(mentor, shown.view, 'Send');
  await stage.travelTo('2026-12-03T06:30:00Z');
  expect(toldOf(cy, 'writes:')).toEqual([]);
  await stage.travelTo('2026-12-03T11:00:00Z');
  expect(toldOf(cy, 'writes:')).toHaveLength(1);
});

it('tells mentors and organisers on Monday how many are slipping, without a name, and is silent when nobody is', async () => {
  await stage.travelTo('2026-11-26T21:05:00Z');
  const [round] = await stage.rounds();
  for (const who of [ada, ben, cy, dee]) await takeRound(stage, who, stage.posted(`round/${round?.id}`), 6);
  await stage.travelTo('2026-11-30T09:00:00Z');
  expect(toldOf(mentor, 'slipping')).toEqual([]);
  await stage.command(organiser, 'at-risk', { cohort: cohort.id });
  // Nia only has the role, and was never seen.
  stage.platform.holders.set('mentors', ['mia', 'nia']);
  // So does Otto, of the role whose members are organisers.
  await stage.command(organiser, 'organise organisers', { role: 'helpers' });
  stage.platform.holders.set('helpers', ['otto']);
  await stage.travelTo('2026-12-07T09:00:00Z');
  const [told, ...more] = toldOf(mentor, 'are slipping.');
  expect(more).toEqual([]);
  if (told === undefined) throw new Error('the mentor was not told');
  expect(plain(told)).toMatch(/^\*\*4 learners of Autumn are slipping\.\*\*/);
  expect(plain(told)).not.toMatch(/Ada|Ben|Cy|Dee/);
  for (const who of [organiser, { id: 'nia', name: 'Nia' }, { id: 'otto', name: 'Otto' }])
    expect(toldOf(who, 'are slipping.')).toHaveLength(1);
  for (const who of [ada, ben, cy, dee]) expect(toldOf(who, 'slipping')).toEqual([]);
  expect((await stage.press(mentor, told, 'No more of these')).text).toContain('For mentors: who is slipping: never');
  await stage.travelTo('2026-12-14T09:00:00Z');
  expect(toldOf(mentor, 'are slipping.')).toHaveLength(1);
  // Once the course is over there is nothing to slip from.
  const dueAt = Temporal.Instant.from('2027-01-11T09:00:00Z');
  const last = { key: 'last', cohortId: cohort.id, kind: 'at-risk', dueAt, uselessAt: null } as const;
  const over = await atRiskJobs['at-risk'](last, cohort, stage.services, dueAt);
  expect(over).toEqual({ outcome: 'skipped', note: 'the course is over' });
});

it('knows a question that nobody has answered for two days', async () => {
  await stage.command(ada, 'ask.send', { question: 'Why?', cohort: cohort.id });
  await stage.travelTo('2026-11-26T12:00:00Z');
  expect((await list()).text).not.toContain('Ada');
  await stage.travelTo('2026-11-26T22:00:00Z');
  expect((await list()).text).toContain('- **Ada**: a question unanswered for 2 days');
});

it('knows a question that a mentor has answered, where it is the asker who has to say something', async () => {
  await stage.command(ada, 'ask.send', { question: 'Why?', cohort: cohort.id });
  const [row] = await stage.query('select id from help_requests');
  const about = { cohort: cohort.id, request: String(row?.['id']) };
  await stage.command(mentor, 'ask.take', about);
  await stage.command(mentor, 'ask.say', { ...about, words: 'Because.' });
  await stage.travelTo('2026-11-26T22:00:00Z');
  expect((await list()).text).not.toContain('**Ada**');
  await stage.command(ada, 'ask.say', { ...about, words: 'Because of what?' });
  expect((await list()).text).toContain('- **Ada**: a question unanswered');
});

it('counts the days of a question from when it was asked, not from when it was written', async () => {
  const written = { id: 'draft', workspaceId: 'test:w', cohortId: cohort.id, memberId: 'test:w/ada', question: 'Why?' };
  const more = { urgency: 'soon', place: 'thread', askedAt: stage.now() } as const;
  await recordHelpRequest(stage.services.db, { ...written, ...more });
  await stage.travelTo('2026-11-26T12:00:00Z');
  await stage.command(ada, 'ask.where', { cohort: cohort.id, request: 'draft' });
  await stage.travelTo('2026-11-26T22:00:00Z');
  expect((await list()).text).not.toContain('Ada');
  await stage.travelTo('2026-11-28T13:00:00Z');
  expect((await list()).text).toMatch(/- \*\*Ada\*\*:.*a question unanswered for 2 days/);
});

it('sends no way on with a team’s incident, which nobody goes on with alone', async () => {
  const run = (id: string, owner: string) =>
    `insert into investigations (id, kind, workspace_id, member_id, scenario, version, opened_at)
     values ('${id}', ${owner}, 'fire', '1', '2026-11-24T20:00:00Z')`;
  await stage.query(run('team', `'team', 'test:w', null`));
  await stage.query(
    `insert into incidents (id, cohort_id, scenario, opened_at, closes_at)
     values ('i', '${cohort.id}', 'fire', '2026-11-24T20:00:00Z', '2026-12-24T20:00:00Z')`,
  );
  await stage.query(
    `insert into investigators (investigation_id, incident_id, member_id, joined_at)
     values ('team', 'i', 'test:w/cy', '2026-11-24T20:00:00Z')`,
  );
  await stage.query(run('own', `'solo', 'test:w', 'test:w/ada'`));
  await stage.travelTo('2026-11-28T21:00:00Z');
  for (const [who, isOffered] of [
    [cy, false],
    [ada, true],
  ] as const) {
    const chosen = await stage.press(mentor, (await list()).view, 'Nudge somebody', { to: `test:w/${who.id}` });
    expect(chosen.text).toContain('your incident is still waiting');
    expect(chosen.text.includes('the incident “')).toBe(isOffered);
    await stage.press(mentor, chosen.view, 'Send');
  }
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  const [toCy, toAda] = [cy, ada].map((who) => toldOf(who, 'writes:').map(plain).join());
  expect(toCy).toContain("[Session 2's questions]");
  expect(toCy).not.toContain('[The incident “');
  expect(toAda).toContain('[The incident “');
});
