import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeApp, type Reach } from '../adapters/slack/manifest.ts';
import { describeCommands, describeShortcuts } from '../chat/route.ts';
import { readConfig } from '../config.ts';
import { routes } from '../routes.ts';

const usage = `npm run slack:manifest -- [options]

Writes slack-manifest.json, from which Slack creates the app: api.slack.com/apps, Create New App, From a manifest.

  --url <address>   the public address of the bot, for HTTP; without it, Socket Mode
  --prefix <words>  goes before each command's name: --prefix py- makes /py-quiz (and set SLACK_COMMAND_PREFIX to the same)
  --look-back       adds the rights to find its own posts again after a lost answer; README.md says what they cost
  --by-address      adds the right to find people by the e-mail addresses of a list that an organiser brings
  --out <file>      another file; - prints it`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    prefix: { type: 'string' },
    'look-back': { type: 'boolean', default: false },
    'by-address': { type: 'boolean', default: false },
    out: { type: 'string', default: join(import.meta.dirname, '..', '..', 'slack-manifest.json') },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  const reach: Reach = values.url === undefined ? { kind: 'socket' } : { kind: 'http', publicUrl: values.url };
  const prefix = values.prefix ?? readConfig().slackCommandPrefix;
  const manifest = describeApp(describeCommands(routes), describeShortcuts(routes), reach, prefix, {
    looksBack: values['look-back'],
    findsByAddress: values['by-address'],
  });
  const written = `${JSON.stringify(manifest, undefined, 2)}\n`;
  if (values.out === '-') process.stdout.write(written);
  else writeFileSync(values.out, written);
}
