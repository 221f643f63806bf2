import { type Action, encodeAction } from '../../chat/action.ts';
import { join, markdown, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  type Control,
  controls,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import { isOnward, NEXT_ROUTE } from '../../domain/onward.ts';
import { preworkDoneButton } from '../sessions/views.ts';
import type { Thing } from './things.ts';

/** A thing in words: what to do, why now, and the button that does it. */
interface Step {
  what: Text;
  why: Text;
  does: Button;
  /** Another way to be done with it. */
  or?: Button;
}

/** `/next`: the one thing with its button, and what else is open, in words. */
export function nextView(things: readonly Thing[]): View {
  return view(heading('What comes next'), nextBlocks(things), controls(button('My page', 'home')));
}

/** The one next thing, for the top of any page of one's own, and what comes after it, in words. */
export function nextBlocks(things: readonly Thing[]): Block[] {
  const [first, ...others] = things;
  const rest = others.slice(0, MOST_OTHERS).map((thing) => text`- ${stepOf(thing).what}`);
  return [
    ...(first === undefined ? [paragraph`Nothing is open.`] : stepBlocks(first)),
    ...(rest.length === 0 ? [] : [lineBlock([text`After that:`, ...rest])]),
  ];
}

const MOST_OTHERS = 3;

function stepBlocks(thing: Thing): Block[] {
  const { what, why, does, or } = stepOf(thing);
  return [paragraph`**${what}.** ${why}`, controls(does, ...(or === undefined ? [] : [or]))];
}

/** Whether a thing is no other than what an action has just led to. */
export function isShownBy(thing: Thing, { route, state }: Action): boolean {
  const { action } = stepOf(thing).does;
  // What came in may be typed and long: it need not fit into a control.
  const names = new Set([...Object.keys(action.state), ...Object.keys(state)]);
  return action.route === route && [...names].every((name) => action.state[name] === state[name]);
}

/**
 * An answer that ends a piece of work, with the one next thing itself in the place of the button that led to it. A button that does
 * the same already goes down to it as it is called there, and what the answer itself puts first stays first.
 */
export function leadOn(answer: View, thing: Thing): View {
  const { what, why, does, or } = stepOf(thing);
  const isSame = (one: Control) => 'action' in one && encodeAction(one.action) === encodeAction(does.action);
  const place = answer.blocks.findLastIndex((block) => block.kind === 'controls' && block.controls.some(isOnward));
  const kept = answer.blocks.map(
    (block): Block =>
      block.kind === 'controls'
        ? { ...block, controls: block.controls.filter((one) => !isOnward(one) && !isSame(one)) }
        : block,
  );
  const own = answer.blocks
    .flatMap((block) => (block.kind === 'controls' ? block.controls : []))
    .find((one) => one.kind === 'button' && isSame(one));
  const isLed = kept.some(
    (block) =>
      block.kind === 'controls' && block.controls.some((one) => one.kind === 'button' && one.style === 'primary'),
  );
  const label = own?.kind === 'button' ? own.label : does.label;
  const step: Button = { ...does, label, style: isLed ? 'secondary' : 'primary' };
  const led: Block[] = [
    paragraph`**Next: ${what}.** ${why}`,
    controls(step, ...(or === undefined ? [] : [or]), button('What else', NEXT_ROUTE)),
  ];
  const blocks = kept.toSpliced(place + 1, 0, ...led);
  return { ...answer, blocks: blocks.filter((block) => block.kind !== 'controls' || block.controls.length > 0) };
}

function stepOf(thing: Thing): Step {
  switch (thing.kind) {
    case 'present':
      return {
        what: text`Say that you are here`,
        why: text`${thing.title} runs until ${time(thing.endsAt, 'time')}.`,
        does: primary("I'm here", 'session.here', { cohort: thing.cohort.id, session: String(thing.session) }),
      };
    case 'mend':
      return {
        what: thing.isTroubled
          ? text`Posts of ${thing.cohort.name} do not arrive`
          : text`${thing.failed === 1 ? 'One post' : `${thing.failed} posts`} of ${thing.cohort.name} did not arrive`,
        why: text`People wait for ${thing.failed === 1 ? 'it' : 'them'}, and only an organiser can mend it.`,
        does: primary('See what is wrong', 'organise deliveries', { cohort: thing.cohort.id }),
      };
    case 'round': {
      const begun = thing.left < thing.of;
      const which = thing.session === null ? text`the round` : text`the round of session ${thing.session}`;
      return {
        what: begun ? text`Finish ${which}` : text`Take ${which}`,
        why: text`${begun ? `${thing.left} of ${thing.of} left` : `${thing.of} questions`}, it closes ${time(thing.closesAt)}, ${time(thing.closesAt, 'relative')}.`,
        does: primary(begun ? 'Go on' : 'Start', 'round.start', { cohort: thing.cohort.id, round: thing.round }),
      };
    }
    case 'incident':
      return {
        what: text`An incident: ${markdown(thing.title)}`,
        why: text`Your cohort is at it until ${time(thing.closesAt)}; you are not yet.`,
        does: thing.isHere
          ? primary('Join a team', 'incident.join', { cohort: thing.cohort.id, incident: thing.incident })
          : primary('Begin alone', 'incident.alone', { cohort: thing.cohort.id, incident: thing.incident }),
      };
    case 'investigation':
      return {
        what: text`Go on with the incident: ${markdown(thing.title)}`,
        why: text`You have begun it${thing.of === 'team' ? ' with your team' : ''}${thing.closesAt === null ? '' : text`, and it closes ${time(thing.closesAt)}`}. Everything is where you left it.`,
        does: primary('Go on', 'debug.go-on', { which: `${thing.of}:${thing.run}` }),
      };
    case 'answering':
      return {
        what: thing.taken === 1 ? text`Answer ${thing.asker}` : text`Answer ${thing.asker} and ${thing.taken - 1} more`,
        why: text`You took ${thing.taken === 1 ? 'this question' : 'these questions'}, and nobody else will.`,
        does: primary('Questions', 'questions', { cohort: thing.cohort.id }),
      };
    case 'questions':
      return {
        what: text`${thing.waiting === 1 ? 'A question waits' : `${thing.waiting} questions wait`} for a mentor`,
        why: text`The oldest in ${thing.cohort.name} since ${time(thing.since)}.`,
        does: primary('Questions', 'questions', { cohort: thing.cohort.id }),
      };
    case 'checkpoints':
      return {
        what: text`${thing.waiting === 1 ? 'A checkpoint waits' : `${thing.waiting} checkpoints wait`} for a mentor`,
        why: text`The oldest in ${thing.cohort.name} since ${time(thing.since)}; a guide says how to look.`,
        does: primary('Checkpoints', 'checkpoint waiting', { cohort: thing.cohort.id }),
      };
    case 'confirm':
      return {
        what: text`Say whether you come to ${thing.title}`,
        why: text`It begins ${time(thing.startsAt)}, and the others plan by who comes.`,
        does: primary("I'm coming", 'session.rsvp', {
          cohort: thing.cohort.id,
          session: String(thing.session),
          said: 'coming',
        }),
        or: button("I can't", 'session.rsvp', {
          cohort: thing.cohort.id,
          session: String(thing.session),
          said: 'excused',
        }),
      };
    case 'prework':
      return {
        what: text`Pre-work for ${thing.title}`,
        why: text`About ${thing.minutes} minutes, before ${time(thing.startsAt)}; begin with the first thing if you have less.`,
        does: primary('Pre-work', 'session.part', {
          cohort: thing.cohort.id,
          number: String(thing.session),
          part: 'prework',
        }),
        or: preworkDoneButton(thing.session),
      };
    case 'assess':
      return {
        what: text`Assess ${thing.capstones === 1 ? 'a capstone' : `${thing.capstones} capstones`}`,
        why: text`You sit for ${thing.capstones === 1 ? 'it' : 'them'} in ${thing.cohort.name}, and a learner waits for the result.`,
        does: primary('Capstones', 'capstone waiting', { cohort: thing.cohort.id }),
      };
    case 'asked':
      return {
        what: text`Answer ${thing.mentor} about your checkpoint: ${markdown(thing.title)}`,
        why: text`They have been asking for more since ${time(thing.since)}, and sign it off when they have it.`,
        does: primary('The checkpoint', 'checkpoint show', { area: thing.area }),
      };
    case 'milestone':
      return {
        what: text`A milestone of your capstone: ${markdown(thing.title)}`,
        why: text`It is due ${time(thing.dueAt)}, ${time(thing.dueAt, 'relative')}.`,
        does: primary('My capstone', 'capstone show', { cohort: thing.cohort.id }),
        or: button('It is done', 'capstone.deliver', { cohort: thing.cohort.id, milestone: thing.milestone }),
      };
    case 'submit':
      return {
        what: text`Hand in your capstone${thing.title === '' ? '' : text`: ${thing.title}`}`,
        why: text`All of its milestones are there; two mentors assess it once you hand it in.`,
        does: primary('Hand it in', 'capstone submit', { cohort: thing.cohort.id }),
      };
    case 'choose':
      return {
        what: text`Choose your capstone`,
        why: text`It is the project with which the course ends, and you have chosen none yet.`,
        does: primary('Choose', 'capstone show', { cohort: thing.cohort.id }),
      };
    case 'meet':
      return thing.isAsked
        ? {
            what: text`Say whether you and ${thing.names} met`,
            why: text`One press; it is counted without names.`,
            does: primary('We met', 'pair.met', { cohort: thing.cohort.id, round: thing.round, said: 'met' }),
            or: button('Not yet', 'pair.met', { cohort: thing.cohort.id, round: thing.round, said: 'not-yet' }),
          }
        : {
            what: text`Meet ${thing.names}`,
            why: text`You are a pair for this module, and half an hour is enough.`,
            does: primary('Our pair', 'pair show', { cohort: thing.cohort.id }),
          };
    case 'hours':
      return {
        what: text`Say at which hours a pair may meet you`,
        why: text`${thing.cohort.name} has pairs in each module, and hours in common come first.`,
        does: primary('My hours', 'pair show', { cohort: thing.cohort.id, page: 'mine' }),
      };
    case 'post-mortem':
      return {
        what: text`${thing.isCommented ? 'Read what a mentor said about your post-mortem' : 'Write the post-mortem'}: ${markdown(thing.title)}`,
        why: thing.isCommented
          ? text`You can hand it in anew with what they asked for.`
          : text`Five short answers while it is fresh; a mentor reads them.`,
        does: primary('The post-mortem', 'debug.post-mortem', { run: thing.run, of: thing.of }),
      };
    case 'review':
      return {
        what: text`Review ${thing.due === 1 ? 'one card' : `${thing.due} cards`}`,
        why: text`${thing.due === 1 ? 'It is' : 'They are'} about to slip: half a minute each.`,
        does: primary('Review', 'review'),
      };
    case 'stage':
      return {
        what: text`Month ${thing.month} of your roadmap: ${join(thing.stages, ', then ')}`,
        why: text`About ${thing.hours} hours this month, of ${thing.of} months; what you do ticks by itself.`,
        does: primary('This month', 'roadmap.month', { month: String(thing.month) }),
      };
    case 'lay':
      return {
        what: text`Lay your roadmap`,
        why: text`Your answers say where to begin; say how many hours you have, and it is laid over months.`,
        does: primary('My roadmap', 'roadmap'),
      };
    case 'selftest':
      return thing.answered === 0
        ? {
            what: text`Find out where you stand`,
            why: text`${thing.of} questions, five at a time, and you know what to put first.`,
            does: primary('The self-test', 'selftest'),
          }
        : {
            what: text`Go on with your self-test`,
            why: text`${thing.answered} of ${thing.of} are answered; five more take a few minutes.`,
            does: primary('Go on', 'selftest.go'),
          };
    case 'join':
      return {
        what: text`Join a cohort`,
        why: text`${thing.cohorts === 1 ? 'One is' : `${thing.cohorts} are`} here, with sessions, rounds and mentors.`,
        does: primary('Cohorts here', 'cohort list'),
      };
    case 'set':
      return {
        what: text`Finish “${thing.title}”`,
        why: text`${thing.left} of ${thing.of} questions left, each explained at once.`,
        does: primary('Go on', 'practice.ask', {
          ...(thing.cohortId === null ? {} : { cohort: thing.cohortId }),
          round: thing.round,
          at: String(thing.at),
        }),
      };
    case 'practise':
      return {
        what: thing.skill === undefined ? text`Practise` : text`Practise ${markdown(thing.skill)}`,
        why:
          thing.skill === undefined
            ? text`Five questions, each explained at once.`
            : text`You have missed it before; five questions, each explained at once.`,
        does: primary('Practise', 'quiz start', thing.session === undefined ? {} : { session: String(thing.session) }),
      };
  }
}

function primary(label: string, route: string, state: Record<string, string> = {}): Button {
  return button(label, route, state, { style: 'primary' });
}
