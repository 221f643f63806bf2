import { createHash } from 'node:crypto';
import { z } from 'zod';
import { describeFailure } from './failures.ts';
import type { Upload } from './limits.ts';
import type { FactsStore } from './ports.ts';
import { isThere, uploadPicture } from './uploads.ts';
import type { Access } from './workspaces.ts';

/** The pictures that are on Slack: one that is shown again is not uploaded again. */
export interface Pictures {
  /** The id of the file that shows this picture in a workspace. */
  find(access: Access, workspace: string, picture: Upload): Promise<string>;
}

const Shown = z.object({ file: z.string() });

/** Kept by what is in the picture, for as long as what Slack says about people; after that it is uploaded once more. */
export function createPictures(facts: FactsStore, now: () => Temporal.Instant): Pictures {
  return {
    async find({ web }, workspace, picture) {
      const { name, alt = '', data } = picture;
      const words = createHash('sha256').update(`${name}\n${alt}\n`).update(data).digest('base64url');
      const about = `picture:${words}`;
      const known = Shown.safeParse((await facts.find(workspace, [about])).get(about)?.value).data;
      try {
        if (known !== undefined && (await isThere(web, known.file))) return known.file;
      } catch (error) {
        // Somebody deleted it.
        if (describeFailure(error).status !== 200) throw error;
      }
      const file = await uploadPicture(web, picture);
      await facts.record(workspace, about, { file }, now());
      return file;
    },
  };
}
