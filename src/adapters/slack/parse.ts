import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Action, decodeAction } from '../../chat/action.ts';
import { clip } from '../../chat/clip.ts';
import { BadInput } from '../../chat/errors.ts';
import type { Event } from '../../chat/event.ts';
import { keepable, LONGEST } from '../../chat/input.ts';
import { type Text, text } from '../../chat/text.ts';
import { CLOCK_PREFIX, ROLE_PREFIX } from './forms.ts';
import { SHORTCUT_PREFIX } from './manifest.ts';
import { type FormMemory, readMemory } from './memory.ts';
import { threadId } from './messages.ts';
import { unescapeText } from './mrkdwn.ts';
import { Actions, Callback, Command, Id, Interaction, Shortcut, Suggestion, type Value } from './payloads.ts';
import { SELECT_NAME } from './render.ts';

/** Who did something where, and what it takes to answer. */
export interface Source {
  /** The same for a repeated delivery. */
  id: string;
  workspace: string;
  /** The team in which it happened: another one than the workspace where an organisation installed for all of its teams. */
  team: string | undefined;
  channel: string;
  thread: string | undefined;
  /** `team` is the team that the person belongs to, where Slack says so. */
  user: { id: string; name: string; team?: string | undefined };
  /** Opens a form, once and within three seconds. */
  trigger: string | undefined;
  /** Where a private answer can be written, five times in half an hour. */
  responseUrl: string | undefined;
  /** It came from a message that only this person sees, also in the conversation with us: an `update` can rewrite it. */
  onPrivate: boolean;
  /** It came from the home page. */
  onHome: boolean;
}

export type Parsed =
  | { kind: 'command'; command: string; text: string; source: Source }
  | { kind: 'action'; action: Action; source: Source }
  /** `fields`: what stood in the form, by name; the rest of the state it carried. */
  | { kind: 'form'; action: Action; fields: readonly string[]; source: Source }
  | { kind: 'shortcut'; action: Action; source: Source }
  | { kind: 'home'; source: Source }
  /** `option` is being typed into a form; roles are ours to suggest. */
  | { kind: 'suggestion'; action: Action; option: string; typed: string; ofRoles: boolean; source: Source }
  | { kind: 'gone'; workspace: string }
  /** Somebody was deactivated. */
  | { kind: 'left'; workspace: string; user: string }
  | { kind: 'unreadable'; explanation: Text; reason: string; source: Source | undefined }
  | { kind: 'ignored'; reason: string };

/** Reads whatever Slack sent. It is outside input and never makes this throw. */
export function parsePayload(raw: unknown): Parsed {
  try {
    return readPayload(raw);
  } catch (error) {
    const source = findSource(raw);
    if (error instanceof BadInput) {
      return { kind: 'unreadable', explanation: error.explanation, reason: 'bad input', source };
    }
    const reason =
      error instanceof z.ZodError ? `unknown shape at ${error.issues[0]?.path.join('.')}` : 'unknown shape';
    return { kind: 'unreadable', explanation: text`Slack sent me something I can’t read.`, reason, source };
  }
}

function readPayload(raw: unknown): Parsed {
  if (typeof raw !== 'object' || raw === null) return { kind: 'ignored', reason: 'no payload' };
  if ('command' in raw) return readCommandPayload(Command.parse(raw));
  if ('event' in raw) return readCallback(Callback.parse(raw));
  const type = 'type' in raw ? raw.type : undefined;
  switch (type) {
    case 'block_actions':
      return readAction(Interaction.parse(raw), Actions.parse(raw));
    case 'view_submission':
      return readForm(Interaction.parse(raw));
    case 'shortcut':
    case 'message_action':
      return readShortcut(Interaction.parse(raw), Shortcut.parse(raw));
    case 'block_suggestion':
      return readSuggestion(Interaction.parse(raw), Suggestion.parse(raw));
  }
  return { kind: 'ignored', reason: `a payload of type ${String(type).slice(0, 40)}` };
}

function readCommandPayload(payload: z.infer<typeof Command>): Parsed {
  const isOrgWide = payload.is_enterprise_install === 'true';
  const workspace = owner(isOrgWide, payload.enterprise_id, payload.team_id);
  const source: Source = {
    id: payload.trigger_id ?? digest(payload.response_url ?? '', payload.user_id, payload.command, payload.text),
    workspace,
    team: payload.team_id ?? undefined,
    channel: payload.channel_id,
    thread: undefined,
    user: { id: payload.user_id, name: payload.user_name },
    trigger: payload.trigger_id ?? undefined,
    responseUrl: payload.response_url ?? undefined,
    onPrivate: false,
    onHome: false,
  };
  return { kind: 'command', command: payload.command, text: payload.text, source };
}

