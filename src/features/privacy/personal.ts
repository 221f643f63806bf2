/**
 * Everything in the database that says who somebody is, or that somebody typed: column by column, with what the file of a
 * person's data and a deletion do with it. A new table stands here, or a test says so.
 */
export interface Personal {
  table: string;
  /** What its rows are, as the file says it. */
  what: string;
  /** Columns that hold a person's id. */
  ids: readonly PersonColumn[];
  /** Columns that hold what people typed; a deletion empties those of the person. */
  words?: readonly WordColumn[];
  /** Rows of other tables that belong to one of these, for the file: what is part of them, and what others wrote to the person. */
  parts?: readonly Part[];
  /** Left out of the file, with the reason. */
  unexported?: string;
}

export interface Part {
  table: string;
  /** What refers to the row of the person's, by its column `key`; `id` where that is left out. */
  column: string;
  key?: string;
  what: string;
  /** Only where this SQL holds of the part `t`. Rows that are the person's own are in the file already. */
  where?: string;
}

export interface PersonColumn {
  column: string;
  /** `contains`: the id stands somewhere in the text or JSON, and not alone. */
  holds?: 'contains';
  /** `row`: the row goes. `nobody`: the row stays and is counted, as somebody's who is no longer known. */
  deletion: 'row' | 'nobody';
}

export interface WordColumn {
  column: string;
  /** The column of the same table that says whose words they are. */
  of: string;
  /** What stands there after a deletion, as SQL; `kept` where it was written to others and is theirs. */
  emptied: string | 'kept';
  /** Only where this SQL holds of the row `t`. */
  where?: string;
}

const own = (deletion: PersonColumn['deletion']): readonly PersonColumn[] => [{ column: 'member_id', deletion }];

const reviewed = {
  table: 'post_mortems',
  column: 'investigation_id',
  where: `t.kind in ('approved', 'commented')`,
} as const;

