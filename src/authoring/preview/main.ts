import { split } from '../../adapters/discord/split.ts';
import type { Modal, View } from '../../chat/view.ts';
import { readConfig } from '../../config.ts';
import { CurriculumFault } from '../../curriculum/faults.ts';
import { loadCurriculum } from '../../curriculum/load.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { findSubjects, nearestSubjects, type Subject } from './find.ts';
import { fit } from './fitting.ts';
import { drawModal, drawView, type Style } from './terminal.ts';
import { viewsOf } from './views.ts';

/** Everything that goes by this name, as it is shown; undefined where nothing does. */
export function preview(curriculum: Curriculum, name: string, style: Style): string | undefined {
  const subjects = findSubjects(curriculum, name);
  if (subjects.length === 0) return undefined;
  return subjects.map((subject) => previewSubject(subject, curriculum, style)).join('\n\n');
}

function previewSubject(subject: Subject, curriculum: Curriculum, style: Style): string {
  const shown = viewsOf(subject, curriculum).map((one) => {
    const { drawn, note } = 'fields' in one.shown ? drawForm(one.shown, style) : drawMessages(one.shown, style);
    return `── ${one.title} · ${note}\n\n${drawn}`;
  });
  return [titleOf(subject, curriculum), ...shown].join('\n\n');
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
  'Say what to show: npm run curriculum:preview <slug of an item, a material, a scenario or a session, or 1-12>';

function main(): void {
  const names = process.argv.slice(2);
  if (names.length === 0) {
    fail(USAGE);
    return;
  }
  try {
    const curriculum = loadCurriculum(readConfig().curriculumDir);
    for (const name of names) {
      const shown = preview(curriculum, name, { colour: process.stdout.isTTY === true });
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
