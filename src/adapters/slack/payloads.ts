import { z } from 'zod';

export const Id = z.string().regex(/^[A-Z0-9][A-Za-z0-9_-]{0,63}$/);

const Team = z.object({ id: Id, domain: z.string().nullish() }).nullish();

const User = z.object({
  id: Id,
  username: z.string().nullish(),
  name: z.string().nullish(),
  team_id: Id.nullish(),
});

const Enterprise = z.object({ id: Id }).nullish();

const Trigger = z.string().max(300).nullish();

const Channel = z.object({ id: Id }).nullish();

const Url = z
  .string()
  .regex(/^https?:\/\/\S{1,500}$/)
  .nullish()
  .catch(undefined);

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export const Command = z.object({
  command: z.string().regex(/^\/\S{1,80}$/),
  text: z.string().catch(''),
  team_id: Id.nullish(),
  enterprise_id: Id.nullish(),
  is_enterprise_install: z.string().nullish(),
  channel_id: Id,
  user_id: Id,
  user_name: z.string().catch(''),
  trigger_id: Trigger,
  response_url: Url,
});

export const Value = z.object({
  type: z.string().catch(''),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
  selected_conversation: z.string().nullish(),
  selected_channel: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
});

const Values = z.record(z.string(), z.record(z.string(), Value));

const View = z.object({
  id: z.string(),
  type: z.string().catch('modal'),
  hash: z.string().catch(''),
  private_metadata: z.string().catch(''),
  app_installed_team_id: Id.nullish(),
  state: z
    .object({ values: Values.catch({}) })
    .nullish()
    .catch(undefined),
});

/** What all payloads of interactions have: https://docs.slack.dev/reference/interaction-payloads. */
export const Interaction = z.object({
  type: z.string(),
  team: Team,
  user: User,
  enterprise: Enterprise,
  is_enterprise_install: z.boolean().nullish().catch(undefined),
  trigger_id: Trigger,
  response_url: Url,
  channel: Channel,
  container: z
    .object({
      type: z.string().nullish(),
      is_ephemeral: z.boolean().nullish(),
      thread_ts: z.string().nullish(),
      channel_id: Id.nullish(),
    })
    .nullish(),
  view: View.nullish(),
});

export type Interaction = z.infer<typeof Interaction>;

export const Actions = z.object({
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        type: z.string().catch(''),
        action_ts: z.string().catch(''),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

export const Shortcut = z.object({
  callback_id: z.string(),
  action_ts: z.string().catch(''),
  message_ts: z.string().nullish(),
  message: z
    .object({
      text: z.string().catch(''),
      user: z.string().nullish(),
      ts: z.string().nullish(),
      thread_ts: z.string().nullish(),
    })
    .nullish(),
});

export const Suggestion = z.object({
  action_id: z.string(),
  block_id: z.string().catch(''),
  value: z.string().catch(''),
});

/** https://docs.slack.dev/apis/events-api#event-type-structure */
export const Callback = z.object({
  team_id: Id.nullish(),
  enterprise_id: Id.nullish(),
  event_id: z.string().nullish(),
  authorizations: z
    .array(
      z.object({ team_id: Id.nullish(), enterprise_id: Id.nullish(), is_enterprise_install: z.boolean().nullish() }),
    )
    .nullish(),
  event: z.object({
    type: z.string(),
    event_ts: z.string().nullish().catch(undefined),
    /** An id, or all of a profile. */
    user: z
      .union([z.string(), z.object({ id: Id, team_id: Id.nullish(), deleted: z.boolean().nullish() })])
      .nullish()
      .catch(undefined),
    channel: z.string().nullish().catch(undefined),
    tab: z.string().nullish(),
    tokens: z.object({ bot: z.array(z.string()).nullish() }).nullish(),
  }),
});
