import type { Fault } from '../faults.ts';
import { artefactOf } from '../scenario.ts';
import { diffOfFix } from '../scenario-diff.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';

/** A wider line is read on a phone by pushing it to and fro. */
const COLUMNS = 80;

/** What was captured before there was a bound is no wider than this. */
const COLUMNS_BEFORE = 164;

/** The scenarios from before there was a bound. A scenario that was captured anew leaves the list. */
const BEFORE: ReadonlySet<string> = new Set([
  'a-hotfix-without-effect',
  'a-night-report-at-noon',
  'deploys-that-end-in-a-kill',
  'events-that-come-late',
  'fares-held-overnight',
  'flat-on-clean-days',
  'gateway-that-holds-its-breath',
  'idle-cores-late-answers',
  'memory-for-thousands',
  'nobody-has-them',
  'orders-without-an-invoice',
  'payouts-made-twice',
  'red-on-one-runner',
  'refunds-without-a-trace',
  'same-lock-another-penny',
  'the-export-that-eats-the-night',
  'the-file-the-bank-refused',
  'the-surcharge-nobody-ordered',
  'the-vanishing-discount',
  'workers-fall-silent',
]);

/** Whether sources, evidence and diffs can be read without scrolling sideways. */
export function lintWidths(draft: ScenarioDraft): Fault[] {
  const { scenario, folder, slug, program, fixes } = draft;
  if (scenario === undefined) return [];
  const most = BEFORE.has(slug) ? COLUMNS_BEFORE : COLUMNS;
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
