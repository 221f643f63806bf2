import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type HelpEvent, helpFrom } from '../../../src/features/mentoring/help.ts';
import type { HelpRequest } from '../../../src/features/mentoring/requests.ts';
import { eventsOfHelp, eventsOfReplies } from '../../../src/features/progress/mentors/events.ts';
import {
  type MentorEvent,
  PAIR_WEEK,
  REPLY_WEEK,
  scoreMentors,
  THERE_WEEK,
  worthOf,
} from '../../../src/features/progress/mentors/formula.ts';

const ZONE = 'Europe/Berlin';
const start = Temporal.Instant.from('2026-11-23T00:00:00Z');

type Made = Pick<MentorEvent, 'mentorId' | 'at'> & Record<string, unknown>;

let made = 0;
function event(fields: Made): MentorEvent {
  made += 1;
  return { id: `e${made}`, ...fields } as MentorEvent;
}

const DONE = ['next-right', 'checkpoint', 'review', 'assessment', 'reply'] as const;

const who = fc.constantFrom('mia', 'max', 'moe', 'ann', 'ben', 'cy', 'dee');
const at = fc.integer({ min: 0, max: 6 * 7 * 24 }).map((hours) => start.add({ hours }));
const about = { mentorId: fc.constantFrom('mia', 'max', 'moe'), at };
const helped = fc.record({
  ...about,
  kind: fc.constant('help'),
  learnerId: who,
  isTimely: fc.boolean(),
});
const done = fc.record({
  ...about,
  kind: fc.constantFrom(...DONE),
  learnerId: who,
});
const there = fc.record({ ...about, kind: fc.constant('there'), what: fc.constantFrom('session', 'round') });
const anyEvent = fc.oneof(helped, done, there).map((fields) => event(fields));
const ledger = fc.array(anyEvent, { maxLength: 60 });