/** In the order in which a deletion goes through it: rows before those that they refer to. */
export const PERSONAL: readonly Personal[] = [
  { table: 'deletion_requests', what: 'That you asked to be deleted, and when it is done.', ids: own('row') },
  {
    table: 'reminder_wishes',
    what: 'What you want to be told in private, and your quiet hours.',
    ids: own('row'),
  },
  {
    table: 'reminders',
    what: 'Which private messages were sent to you unasked, and when.',
    ids: [...own('row'), { column: 'key', holds: 'contains', deletion: 'row' }],
  },
  { table: 'review_settings', what: 'When you want to review, and how much a day.', ids: own('row') },
  {
    table: 'cards',
    what: 'The cards that you review, and what is remembered of each.',
    ids: own('row'),
    parts: [{ table: 'reviews', column: 'card_id', what: 'Each review of a card.' }],
  },
  {
    table: 'selftest_answers',
    what: 'Your answers in self-tests.',
    ids: own('row'),
    words: [{ column: 'response', of: 'member_id', emptied: `'{}'` }],
  },
  { table: 'selftests', what: 'Your self-tests: when, and what you claimed.', ids: own('row') },
  { table: 'prework_done', what: 'The pre-work that you said you have done.', ids: own('row') },
  { table: 'pair_wishes', what: 'The hours that suit you for your pair.', ids: own('row') },
  { table: 'pair_places', what: 'With whom you were paired.', ids: own('nobody') },
  { table: 'pair_meetings', what: 'Whether your pair met.', ids: own('nobody') },
  { table: 'pair_rounds', what: 'Pairs that you drew.', ids: [{ column: 'drawn_by', deletion: 'nobody' }] },
  {
    table: 'nudges',
    what: 'Notes that a mentor sent you, or that you sent.',
    ids: [...own('row'), { column: 'sent_by', deletion: 'nobody' }],
    words: [{ column: 'words', of: 'sent_by', emptied: 'kept' }],
  },
  {
    table: 'attendance_corrections',
    what: 'What a mentor or organiser put right in your attendance, and what you put right.',
    ids: [...own('nobody'), { column: 'made_by', deletion: 'nobody' }],
  },
  { table: 'attendance', what: 'What you said about sessions, and where you were present.', ids: own('nobody') },
  {
    table: 'answers',
    what: 'Your answers in rounds and in practice.',
    ids: own('nobody'),
    words: [
      {
        column: 'response',
        of: 'member_id',
        emptied: `jsonb_set(response, '{typed}', '""')`,
        where: `t.response ->> 'kind' = 'typed'`,
      },
    ],
  },
  { table: 'rounds', what: 'Your practice.', ids: own('nobody') },
  {
    table: 'help_events',
    what: 'What happened to questions of mentors by your hand: taken, answered, thanked.',
    ids: [...own('nobody'), { column: 'other_id', deletion: 'nobody' }],
    words: [
      {
        column: 'detail',
        of: 'member_id',
        emptied: `jsonb_set(detail, '{words}', '""')`,
        // What a mentor said is the asker's.
        where: `t.detail ->> 'words' is not null
          and exists (select 1 from help_requests r where r.id = t.request_id and r.member_id = t.member_id)`,
      },
    ],
  },
  {
    table: 'help_requests',
    what: 'Questions that you asked mentors.',
    ids: own('nobody'),
    words: [
      { column: 'question', of: 'member_id', emptied: `''` },
      { column: 'about', of: 'member_id', emptied: 'null' },
      { column: 'tried', of: 'member_id', emptied: 'null' },
    ],
    parts: [
      {
        table: 'help_events',
        column: 'request_id',
        what: 'What mentors said to your questions, and did about them.',
        where: `t.kind in ('taken', 'spoke', 'resolved', 'closed')`,
      },
    ],
  },
  {
    table: 'certificates',
    what: 'Your certificates, with what their pages show; and whose you ended.',
    // It names its holder on a page that everybody can read.
    ids: [...own('row'), { column: 'ended_by', deletion: 'nobody' }],
    words: [
      { column: 'shown', of: 'member_id', emptied: 'kept' },
      { column: 'reason', of: 'ended_by', emptied: 'kept' },
    ],
  },
  { table: 'graduation_wishes', what: 'Whether you want to be named at graduation.', ids: own('row') },
  { table: 'roadmap_ticks', what: 'What you said of stages of your roadmap.', ids: own('row') },
  { table: 'roadmaps', what: 'The roadmaps that you laid.', ids: own('row') },
  { table: 'chosen_tracks', what: 'The track that you chose.', ids: own('row') },
  { table: 'celebrations', what: 'What was celebrated with you.', ids: own('row') },
  { table: 'mentor_hours', what: 'When you mentor.', ids: own('row') },
  { table: 'streak_wishes', what: 'The days on which your streak counts.', ids: own('row') },
  {
    table: 'investigation_moves',
    what: 'What you did in incidents, move by move.',
    ids: own('nobody'),
    words: [
      {
        column: 'move',
        of: 'member_id',
        emptied: `jsonb_set(move, '{words}', '""')`,
        // What was relayed to a team is the team's.
        where: `t.move ? 'words' and t.move ->> 'kind' <> 'relay'`,
      },
    ],
  },
  {
    table: 'post_mortems',
    what: 'Post-mortems that you handed in, and what you said about others’.',
    ids: own('nobody'),
    words: [
      {
        column: 'blanks',
        of: 'member_id',
        emptied: 'null',
        where: `exists (select 1 from investigations i where i.id = t.investigation_id and i.kind = 'solo')`,
      },
      { column: 'words', of: 'member_id', emptied: 'kept' },
    ],
  },
  {
    table: 'investigators',
    what: 'The teams that you were in.',
    ids: own('nobody'),
    parts: [
      {
        table: 'investigations',
        column: 'id',
        key: 'investigation_id',
        what: 'The incidents that your teams investigated.',
      },
      { ...reviewed, key: 'investigation_id', what: 'What mentors said to post-mortems of your teams.' },
    ],
  },
  {
    table: 'investigations',
    what: 'The incidents that you investigated alone.',
    ids: own('nobody'),
    parts: [{ ...reviewed, what: 'What mentors said to your post-mortems.' }],
  },
  { table: 'checkpoint_ticks', what: 'What you ticked as a guide of a checkpoint.', ids: own('nobody') },
  {
    table: 'checkpoint_entries',
    what: 'What you handed in for checkpoints, and what you said about others’.',
    ids: own('nobody'),
    words: ['words', 'links'].map((column) => ({
      column,
      of: 'member_id',
      emptied: column === 'links' ? `'[]'` : `''`,
      // What a mentor wrote is the learner's.
      where: `exists (select 1 from checkpoint_requests r where r.id = t.request_id and r.member_id = t.member_id)`,
    })),
  },
  {
    table: 'assessment_marks',
    what: 'Marks that you gave to capstones, and why.',
    ids: own('nobody'),
    words: [{ column: 'words', of: 'member_id', emptied: 'kept' }],
  },
  { table: 'assessors', what: 'Capstones that you assess.', ids: own('nobody') },
  {
    table: 'capstone_entries',
    what: 'What you said about your capstone, and its links.',
    ids: own('nobody'),
    words: [
      { column: 'title', of: 'member_id', emptied: 'null' },
      { column: 'words', of: 'member_id', emptied: `''` },
      { column: 'links', of: 'member_id', emptied: `'[]'` },
    ],
  },
  {
    table: 'capstones',
    what: 'Your capstone.',
    ids: own('nobody'),
    parts: [
      {
        table: 'assessment_marks',
        column: 'capstone_id',
        what: 'How your capstone was assessed, row by row, and why.',
        // Assessors are blind to each other, and marks are nobody's but theirs until all are in and the learner is told.
        where: `exists (select 1 from deliveries d where d.kind = 'capstone-told' and d.detail ->> 'what' = 'result'
            and d.detail ->> 'capstone' = t.capstone_id)
          and exists (select 1 from assessors a where a.id = t.assessor_id and a.left_at is null)
          and not exists (select 1 from assessment_marks later
            where later.assessor_id = t.assessor_id and later.row = t.row and later.id > t.id)`,
      },
    ],
  },
  {
    table: 'checkpoint_requests',
    what: 'Checkpoints that you asked to be signed off.',
    ids: own('nobody'),
    parts: [
      {
        table: 'checkpoint_entries',
        column: 'request_id',
        what: 'What mentors said to your checkpoints.',
        where: `t.kind in ('asked', 'signed-off', 'declined')`,
      },
    ],
  },
  {
    table: 'ledger',
    what: 'Your points, and what each was for.',
    ids: [...own('nobody'), { column: 'source', holds: 'contains', deletion: 'nobody' }],
  },
  // The ledger's trigger has moved the sums before it.
  { table: 'standings', what: 'Sums of your points, by week.', ids: own('row') },
  { table: 'enrolments', what: 'Your places in cohorts.', ids: own('nobody') },
  {
    table: 'organisers',
    what: 'Where you organise by name, and whom you named.',
    ids: [...own('row'), { column: 'named_by', deletion: 'nobody' }],
  },
  {
    table: 'mentors',
    what: 'Where you mentor by name, and whom you named.',
    ids: [...own('row'), { column: 'named_by', deletion: 'nobody' }],
  },
  {
    table: 'deeds',
    what: 'What you did as an organiser or mentor, and that you asked, handed in or took back something; kept for a year.',
    ids: own('nobody'),
    words: [{ column: 'options', of: 'member_id', emptied: `'{}'` }],
  },
  { table: 'edits', what: 'Changes of a cohort that you looked at.', ids: [{ column: 'made_by', deletion: 'nobody' }] },
  {
    table: 'calendar_changes',
    what: 'Changes that you made to a calendar.',
    ids: [{ column: 'made_by', deletion: 'nobody' }],
  },
  {
    table: 'cohorts',
    what: 'Cohorts that you created.',
    ids: [{ column: 'created_by', deletion: 'nobody' }],
    words: [{ column: 'name', of: 'created_by', emptied: 'kept' }],
  },
  {
    table: 'codes',
    what: 'Codes with which you link accounts or homes.',
    ids: [
      { column: 'subject', deletion: 'row' },
      { column: 'made_by', deletion: 'row' },
    ],
    unexported: 'a code lives for ten minutes, and only a hash of it is kept',
  },
  { table: 'code_tries', what: 'When you typed a code that does not exist.', ids: own('row') },
  {
    table: 'links',
    what: 'Which of your accounts were made one.',
    ids: [
      { column: 'primary_id', deletion: 'row' },
      { column: 'secondary_id', deletion: 'row' },
      { column: 'made_by', deletion: 'row' },
    ],
    // Rows that a link set aside, words among them: they go with the row.
    words: [{ column: 'merged', of: 'secondary_id', emptied: 'null' }],
  },
  {
    table: 'allowances',
    what: 'How much you may still do at once of what reaches a channel.',
    ids: [{ column: 'owner', deletion: 'row' }],
  },
  {
    table: 'deliveries',
    what: 'Messages to you that are planned or were sent.',
    ids: [
      { column: 'key', holds: 'contains', deletion: 'row' },
      { column: 'detail', holds: 'contains', deletion: 'row' },
    ],
  },
  {
    table: 'posts',
    what: 'Where private messages to you stand.',
    ids: [{ column: 'key', holds: 'contains', deletion: 'row' }],
  },
  {
    table: 'slack_facts',
    what: 'Which rights Slack says that you have.',
    // By the id on Slack alone, which a deletion looks for there, too.
    ids: [
      { column: 'about', holds: 'contains', deletion: 'row' },
      { column: 'value', holds: 'contains', deletion: 'row' },
    ],
    unexported: 'it is what Slack says of your rights there, asked anew within minutes and gone within thirty days',
  },
  {
    table: 'members',
    what: 'You: your accounts, what your platform calls you, how you stand on boards, and how your pictures look.',
    ids: [
      { column: 'id', deletion: 'row' },
      { column: 'primary_id', deletion: 'row' },
      { column: 'direct_id', deletion: 'row' },
    ],
    words: [{ column: 'pseudonym', of: 'id', emptied: 'null' }],
  },
];

