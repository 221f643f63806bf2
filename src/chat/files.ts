import type { AttachedFile } from './view.ts';

/** What a file holds, as bytes. */
export function bytesOf({ content }: AttachedFile): Buffer<ArrayBuffer> {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
}

/** What a file is, by its name's ending. */
export function mediaTypeOf({ name }: AttachedFile): string {
  return name.endsWith('.xlsx')
    ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    : 'text/plain; charset=utf-8';
}
