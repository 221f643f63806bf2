import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Names } from '../../../src/adapters/playground/markdown.ts';
import { renderRefusal, renderView } from '../../../src/adapters/playground/render.ts';
import { type Inline, markdown, mention, type Text, text, time } from '../../../src/chat/text.ts';
import {
  type Block,
  button,
  code,
  controls,
  facts,
  file,
  footnote,
  heading,
  paragraph,
  picture,
  refusal,
  view,
} from '../../../src/chat/view.ts';

const names: Names = { find: (_, id) => (id === 'ada' ? 'Ada <3' : undefined) };

function html(...blocks: readonly Block[]): string {
  return renderView(view(...blocks), names).html;
}

function ours(source: string): string {
  return html(paragraph`${markdown(source)}`);
}

describe('our markdown', () => {
  test.each([
    ['bold', '**yes**', '<p><strong>yes</strong></p>'],
    ['italic', 'an *old* and _new_ way', '<p>an <em>old</em> and <em>new</em> way</p>'],
    ['both', '**very *much***', '<p><strong>very <em>much</em></strong></p>'],
    ['code', 'call `f(*a)`', '<p>call <code>f(*a)</code></p>'],
    ['code with a tick', '`` a`b ``', '<p><code> a`b </code></p>'],
    ['names with underscores', 'a_b_c and __init__', '<p>a_b_c and __init__</p>'],
    ['a lone star', '3 * 4 * 5', '<p>3 * 4 * 5</p>'],
    ['stars of a signature', '*args and **kwargs', '<p>*args and **kwargs</p>'],
    ['escapes', '\\*not\\*', '<p>*not*</p>'],
    ['mark-up of HTML', '<b>&', '<p>&lt;b&gt;&amp;</p>'],
    ['lines', 'one\ntwo\n\nthree', '<p>one<br>two</p><p>three</p>'],
    ['a heading', '## Title\ntext', '<h4>Title</h4><p>text</p>'],
    ['a list', '- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['a list in a list', '1. one\n   - deep\n2. two', '<ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol>'],
    ['a list that goes on', '3. three', '<ol start="3"><li>three</li></ol>'],
    ['a quote', '> one\n> two', '<blockquote><p>one<br>two</p></blockquote>'],
  ])('has %s', (_, source, expected) => {
    expect(ours(source)).toBe(expected);
  });

  test('links by https and nothing else', () => {
    expect(ours('[docs](https://docs.python.org/3/?a=1&b=2)')).toBe(
      '<p><a href="https://docs.python.org/3/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">docs</a></p>',
    );
    for (const url of ['javascript:alert(1)', 'http://plain.example', 'data:text/html,x', '/path', 'https:x y']) {
      expect(ours(`[docs](${url})`)).not.toContain('<a');
    }
  });

  test('fences code and colours Python', () => {
    expect(ours('```python\ndef f(): return "<b>"  # why\n```')).toContain(
      '<span class="py-keyword">def</span> <span class="py-name">f</span>(): <span class="py-keyword">return</span> <span class="py-string">&quot;&lt;b&gt;&quot;</span>  <span class="py-comment"># why</span>',
    );
    expect(ours('```\n**no**\n```\nafter')).toMatch(/<code>\*\*no\*\*<\/code><\/pre><p>after<\/p>$/);
  });

  test('stands around what is put into it', () => {
    expect(html(paragraph`**${'a*b'}** and \`${'x`y'}\``)).toBe(
      '<p><strong><bdi>a*b</bdi></strong> and <code>x`y</code></p>',
    );
    expect(html(paragraph`- ${'one\n- two'}`)).toBe('<ul><li><bdi>one<br>- two</bdi></li></ul>');
  });
});

test('times and mentions are marks for the page', () => {
  const at = Temporal.Instant.from('2027-03-01T18:00:00Z');
  expect(html(paragraph`${time(at, 'relative')}`)).toBe(
    '<p><time datetime="2027-03-01T18:00:00Z" data-style="relative">2027-03-01 18:00 UTC</time></p>',
  );
  expect(html(paragraph`${mention('member', 'ada')}`)).toBe(
    '<p><span class="mention" data-of="member">@Ada &lt;3</span></p>',
  );
});

test('a switched-off button is shown and cannot be pressed', () => {
  const off = button('Off', 'off', {}, { disabled: true });
  const rendered = renderView(view(controls(button('On', 'on', { a: '"' }), off)), names);
  expect(rendered.html).toContain('data-action="on?a=%22">On</button>');
  expect(rendered.html).toContain('data-action="off" disabled>');
  expect(rendered.controls).toEqual([{ action: 'on?a=%22' }]);
});

test('a file is a link with its content', () => {
  const content = 'name;řeka "<x>"';
  const href = /href="data:text\/plain;charset=utf-8;base64,([^"]*)"/.exec(html(file('a"b.csv', content)))?.[1] ?? '';
  expect(Buffer.from(href, 'base64').toString()).toBe(content);
});

