import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { isRight, keyOf, letteredLines, type Response, writeAnswer } from '../../features/quizzes/marking.ts';
import { answerForm, type Question, questionView, verdictView } from '../../features/quizzes/question-views.ts';
import { materialPages, materialsView, materialView, partView, sessionView } from '../../features/sessions/views.ts';
import type { Subject } from './find.ts';
import { viewsOfScenario } from './scenario-views.ts';
import type { Shown } from './shown.ts';

/** Everything that people see of a subject, in the order in which they see it. */
export function viewsOf(subject: Subject, curriculum: Curriculum): Shown[] {
  switch (subject.kind) {
    case 'item':
      return viewsOfItem(subject.item, curriculum);
    case 'scenario':
      return viewsOfScenario(subject.scenario, curriculum);
    case 'session': {
      const { session } = subject;
      const parts = (['prework', 'practice', 'agenda'] as const).filter((part) => session[part].length > 0);
      return [
        {
          title: `Session ${session.number}, as /session shows it to a mentor`,
          shown: sessionView(session, undefined, true),
        },
        ...parts.map((part) => ({ title: PARTS[part], shown: partView(session, part) })),
        ...(session.materials.length === 0 ? [] : [{ title: 'Its materials', shown: materialsView(session) }]),
      ];
    }
    case 'material': {
      const { session, index } = subject;
      const pages = materialPages(session.materials[index]?.text ?? '');
      return pages.flatMap((_, page) => {
        const shown = materialView(session, index, page, 'materials');
        return shown === undefined ? [] : [{ title: `Page ${page + 1} of ${pages.length}`, shown }];
      });
    }
  }
}

const PARTS = {
  prework: 'Its pre-work',
  practice: 'Its practice',
  agenda: 'Its run sheet, which only mentors see',
} as const;

/** Rounds shuffle the letters of an item by their id; this one is an example. */
const ROUND = 'previewround';

const moment = Temporal.Instant.from('2026-11-24T17:00:00Z');

/** The question as a round asks it, without anything that gives its key away. */
export function blindViewsOfItem(item: Item): Shown[] {
  const question: Question = { family: 'round', cohort: undefined, round: ROUND, of: 1, at: 0, item };
  const form =
    item.kind === 'short' ? [{ title: 'The form for the answer', shown: answerForm({ ...question, item }) }] : [];
  return [{ title: 'The question, as a round asks it', shown: questionView(question, '') }, ...form];
}

function viewsOfItem(item: Item, curriculum: Curriculum): Shown[] {
  const question: Question = { family: 'round', cohort: undefined, round: ROUND, of: 1, at: 0, item };
  const verdicts = everyAnswer(item).map((response): Shown => {
    const answer = { id: 1, item: item.slug, response, right: isRight(item, response), answeredAt: moment };
    const about = { wasAnswered: false, paid: 0, next: undefined };
    return {
      title: `The verdict on ${writeAnswer(item, ROUND, response)}`,
      shown: verdictView({ ...question, family: 'practice' }, answer, about, curriculum),
    };
  });
  return [...blindViewsOfItem(item), ...verdicts];
}

/** Every answer that the author has thought of, in the order of the letters where it has some. */
function everyAnswer(item: Item): Response[] {
  const values = letteredLines(item, ROUND).map(({ value }) => value);
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
      return values.map((option) => ({ kind: 'option', option }));
    case 'line':
      return values.map((line) => ({ kind: 'line', line }));
    case 'multiple': {
      const key = keyOf(item);
      const right = key.kind === 'options' ? key.options : [];
      // One decision wrong at a time: a wrong statement chosen, or a right one left out.
      const slips = values.map((value) =>
        right.includes(value) ? right.filter((it) => it !== value) : [...right, value],
      );
      return [
        key,
        ...slips.filter((options) => options.length > 0).map((options): Response => ({ kind: 'options', options })),
      ];
    }
    case 'order':
      return [keyOf(item), { kind: 'steps', steps: values }];
    case 'short':
      return [item.answer, ...item.also, ...item.rejects.map(({ text }) => text), NO_IDEA].map((typed) => ({
        kind: 'typed',
        typed,
      }));
  }
}

const NO_IDEA = 'anything else';
