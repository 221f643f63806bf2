import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FIRST, FURTHER, filesOf, smallCurriculum } from '../../curriculum/builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'pythia-curriculum-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(code: string): void {
  const sources = smallCurriculum();
  sources[`${FIRST}/materials/reading.md`] = `Look:\n\n\`\`\`python ==3.12\n${code}\n\`\`\`${FURTHER}`;
  sources[`${FIRST}/session.yaml`].practice[0].check = '```python ==3.12 not-run: it needs the solution\ncheck()\n```';
  for (const [file, text] of filesOf(sources)) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

function prove(...options: string[]) {
  const main = join(import.meta.dirname, '../../../src/authoring/proof/materials.ts');
  return spawnSync(process.execPath, [main, '--embedded', '--cache', join(folder, '.cache'), ...options], {
    encoding: 'utf8',
    env: { CURRICULUM_DIR: folder },
  });
}

it('ends with 1 and names file and line of a block that fails, and with 0 when it is put right', () => {
  write('print(missing)');
  const wrong = prove();
  expect(wrong.stdout).toContain(
    `${FIRST}/materials/reading.md\n  the code at line 3: ends with NameError: name 'missing' is not defined (on CPython 3.12`,
  );
  expect(wrong.status).toBe(1);
  write('print(1)');
  const right = prove('1');
  expect(right.stdout).toContain(
    `Not run (1)\n  ${FIRST}/session.yaml: practice[0].check, the code at line 1 of the text: it needs the solution`,
  );
  expect(right.stdout).toContain('2 blocks in 2 programs');
  expect(right.status).toBe(0);
}, 120_000);

it('says what to write when it is asked for a session that is not there', () => {
  const { status, stderr } = prove('13');
  expect(stderr).toBe('13 is no session: write a number\n');
  expect(status).toBe(2);
});
