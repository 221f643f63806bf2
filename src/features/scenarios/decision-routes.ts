import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { markdownBlocks } from '../../chat/markdown.ts';
import { type Text, text } from '../../chat/text.ts';
import { controls, type View, view } from '../../chat/view.ts';
import type { Context, Route } from '../../context.ts';
import type { Decision } from './controls.ts';
import { askView, causesView, diagnosedText, failedText, fixesView, wayOn } from './decision-views.ts';
import { type Investigation, nameIn } from './investigation.ts';
import { letteredCauses, letteredFixes } from './letters.ts';
import type { Move } from './moves.ts';
import { CHANGED, investigationRoute, makeMove, overView, tag } from './playing.ts';
import { isAtFix, mayDecide } from './position.ts';
import { tellThread } from './threads.ts';

/** Diagnosis, fix, hints and giving up: they cost something, so people are asked to confirm. */

const diagnose = investigationRoute({
  name: 'debug.diagnose',
  async run(investigation, _, context) {
    const over = await overView(investigation, context);
    return over ?? (isAtFix(investigation.at) ? fixesView(investigation, undefined) : causesView(investigation));
  },
});

const fixes = investigationRoute({
  name: 'debug.fixes',
  more: { fix: tag.optional() },
  async run(investigation, { fix }, context) {
    const over = await overView(investigation, context);
    return over ?? (isAtFix(investigation.at) ? fixesView(investigation, fix) : causesView(investigation));
  },
});

const decision = {
  what: z.enum(['claim', 'commit', 'fix', 'hint', 'give-up']),
  pick: z.string().max(20).default(''),
};

const ask = investigationRoute({
  name: 'debug.ask',
  more: decision,
  async run(investigation, { what, pick }, context) {
    const over = await overView(investigation, context);
    if (over !== undefined) return over;
    const lead = investigation.at.roles.get('lead');
    if (!mayDecide(investigation.at, context.asker.memberId) && lead !== undefined) {
      throw new Refused(
        text`That is the lead's to decide: **${nameIn(investigation, lead)}**. **Roles** on the board changes who leads.`,
      );
    }
    const question = askView(investigation, { what, pick });
    if (question === undefined) throw new Refused(CHANGED);
    return question;
  },
});

const decide = investigationRoute({
  name: 'debug.do',
  tells: true,
  more: decision,
  async run(investigation, { what, pick }, context) {
    const move = readDecision({ what, pick }, investigation);
    if (move === undefined) throw new Refused(CHANGED);
    return decided(investigation, move, context);
  },
});

function readDecision({ what, pick }: Decision, { scenario, row }: Investigation): Move | undefined {
  switch (what) {
    case 'claim': {
      const cause = letteredCauses(scenario, row.id).find((one) => one.tag === pick);
      return cause && { kind: 'diagnose', cause: cause.thing.id };
    }
    case 'fix': {
      const fix = letteredFixes(scenario, row.id).find((one) => one.tag === pick);
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

async function decided(before: Investigation, move: Move, context: Context): Promise<View> {
  const { investigation } = await makeMove(before, move, context);
  await tellThread(investigation, context);
  const over = await overView(investigation, context, lastWords(investigation, move));
  if (over !== undefined) return over;
  switch (move.kind) {
    case 'diagnose':
      return view({ kind: 'text', text: diagnosedText(investigation) }, controls(...wayOn(investigation)));
    case 'fix': {
      const tried = investigation.at.fixes.find(({ fix }) => fix.id === move.fix);
      return fixesView(investigation, undefined, tried === undefined ? undefined : failedText(tried.fix));
    }
    case 'hint': {
      const hint = investigation.scenario.hints[move.hint];
      return view(markdownBlocks(hint?.text ?? ''), controls(...wayOn(investigation)));
    }
    case 'commit':
      return fixesView(investigation, undefined);
    case 'act':
    case 'mitigate':
    case 'pin':
    case 'pin-look':
    case 'unpin':
    case 'suppose':
    case 'hypothesise':
    case 'give-up':
    case 'relay':
    case 'role':
      return view(controls(...wayOn(investigation)));
  }
}

/** What the fix did that ended it. */
function lastWords({ at }: Investigation, move: Move): Text | undefined {
  if (move.kind !== 'fix') return undefined;
  const last = at.fixes.at(-1);
  return last?.fix.right === true ? text`${{ kind: 'markdown', markdown: last.fix.outcome }}` : undefined;
}

export const decisionRoutes: readonly Route[] = [diagnose, fixes, ask, decide];
