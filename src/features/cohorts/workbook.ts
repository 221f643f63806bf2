import { wholeLetters } from '../../chat/clip.ts';
import type { Sheet } from './sheets.ts';

/** The sheets as one XLSX file. Texts are texts in it: nothing runs, and ids keep all their digits. */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  // Loaded when the first workbook is asked for: most processes never write one.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const written = writeXlsxFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      data: [
        columns.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
        ...rows.map((cells) =>
          cells.map((value) =>
            typeof value === 'number' ? { value, type: Number } : { value: legible(value), type: String },
          ),
        ),
      ],
    })),
  );
  return written.toBuffer();
}

/** XML can't hold these: https://www.w3.org/TR/xml/#charsets. A cell holds 32,767 characters. */
function legible(value: string): string {
  return wholeLetters(value.replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, ''), 32_767).toWellFormed();
}
