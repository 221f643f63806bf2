import { ApiError, type Json, type World } from './shapes.ts';
import { count, isJson, length, type Report, text, validateBlocks } from './validate.ts';

/** Refuses what Slack refuses of a view. */
export function validateView(world: World, value: unknown, surface: 'modal' | 'home'): Json {
  if (!isJson(value)) throw new ApiError('invalid_arguments', ['must be an object [json-pointer:/view]']);
  const faults: string[] = [];
  const report: Report = (path, fault) => faults.push(`${fault} [json-pointer:/view${path}]`);
  const known = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
  const modal = ['title', 'submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled'];
  for (const key of Object.keys(value)) {
    if (!known.includes(key) && !(surface === 'modal' && modal.includes(key)))
      report('', `invalid additional property: ${key}`);
  }
  if (value['type'] !== surface) report('/type', 'unsupported type');
  if (surface === 'modal') text(24)(value['title'], '/title', report);
  for (const key of ['submit', 'close']) if (value[key] !== undefined) text(24)(value[key], `/${key}`, report);
  if (value['private_metadata'] !== undefined) length(value['private_metadata'], 0, 3000, '/private_metadata', report);
  if (value['callback_id'] !== undefined) length(value['callback_id'], 0, 255, '/callback_id', report);
  const blocks = count(value['blocks'], 1, 100, '/blocks', report);
  const needsSubmit = blocks.some((block) => block['type'] === 'input') && surface === 'modal';
  if (needsSubmit && value['submit'] === undefined) report('/submit', 'missing required field: submit');
  if (faults.length > 0) throw new ApiError('invalid_arguments', faults);
  validateBlocks(world, value['blocks'], surface, '/view');
  return value;
}