/**
 * Columns of text or JSON in which nothing says who somebody is and nothing was typed by people, by table: slugs, keys, ids of
 * events, of channels and of cohorts, names of zones. Columns that refer to a table of these need not be listed.
 */
export const IMPERSONAL: Readonly<Record<string, readonly string[]>> = {
  // The playground is a window on one machine, with people that it makes up.
  playground_channels: ['id', 'name', 'topic', 'parent', 'root_message', 'person'],
  playground_messages: ['key', 'visible_to', 'answers', 'author', 'html', 'controls'],
  slack_installations: ['id', 'bot_token', 'bot_id', 'bot_user_id'],
  slack_facts: ['workspace'],
  settings: ['name', 'value'],
  leases: ['name', 'holder'],
  deletions: ['account'],
  done_events: ['event_id'],
  deliveries: ['kind', 'note'],
  troubles: ['remedy'],
  posts: ['workspace_id', 'channel', 'message'],
  allowances: ['what', 'spent_by'],
  deeds: ['workspace_id', 'cohort_id', 'route', 'did', 'event_id'],
  cohorts: ['id', 'workspace_id', 'zone'],
  calendar_changes: ['change', 'event_id'],
  homes: ['workspace_id', 'channel', 'mentor_role', 'ping_role'],
  members: ['workspace_id', 'external_id', 'name'],
  ledger: ['reason'],
  standings: ['cohort_id'],
  nudges: ['id', 'scenario', 'event_id'],
  calendar_feeds: ['token'],
  retired_feeds: ['token'],
  assessment_marks: ['row', 'event_id'],
  capstone_entries: ['about', 'event_id'],
  capstones: ['id'],
  celebrations: ['about'],
  checkups: ['found'],
  chosen_tracks: ['track'],
  cohort_tracks: ['track'],
  roadmap_ticks: ['track', 'stage'],
  roadmaps: ['id', 'track', 'stages', 'later'],
  certificates: ['id', 'event_id'],
  checkpoint_requests: ['id', 'area'],
  checkpoint_entries: ['runs', 'event_id'],
  codes: ['selector', 'hash', 'used_by', 'event_id'],
  code_tries: ['event_id'],
  links: ['event_id'],
  help_events: ['cause'],
  help_requests: ['id', 'workspace_id', 'skill'],
  mentor_hours: ['hours'],
  streak_wishes: ['zone'],
  reminder_wishes: ['zone'],
  edits: ['id', 'edit', 'done_by'],
  pair_wishes: ['zone'],
  pair_rounds: ['id', 'event_id'],
  pair_groups: ['reason'],
  pair_meetings: ['event_id'],
  rounds: ['id', 'workspace_id', 'title', 'items'],
  answers: ['item', 'event_id'],
  cards: ['id', 'subject', 'seen_as'],
  reviews: ['event_id'],
  review_settings: ['zone'],
  incidents: ['id', 'scenario'],
  investigations: ['id', 'workspace_id', 'scenario', 'version', 'thread'],
  investigation_moves: ['event_id'],
  post_mortems: ['event_id'],
  selftests: ['id', 'claims'],
  selftest_answers: ['item'],
  attendance: ['event_id'],
  attendance_corrections: ['event_id'],
  organisers: ['workspace_id'],
  workspaces: ['id', 'platform', 'external_id', 'organiser_role'],
};

/** A person's rows of one table. */
export interface OwnTable {
  table: string;
  what: string;
  rows: readonly Record<string, unknown>[];
}
