import { z } from 'zod';
import { RequestRefused } from './http.ts';
import { parseBody } from './parse.ts';
import type { Streams } from './streams.ts';

/** People who take part by themselves. */
export interface Extras {
  isOn(): Promise<boolean>;
  turn(isOn: boolean): Promise<void>;
}

const body = z.object({ isOn: z.boolean({ error: 'must be true or false' }) });

/** Lets them take part, or no longer, and tells every page. */
export async function turnExtras(json: string, extras: Extras | undefined, streams: Streams): Promise<object> {
  const { isOn } = parseBody(body, json);
  if (extras === undefined) throw new RequestRefused(409, 'Nobody takes part by themselves here.');
  await extras.turn(isOn);
  streams.tell({ kind: 'extras', isOn });
  return { isOn };
}
