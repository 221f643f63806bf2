import { ApiError } from './shapes.ts';
import type { World } from './world.ts';

/** One of the server's own events: https://docs.discord.com/developers/resources/guild-scheduled-event */
export interface ServerEvent {
  id: string;
  creator_id: string;
  name: string;
  description: string;
  scheduled_start_time: string;
  scheduled_end_time: string;
  entity_metadata: { location: string };
  /** 1 scheduled, 2 active, 3 completed, 4 cancelled. */
  status: number;
}

type Body = Partial<ServerEvent> & { privacy_level?: number; entity_type?: number };

const CREATE_EVENTS = 1n << 44n;
const ADMINISTRATOR = 1n << 3n;

export function listEvents(world: World) {
  return world.events.filter(({ status }) => status < 3);
}

export function createEvent(world: World, body: Body): ServerEvent {
  demandRight(world);
  if (body.privacy_level !== 2 || body.entity_type !== 3) throw new ApiError(400, 50035, 'Invalid Form Body');
  if (listEvents(world).length >= 100) throw new ApiError(400, 30038, 'Maximum number of events reached');
  const { name = '', description = '', scheduled_start_time = '', scheduled_end_time = '', entity_metadata } = body;
  const event: ServerEvent = {
    id: world.newId(),
    creator_id: world.botId,
    name,
    description,
    scheduled_start_time,
    scheduled_end_time,
    entity_metadata: entity_metadata ?? { location: '' },
    status: 1,
  };
  validate(world, event);
  world.events.push(event);
  return event;
}

export function changeEvent(world: World, id: string, body: Body): ServerEvent {
  demandRight(world);
  const event = world.events.find((one) => one.id === id);
  if (event === undefined) throw new ApiError(404, 10070, 'Unknown Guild Scheduled Event');
  if (event.status > 2) throw new ApiError(400, 180000, 'Cannot update a finished event');
  const { privacy_level: _, entity_type: __, ...changes } = body;
  Object.assign(event, changes);
  if (event.status === 1) validate(world, event);
  return event;
}

function validate(world: World, event: ServerEvent): void {
  const [start, end] = [Date.parse(event.scheduled_start_time), Date.parse(event.scheduled_end_time)];
  const isWhole =
    start > world.now() &&
    end > start &&
    event.name.length >= 1 &&
    event.name.length <= 100 &&
    event.description.length <= 1000 &&
    event.entity_metadata.location.length >= 1 &&
    event.entity_metadata.location.length <= 100;
  if (!isWhole) throw new ApiError(400, 50035, 'Invalid Form Body');
}

function demandRight({ roles, botRoles, guildId }: World): void {
  const held = [guildId, ...botRoles].reduce((all, id) => all | (roles.get(id) ?? 0n), 0n);
  if ((held & (CREATE_EVENTS | ADMINISTRATOR)) === 0n) throw new ApiError(403, 50013, 'Missing Permissions');
}
