import { expect, test } from 'vitest';
import { bundle } from '../../../src/adapters/playground/bundle.ts';

function bundled(files: Record<string, string>): string {
  return bundle('main.js', (file) => files[file] ?? '');
}

/** What a bundle leaves in \`out\` when it is run. */
function run(files: Record<string, string>): unknown {
  const out: unknown[] = [];
  new Function('out', bundled(files))(out);
  return out;
}

test('modules run once each, after what they need, and keep their names apart', () => {
  expect(
    run({
      'main.js':
        "import { name, say as tell } from './one.js';\nimport {\n  other,\n} from './two-words.js';\nconst hidden = 3;\ntell(name, other(), hidden);",
      'one.js':
        "import { other } from './two-words.js';\nconst hidden = 1;\nout.push('one');\nexport const name = ['n', hidden, other()].join('');\nexport function say(...words) {\n  out.push(words);\n}",
      'two-words.js': "out.push('two');\nlet hidden = 2;\nexport function other() {\n  return hidden;\n}",
    }),
  ).toEqual(['two', 'one', ['n12', 2, 3]]);
});

test.each([
  [
    'a circle',
    { 'main.js': "import { a } from './a.js';", 'a.js': "import { b } from './main.js';" },
    'imports itself',
  ],
  ['an import of another form', { 'main.js': "import * as all from './a.js';" }, 'does not read: import'],
  ['an export of another form', { 'main.js': 'export default 3;' }, 'does not read: export'],
  ['what ends a script', { 'main.js': "const a = '</script>';" }, 'end its own element'],
])('%s is refused when it is made', (_, files, words) => {
  expect(() => bundled(files as unknown as Record<string, string>)).toThrow(words);
});
