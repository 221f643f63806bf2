import type { Fault } from '../faults.ts';
import { artefactOf } from '../scenario.ts';
import { diffOfFix } from '../scenario-diff.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';

/** A wider line is read on a phone by pushing it to and fro. */
const COLUMNS = 80;

/**
 * The scenarios from before there was a bound, each as wide as it is: none may grow, and people are shown its lines folded. A
 * scenario that was captured anew leaves the list.
 */
const BEFORE: ReadonlyMap<string, number> = new Map([
  ['a-hotfix-without-effect', 110],
  ['a-night-report-at-noon', 106],
  ['deploys-that-end-in-a-kill', 142],
  ['events-that-come-late', 124],
  ['fares-held-overnight', 109],
  ['flat-on-clean-days', 120],
  ['gateway-that-holds-its-breath', 137],
  ['idle-cores-late-answers', 118],
  ['memory-for-thousands', 122],
  ['nobody-has-them', 121],
  ['orders-without-an-invoice', 125],
  ['payouts-made-twice', 110],
  ['red-on-one-runner', 105],
  ['same-lock-another-penny', 139],
  ['the-export-that-eats-the-night', 114],
  ['the-file-the-bank-refused', 131],
  ['workers-fall-silent', 164],
]);

/** Whether sources, evidence and diffs can be read without scrolling sideways. */
export function lintWidths(draft: ScenarioDraft): Fault[] {
  const { scenario, folder, slug, program, fixes } = draft;
  if (scenario === undefined) return [];
  const most = BEFORE.get(slug) ?? COLUMNS;
  const file = `${folder}/scenario.yaml`;
  return [
    ...scenario.actions.flatMap(({ shows }, index) =>
      shows.kind === 'said'
        ? []
        : lintLines(file, `actions[${index}]`, 'shows', artefactOf(shows, draft)?.text ?? '', most),
    ),
    ...scenario.fixes.flatMap(({ id }, index) =>
      lintLines(file, `fixes[${index}]`, 'has a diff with', diffOfFix(program, fixes.get(id) ?? new Map()), most),
    ),
  ];
}

function lintLines(file: string, path: string, verb: string, text: string, most: number): Fault[] {
  const widest = text.split('\n').reduce((width, line) => Math.max(width, [...line].length), 0);
  if (widest <= most) return [];
  return [{ file, path, message: `${verb} a line of ${widest} columns: break it at ${most}, for phones` }];
}
