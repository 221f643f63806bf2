import { el } from './dom.js';

/**
 * Gives every line of code an element of its own, so that on a narrow screen a long line goes on below itself, further in
 * than it began, and nothing is scrolled sideways. Tokens never nest, but may reach over several lines.
 */
export function layLines(body) {
  for (const block of body.querySelectorAll('pre.code > code, pre.code:not(:has(> code))')) {
    const lines = [[]];
    for (const node of [...block.childNodes]) {
      for (const [index, piece] of node.textContent.split(/(?<=\n)/).entries()) {
        if (index > 0) lines.push([]);
        const isToken = node.nodeType === Node.ELEMENT_NODE;
        lines.at(-1).push(isToken ? el('span', { class: node.className }, piece) : piece);
      }
      if (node.textContent.endsWith('\n')) lines.push([]);
    }
    if (lines.at(-1).length === 0) lines.pop();
    block.replaceChildren(...lines.map(lay));
  }
}

function lay(pieces) {
  const line = el('span', { class: 'code-line' }, pieces);
  // A line's number is no part of it: what goes on below begins under the code.
  const depth = /^\s*(?:\d+ {2,})?/.exec(line.textContent.replace('\n', ''))[0].length;
  // Set by a script, which the page's policy allows; a style attribute it would not.
  line.style.setProperty('--depth', Math.min(depth, 24));
  return line;
}
