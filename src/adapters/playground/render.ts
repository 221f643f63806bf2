import { encodeAction } from '../../chat/action.ts';
import { bytesOf, mediaTypeOf } from '../../chat/files.ts';
import { escapeHtml } from '../../chat/html.ts';
import type { AttachedFile, Block, Control, Modal, Picture, Refusal, View } from '../../chat/view.ts';
import { type Names, renderCode, renderLine, renderText } from './markdown.ts';

/** What a press on a message may say: the encoded action and, for a select, one of its values under its name. */
export interface CarriedControl {
  action: string;
  select?: { name: string; values: readonly string[] };
}

/** A message as the playground keeps it. */
export interface Rendered {
  html: string;
  controls: readonly CarriedControl[];
}

/** A form as the page gets it: plain data, which it shows as text. */
export interface RenderedModal {
  title: string;
  action: string;
  fields: Modal['fields'];
}

/** A view as HTML in which everything that is not our own mark-up is escaped, with what its controls may send. */
export function renderView(view: View, names: Names): Rendered {
  return {
    html: view.blocks.map((block) => renderBlock(block, names)).join(''),
    controls: view.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls.flatMap(carried) : [])),
  };
}

export function renderRefusal({ text }: Refusal, names: Names): Rendered {
  return { html: `<div class="refusal">${renderText(text, names)}</div>`, controls: [] };
}

export function renderModal({ title, fields, action }: Modal): RenderedModal {
  return { title, fields, action: encodeAction(action) };
}

function renderBlock(block: Block, names: Names): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${renderLine(block.text, names)}</h2>`;
    case 'text':
      return renderText(block.text, names);
    case 'code':
      return renderCode(block.source, block.language);
    case 'facts': {
      const facts = block.facts.map(
        ({ label, value }) => `<div><dt>${escapeHtml(label)}</dt><dd>${renderText(value, names)}</dd></div>`,
      );
      return `<dl class="facts">${facts.join('')}</dl>`;
    }
    case 'divider':
      return '<hr>';
    case 'controls':
      return `<div class="controls">${block.controls.map(renderControl).join('')}</div>`;
    case 'file':
      return renderFile(block);
    case 'picture':
      return renderPicture(block);
    case 'footnote':
      return `<div class="footnote">${renderText(block.text, names)}</div>`;
  }
}

function renderControl(control: Control): string {
  const action = escapeHtml(encodeAction(control.action));
  switch (control.kind) {
    case 'button': {
      const disabled = control.disabled ? ' disabled' : '';
      return `<button type="button" class="button ${control.style}" data-action="${action}"${disabled}>${escapeHtml(control.label)}</button>`;
    }
    case 'select': {
      const placeholder = escapeHtml(control.placeholder);
      const options = control.options.map(({ label, value, description }) => {
        const words = description === undefined ? label : joinWords(label, description);
        return `<option value="${escapeHtml(value)}">${escapeHtml(words)}</option>`;
      });
      return `<select data-action="${action}" aria-label="${placeholder}"><option value="" selected disabled>${placeholder}</option>${options.join('')}</select>`;
    }
  }
}

/** A label that holds only the beginning of a sentence is joined to the rest of it as one. */
function joinWords(label: string, description: string): string {
  const isCut = !/[.!?:)”"]$/.test(label) && label.length > 60 && /^[\p{Ll}\d(“"`]/u.test(description);
  return isCut ? `${label} ${description}` : `${label} — ${description}`;
}

function carried(control: Control): CarriedControl[] {
  const action = encodeAction(control.action);
  switch (control.kind) {
    case 'button':
      return control.disabled ? [] : [{ action }];
    case 'select':
      return [{ action, select: { name: control.name, values: control.options.map(({ value }) => value) } }];
  }
}

/** The content travels in the link: a file here is small, and needs no second place to be kept and guarded. */
function renderFile(attached: AttachedFile): string {
  const { name } = attached;
  const bytes = bytesOf(attached);
  const size = bytes.length < 1024 ? `${bytes.length} bytes` : `${(bytes.length / 1024).toFixed(1)} KB`;
  const href = `data:${mediaTypeOf(attached).replace(' ', '')};base64,${bytes.toString('base64')}`;
  return (
    `<div class="file"><span class="file-name">${escapeHtml(name)}</span><span class="file-size">${size}</span>` +
    `<a class="button secondary" download="${escapeHtml(name)}" href="${href}">Download<span class="visually-hidden"> ${escapeHtml(name)}</span></a></div>`
  );
}

/** With its size, so that nothing on the page moves when it is decoded. */
function renderPicture({ png, alt }: Picture): string {
  const bytes = Buffer.from(png);
  const size = sizeOf(bytes);
  const sized = size === undefined ? '' : ` width="${size.width}" height="${size.height}"`;
  const source = `data:image/png;base64,${bytes.toString('base64')}`;
  return `<img class="picture" src="${source}" alt="${escapeHtml(alt)}"${sized}>`;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG says its size in its first chunk: https://www.w3.org/TR/png-3/#11IHDR */
function sizeOf(png: Buffer): { width: number; height: number } | undefined {
  if (png.length < 24 || !png.subarray(0, 8).equals(PNG)) return undefined;
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
