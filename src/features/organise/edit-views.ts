import { join, markdown, mention, type Part, type Text, text, word } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { channelOf, homeIn, mentorsOf, notifiedOf, whereOf } from '../../domain/cohorts/homes.ts';
import { TRACK_CHOICE, TRACK_SLUGS } from '../../domain/tracks/choice.ts';
import { changeSentence, movesBlock, type Proposed, preparedBlocks, rhythmText } from '../calendar/change-views.ts';
import type { Edit } from './edits.ts';

const NOBODY = text`nobody by ${word('role')}`;

/** What an edit changes, each as a line that says what it was. */
function changesOf(cohort: Cohort, edit: Edit, workspaceId: string): Text[] {
  const home = homeIn(cohort, workspaceId);
  const role = (id: string | null): Part => (id === null ? NOBODY : mention('role', id));
  const or = (parts: readonly Part[]): Part => (parts.length === 0 ? NOBODY : join(parts, ', '));
  return [
    ...(edit.name === undefined ? [] : [text`Name: **${edit.name}**, was **${cohort.name}**`]),
    ...(edit.capacity === undefined
      ? []
      : [text`Places: **${placesText(edit.capacity)}**, were ${placesText(cohort.capacity)}`]),
    ...(edit.rhythm === undefined ? [] : [text`When: **${rhythmText(edit.rhythm)}**, was ${rhythmText(cohort)}`]),
    ...(edit.channel === undefined || home === undefined
      ? []
      : [
          text`Channel here: ${mention('channel', edit.channel)}, was ${channelOf(home)}. It is announced there, and what is open goes on there`,
        ]),
    ...(edit.mentorRole === undefined
      ? []
      : [text`Mentors here: ${role(edit.mentorRole)}; until now ${or(home === undefined ? [] : mentorsOf(home))}`]),
    ...(edit.pingRole === undefined
      ? []
      : [text`Notified here: ${role(edit.pingRole)}; until now ${or(home === undefined ? [] : notifiedOf(home))}`]),
    ...(edit.certainty === undefined
      ? []
      : [text`How sure people are: **${edit.certainty ? 'asked, if they like' : 'not asked'}**`]),
    ...(edit.track === undefined
      ? []
      : [
          text`Track: **${TRACK_CHOICE[edit.track]}**, was ${trackName(edit.trackBefore)}. Whoever chose one of their own keeps it`,
        ]),
    ...(edit.alumni === undefined
      ? []
      : [
          edit.alumni === null
            ? text`After the course: **no cohort of alumni**`
            : text`After the course: whoever took part may join **${edit.alumni.name}**, and is offered it at the end`,
        ]),
    ...(edit.events === undefined
      ? []
      : [text`Among the events that Discord shows: **${edit.events ? 'each session' : 'nothing'}**`]),
  ];
}

function trackName(slug: string | undefined): string {
  return TRACK_SLUGS.flatMap((one) => (one === slug ? [TRACK_CHOICE[one]] : []))[0] ?? 'none';
}

function placesText(capacity: number | null): string {
  return capacity === null ? 'as many as come' : String(capacity);
}

/** What an edit would change; the organiser looks, then confirms. */
export function editPreviewView(
  cohort: Cohort,
  { id, edit, workspaceId }: { id: string; edit: Edit; workspaceId: string },
  { proposed, movesUp, lacks }: { proposed: Proposed | undefined; movesUp: number; lacks: readonly Block[] },
): View {
  return view(
    heading(`${cohort.name}: a preview`),
    paragraph`Nothing has changed yet. This would be:`,
    bulletLines(changesOf(cohort, edit, workspaceId)),
    ...movesUpBlocks(movesUp),
    ...lacks,
    ...(proposed === undefined ? [] : datesBlocks(cohort, proposed)),
    controls(button('Change it', 'organise.change', { cohort: cohort.id, edit: id }, { style: 'primary' })),
    footnote`Times are your own. What is posted already stays as it is, but for the announcement, which follows.`,
  );
}

function datesBlocks(cohort: Cohort, { change, moved, prepared }: Proposed): Block[] {
  return [
    paragraph`**Sessions that move**`,
    movesBlock(moved),
    ...preparedBlocks(prepared),
    paragraph`I would post in ${whereOf(cohort)}: “${changeSentence(change, moved, undefined)}”`,
  ];
}

/** After an edit: from what to what. */
export function editedView(cohort: Cohort, edit: Edit, workspaceId: string, movedUp: number): View {
  return view(
    paragraph`Done: **${edit.name ?? cohort.name}** is changed.`,
    bulletLines(changesOf(cohort, edit, workspaceId)),
    ...movesUpBlocks(movedUp),
    controls(
      button('Show', 'cohort show', { cohort: cohort.id }),
      button('Schedule', 'schedule', { cohort: cohort.id }),
    ),
  );
}

function bulletLines(lines: readonly Text[]): Block {
  return lineBlock(lines.map((line) => text`${markdown('- ')}${line}`));
}

function movesUpBlocks(count: number): Block[] {
  if (count === 0) return [];
  return [
    paragraph`${count === 1 ? 'One person moves' : `${count} people move`} up from the waiting list and will be told.`,
  ];
}
