import { split } from '../../adapters/discord/split.ts';
import type { Modal, View } from '../../chat/view.ts';
import { readConfig } from '../../config.ts';
import { CurriculumFault } from '../../curriculum/faults.ts';
import { loadCurriculum } from '../../curriculum/load.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { findSubjects, nearestSubjects, type Subject } from './find.ts';
import { fit } from './fitting.ts';
import { blindViewsOfScenario, explainLooks } from './scenario-views.ts';
import type { Shown } from './shown.ts';
import { drawModal, drawView, type Style } from './terminal.ts';
import { blindViewsOfItem, viewsOf } from './views.ts';

/** Everything that goes by this name, as it is shown; undefined where nothing does. */
export function preview(curriculum: Curriculum, name: string, style: Style): string | undefined {
  const subjects = findSubjects(curriculum, name);
  if (subjects.length === 0) return undefined;
  return subjects.map((subject) => previewSubject(subject, curriculum, style)).join('\n\n');
}

function previewSubject(subject: Subject, curriculum: Curriculum, style: Style): string {
  return [titleOf(subject, curriculum), ...drawAll(viewsOf(subject, curriculum), style)].join('\n\n');
}

function drawAll(shown: readonly Shown[], style: Style): string[] {
  return shown.map((one) => {
    const { drawn, note } = 'fields' in one.shown ? drawForm(one.shown, style) : drawMessages(one.shown, style);
    return `── ${one.title} · ${note}\n\n${drawn}`;
  });
}

/**
 * An item or a scenario as it is shown to whoever does not know its key, for a reader with fresh eyes. Of a scenario the looks
 * that are named, in their order; `causes` and `fixes` show what there is to choose from. Undefined where nothing has the name.
 */
export function previewBlind(curriculum: Curriculum, name: string, looks: readonly string[], style: Style) {
  const subject = findSubjects(curriculum, name).find(({ kind }) => kind === 'item' || kind === 'scenario');
  if (subject?.kind === 'item') return drawAll(blindViewsOfItem(subject.item), style).join('\n\n');
  if (subject?.kind !== 'scenario') return undefined;
  const shown = drawAll(blindViewsOfScenario(subject.scenario, looks), style);
  return [...shown, ...(looks.length === 0 ? [explainLooks(subject.scenario)] : [])].join('\n\n');
}

function titleOf(subject: Subject, curriculum: Curriculum): string {
  switch (subject.kind) {
    case 'item': {
      const { slug, kind, skill, difficulty, session } = subject.item;
      const title = curriculum.skills.get(skill)?.title ?? skill;
      return `Item ${slug}: ${kind}, difficulty ${difficulty}, session ${session}, ${title}. Each round shuffles its letters.`;
    }
    case 'scenario': {
      const { slug, session, difficulty, budget, expert } = subject.scenario;
      return `Scenario ${slug}: session ${session}, difficulty ${difficulty}, ${budget} minutes. The expert takes ${expert.cost}: ${expert.actions.join(', ')}. Each investigation shuffles its letters.`;
    }
    case 'session':
      return `Session ${subject.session.number}: ${subject.session.title}`;
    case 'material':
      return `Material ${subject.session.materials[subject.index]?.slug ?? ''} of session ${subject.session.number}`;
  }
}

/** The messages that Discord gets, and how many each platform takes. Throws where one would not be taken. */
function drawMessages(view: View, style: Style): { drawn: string; note: string } {
  const { discord, slack, playground } = fit(view);
  const drawn = split(view)
    .map((message) => drawView(message, style))
    .join('\n\n   (the next message)\n\n');
  return { drawn, note: `Discord: ${count(discord)}, Slack: ${count(slack)}, playground: ${count(playground)}` };
}

function drawForm(modal: Modal, style: Style): { drawn: string; note: string } {
  fit(modal);
  return { drawn: drawModal(modal, style), note: 'a form' };
}

function count(messages: number): string {
  return messages === 1 ? '1 message' : `${messages} messages`;
}

/** The sentence for a name that nothing has. */
export function explainUnknown(curriculum: Curriculum, name: string): string {
  const like = nearestSubjects(curriculum, name);
  const offer =
    like.length === 0
      ? 'Write the slug of an item, of a material, of a scenario or of a session, or a session’s number.'
      : `Did you mean ${like.join(' or ')}?`;
  return `Nothing is called "${name}". ${offer}`;
}

const USAGE =
  'Say what to show: npm run curriculum:preview <slug of an item, a material, a scenario or a session, or 1-12>,\n' +
  'or npm run curriculum:blind <slug of an item, or of a scenario and its looks> to see no key';

function main(): void {
  const [first, ...rest] = process.argv.slice(2);
  const isBlind = first === '--blind';
  const names = first === undefined || isBlind ? rest : [first, ...rest];
  if (names.length === 0) {
    fail(USAGE);
    return;
  }
  try {
    const curriculum = loadCurriculum(readConfig().curriculumDir);
    const style = { colour: process.stdout.isTTY === true };
    // Behind a blind name stand its looks.
    for (const name of isBlind ? names.slice(0, 1) : names) {
      const shown = isBlind ? previewBlind(curriculum, name, names.slice(1), style) : preview(curriculum, name, style);
      if (shown === undefined) fail(explainUnknown(curriculum, name));
      else console.log(`${shown}\n`);
    }
  } catch (error) {
    if (!(error instanceof CurriculumFault)) throw error;
    fail(error.message);
  }
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

if (import.meta.main) main();
