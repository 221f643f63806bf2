import { expect, it } from 'vitest';
import { layOut } from '../../../src/domain/cohorts/calendar.ts';
import type { Cohort } from '../../../src/domain/cohorts/cohort.ts';
import { previewView } from '../../../src/features/cohorts/preview-views.ts';
import { plain } from '../../support/platform.ts';
import { curriculumOf, plainItem } from '../quizzes/curriculum.ts';
import { cohort } from '../quizzes/stage.ts';

const curriculum = curriculumOf([plainItem('one', 1)]);

function preview(more: Partial<Cohort>): string {
  const planned = { ...cohort, zone: 'Europe/Berlin', ...more };
  const drafted = { cohort: planned, slots: layOut(planned, [], 12), skipped: [], today: planned.startsOn, zones: [] };
  return plain(previewView(drafted, curriculum));
}

it('says in the preview which session falls into the hour that the clocks skip in spring, and no other', () => {
  const startsOn = Temporal.PlainDate.from('2027-03-14');
  const night = preview({ startsOn, weekdays: [7], startTime: Temporal.PlainTime.from('02:30') });
  expect(night.match(/clocks go forward/g)).toHaveLength(1);
  expect(night).toContain('On 2027-03-28 the clocks go forward over 02:30: session 3 is held at 03:30.');
  const evening = preview({ startsOn, weekdays: [7], startTime: Temporal.PlainTime.from('18:00') });
  expect(evening).not.toContain('clocks go forward');
});
