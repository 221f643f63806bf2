import { expect, it } from 'vitest';
import { markdownBlocks } from '../../src/chat/markdown.ts';
import { readCodeBlocks } from '../../src/curriculum/code-blocks.ts';

const TEXT = `Words.

\`\`\`python >=3.12,<3.15 needs:threads,64bit ends:NameError
print(later)
\`\`\`

\`\`\`text prints
hello
\`\`\`

- \`\`\`python goes-on
  if True:
      pass
  \`\`\`

\`\`\`python not-run: it waits for >=3.12 of somebody
input()
\`\`\``;

it('reads what the words behind a fence say of its block', () => {
  const { blocks, faults } = readCodeBlocks(TEXT);
  expect(faults).toEqual([]);
  expect(blocks).toEqual([
    {
      language: 'python',
      code: 'print(later)',
      line: 3,
      python: '>=3.12,<3.15',
      goesOn: false,
      needs: ['threads', '64bit'],
      ends: 'NameError',
      isOutput: false,
    },
    { language: 'text', code: 'hello', line: 7, python: '>=3.11', goesOn: false, needs: [], isOutput: true },
    {
      language: 'python',
      code: 'if True:\n    pass',
      line: 11,
      python: '>=3.11',
      goesOn: true,
      needs: [],
      isOutput: false,
    },
    {
      language: 'python',
      code: 'input()',
      line: 16,
      python: '>=3.11',
      goesOn: false,
      needs: [],
      notRun: 'it waits for >=3.12 of somebody',
      isOutput: false,
    },
  ]);
});

it('says which word it does not know, and where', () => {
  const { faults } = readCodeBlocks('```python needs:luck\npass\n```\n\n```python 3.12\npass\n```');
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(/^line 1: "needs:luck" behind ``` says nothing: write a range like >=3\.12,/);
  expect(faults[1]).toMatch(/^line 5: "3\.12" behind/);
});

it('shows nobody the words behind a fence', () => {
  const codes = markdownBlocks(TEXT).filter((block) => block.kind === 'code');
  expect(codes.map((block) => [block.language, block.source.split('\n')[0]])).toEqual([
    ['python', 'print(later)'],
    ['text', 'hello'],
    ['python', 'if True:'],
    ['python', 'input()'],
  ]);
});
