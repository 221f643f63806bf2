import { z } from 'zod';
import { isStaff, may } from '../../access.ts';
import type { CommandSpec, Who } from '../../chat/route.ts';
import { phrase } from '../../chat/spelling.ts';
import { command, type Text, text } from '../../chat/text.ts';
import { button, controls, footnote, heading, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import { type Asker, type Route, route } from '../../context.ts';

/** What people use most, by what they are here: the first thing is what one needs now. */
const FIRST = {
  anyone: ['cohort list', 'cohort join', 'quiz start', 'session'],
  learner: ['next', 'home', 'session', 'quiz start', 'debug start', 'ask', 'progress'],
  mentor: ['next', 'questions', 'quiz results', 'session', 'debug reviews', 'progress'],
  organiser: ['next', 'cohort create', 'organise doctor', 'organise deliveries', 'organise preview', 'questions'],
} as const satisfies Record<Who, readonly string[]>;

const WELCOMES = {
  anyone: 'I take a cohort through twelve sessions. Join one, or try a few questions first.',
  learner: 'What you need most, each a press or a line away. Everything I answer here only you see.',
  mentor: 'What mentors need most. Everything I answer here only you see.',
  organiser: 'What organisers need most. The calendar posts by itself; I tell you in private when it can’t.',
} as const satisfies Record<Who, string>;

const help = route({
  name: 'help',
  summary: 'What I can do for you, and how to ask for it',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  async run(_, { commands, asker }) {
    const mine = commands.filter(({ who }) => may(who, asker));
    const role = roleOf(asker);
    const first = FIRST[role].flatMap((name) => mine.find(({ path }) => path.join(' ') === name) ?? []);
    return view(
      heading('What you can ask me'),
      paragraph`${WELCOMES[role]}`,
      lineBlock(first.map(commandLine)),
      controls(
        button("What's next", 'next', {}, { style: 'primary' }),
        ...[...new Set(mine.map(({ who }) => who))].map((who) => button(AREAS[who], 'help.area', { who })),
      ),
    );
  },
});

const AREAS = {
  anyone: 'For everybody',
  learner: 'In a cohort',
  mentor: 'For mentors',
  organiser: 'For organisers',
} as const satisfies Record<Who, string>;

/** All commands of one kind of people, of those that the asker may use. */
const area = route({
  name: 'help.area',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ who: z.enum(['anyone', 'learner', 'mentor', 'organiser']) }),
  async run({ who }, { commands, asker }): Promise<View> {
    const mine = commands.filter((one) => one.who === who && may(one.who, asker));
    const groups = Map.groupBy(mine, ({ path }) => path[0] ?? '');
    return view(
      heading(AREAS[who]),
      ...[...groups.values()].map((group) => lineBlock(group.map(commandLine))),
      controls(button('Back', 'help')),
      footnote`Only what you may use is listed; what a command takes, it says while you type it.`,
    );
  },
});

function roleOf(asker: Asker): Who {
  if (asker.organiser) return 'organiser';
  if (isStaff(asker)) return 'mentor';
  return asker.learner ? 'learner' : 'anyone';
}

function commandLine({ path, summary }: CommandSpec): Text {
  return text`${command(path.join(' '))} · ${phrase(summary)}`;
}

export const helpRoutes: readonly Route[] = [help, area];
