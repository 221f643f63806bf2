import { GuildScheduledEventEntityType, GuildScheduledEventStatus, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { clip } from '../../chat/clip.ts';
import { Unreachable } from '../../chat/errors.ts';
import type { Listing } from '../../chat/platform.ts';
import { CODES, DiscordFailure, describeFailure, toFailure } from './failures.ts';
import { EVENT } from './limits.ts';

/**
 * A server's events: https://docs.discord.com/developers/resources/guild-scheduled-event. Ours are external ones, which need
 * no voice channel; their place is the address of the channel, which Discord shows as a link.
 */
const PRIVACY_GUILD = 2;

const Events = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    creator_id: z.string().nullish(),
    scheduled_start_time: z.string(),
    entity_metadata: z.object({ location: z.string().nullish() }).nullish(),
  }),
);

/** Makes an event, once: Discord takes two that are alike, so one that a crash left behind is looked for first. */
export async function keepEvent(rest: REST, ownId: string, guild: string, listing: Listing): Promise<string> {
  try {
    const body = bodyOf(guild, listing);
    const present = Events.parse(await rest.get(Routes.guildScheduledEvents(guild)));
    const found = present.find(
      (event) =>
        event.creator_id === ownId &&
        event.name === body.name &&
        event.entity_metadata?.location === body.entity_metadata.location &&
        Temporal.Instant.from(event.scheduled_start_time).equals(listing.startsAt),
    );
    if (found !== undefined) return found.id;
    const made = (await rest.post(Routes.guildScheduledEvents(guild), { body })) as { id: string };
    return made.id;
  } catch (error) {
    throw toEventFailure(error);
  }
}

export async function changeEvent(rest: REST, guild: string, event: string, listing: Listing): Promise<void> {
  await patch(rest, guild, event, bodyOf(guild, listing));
}

export async function cancelEvent(rest: REST, guild: string, event: string): Promise<void> {
  await patch(rest, guild, event, { status: GuildScheduledEventStatus.Canceled });
}

async function patch(rest: REST, guild: string, event: string, body: object): Promise<void> {
  try {
    await rest.patch(Routes.guildScheduledEvent(guild, event), { body });
  } catch (error) {
    const { code } = describeFailure(error);
    if (code === CODES.unknownEvent || code === CODES.finishedEvent) return;
    throw toEventFailure(error);
  }
}

function bodyOf(guild: string, { title, about, channel, startsAt, endsAt }: Listing) {
  return {
    name: clip(title, EVENT.name),
    description: clip(about, EVENT.description),
    privacy_level: PRIVACY_GUILD,
    entity_type: GuildScheduledEventEntityType.External,
    entity_metadata: { location: `https://discord.com/channels/${guild}/${channel}` },
    scheduled_start_time: startsAt.toString(),
    scheduled_end_time: endsAt.toString(),
  };
}

function toEventFailure(error: unknown): DiscordFailure | Unreachable {
  const failure = describeFailure(error);
  // What Discord does not take now it takes at no other try; nothing else waits for it.
  const refused = failure.status === 400 ? 'Discord does not take that event.' : undefined;
  const remedy = REMEDIES.get(failure.code) ?? refused;
  return remedy === undefined ? toFailure(error) : new Unreachable(remedy, { cause: new DiscordFailure(failure) });
}

const REMEDIES: ReadonlyMap<number | string, string> = new Map<number | string, string>([
  [CODES.missingPermissions, 'I may not make events in this server. Give my role Create Events.'],
  [CODES.missingAccess, 'I may not make events in this server. Give my role Create Events.'],
  [CODES.tooManyEvents, 'This server has as many events as Discord takes. Take some away.'],
]);
