import { type Block, facts } from '../../chat/view.ts';
import type { Debrief } from './debrief.ts';
import type { Investigation } from './investigation.ts';
import type { Position } from './position.ts';
import { MOST_CITED } from './proof.ts';
import { type Basis, MOST } from './score.ts';
import { counted, minutes } from './texts.ts';

/** Each part of a score with what it is made of, in one line. */
export function scoreFacts({ scenario, at }: Investigation, { score, basis }: Pick<Debrief, 'score' | 'basis'>): Block {
  const expert = scenario.expert.cost;
  return facts(
    ['Cause', `${score.cause} of ${MOST.cause}: ${causeWords(basis)}`],
    ['Evidence', `${score.evidence} of ${MOST.evidence}: ${evidenceWords(basis)}`],
    ['Fix', `${score.fix} of ${MOST.fix}: ${fixWords(basis)}`],
    ['The harm', `${score.mitigation} of ${MOST.mitigation}: ${harmWords(at)}`],
    [
      'Minutes',
      `${score.efficiency} of ${MOST.efficiency}: ${minutes(at.spent)}, an expert takes ${expert}; counts as far as the cause is proven`,
    ],
    ...(score.hints === 0 ? [] : [['Hints', `−${score.hints}: ${counted(at.hints.length, 'hint')} taken`] as const]),
  );
}

function causeWords({ isNamed, wrongDiagnoses, cited, needed }: Basis): string {
  if (!isNamed) return 'not named';
  const named = wrongDiagnoses === 0 ? 'right at once' : `right after ${counted(wrongDiagnoses, 'wrong one')}`;
  return `${named}, ${cited} of ${counted(needed, 'needed clue')} cited`;
}

function evidenceWords({ isNamed, cited, needed, beside, all }: Basis): string {
  if (!isNamed) return 'counts with the right cause';
  return [
    cited === needed ? 'enough to prove it' : `${cited} of ${counted(needed, 'clue')} of a proof`,
    ...(beside === 0 ? [] : [`${beside} beside the point`]),
    ...(all <= MOST_CITED ? [] : [`${all} cited, and each beyond ${MOST_CITED} weakens the case`]),
  ].join(', ');
}

/** What became of the harm before anybody knew the cause. */
function harmWords({ mitigated }: Position): string {
  const stop = mitigated.find(({ mitigation }) => mitigation.effect === 'stops');
  const others = mitigated.length - (stop === undefined ? 0 : 1);
  const tried = others === 0 ? '' : `, ${counted(others, 'other step')} taken`;
  if (stop !== undefined) return `stopped at minute ${stop.at}${tried}`;
  if (mitigated.some(({ mitigation }) => mitigation.effect === 'eases')) return `eased, never stopped`;
  return mitigated.length === 0 ? 'went on all the while' : `went on: ${counted(others, 'step')} taken, none helped`;
}

function fixWords({ isFixed, failedFixes }: Basis): string {
  if (!isFixed) return failedFixes === 0 ? 'none deployed' : `${failedFixes} failed, none held`;
  return failedFixes === 0 ? 'the first one held' : `held after ${failedFixes} that failed`;
}
