import { z } from 'zod';
import { file, paragraph, view } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import { listDeeds } from '../../domain/audit/store.ts';
import { listNamed } from '../../domain/people/store.ts';
import { csvOf, fileName } from '../cohorts/sheets.ts';
import { workbookOf } from '../cohorts/workbook.ts';
import { auditSheet, auditView, PAGE, type Told } from './audit-views.ts';

/** The most that a file holds: years of a busy cohort. */
const MOST = 20_000;

const audit = cohortRoute({
  name: 'organise audit',
  summary: 'Who did what and when in a cohort, for a year; as a file, too',
  ack: 'update',
  who: 'organiser',
  did: ({ as }) => (as === undefined ? undefined : 'took the list of who did what as a file'),
  input: z.object({
    page: z.coerce.number().int().min(0).max(9999).optional(),
    as: z.literal('file').optional(),
  }),
  async run({ page = 0, as }, context) {
    const { cohort, now, commands } = context;
    if (as === undefined) {
      const [...deeds] = await listTold(context, page * PAGE, PAGE + 1);
      const hasMore = deeds.length > PAGE;
      return auditView(cohort, deeds.slice(0, PAGE), { page, hasMore, commands });
    }
    const sheet = auditSheet(await listTold(context, 0, MOST));
    const day = now.toZonedDateTimeISO(cohort.zone).toPlainDate();
    return view(
      paragraph`**${cohort.name}**: ${sheet.rows.length} things that organisers and mentors did in the last year.`,
      file(fileName(cohort.name, 'audit', day, 'xlsx'), await workbookOf([sheet])),
      file(fileName(cohort.name, 'audit', day, 'csv'), csvOf(sheet)),
    );
  },
});

async function listTold({ db, cohort, workspaceId }: CohortContext, offset: number, most: number): Promise<Told[]> {
  const deeds = await listDeeds(db, { cohortId: cohort.id, workspaceId }, { offset, most });
  const named = await listNamed(
    db,
    deeds.map(({ memberId }) => memberId),
  );
  return deeds.flatMap((deed, index) => {
    const by = named[index];
    return by === undefined ? [] : [{ ...deed, by }];
  });
}

export const auditRoutes: readonly Route[] = [audit];