function mondayOf(moment: Temporal.Instant): string {
  const day = moment.toZonedDateTimeISO(ZONE).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

const pointsOf = (events: readonly MentorEvent[], mentorId: string) =>
  scoreMentors(events, ZONE).get(mentorId)?.points ?? 0;

/** What the lines of a mentor count for, before what one learner alone brought is held down. */
const countedOf = (events: readonly MentorEvent[], mentorId: string) =>
  (scoreMentors(events, ZONE).get(mentorId)?.lines ?? []).reduce((sum, { points }) => sum + points, 0);

it('is the same board however often and in whatever order the ledger is played', () => {
  fc.assert(
    fc.property(ledger, fc.infiniteStream(fc.nat()), (events, order) => {
      const lots = events.map((one) => ({ one, lot: order.next().value }));
      const shuffled = lots.toSorted((one, other) => one.lot - other.lot).map(({ one }) => one);
      const board = scoreMentors(events, ZONE);
      for (const played of [shuffled, [...events, ...shuffled]]) {
        const again = scoreMentors(played, ZONE);
        expect([...again.keys()].toSorted()).toEqual([...board.keys()].toSorted());
        for (const [mentorId, score] of board) expect(again.get(mentorId)).toEqual(score);
      }
    }),
  );
});

it('opens to the events that it is made of: the lines add up to the points', () => {
  fc.assert(
    fc.property(ledger, (events) => {
      for (const { points, lines, oneSided } of scoreMentors(events, ZONE).values()) {
        expect(lines.reduce((sum, line) => sum + line.points, 0) - oneSided).toBe(points);
        for (const { event: one, points: counted, less } of lines) {
          expect(counted).toBeLessThanOrEqual(worthOf(one));
          if (less === undefined) expect(counted).toBe(worthOf(one));
        }
      }
    }),
  );
});

it('lets one pair alone never top it: whoever helped two learners stands above', () => {
  const oneSided = fc.array(fc.oneof(helped, done), { maxLength: 60 });
  fc.assert(
    fc.property(oneSided, fc.tuple(fc.oneof(helped, done), fc.oneof(helped, done)), (fields, [one, other]) => {
      const noise = fields.map((made) => event({ ...made, mentorId: 'mia', learnerId: 'ann' }));
      const fair = [
        event({ ...one, mentorId: 'max', learnerId: 'ben' }),
        event({ ...other, mentorId: 'max', learnerId: 'cy' }),
      ];
      expect(pointsOf([...noise, ...fair], 'max')).toBeGreaterThan(pointsOf([...noise, ...fair], 'mia'));
    }),
  );
});

it('lets one pair alone stand below two learners for whom the least was done, of any kind', () => {
  const noise = DONE.map((kind) => event({ mentorId: 'mia', learnerId: 'ann', at: start, kind }));
  for (const one of DONE) {
    for (const other of DONE) {
      const fair = [
        event({ mentorId: 'max', learnerId: 'ben', at: start, kind: one }),
        event({ mentorId: 'max', learnerId: 'cy', at: start, kind: other }),
      ];
      expect(pointsOf(fair, 'max')).toBeGreaterThan(pointsOf(noise, 'mia'));
    }
  }
});

it('counts a slow right answer for more than ten fast ones that nobody was helped by', () => {
  const empty = fc.array(fc.constantFrom('not-yet' as const, null), { minLength: 10, maxLength: 30 });
  fc.assert(
    fc.property(empty, fc.constantFrom('solved' as const, 'helped' as const), (marks, mark) => {
      const fast = marks.flatMap((one, index) => eventsOfHelp(requestOf(marked(0, 'ann', one), `fast-${index}`), []));
      const slow = eventsOfHelp(requestOf(marked(99, 'ann', mark), 'slow'), []).map((one) => ({
        ...one,
        mentorId: 'max',
      }));
      expect(pointsOf([...fast, ...slow], 'max')).toBeGreaterThan(pointsOf([...fast, ...slow], 'mia'));
    }),
  );
});

it('caps what one learner brings in a week, and what being there does', () => {
  fc.assert(
    fc.property(ledger, (events) => {
      for (const { lines } of scoreMentors(events, ZONE).values()) {
        const weekly = Map.groupBy(lines, ({ event: one }) => {
          return `${one.kind === 'there' ? '' : one.learnerId} ${mondayOf(one.at)}`;
        });
        for (const [key, own] of weekly) {
          const sum = own.reduce((total, { points }) => total + points, 0);
          expect(sum).toBeLessThanOrEqual(key.startsWith(' ') ? THERE_WEEK : PAIR_WEEK);
        }
        const replies = lines.filter(({ event: one }) => one.kind === 'reply');
        for (const own of Map.groupBy(replies, ({ event: one }) => mondayOf(one.at)).values()) {
          expect(own.reduce((total, { points }) => total + points, 0)).toBeLessThanOrEqual(REPLY_WEEK);
        }
      }
    }),
  );
});

it('counts a week for what it counts for in the whole, those who helped each other in another week included', () => {
  fc.assert(
    fc.property(ledger, fc.integer({ min: 0, max: 5 }), (events, weeks) => {
      const monday = start.toZonedDateTimeISO(ZONE).toPlainDate().add({ weeks }).toZonedDateTime(ZONE).toInstant();
      const [whole, week] = [scoreMentors(events, ZONE), scoreMentors(events, ZONE, monday)];
      for (const [mentorId, { lines }] of whole) {
        const since = lines.filter((line) => Temporal.Instant.compare(line.event.at, monday) >= 0);
        expect(week.get(mentorId)?.lines ?? []).toEqual(since);
      }
    }),
  );
});

it('finds two who help each other and counts that for a quarter, for both', () => {
  const help = (mentorId: string, learnerId: string, more = {}) =>
    event({ mentorId, learnerId, at: start, kind: 'help', isTimely: true, ...more });
  const mutual = [help('mia', 'max'), help('max', 'mia')];
  expect(pointsOf(mutual, 'mia')).toBe(2);
  expect(pointsOf(mutual, 'max')).toBe(2);
  expect(countedOf([help('mia', 'max'), help('max', 'ann')], 'mia')).toBe(10);
  // It was last week that one of them was helped, and it still is each other.
  const nextWeek = start.add({ hours: 8 * 24 });
  const turns = [help('mia', 'max'), help('max', 'mia', { at: nextWeek })];
  expect(scoreMentors(turns, ZONE, start.add({ hours: 7 * 24 })).get('max')?.points).toBe(2);
  fc.assert(
    fc.property(ledger, (events) => {
      const apart = events.map((one) =>
        one.kind === 'there' ? one : { ...one, learnerId: `learner ${one.learnerId}` },
      );
      for (const mentorId of ['mia', 'max', 'moe']) {
        const [together, alone] = [pointsOf(events, mentorId), pointsOf(apart, mentorId)];
        expect(together).toBeLessThanOrEqual(alone);
      }
    }),
  );
});

const hour = (hours: number) => start.add({ hours });

/** A question of Ann about `gil`, to which this happened. */
function requestOf(events: readonly HelpEvent[], id = 'q'): HelpRequest {
  return {
    id,
    workspaceId: 'w',
    cohortId: 'c',
    memberId: 'ann',
    asker: 'Ann',
    question: 'Why?',
    about: null,
    tried: null,
    urgency: 'soon',
    place: 'thread',
    skill: 'gil',
    askedAt: start,
    mentor: 'Mia',
    help: helpFrom('ann', events),
  };
}

const spoke = (id: number, by: string): HelpEvent => ({ id, at: hour(2), by, kind: 'spoke', words: 'more words' });

const story = (waitedHours: number, by: string, said: readonly HelpEvent[] = []): HelpEvent[] => [
  { id: 1, at: hour(0), by: 'ann', kind: 'asked' },
  { id: 2, at: hour(1), by: 'mia', kind: 'taken', waited: waitedHours * 3_600_000 },
  ...said,
  { id: 900, at: hour(3), by, kind: 'resolved' },
];

type Marks = 'solved' | 'helped' | 'not-yet' | null;

/** A question that this person closed, of which its asker said this. */
const marked = (waitedHours: number, by: string, mark: Marks, said: readonly HelpEvent[] = []): HelpEvent[] => [
  ...story(waitedHours, by, said),
  ...(mark === null ? [] : [{ id: 901, at: hour(4), by: 'ann', kind: 'rated', mark } satisfies HelpEvent]),
];

it('tells nobody a low mark: the board is the same as without any, and solved is not told from helped', () => {
  const story = fc.record({
    waited: fc.integer({ min: 0, max: 20 }),
    by: fc.constantFrom('ann', 'mia'),
    mark: fc.constantFrom<Marks>('solved', 'helped', 'not-yet', null),
    from: fc.option(fc.constantFrom(5, 6), { nil: null }),
    answers: fc.array(fc.record({ right: fc.boolean(), at: fc.integer({ min: 1, max: 9 }).map(hour) }), {
      maxLength: 4,
    }),
  });
  const authors = new Map([
    [5, 'max'],
    [6, 'mia'],
  ]);
  const boardOf = (stories: readonly (typeof story extends fc.Arbitrary<infer One> ? One : never)[]) =>
    scoreMentors(
      stories.flatMap(({ waited, by, mark, from, answers }, index) => {
        const said: HelpEvent = { id: 10, at: hour(2), by: 'mia', kind: 'spoke', words: 'so', from };
        const request = requestOf(marked(waited, by, mark, [said]), `q${index}`);
        const later = answers.map((one) => ({ ...one, memberId: 'ann', skill: 'gil' }));
        return [...eventsOfHelp(request, later), ...eventsOfReplies(request, authors)];
      }),
      ZONE,
    );
  fc.assert(
    fc.property(fc.array(story, { maxLength: 12 }), (stories) => {
      const board = boardOf(stories);
      const silent = stories.map((one) => (one.mark === 'not-yet' ? { ...one, mark: null } : one));
      const glad = stories.map((one) => (one.mark === 'solved' ? { ...one, mark: 'helped' as const } : one));
      expect(boardOf(silent)).toEqual(board);
      expect(boardOf(glad)).toEqual(board);
    }),
  );
});

it('never counts more for more messages', () => {
  const said = fc.array(fc.constantFrom('ann', 'mia'), { maxLength: 40 });
  fc.assert(
    fc.property(said, fc.boolean(), (words, isSolved) => {
      const rated: HelpEvent[] = isSolved ? [{ id: 901, at: hour(4), by: 'ann', kind: 'rated', mark: 'solved' }] : [];
      const talk = words.map((by, index) => spoke(10 + index, by));
      const [short, long] = [[], talk].map((messages) => requestOf([...story(1, 'ann', messages), ...rated]));
      if (short === undefined || long === undefined) throw new Error('no story');
      expect(eventsOfHelp(long, [])).toEqual(eventsOfHelp(short, []));
      expect(countedOf(eventsOfHelp(long, []), 'mia')).toBe(isSolved ? 10 : 0);
    }),
  );
});

it('takes the asker’s word and nobody else’s, and a right answer that follows', () => {
  const points = (events: readonly HelpEvent[], answers: Parameters<typeof eventsOfHelp>[1] = []) =>
    countedOf(eventsOfHelp(requestOf(events), answers), 'mia');
  const rated = (mark: 'solved' | 'helped' | 'not-yet'): HelpEvent => ({
    id: 901,
    at: hour(4),
    by: 'ann',
    kind: 'rated',
    mark,
  });
  expect(points(story(9, 'ann'))).toBe(0);
  expect(points(story(9, 'mia'))).toBe(0);
  expect(points([...story(9, 'mia'), rated('solved')])).toBe(8);
  expect(points([...story(9, 'ann'), rated('helped')])).toBe(8);
  expect(points([...story(9, 'ann'), rated('not-yet')])).toBe(0);
  const good = [...story(9, 'ann'), rated('helped')];
  const answer = (skill: string, right: boolean, hours: number) => ({ memberId: 'ann', skill, right, at: hour(hours) });
  const before = [answer('gil', true, 1), answer('mro', true, 5)];
  expect(points(good, before)).toBe(8);
  expect(points(good, [...before, answer('gil', true, 6), answer('gil', false, 7)])).toBe(12);
  expect(points(good, [...before, answer('gil', false, 6), answer('gil', true, 7)])).toBe(8);
  expect(points([...story(9, 'ann'), rated('not-yet')], [answer('gil', true, 6)])).toBe(0);
});

it('finds help timely by the take of whoever had it last, and by nobody else’s', () => {
  const take = (id: number, by: string, waitedHours: number): HelpEvent => ({
    ...{ id, at: hour(id), by },
    kind: 'taken',
    waited: waitedHours * 3_600_000,
  });
  const back = (id: number, by: string): HelpEvent => ({ id, at: hour(id), by, kind: 'released', isLapsed: false });
  const isTimely = (...told: readonly HelpEvent[]) =>
    eventsOfHelp(
      requestOf([
        { id: 1, at: hour(1), by: 'ann', kind: 'asked' },
        ...told,
        { id: 9, at: hour(9), by: 'ann', kind: 'resolved' },
        { id: 10, at: hour(9), by: 'ann', kind: 'rated', mark: 'solved' },
      ]),
      [],
    ).map((one) => one.kind === 'help' && [one.mentorId, one.isTimely]);
  expect(isTimely(take(2, 'max', 1), back(3, 'max'), take(4, 'mia', 9))).toEqual([['mia', false]]);
  expect(isTimely(take(2, 'max', 9), back(3, 'max'), take(4, 'mia', 1))).toEqual([['mia', true]]);
  // Nor by giving it back and taking it again at once.
  expect(isTimely(take(2, 'mia', 9), back(3, 'mia'), take(4, 'mia', 0))).toEqual([['mia', false]]);
  expect(isTimely(take(2, 'mia', 1), back(3, 'mia'), take(4, 'mia', 9))).toEqual([['mia', false]]);
  // To whom it was handed over took nothing.
  const handed: HelpEvent = { id: 3, at: hour(3), by: 'max', kind: 'handed-over', to: 'mia' };
  expect(isTimely(take(2, 'max', 1), handed)).toEqual([['mia', false]]);
});

it('credits whoever wrote a saved reply that another mentor said, once a question, where it helped', () => {
  const authors = new Map([
    [5, 'max'],
    [6, 'mia'],
    [7, 'ann'],
  ]);
  const again = (id: number, from: number): HelpEvent => ({ ...spoke(id, 'mia'), kind: 'spoke', words: 'so', from });
  const said = [again(10, 5), again(11, 5), again(12, 6), again(13, 7)];
  const events = eventsOfReplies(requestOf(marked(1, 'ann', 'helped', said)), authors);
  // Not for her own reply, nor to the asker for theirs.
  expect(events).toMatchObject([{ kind: 'reply', what: 'saved', mentorId: 'max', learnerId: 'ann' }]);
  expect(pointsOf(events, 'max')).toBe(3);
  expect(eventsOfReplies(requestOf(story(1, 'mia', said)), authors)).toEqual([]);
  expect(eventsOfReplies(requestOf(marked(1, 'ann', 'not-yet', said)), authors)).toEqual([]);
});

it('credits whoever solved a question that was kept, for each question of others that it answered', () => {
  const kept: HelpEvent[] = [
    { id: 901, at: hour(4), by: 'ann', kind: 'rated', mark: 'solved' },
    { id: 902, at: hour(5), by: 'ann', kind: 'kept', words: 'so', beliefs: [] },
  ];
  const reused = (id: number, by: string): HelpEvent => ({ id, at: hour(6), by, kind: 'reused' });
  const all = [...story(1, 'ann'), ...kept, reused(903, 'ben'), reused(904, 'ann'), reused(905, 'mia')];
  expect(eventsOfReplies(requestOf(all), new Map())).toMatchObject([
    { kind: 'reply', what: 'kept', mentorId: 'mia', learnerId: 'ben' },
  ]);
});
