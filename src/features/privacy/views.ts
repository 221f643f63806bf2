import { command, type Text, text, time } from '../../chat/text.ts';
import {
  button,
  controls,
  facts,
  file,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import { onward } from '../../domain/onward.ts';

export function hideButton(hidden: boolean) {
  return button(hidden ? 'Show me on boards' : 'Hide me from boards', 'progress.hide', {
    hidden: hidden ? 'no' : 'yes',
  });
}

export function hiddenView(hidden: boolean): View {
  return view(
    hidden
      ? paragraph`You are off all boards now. Your points are kept, and only you see them.`
      : paragraph`You are on the boards again.`,
    controls(hideButton(hidden), onward()),
  );
}

/** `/privacy`: what is kept, and what one can do about it. `goesAt`: when they are deleted who asked for it. */
export function privacyView({
  hidden,
  pseudonym,
  goesAt,
  note,
}: {
  hidden: boolean;
  pseudonym: string | null;
  goesAt: Temporal.Instant | undefined;
  note?: Text;
}): View {
  return view(
    ...(note === undefined ? [] : [paragraph`${note}`]),
    heading('What I keep about you'),
    lineBlock([
      text`- who you are: the id and name that your platform gives me, and accounts that you linked`,
      text`- what you learn: answers, practice, self-tests, cards, incidents, checkpoints, capstone, points, sessions`,
      text`- what you type to me: questions, answers, ideas, post-mortems, evidence`,
      text`- what you chose: reminders, hours, pairs, and how you stand on boards`,
    ]),
    paragraph`I read no other messages. Mentors and organisers of your cohort see how you do; nobody sees your self-tests and cards unless you say so, but a mentor who takes a question of yours sees which cards you keep missing.`,
    facts(
      ['On boards', hidden ? 'hidden' : pseudonym === null ? 'by your name' : text`as “${pseudonym}”`],
      ...(goesAt === undefined ? [] : [['You are deleted', time(goesAt)] as const]),
    ),
    controls(button('My data as a file', 'privacy.file'), button('What I tell you in private', 'notify')),
    controls(
      hideButton(hidden),
      button('Another name on boards', 'privacy.form'),
      goesAt === undefined
        ? button('Delete me', 'privacy.delete', { step: 'ask' }, { style: 'danger' })
        : button('Keep me', 'privacy.keep', {}, { style: 'primary' }),
    ),
  );
}

/** A name for boards is at most this long. */
export const NAME_LENGTH = 30;

export function nameForm(): Modal {
  return {
    kind: 'modal',
    title: 'Another name on boards',
    fields: [
      {
        kind: 'text',
        name: 'name',
        label: 'What boards call you',
        hint: 'Leave it empty to be called by your name again. Mentors and organisers know you.',
        long: false,
        required: false,
        maxLength: NAME_LENGTH,
      },
    ],
    action: { route: 'privacy.name', state: {} },
  };
}

export function fileView(content: string): View {
  return view(
    paragraph`This is everything that I keep about you. The file explains itself: each table says what it is.`,
    file('my-data.json', content),
  );
}

/** What a deletion takes and what it leaves, before the first yes. */
export function deleteView(): View {
  return view(
    heading('Delete me?'),
    lineBlock([
      text`- **Gone:** your name and accounts here, what you typed, self-tests, cards, settings, your places in cohorts.`,
      text`- **Counted without you:** answers, points and attendance stay as somebody's who is no longer known, so that figures of a cohort stay right.`,
      text`- **Theirs:** what you wrote to others (notes, comments, what you relayed to a team) stays with them, without your name.`,
    ]),
    paragraph`It is about this account and those linked to it (${command('link')}). Messages that stand in a channel are your platform's, and stay.`,
    controls(button('Back', 'privacy.back'), button('Go on', 'privacy.delete', { step: 'sure' }, { style: 'danger' })),
  );
}

export function sureView(): View {
  return view(
    heading('Are you sure?'),
    paragraph`It can't be undone. ${command('privacy')} gives you your data as a file first, if you want it.`,
    controls(
      button('Back', 'privacy.back'),
      button('Delete me for good', 'privacy.delete', { step: 'yes' }, { style: 'danger' }),
    ),
  );
}

export function goingView(goesAt: Temporal.Instant): View {
  return view(
    paragraph`You are deleted on ${time(goesAt)}. I will not write to you about it.`,
    controls(button('Keep me', 'privacy.keep', {}, { style: 'primary' })),
  );
}
