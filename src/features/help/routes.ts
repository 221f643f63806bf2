import { may } from '../../access.ts';
import type { CommandSpec } from '../../chat/route.ts';
import { phrase } from '../../chat/spelling.ts';
import { command, markdown, type Text, text } from '../../chat/text.ts';
import { footnote, heading, lineBlock, paragraph, view } from '../../chat/view.ts';
import { type Route, route } from '../../context.ts';

const help = route({
  name: 'help',
  summary: 'What I can do for you, and how to ask for it',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  async run(_, { commands, asker }) {
    const mine = commands.filter(({ who }) => may(who, asker));
    const groups = Map.groupBy(mine, ({ path }) => path[0] ?? '');
    return view(
      heading('What you can ask me'),
      paragraph`I take your cohort through twelve sessions: the schedule, rounds of questions, and a board. Everything I answer here only you see.`,
      ...[...groups.values()].map((group) => lineBlock(group.map(commandLine))),
      footnote`Only what you may use is listed. Square brackets mean that an option may be left out.`,
    );
  },
});

function commandLine({ path, options, summary }: CommandSpec): Text {
  const words = options.map(({ name, required }) => (required ? name : `[${name}]`));
  const takes = words.length === 0 ? text`` : text` ${markdown(`\`${words.join(' ')}\``)}`;
  return text`${command(path.join(' '))}${takes} · ${phrase(summary)}`;
}

export const helpRoutes: readonly Route[] = [help];