/** Reads HTML the way a browser's tokeniser does, and knows what ours may hold. */
function assertHarmless(source: string): void {
  const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)>/gy;
  const tags =
    'a|bdi|blockquote|br|button|code|dd|div|dl|dt|em|h2|h3|h4|h5|hr|li|ol|option|p|pre|select|span|strong|time|ul';
  const attributes =
    'aria-label|class|data-action|data-of|data-style|datetime|disabled|download|href|rel|role|selected|start|tabindex|target|type|value';
  let at = 0;
  while (at < source.length) {
    if (source[at] !== '<') {
      expect(source[at]).not.toBe('>');
      at += 1;
      continue;
    }
    tag.lastIndex = at;
    const found = tag.exec(source);
    expect(found, `not a tag of ours: ${source.slice(at, at + 80)}`).not.toBeNull();
    expect(found?.[2]).toMatch(new RegExp(`^(?:${tags})$`));
    for (const [, name, value = ''] of (found?.[3] ?? '').matchAll(/\s+([a-z-]+)(?:="([^"]*)")?/g)) {
      expect(name).toMatch(new RegExp(`^(?:${attributes})$`));
      if (name === 'href') expect(value).toMatch(/^(https:\/\/|#|data:text\/plain;)/);
    }
    at = tag.lastIndex;
  }
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '<script>',
        '</p>',
        '"',
        "'",
        '>',
        '<img src=x onerror=alert(1)>',
        '**',
        '`',
        '```',
        '\n',
        '> ',
        '- ',
        '# ',
        '[x](javascript:alert(1))',
        '](https://evil.example)',
        '&lt;',
        '\uFFFC0\uFFFC',
        '\uFFFC',
        '\\',
        '_',
        ' onclick=',
        '\u202E',
        '\u0000',
        'x',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('what a person typed', () => {
  test('breaks out of no place where it can stand', () => {
    fc.assert(
      fc.property(nasty, (typed) => {
        const member = mention('member', typed);
        const label = typed.slice(0, 40);
        const option = { label: typed, value: typed, description: typed };
        const hostileNames: Names = { find: () => typed };
        const rendered = renderView(
          view(
            heading(typed),
            paragraph`${typed} **${typed}** *${typed}* \`${typed}\` [${typed}](https://a.example) [x](https://a.example/${typed})`,
            paragraph`- ${typed}\n> ${typed}\n\n## ${typed}\n\`\`\`python\n${typed}\n\`\`\`\n${member}`,
            code(typed),
            code(typed, typed),
            facts([typed, typed]),
            footnote`${typed}`,
            file(typed, typed),
            controls(
              {
                kind: 'button',
                label,
                style: 'primary',
                disabled: false,
                action: { route: typed.slice(0, 3), state: {} },
              },
              { kind: 'select', name: typed, placeholder: typed, options: [option], action: { route: 'r', state: {} } },
            ),
          ),
          hostileNames,
        );
        assertHarmless(rendered.html);
        assertHarmless(renderRefusal(refusal(text`${typed}`), hostileNames).html);
      }),
      { numRuns: 1000 },
    );
  });

  test('is shown as it is', () => {
    fc.assert(
      fc.property(
        nasty.filter((typed) => typed !== ''),
        (typed) => {
          const shown = html(paragraph`**${typed}** x ${typed}`)
            .replaceAll('<br>', '\n')
            .replace(/<[^>]*>/g, '');
          const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
          expect(shown.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')).toBe(
            `${typed} x ${typed}`,
          );
        },
      ),
    );
  });

  test('never becomes a link, whatever stands around it', () => {
    const parts: Text = [
      markdown('[x]('),
      { kind: 'typed', text: 'https://evil.example' } satisfies Inline,
      markdown(')'),
    ];
    expect(html({ kind: 'text', text: parts })).not.toContain('<a');
  });
});

test('a picture says its size, so that nothing moves when it is decoded', () => {
  const png = Buffer.alloc(24);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(png);
  png.writeUInt32BE(900, 16);
  png.writeUInt32BE(480, 20);
  expect(html(picture('chart.png', 'A chart', png))).toContain('width="900" height="480"');
  expect(html(picture('chart.png', 'A chart', Buffer.from('no picture')))).not.toContain('width');
});
