import { REST, type RESTGetAPIGatewayBotResult, Routes } from 'discord.js';
import { z } from 'zod';
import { restOptions } from './rest.ts';

const Recommended = z.object({ shards: z.int().min(1).max(10_000) }) satisfies z.ZodType<
  Pick<RESTGetAPIGatewayBotResult, 'shards'>
>;

/** How many shards Discord wants the bot's servers to be divided into. Throws where Discord does not say. */
export async function askShardCount({
  token,
  apiUrl,
}: {
  token: string;
  apiUrl?: string | undefined;
}): Promise<number> {
  const rest = new REST({ ...restOptions(apiUrl), timeout: 5000, retries: 1 }).setToken(token);
  try {
    return Recommended.parse(await rest.get(Routes.gatewayBot())).shards;
  } finally {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}