function readCallback({ event, event_id, ...envelope }: z.infer<typeof Callback>): Parsed {
  const authorization = envelope.authorizations?.[0];
  const workspace = owner(
    authorization?.is_enterprise_install,
    authorization?.enterprise_id ?? envelope.enterprise_id,
    authorization?.team_id ?? envelope.team_id,
  );
  switch (event.type) {
    case 'app_uninstalled':
      return { kind: 'gone', workspace };
    case 'tokens_revoked':
      // Only our own token matters: a person who takes back theirs leaves the bot where it is.
      if ((event.tokens?.bot ?? []).length > 0) return { kind: 'gone', workspace };
      return { kind: 'ignored', reason: 'a person’s token was revoked' };
    case 'user_change': {
      const { user } = event;
      if (typeof user !== 'object' || user?.deleted !== true) {
        return { kind: 'ignored', reason: 'somebody changed their profile' };
      }
      return { kind: 'left', workspace: user.team_id ?? workspace, user: user.id };
    }
    case 'app_home_opened': {
      if (event.tab !== 'home') return { kind: 'ignored', reason: 'another tab than home' };
      const user = Id.parse(event.user);
      const id = event_id ?? digest(event.type, user, event.event_ts ?? '');
      const source = { id, workspace, channel: event.channel ?? user, user: { id: user, name: '' } };
      return { kind: 'home', source: { ...NOWHERE, ...source, onHome: true } };
    }
  }
  return { kind: 'ignored', reason: `an event of type ${event.type.slice(0, 40)}` };
}

const NOWHERE = {
  team: undefined,
  thread: undefined,
  trigger: undefined,
  responseUrl: undefined,
  onPrivate: false,
  onHome: false,
} satisfies Partial<Source>;

function readAction(payload: Interaction, { actions }: z.infer<typeof Actions>): Parsed {
  const [used] = actions;
  if (used === undefined) throw new BadInput('Nothing was pressed.');
  const source = sourceOf(payload, digest(used.action_id, used.action_ts));
  const { route, state } = decodeAction(used.action_id);
  const { [SELECT_NAME]: name, ...rest } = state;
  if (used.type !== 'static_select') return { kind: 'action', action: { route, state: rest }, source };
  const chosen = used.selected_option?.value;
  if (name === undefined || chosen === undefined) throw new BadInput('Please choose again: nothing was chosen.');
  return { kind: 'action', action: { route, state: { ...rest, [name]: chosen } }, source };
}

/** A form's own state wins over a field of the same name, which only a forged form could have; so on every platform. */
function readForm(payload: Interaction): Parsed {
  const { memory, values } = readView(payload);
  const source = returnTo(sourceOf(payload, digest(payload.view?.id ?? '', payload.view?.hash ?? '')), memory);
  const fields = Object.keys(values);
  return { kind: 'form', action: { route: memory.route, state: { ...values, ...memory.state } }, fields, source };
}

function readView({ view }: Interaction): { memory: FormMemory; values: Record<string, string> } {
  const memory = readMemory(view?.private_metadata ?? '');
  if (view === undefined || view === null || memory === undefined) throw new BadInput('That form is not one of mine.');
  const values = Object.values(view.state?.values ?? {}).flatMap((block) =>
    Object.entries(block).flatMap(([id, field]): [string, string][] => {
      const value = readValue(field);
      // In a command an option that is left empty was not said; in a form an empty text is an empty text.
      const isSaid = memory.isCommand ? value !== undefined && value !== '' : value !== undefined || isText(field);
      return isSaid ? [[nameOf(id), value ?? '']] : [];
    }),
  );
  return { memory, values: withMoments(Object.fromEntries(values)) };
}

/** A moment's day and its time as one value, as they would be typed. */
function withMoments(values: Readonly<Record<string, string>>): Record<string, string> {
  const [clocks, whole] = [new Map<string, string>(), new Map<string, string>()];
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith(CLOCK_PREFIX)) clocks.set(name.slice(CLOCK_PREFIX.length), value);
    else whole.set(name, value);
  }
  for (const [name, clock] of clocks) whole.set(name, `${whole.get(name) ?? ''} ${clock}`.trim());
  return Object.fromEntries(whole);
}

function readValue(field: z.infer<typeof Value>): string | undefined {
  const chosen = field.selected_option?.value ?? field.selected_user ?? field.selected_conversation;
  const when = field.selected_date ?? field.selected_time;
  return field.value ?? chosen ?? field.selected_channel ?? when ?? undefined;
}

function isText({ type }: z.infer<typeof Value>): boolean {
  return type === 'plain_text_input';
}

function nameOf(id: string): string {
  return id.startsWith(ROLE_PREFIX) ? id.slice(ROLE_PREFIX.length) : id;
}

/** A conversation of one person with us. */
export function isDirect(channel: string | null | undefined): boolean {
  return channel?.startsWith('D') ?? false;
}

/** A form that is sent belongs to the place where it was opened. */
function returnTo(source: Source, memory: FormMemory): Source {
  const { workspace, channel, thread, responseUrl, onPrivate, onHome } = memory;
  return { ...source, workspace, channel, thread, responseUrl, onPrivate, onHome };
}

