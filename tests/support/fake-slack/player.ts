import type { Delivered, Parcel } from './delivery.ts';
import { type FormView, type Interactions, type Live, type Seen, viewForm } from './interactions.ts';
import { controlsOf, type MessageView, viewMessage } from './look.ts';
import { describeMessage } from './methods.ts';
import type { FakeChannel, FakeMessage, FakeUser, Json, World } from './shapes.ts';
import { escapeTyped, fieldState, readChoices } from './typing.ts';

/** Who somebody is, and where they type. */
export interface PlayerOptions {
  admin?: boolean;
  owner?: boolean;
  guest?: 'multi' | 'single';
  displayName?: string;
  /** Where commands are typed; the home channel, if left out. */
  channel?: string;
  locale?: string;
  zone?: string;
  /** Their own team, where it is not the one that installed the app. */
  team?: string;
  stranger?: boolean;
  orgTeams?: readonly string[];
  /** The app is installed for the whole organisation: payloads name no team. */
  orgWide?: boolean;
  deleted?: boolean;
}

/** Somebody at the keyboard. What Slack's own client prevents, throws; what the bot answers is what the promise brings. */
export interface Player {
  readonly id: string;
  /** Types a whole command: `/greet somebody name=Ann`. Mentions stand as Slack puts them: `<@U1|ann>`. */
  type(line: string): Promise<Seen>;
  /** Presses the button with that label or id. */
  press(message: string | { id: string }, labelOrId: string): Promise<Seen>;
  /** Picks an option by value or label, in the first select that has it. */
  choose(message: string | { id: string }, valueOrLabel: string): Promise<Seen>;
  /** Sends a form. Fields go by name or label; those left out keep what they were filled with. */
  submit(form: FormView, fields: Readonly<Record<string, string>>): Promise<Seen>;
  /** Types into a field that is filled while one types; `soFar` is what stands in the others. */
  suggest(form: FormView, field: string, typed: string, soFar?: Readonly<Record<string, string>>): Promise<Seen>;
  openHome(): Promise<Seen>;
  /** Presses a button of the home page. */
  pressHome(label: string): Promise<Seen>;
  /** What stands on the home page. */
  home(): readonly Json[];
  shortcut(callbackId: string): Promise<Seen>;
  /** A shortcut in the menu of a message. */
  shortcutOn(
    message: { channel: string; ts: string; text: string; user: string; thread?: string },
    callbackId: string,
  ): Promise<Seen>;
  /** What stands in a channel or a thread (`C1:123.4`) for this person: everything public, and what only they see. */
  sees(channel?: string): MessageView[];
  /** Writes a message of their own in a channel, thread or conversation, which the bot is not told of. */
  says(words: string, place: string): void;
  /** What is in this person's direct messages with the bot. */
  direct(): MessageView[];
}

export interface PlayerTools {
  world: World;
  interactions: Interactions;
  address: () => string;
  home: string;
  team: string;
  patienceMs: number;
  deliver(parcel: Parcel): Promise<Delivered>;
  /** Events go again when they were not acknowledged. */
  deliverEvent(event: Json, team: string): Promise<void>;
}

