import { clip } from '../../chat/clip.ts';
import { markdownBlocks } from '../../chat/markdown.ts';
import { markdown, text, time } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  bullets,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Session } from '../../curriculum/schema.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';

/** The parts of a session that can be read in chat. */
type SessionPart = 'prework' | 'practice' | 'agenda';

/** `/session`: the overview, and the way into its parts. */
export function sessionView(
  session: Session,
  about: { cohort: Cohort; slot: Slot | undefined; which: string } | undefined,
  isMentor: boolean,
): View {
  const part = (label: string, name: SessionPart) =>
    button(label, 'session.part', { number: String(session.number), part: name });
  return view(
    heading(session.title),
    ...(about?.slot === undefined
      ? []
      : [paragraph`**${about.cohort.name}**, ${about.which}: ${time(about.slot.startsAt)}.`]),
    paragraph`**Objectives**`,
    bullets(session.objectives),
    ...outline('Pre-work', session.prework),
    ...outline('Agenda', session.agenda),
    ...practiceBlocks(session, outline),
    ...(session.prework.length + session.agenda.length + session.materials.length === 0
      ? [footnote`This session's pre-work, agenda and materials are still being written.`]
      : []),
    controlsOf([
      ...(session.prework.length === 0 ? [] : [part('Pre-work', 'prework')]),
      ...(session.practice.length === 0 ? [] : [part('Practice', 'practice')]),
      ...(session.agenda.length > 0 && isMentor ? [part('Run sheet', 'agenda')] : []),
      ...session.materials.map((material, index) =>
        button(clip(material.title, 40), 'session.material', materialState(session.number, index, 0, 'session')),
      ),
    ]),
  );
}

function controlsOf(buttons: readonly ReturnType<typeof button>[]): Block[] {
  return buttons.length === 0 ? [] : [controls(...buttons)];
}

function outline(title: string, steps: readonly { title: string; minutes: number }[]): Block[] {
  if (steps.length === 0) return [];
  const lines = steps.map((step) => text`- ${markdown(step.title)} (${step.minutes} min)`);
  return [paragraph`**${title}** (${hours(steps)})`, lineBlock(lines)];
}

/** The tasks for everybody, then those for whoever has time. */
function practiceBlocks({ practice }: Session, show: (title: string, tasks: Session['practice']) => Block[]): Block[] {
  const core = practice.filter((task) => task.core);
  const rest = practice.filter((task) => !task.core);
  if (core.length === 0) return show('Practice', practice);
  return [...show('Practice', core), ...show('If you have time', rest)];
}

/** What some steps take together, as people say it: `3 h 30 min`. */
function hours(steps: readonly { minutes: number }[]): string {
  const minutes = steps.reduce((sum, step) => sum + step.minutes, 0);
  const parts = [minutes >= 60 ? `${Math.floor(minutes / 60)} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** One part in full, step by step. */
export function partView(session: Session, part: SessionPart): View {
  const titles = { prework: 'Pre-work', practice: 'Practice', agenda: 'Run sheet' } as const;
  return view(
    heading(`${titles[part]}: ${session.title}`),
    ...(part === 'practice' ? practiceBlocks(session, tasksInFull) : session[part].flatMap(stepInFull)),
    controls(
      button('Back', 'session', { number: String(session.number) }),
      ...(part === 'prework' ? [preworkDoneButton(session.number)] : []),
    ),
  );
}

/** Says that the pre-work of a session is done, so that it is no next thing any more. */
export function preworkDoneButton(session: number): Button {
  return button("I've done it", 'session.prework-done', { number: String(session) });
}

function tasksInFull(title: string, tasks: Session['practice']): Block[] {
  if (tasks.length === 0) return [];
  return [heading(`${title} (${hours(tasks)})`), ...tasks.flatMap(stepInFull)];
}

function stepInFull(step: { title: string; minutes: number; text: string; check?: string }): Block[] {
  return [
    paragraph`**${markdown(step.title)}** (${step.minutes} min)`,
    ...markdownBlocks(step.text),
    ...(step.check === undefined ? [] : [paragraph`**Check yourself**`, ...markdownBlocks(step.check)]),
  ];
}

/** `/materials`: what there is to read for a session, and a button to open each. */
export function materialsView(session: Session): View {
  const { number, materials } = session;
  return view(
    heading(`Materials: ${session.title}`),
    lineBlock(
      materials.map(({ title, minutes, text: words }) => {
        const pages = materialPages(words).length;
        return text`- **${markdown(title)}** (${minutes} min, ${pages} ${pages === 1 ? 'page' : 'pages'})`;
      }),
    ),
    controls(
      ...materials.map(({ title }, index) =>
        button(clip(title, 40), 'session.material', materialState(number, index, 0, 'materials')),
      ),
      button('The session', 'session', { number: String(number) }),
    ),
  );
}

/** Where there is nothing to read for a session: which sessions have something. */
export function noMaterialsView(session: Session, sessions: readonly Session[]): View {
  const others = sessions.filter(({ materials }) => materials.length > 0);
  if (others.length === 0) return view(paragraph`No session has materials yet.`);
  const numbers = others.map(({ number }) => String(number));
  const last = numbers.at(-1) ?? '';
  const named =
    numbers.length === 1
      ? `Session ${last} has some.`
      : `Sessions ${numbers.slice(0, -1).join(', ')} and ${last} have some.`;
  return view(
    paragraph`Session ${session.number} has no materials yet. ${markdown(named)}`,
    controls(...numbers.map((number) => button(`Session ${number}`, 'materials.list', { number }))),
  );
}

/** Where a reader came from, and where Back leads: the overview of the session or the list of its materials. */
type MaterialDoor = 'session' | 'materials';

/** One page of a material, cut at its headings. */
export function materialView(
  session: Session,
  index: number,
  page: number,
  from: MaterialDoor = 'session',
): View | undefined {
  const material = session.materials[index];
  if (material === undefined) return undefined;
  const pages = materialPages(material.text);
  const at = Math.min(Math.max(page, 0), pages.length - 1);
  return view(
    heading(material.title),
    ...markdownBlocks(pages[at] ?? '', session.pictures),
    footnote`Page ${at + 1} of ${pages.length} · ${session.title}`,
    controls(
      button('Previous', 'session.material', materialState(session.number, index, at - 1, from), {
        disabled: at === 0,
      }),
      button('Next', 'session.material', materialState(session.number, index, at + 1, from), {
        style: 'primary',
        disabled: at === pages.length - 1,
      }),
      button('Back', from === 'session' ? 'session' : 'materials.list', { number: String(session.number) }),
    ),
  );
}

function materialState(session: number, index: number, page: number, from: MaterialDoor): Record<string, string> {
  return { number: String(session), material: String(index), page: String(page), from };
}

/** A material's pages: one for each `##` section, short neighbours together. */
export function materialPages(source: string): string[] {
  const sections = source.split(/^(?=## )/m).filter((section) => section.trim() !== '');
  const pages: string[] = [];
  for (const section of sections) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + section.length <= PAGE_LETTERS) pages[pages.length - 1] = last + section;
    else pages.push(section);
  }
  return pages.length === 0 ? [source] : pages;
}

/** What a person reads on a phone before they want to turn the page. */
const PAGE_LETTERS = 1800;