function readShortcut(payload: Interaction, { callback_id, ...shortcut }: z.infer<typeof Shortcut>): Parsed {
  if (!callback_id.startsWith(SHORTCUT_PREFIX)) throw new BadInput('That shortcut is not one of mine.');
  const route = callback_id.slice(SHORTCUT_PREFIX.length);
  const source = sourceOf(payload, digest(callback_id, shortcut.action_ts));
  const { message } = shortcut;
  if (payload.type === 'shortcut' || message === undefined || message === null) {
    return { kind: 'shortcut', action: { route, state: {} }, source };
  }
  const ts = message.ts ?? shortcut.message_ts ?? '';
  const thread = message.thread_ts ?? undefined;
  const state = {
    words: clip(keepable(readWords(message.text)), LONGEST),
    ...(message.user === undefined || message.user === null ? {} : { author: message.user, by: message.user }),
    link: linkTo(payload.team?.domain, source.channel, ts),
    channel: source.channel,
    ...(thread === undefined ? {} : { thread: threadId({ channel: source.channel, thread }, ts) }),
  };
  return { kind: 'shortcut', action: { route, state }, source: { ...source, thread } };
}

/** A message's text as words: moments in their plain form. */
function readWords(mrkdwn: string): string {
  return unescapeText(mrkdwn.replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1'));
}

/** The same address that `chat.getPermalink` answers, which a form could not wait for. */
function linkTo(domain: string | null | undefined, channel: string, ts: string): string {
  const host = domain === undefined || domain === null ? 'app.slack.com' : `${domain}.slack.com`;
  return `https://${host}/archives/${channel}/p${ts.replace('.', '')}`;
}

function readSuggestion(payload: Interaction, { action_id, value }: z.infer<typeof Suggestion>): Parsed {
  const isOurs = readMemory(payload.view?.private_metadata ?? '') !== undefined;
  if (!isOurs) return { kind: 'ignored', reason: 'a suggestion for a form that is not ours' };
  const { memory, values } = readView(payload);
  const option = nameOf(action_id);
  const source = returnTo(sourceOf(payload, digest(payload.view?.id ?? '', action_id, value)), memory);
  const action = { route: memory.route, state: { ...memory.state, ...values, [option]: value } };
  return { kind: 'suggestion', action, option, typed: value, ofRoles: action_id.startsWith(ROLE_PREFIX), source };
}

function sourceOf(payload: Interaction, otherwise: string): Source {
  const { team, user, enterprise, view, channel, container } = payload;
  // In a shared channel `team` is the other company's; a form says whose app it is.
  const of = view?.app_installed_team_id ?? team?.id ?? user.team_id;
  const workspace = owner(payload.is_enterprise_install, enterprise?.id, of);
  return {
    // The trigger is Slack's own name for what a person did, and the same when it is delivered again.
    id: payload.trigger_id ?? otherwise,
    workspace,
    team: of ?? undefined,
    // Anything done outside of channels takes place in the person's conversation with us.
    channel: channel?.id ?? container?.channel_id ?? user.id,
    thread: container?.thread_ts ?? undefined,
    user: { id: user.id, name: user.name ?? user.username ?? '', team: user.team_id ?? undefined },
    trigger: payload.trigger_id ?? undefined,
    responseUrl: payload.response_url ?? undefined,
    onPrivate: container?.is_ephemeral === true || (container?.type === 'message' && isDirect(container.channel_id)),
    onHome: view?.type === 'home',
  };
}

/**
 * Who installed the app: a team, or an organisation for all of its teams, which then is one workspace with one token. Some
 * payloads of such an installation name a team and some none, so the organisation is what they have in common.
 */
function owner(
  isOrgWide: boolean | null | undefined,
  organisation: string | null | undefined,
  team: string | null | undefined,
): string {
  const found = (isOrgWide ? organisation : undefined) ?? team ?? organisation;
  if (found === undefined || found === null) throw new BadInput("I can't see where you are.");
  return found;
}

/** Where to answer what could not be read, if at least that can be. */
function findSource(raw: unknown): Source | undefined {
  try {
    const command = Command.safeParse(raw);
    if (command.success) {
      const parsed = readCommandPayload(command.data);
      return 'source' in parsed ? parsed.source : undefined;
    }
    return sourceOf(Interaction.parse(raw), digest(JSON.stringify(raw)));
  } catch {
    return undefined;
  }
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32);
}

/** What happened, as far as Slack told; the rest is looked up once it was acknowledged. */
export function eventOf(source: Source, action: Action): Event {
  const { id, workspace, channel, user } = source;
  const person = { id: user.id, name: user.name, manages: false, roles: [], locale: 'en-US' };
  return { id, place: { platform: 'slack', workspace, channel }, person, action };
}
