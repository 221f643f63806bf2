import { type FieldView, words } from './interactions.ts';
import type { Json } from './shapes.ts';
import { isJson } from './validate.ts';

/** What Slack's client turns a field into, and what it does not let through. */
export function fieldState(field: FieldView, given: Readonly<Record<string, string>>): Json {
  const value = given[field.name] ?? given[field.label] ?? field.value;
  if (field.required && value === '') throw new Error(`"${field.label}" is required`);
  if (value.length > field.maxLength) throw new Error(`"${field.label}" takes ${field.maxLength} characters`);
  switch (field.kind) {
    case 'static_select': {
      const option = field.options.find((one) => one.value === value || one.label === value);
      if (option === undefined && value !== '') throw new Error(`"${field.label}" has no option "${value}"`);
      return {
        type: field.kind,
        selected_option:
          option === undefined ? null : { text: { type: 'plain_text', text: option.label }, value: option.value },
      };
    }
    case 'external_select':
      return {
        type: field.kind,
        selected_option: value === '' ? null : { text: { type: 'plain_text', text: value }, value },
      };
    case 'users_select':
      return { type: field.kind, selected_user: value === '' ? null : value };
    case 'conversations_select':
      return { type: field.kind, selected_conversation: value === '' ? null : value };
    case 'datepicker':
      if (value !== '' && !/^\d{4}-\d\d-\d\d$/.test(value)) throw new Error(`"${field.label}" is picked, not typed`);
      return { type: field.kind, selected_date: value === '' ? null : value };
    case 'timepicker':
      if (value !== '' && !/^\d\d:\d\d$/.test(value)) throw new Error(`"${field.label}" is picked, not typed`);
      return { type: field.kind, selected_time: value === '' ? null : value };
  }
  return { type: field.kind, value: value === '' ? null : value };
}

export function readChoices(answer: Json): { label: string; options: { label: string; value: string }[] }[] {
  const read = (value: unknown) => {
    const all = Array.isArray(value) ? value.filter(isJson) : [];
    if (all.length > 100) throw new Error('more than 100 options');
    return all.map((option) => ({ label: words(option['text']), value: String(option['value']) }));
  };
  const groups = Array.isArray(answer['option_groups']) ? answer['option_groups'].filter(isJson) : [];
  if (groups.length === 0) return [{ label: '', options: read(answer['options']) }];
  return groups.map((group) => ({ label: words(group['label']), options: read(group['options']) }));
}

/** Slack escapes three characters of what is typed, and writes mentions that were picked as `<@U1|name>`. */
export function escapeTyped(typed: string): string {
  return typed
    .split(/(<(?:@[UW]|#[CG]|!subteam\^S)[A-Z0-9]+(?:\|[^>]*)?>)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');
}
