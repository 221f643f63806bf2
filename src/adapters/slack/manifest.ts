import { type CommandSpec, type ShortcutSpec, withoutFiles } from '../../chat/route.ts';
import { speltPhrase } from '../../chat/spelling.ts';
import { UMBRELLA } from './command-text.ts';
import { createDialect } from './dialect.ts';

/** How the app of a manifest is reached: over Socket Mode, or at an address of its own. */
export type Reach = { kind: 'socket' } | { kind: 'http'; publicUrl: string };

/** Where Slack posts what people do, and where people install the app, under the public address. */
export const SLACK_PATHS = {
  events: '/slack/events',
  install: '/slack/install',
  redirect: '/slack/oauth_redirect',
} as const;

/** Every right the bot asks for, with what it is for. None of them reads what people write. */
export const SCOPES = {
  commands: 'slash commands and shortcuts',
  'chat:write': 'posts, and replies that only one person sees',
  'channels:read': 'whether the channel that an organiser names is one of the workspace, and not archived',
  'groups:read': 'the same for private channels it is in, and whether the organiser is in them',
  'channels:join': 'to enter the public channel that an organiser names as a home',
  'im:write': 'direct messages',
  'mpim:write': 'the group conversation of who asked in private and the mentor who takes it',
  'users:read': 'names, and who administers the workspace',
  'usergroups:read': 'who mentors',
  'files:write': 'pictures and long texts',
  'files:read': 'whether an uploaded picture is ready to be shown',
  'bookmarks:write': "a bookmark for the calendar, in the cohort's channel",
  'bookmarks:read': 'to set that bookmark once',
} as const;

/**
 * Rights that may be given on top: `npm run slack:manifest -- --look-back`. Slack has no right to read only one's own posts, so
 * these let the bot read the channels it is in. It uses them for its own posts alone.
 */
export const LOOK_BACK_SCOPES = {
  'channels:history': 'to find its own post again when the answer of Slack was lost',
  'groups:history': 'the same in private channels it is in',
  'im:history': 'the same in direct messages with it',
  'mpim:history': 'the same in group conversations with it; and whether a mentor has answered, without reading what',
} as const;

/** A right that may be given on top: `npm run slack:manifest -- --by-address`. Few organisers have lists of addresses, and addresses are people's own. */
export const ADDRESS_SCOPES = {
  'users:read.email': 'who has the e-mail address that an organiser writes in a list',
} as const;

/** The events that the bot is told of. No message events: what people write is theirs. */
export const EVENTS = ['app_home_opened', 'app_uninstalled', 'tokens_revoked', 'user_change'] as const;

/** Shortcuts are told apart by this, and the route behind it. */
export const SHORTCUT_PREFIX = 'shortcut:';

/** The app as Slack creates it from a file: https://docs.slack.dev/reference/app-manifest. `prefix` goes before every command's name. */
export function describeApp(
  commands: readonly CommandSpec[],
  shortcuts: readonly ShortcutSpec[],
  reach: Reach,
  prefix = '',
  { looksBack = false, findsByAddress = false }: { looksBack?: boolean; findsByAddress?: boolean } = {},
) {
  const address = reach.kind === 'http' ? `${reach.publicUrl.replace(/\/$/, '')}${SLACK_PATHS.events}` : undefined;
  const at = <Key extends string>(key: Key) => (address === undefined ? {} : { [key]: address });
  const declared = [...declareCommands(commands.map(withoutFiles)), umbrella].map(({ command, ...rest }) => ({
    command: `/${prefix}${command}`,
    ...at('url'),
    ...rest,
    // Mentions come with their ids.
    should_escape: true,
  }));
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Pythia',
      description: 'Takes a cohort of Python developers from professional to expert, with mentors beside them',
      background_color: '#1e3a5f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Pythia', always_online: true },
      ...(shortcuts.length === 0 ? {} : { shortcuts: shortcuts.map(declareShortcut) }),
      slash_commands: declared,
    },
    oauth_config: {
      ...(reach.kind === 'http'
        ? { redirect_urls: [`${reach.publicUrl.replace(/\/$/, '')}${SLACK_PATHS.redirect}`] }
        : {}),
      scopes: {
        bot: Object.keys({
          ...SCOPES,
          ...(looksBack ? LOOK_BACK_SCOPES : {}),
          ...(findsByAddress ? ADDRESS_SCOPES : {}),
        }).sort(),
      },
    },
    settings: {
      event_subscriptions: { ...at('request_url'), bot_events: [...EVENTS] },
      interactivity: { is_enabled: true, ...at('request_url'), ...at('message_menu_options_url') },
      org_deploy_enabled: false,
      socket_mode_enabled: reach.kind === 'socket',
      token_rotation_enabled: false,
    },
  };
}

const umbrella = {
  command: UMBRELLA,
  description: 'All of the commands, for where the name of one is taken',
  usage_hint: 'help | quiz start | session 4 …',
};

/** Slack knows the first word of a command; the rest is typed, and read by us. */
function declareCommands(commands: readonly CommandSpec[]) {
  const roots = Map.groupBy(commands, ({ path }) => path[0] ?? '');
  return [...roots]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([command, members]) => ({ command, description: describe(members), ...hint(members) }));
}

const WORDS = createDialect('');

/** https://docs.slack.dev/reference/app-manifest: at most 2000 letters, 1000 of the hint. */
function describe(members: readonly CommandSpec[]): string {
  const [only, ...others] = members;
  if (only !== undefined && others.length === 0) return speltPhrase(WORDS, only.summary);
  return members.map(({ path, summary }) => `${path.slice(1).join(' ')}: ${speltPhrase(WORDS, summary)}`).join('; ');
}

function hint(members: readonly CommandSpec[]): { usage_hint?: string } {
  const [only, ...others] = members;
  const words =
    only !== undefined && others.length === 0
      ? only.options.map(({ name, required }) => (required ? `${name}=…` : `[${name}=…]`)).join(' ')
      : members.map(({ path }) => path.slice(1).join(' ')).join(' | ');
  return words === '' ? {} : { usage_hint: words };
}

function declareShortcut({ route, label, on }: ShortcutSpec) {
  return {
    name: label,
    type: on === 'message' ? 'message' : 'global',
    callback_id: `${SHORTCUT_PREFIX}${route}`,
    description: on === 'message' ? 'Opens a form with this message in it' : 'Opens a form',
  };
}
