import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { markdownBlocks } from '../../chat/markdown.ts';
import { type Text, text } from '../../chat/text.ts';
import { controls, type View, view } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import type { Decision } from './controls.ts';
import { askView, diagnosedText, diagnoseView, failedText, fixesView, wayOn } from './decision-views.ts';
import { isAtFix, mayDecide } from './investigation.ts';
import { letteredCauses, letteredFixes } from './letters.ts';
import type { Move } from './moves.ts';
import { CHANGED, getStanding, makeMove, overView, type RunInput, runInput, tag } from './playing.ts';
import { nameIn, type Standing } from './runs.ts';
import { tellThread } from './threads.ts';

/** Diagnosis, fix, hints and giving up: what costs something, and is asked about once more. */

const diagnose = route({
  name: 'debug.diagnose',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: runInput,
  async run(input, context) {
    const standing = await getStanding(input, context);
    const over = await overView(standing, context);
    return over ?? (isAtFix(standing.at) ? fixesView(standing, undefined) : diagnoseView(standing));
  },
});

const fixes = route({
  name: 'debug.fixes',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, fix: tag.optional() }),
  async run({ fix, ...input }, context) {
    const standing = await getStanding(input, context);
    const over = await overView(standing, context);
    return over ?? (isAtFix(standing.at) ? fixesView(standing, fix) : diagnoseView(standing));
  },
});

const decisionInput = z.object({
  ...runInput.shape,
  what: z.enum(['claim', 'commit', 'fix', 'hint', 'give-up']),
  pick: z.string().max(20).default(''),
});

const ask = route({
  name: 'debug.ask',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: decisionInput,
  async run({ what, pick, ...input }, context) {
    const standing = await getStanding(input, context);
    const over = await overView(standing, context);
    if (over !== undefined) return over;
    const lead = standing.at.roles.get('lead');
    if (!mayDecide(standing.at, context.asker.memberId) && lead !== undefined) {
      throw new Refused(
        text`That is the lead's to decide: **${nameIn(standing, lead)}**. **Roles** on the board changes who leads.`,
      );
    }
    const question = askView(standing, { what, pick });
    if (question === undefined) throw new Refused(CHANGED);
    return question;
  },
});

const decide = route({
  name: 'debug.do',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: decisionInput,
  async run({ what, pick, ...input }, context) {
    const move = readDecision({ what, pick }, await getStanding(input, context));
    if (move === undefined) throw new Refused(CHANGED);
    return decided(input, move, context);
  },
});

function readDecision({ what, pick }: Decision, { scenario, run }: Standing): Move | undefined {
  switch (what) {
    case 'claim': {
      const cause = letteredCauses(scenario, run.id).find((one) => one.tag === pick);
      return cause && { kind: 'diagnose', cause: cause.thing.id };
    }
    case 'fix': {
      const fix = letteredFixes(scenario, run.id).find((one) => one.tag === pick);
      return fix && { kind: 'fix', fix: fix.thing.id };
    }
    case 'hint':
      return /^\d$/.test(pick) ? { kind: 'hint', hint: Number(pick) } : undefined;
    case 'commit':
      return { kind: 'commit' };
    case 'give-up':
      return { kind: 'give-up' };
  }
}

async function decided(input: RunInput, move: Move, context: Context): Promise<View> {
  const { standing } = await makeMove(input, move, context);
  await tellThread(standing, context);
  const over = await overView(standing, context, lastWords(standing, move));
  if (over !== undefined) return over;
  switch (move.kind) {
    case 'diagnose':
      return view({ kind: 'text', text: diagnosedText(standing) }, controls(...wayOn(standing)));
    case 'fix': {
      const tried = standing.at.fixes.find(({ fix }) => fix.id === move.fix);
      return fixesView(standing, undefined, tried === undefined ? undefined : failedText(tried.fix));
    }
    case 'hint': {
      const hint = standing.scenario.hints[move.hint];
      return view(markdownBlocks(hint?.text ?? ''), controls(...wayOn(standing)));
    }
    case 'commit':
      return fixesView(standing, undefined);
    case 'act':
    case 'pin':
    case 'unpin':
    case 'hypothesise':
    case 'give-up':
    case 'relay':
    case 'role':
      return view(controls(...wayOn(standing)));
  }
}

/** What the fix did that ended it. */
function lastWords({ at }: Standing, move: Move): Text | undefined {
  if (move.kind !== 'fix') return undefined;
  const last = at.fixes.at(-1);
  return last?.fix.right === true ? text`${{ kind: 'markdown', markdown: last.fix.outcome }}` : undefined;
}

export const decisionRoutes: readonly Route[] = [diagnose, fixes, ask, decide];
