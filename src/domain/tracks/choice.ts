/** The tracks by their slugs, which the curriculum's schema names, too, with what people read. */
export const TRACK_CHOICE = {
  general: 'General',
  'data-engineering': 'Data engineering',
  'distributed-systems': 'Distributed systems',
} as const;

export type TrackSlug = keyof typeof TRACK_CHOICE;

export const TRACK_SLUGS = Object.keys(TRACK_CHOICE) as [TrackSlug, ...TrackSlug[]];
