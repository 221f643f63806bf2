import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { filesOf, PRINTS, smallCurriculum } from '../../curriculum/builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'pythia-curriculum-'));
afterAll(() => rmSync(folder, { recursive: true }));

const slug = PRINTS.replace(/^.*\/|\.yaml$/g, '');

function prove(...options: string[]) {
  const main = join(import.meta.dirname, '../../../src/authoring/proof/main.ts');
  return spawnSync(process.execPath, [main, '--embedded', '--cache', join(folder, '.cache'), ...options], {
    encoding: 'utf8',
    env: { CURRICULUM_DIR: folder },
  });
}

it('ends with 1 and names file, place and reason when a key is wrong, and with 0 when it is put right', () => {
  const sources = smallCurriculum();
  const options = sources[PRINTS].options;
  sources[PRINTS].python = '==3.12';
  function write(): void {
    for (const [file, text] of filesOf(sources)) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  write();
  const wrong = prove(slug);
  expect(wrong.stdout).toContain(
    `${PRINTS}\n  options[0].text: is the key, but the code prints "3", which is no option`,
  );
  expect(wrong.status).toBe(1);
  options[0].text = '3';
  write();
  const right = prove(slug, '--all');
  expect(right.stdout).toContain(`${PRINTS}: prints, on 3.12`);
  expect(right.status).toBe(0);
}, 120_000);

it('says what to write when it is asked for an item that is not there', () => {
  const { status, stderr } = prove('no-such-item');
  expect(stderr).toBe('no-such-item is no item and no session: write a slug or a number\n');
  expect(status).toBe(2);
});
