import { describe, expect, it } from 'vitest';
import { explainMarkdown } from '../../src/curriculum/markdown.ts';
import { parsePythonRange, takesPython } from '../../src/curriculum/python-range.ts';

describe('markdown', () => {
  it.each([
    'Some **bold**, some *italic*, and `code`.',
    'In code: `<b>`, `__init__`, `a | b`, ``a ` b``.',
    'If x < y and y > z, then 1 * 2.',
    '- one\n- two\n\n1. one\n2. two\n\n> said',
    'See [PEP 659](https://peps.python.org/pep-0659/).',
    'Look:\n\n```python\n# a comment, no heading\nprint("<b>", a | b)  # __init__\n```\n',
    '1. In a list:\n\n   ```\n   | a | b |\n   ```\n',
  ])('of ours can be shown everywhere: %j', (source) => {
    expect(explainMarkdown(source)).toEqual([]);
  });

  it.each([
    ['![a picture](https://example.org/a.png)', /^has an image/],
    ['a <br> break', /^has an HTML tag/],
    ['<!-- hidden -->', /^has an HTML tag/],
    ['| a | b |\n|---|---|', /^has a table/],
    ['# Title', /^has a heading/],
    ['call __init__ first', /^has a dunder name/],
    ['an open `backtick', /^has a backtick/],
    ['```python\nprint(1)', /^has a code block that is never closed/],
    ['[here](http://example.org)', /^links to "http:\/\/example\.org"/],
    ['[here](#below)', /^links to "#below"/],
  ])('of another kind is named: %j', (source, message) => {
    expect(explainMarkdown(source)).toEqual([expect.stringMatching(message)]);
  });

  it('has headings in materials only', () => {
    expect(explainMarkdown('## Part\n\n### Detail', 'material')).toEqual([]);
    expect(explainMarkdown('# Part', 'material')).toEqual([expect.stringMatching(/write ## or ###$/)]);
  });
});

describe('a range of Python versions', () => {
  it.each([
    ['>=3.11', '3.11', true],
    ['>=3.11', '3.14', true],
    ['>=3.12,<3.14', '3.13', true],
    ['>=3.12,<3.14', '3.14', false],
    ['>=3.12, <3.14', '3.11', false],
    ['==3.13', '3.13', true],
    ['!=3.13', '3.13', false],
    ['<=3.12', '3.12', true],
    ['>3.12', '3.12', false],
    ['>=3.9', '3.11', true],
    ['rubbish', '3.11', false],
  ])('%s takes %s: %s', (range, version, taken) => {
    expect(takesPython(range, version)).toBe(taken);
  });

  it.each(['', '3.11', '>=3', '>=3.11,', '~=3.11', '>=3.11 <3.13', '>=2.7'])('is not %j', (range) => {
    expect(parsePythonRange(range)).toBeUndefined();
  });
});
