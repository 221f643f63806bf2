import { markdown } from '../../chat/text.ts';
import { type Block, divider, paragraph } from '../../chat/view.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Celebration } from './celebrations.ts';
import { type Alumni, nextSteps, nextText } from './farewell-views.ts';

/** What is said, once, above the answer in which it is seen; with the picture of the whole course at its end. */
export function celebrationBlocks(
  { kind, about }: Celebration,
  { modules, misconceptions }: Pick<Curriculum, 'modules' | 'misconceptions'>,
  end: { picture: Block; alumni: Alumni | undefined } | undefined,
): Block[] {
  switch (kind) {
    case 'round':
      return [
        paragraph`**Your first round, every question answered.** The next ones take as little: a few minutes, wherever you are.`,
        divider,
      ];
    case 'incident':
      return [paragraph`**Your first incident put right.** From evidence to cause to fix, as on call.`, divider];
    case 'module': {
      const at = modules.findIndex(({ slug }) => about.endsWith(`/${slug}`));
      const title = modules[at]?.title ?? about;
      return [
        paragraph`**Module ${at + 1} of ${modules.length} done: ${markdown(title)}.** You took part in all of it.`,
        divider,
      ];
    }
    case 'belief': {
      const belief = misconceptions.get(about)?.belief;
      if (belief === undefined) return [];
      return [
        paragraph`**A belief overcome.** Twice it caught you: “${markdown(belief)}” Since then you were right twice.`,
        divider,
      ];
    }
    case 'course':
      return [
        paragraph`**You have come to the end of the course.** This is your way through it.`,
        ...(end === undefined ? [] : [end.picture]),
        paragraph`${nextText(end?.alumni)} This channel stays, for everybody who was here.`,
        nextSteps(about, end?.alumni),
        divider,
      ];
  }
}
