import { z } from 'zod';
import { clip } from '../../chat/clip.ts';
import { pause } from './budget.ts';
import { describeFailure, isUnclear, SlackFailure } from './failures.ts';
import type { Upload } from './limits.ts';
import type { Web } from './web.ts';

const Ticket = z.object({ upload_url: z.string(), file_id: z.string() });

const Info = z.object({ file: z.object({ mimetype: z.string().catch(''), permalink: z.string().catch('') }) });

const METHOD = 'files.upload';

const TIMEOUT = 20_000;

const ATTEMPTS = 3;

/** Where a file is to be seen. */
interface Share {
  channel: string;
  thread?: string;
}

/** Brings a file's bytes to Slack, where nobody sees them yet. https://docs.slack.dev/messaging/working-with-files#upload */
export async function sendBytes(web: Web, { name, data, alt }: Upload): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const ticket = Ticket.parse(
      await web.call('files.getUploadURLExternal', {
        filename: name,
        // Slack takes no file without content.
        length: Math.max(1, data.length),
        ...(alt === undefined ? {} : { alt_txt: clip(alt, 1000) }),
      }),
    );
    try {
      await send(ticket.upload_url, data.length === 0 ? Buffer.from('\n') : data);
      return ticket.file_id;
    } catch (error) {
      // A ticket takes one file; the next attempt gets its own, so that nothing is there twice.
      if (attempt >= ATTEMPTS || !isUnclear(describeFailure(error))) throw error;
      await pause(250 * attempt);
    }
  }
}

async function send(url: string, data: Buffer): Promise<void> {
  let status: number;
  try {
    const body = new Uint8Array(data);
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT) });
    await response.arrayBuffer();
    status = response.status;
  } catch (error) {
    throw new SlackFailure(describeFailure(error, METHOD));
  }
  if (status !== 200) throw new SlackFailure({ code: `http_${status}`, status, method: METHOD });
}

/** Ends the upload: with a place, the file is shown there; without one, only a block of ours can show it. */
export async function finishUpload(web: Web, file: string, name: string, share?: Share): Promise<void> {
  await web.call('files.completeUploadExternal', {
    files: [{ id: file, title: name }],
    ...(share === undefined ? {} : { channel_id: share.channel }),
    ...(share?.thread === undefined ? {} : { thread_ts: share.thread }),
  });
}

/** Uploads a picture that a block then shows. Slack refuses the block until it has looked at the file: java-slack-sdk#1349. */
export async function uploadPicture(web: Web, picture: Upload): Promise<string> {
  const file = await sendBytes(web, picture);
  await finishUpload(web, file, picture.name);
  await waitUntilKnown(web, file);
  return file;
}

const LOOKS = 12;

async function waitUntilKnown(web: Web, file: string): Promise<void> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const { file: info } = Info.parse(await web.call('files.info', { file }));
    if (info.mimetype !== '') return;
    await pause(100 * look);
  }
}

/** Whether a picture can be shown. Throws when it was deleted. */
export async function isThere(web: Web, file: string): Promise<boolean> {
  return Info.parse(await web.call('files.info', { file })).file.mimetype !== '';
}

/** Where people open a file. */
export async function findLink(web: Web, file: string): Promise<string> {
  return Info.parse(await web.call('files.info', { file })).file.permalink;
}