export function createPlayer(tools: PlayerTools, user: FakeUser, options: PlayerOptions): Player {
  const { world, interactions, address, team, patienceMs } = tools;
  const { channel: home = tools.home, orgWide = false } = options;

  const account = { id: user.id, username: user.name, name: user.name, team_id: user.team };

  /** What every payload of an interaction says. */
  function envelope(live: Live): Json {
    const theirs = orgWide ? null : { id: user.team, domain: 'fake' };
    const enterprise = user.orgTeams === undefined ? null : { id: 'E0FAKE', name: 'Fake Org' };
    return {
      team: theirs,
      user: account,
      enterprise,
      is_enterprise_install: orgWide,
      api_app_id: 'A0FAKE',
      token: 'legacy',
      trigger_id: live.trigger,
    };
  }

  function describeChannel(id: string): Json {
    const channel = getChannel(id);
    return { id, name: channel.kind === 'direct' ? 'directmessage' : channel.name };
  }

  function getChannel(id: string): FakeChannel {
    const channel = world.channels.get(id);
    if (channel === undefined) throw new Error(`there is no channel ${id}`);
    return channel;
  }

  async function send(live: Live, payload: Json): Promise<Seen> {
    live.payload = payload;
    const delivered = await tools.deliver({ type: live.type, payload });
    if (delivered.kind === 'acknowledged') live.ackMs = delivered.ms;
    else live.settle({ kind: 'failed', reason: delivered.reason });
    // A command may be answered by its acknowledgement: https://docs.slack.dev/interactivity/implementing-slash-commands.
    if (delivered.kind === 'acknowledged' && delivered.answer !== undefined && live.type === 'slash_commands') {
      const shown = interactions.respond(interactions.newUrl(live), delivered.answer);
      if (shown.status !== 200) live.settle({ kind: 'failed', reason: JSON.stringify(shown.body) });
    }
    return live.seen;
  }

  const urlFor = (live: Live) => `${address()}/response_url/${interactions.newUrl(live)}`;

  function getMessage(message: string | { id: string }): FakeMessage {
    const wanted = typeof message === 'string' ? message : message.id;
    const found = world.messages.find(({ ts, onlyFor }) => ts === wanted && (onlyFor ?? user.id) === user.id);
    if (found === undefined) throw new Error(`${user.name} sees no message ${wanted}`);
    return found;
  }

  function act(message: FakeMessage, action: Json): Promise<Seen> {
    const { channel, ts, thread, onlyFor } = message;
    const live = interactions.begin({ user: user.id, channel, original: ts, type: 'interactive' }, patienceMs);
    const isEphemeral = onlyFor !== undefined;
    const threaded = thread === undefined ? {} : { thread_ts: thread };
    return send(live, {
      type: 'block_actions',
      ...envelope(live),
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: isEphemeral, ...threaded },
      channel: describeChannel(channel),
      ...(isEphemeral ? {} : { message: describeMessage(message, false) }),
      state: { values: {} },
      response_url: urlFor(live),
      actions: [{ ...action, action_ts: world.newTs() }],
    });
  }

  function describeView(form: FormView, values: Json): Json {
    const stored = world.views.get(form.id);
    return {
      id: form.id,
      team_id: user.team,
      type: 'modal',
      blocks: form.blocks,
      private_metadata: form.memory,
      callback_id: String(stored?.view['callback_id'] ?? ''),
      state: { values },
      hash: stored?.hash ?? '',
      title: stored?.view['title'],
      previous_view_id: null,
      root_view_id: form.id,
      app_id: 'A0FAKE',
      external_id: '',
      app_installed_team_id: orgWide ? 'E0FAKE' : team,
      bot_id: 'B0FAKE',
    };
  }

  return {
    id: user.id,
    type(line) {
      const [, command = '', typed = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
      if (command === '') throw new Error(`"${line}" is no command`);
      const live = interactions.begin(
        { user: user.id, channel: home, original: undefined, type: 'slash_commands' },
        patienceMs,
      );
      const { name } = getChannel(home);
      return send(live, {
        token: 'legacy',
        team_id: user.team,
        ...(orgWide ? { enterprise_id: 'E0FAKE' } : {}),
        team_domain: 'fake',
        channel_id: home,
        channel_name: name,
        user_id: user.id,
        user_name: user.name,
        command,
        text: escapeTyped(typed),
        api_app_id: 'A0FAKE',
        is_enterprise_install: String(orgWide),
        response_url: urlFor(live),
        trigger_id: live.trigger,
      });
    },
    async press(message, labelOrId) {
      const stored = getMessage(message);
      const { controls, text } = viewMessage(stored);
      const button = controls.find(
        ({ kind, label, id }) => kind === 'button' && (label === labelOrId || id === labelOrId),
      );
      if (button === undefined) throw new Error(`no button "${labelOrId}" in:\n${text}`);
      return act(stored, {
        type: 'button',
        action_id: button.id,
        block_id: button.block,
        text: { type: 'plain_text', text: button.label },
      });
    },
    async choose(message, valueOrLabel) {
      const stored = getMessage(message);
      for (const { kind, id, block, options: all } of viewMessage(stored).controls) {
        const option = all.find(({ value, label }) => value === valueOrLabel || label === valueOrLabel);
        if (kind !== 'static_select' || option === undefined) continue;
        const selected_option = { text: { type: 'plain_text', text: option.label }, value: option.value };
        return act(stored, { type: 'static_select', action_id: id, block_id: block, selected_option });
      }
      throw new Error(`no option "${valueOrLabel}" in:\n${viewMessage(stored).text}`);
    },
    async submit(form, given) {
      const known = new Set(form.fields.flatMap(({ name, label }) => [name, label]));
      const unknown = Object.keys(given).find((name) => !known.has(name));
      if (unknown !== undefined) throw new Error(`the form "${form.title}" has no field "${unknown}"`);
      const values = Object.fromEntries(
        form.fields.map((field) => [field.block, { [field.name]: fieldState(field, given) }]),
      );
      const live = interactions.begin(
        { user: user.id, channel: form.channel, original: undefined, type: 'interactive' },
        patienceMs,
      );
      live.payload = {
        type: 'view_submission',
        ...envelope(live),
        view: describeView(form, values),
        response_urls: [],
      };
      const delivered = await tools.deliver({ type: 'interactive', payload: live.payload });
      if (delivered.kind === 'failed') {
        live.settle({ kind: 'failed', reason: delivered.reason });
        return live.seen;
      }
      live.ackMs = delivered.ms;
      const stored = world.views.get(form.id);
      if (stored !== undefined && delivered.answer?.['response_action'] === 'update') {
        const next = interactions.replaceView(stored, delivered.answer['view']);
        live.settle({ kind: 'form', form: viewForm(next), ackMs: live.ackMs });
      }
      if (stored !== undefined && delivered.answer?.['response_action'] === 'errors') {
        const errors = delivered.answer['errors'] as Record<string, string>;
        const unknown = Object.keys(errors).filter((block) => !form.fields.some((field) => field.block === block));
        if (unknown.length > 0) throw new Error(`errors at fields that are not there: ${unknown.join(', ')}`);
        live.settle({ kind: 'form', form: { ...form, errors }, ackMs: live.ackMs });
      }
      return live.seen;
    },
    async suggest(form, name, typed, soFar = {}) {
      const field = form.fields.find((one) => one.name === name || one.label === name);
      if (field?.kind !== 'external_select') throw new Error(`the field "${name}" suggests nothing`);
      const others = form.fields.filter((one) => one.name !== field.name && one.name in soFar);
      const values = Object.fromEntries(others.map((one) => [one.block, { [one.name]: fieldState(one, soFar) }]));
      const live = interactions.begin(
        { user: user.id, channel: form.channel, original: undefined, type: 'interactive' },
        patienceMs,
      );
      const { trigger_id: _, ...common } = envelope(live);
      live.payload = {
        type: 'block_suggestion',
        ...common,
        container: { type: 'view', view_id: form.id },
        action_id: field.name,
        block_id: field.block,
        value: typed,
        view: describeView(form, values),
      };
      const delivered = await tools.deliver({ type: 'interactive', payload: live.payload });
      if (delivered.kind === 'failed') live.settle({ kind: 'failed', reason: delivered.reason });
      else live.settle({ kind: 'choices', groups: readChoices(delivered.answer ?? {}), ackMs: delivered.ms });
      return live.seen;
    },
    async openHome() {
      const live = interactions.begin(
        { user: user.id, channel: home, original: undefined, type: 'events_api' },
        patienceMs,
      );
      const event = { type: 'app_home_opened', user: user.id, channel: 'D0HOME', tab: 'home', event_ts: world.newTs() };
      live.payload = event;
      await tools.deliverEvent(event, user.team);
      return live.seen;
    },
    async pressHome(label) {
      const blocks = (world.homes.get(user.id)?.['blocks'] as Json[] | undefined) ?? [];
      const button = blocks.flatMap(controlsOf).find((control) => control.label === label);
      if (button === undefined) throw new Error(`no button "${label}" on the home page`);
      const live = interactions.begin(
        { user: user.id, channel: home, original: undefined, type: 'interactive' },
        patienceMs,
      );
      return send(live, {
        type: 'block_actions',
        ...envelope(live),
        container: { type: 'view', view_id: `V${user.id}` },
        view: {
          id: `V${user.id}`,
          type: 'home',
          hash: 'h',
          private_metadata: '',
          state: { values: {} },
          app_installed_team_id: team,
        },
        actions: [{ type: 'button', action_id: button.id, block_id: button.block, action_ts: world.newTs() }],
      });
    },
    home: () => (world.homes.get(user.id)?.['blocks'] as Json[] | undefined) ?? [],
    shortcut(callback_id) {
      const live = interactions.begin(
        { user: user.id, channel: home, original: undefined, type: 'interactive' },
        patienceMs,
      );
      return send(live, { type: 'shortcut', ...envelope(live), callback_id, action_ts: world.newTs() });
    },
    shortcutOn({ channel, ts, text, user: author, thread }, callback_id) {
      const live = interactions.begin({ user: user.id, channel, original: ts, type: 'interactive' }, patienceMs);
      return send(live, {
        type: 'message_action',
        ...envelope(live),
        callback_id,
        action_ts: world.newTs(),
        message_ts: ts,
        channel: describeChannel(channel),
        message: { type: 'message', text, user: author, ts, ...(thread === undefined ? {} : { thread_ts: thread }) },
        response_url: urlFor(live),
      });
    },
    sees(place = home) {
      const [channel, thread] = place.split(':');
      return world.messages
        .filter((message) => message.channel === channel && (message.onlyFor ?? user.id) === user.id)
        .filter((message) => thread === undefined || message.ts === thread || message.thread === thread)
        .map(viewMessage);
    },
    says(words, place) {
      const [channel = '', thread] = place.split(':');
      const common = { bot: '', blocks: [], metadata: undefined, onlyFor: undefined, files: [], edits: 0 };
      world.messages.push({ ...common, channel, ts: world.newTs(), thread, user: user.id, text: words });
    },
    direct() {
      const channel = [...world.channels.values()].find((one) => one.user === user.id);
      return world.messages.filter((message) => message.channel === channel?.id).map(viewMessage);
    },
  };
}
