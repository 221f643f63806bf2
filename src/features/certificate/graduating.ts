import type { Services } from '../../context.ts';
import { editHome } from '../../deliveries/posting.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { listNamed } from '../../domain/people/store.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { resultOf } from '../capstone/rubric.ts';
import { isAssessed } from '../capstone/seats.ts';
import { findOwn, listKept } from '../capstone/store.ts';
import { listSignOffs } from '../checkpoint/store.ts';
import type { Earned } from './certifying.ts';
import { addressOf, certificatePage, NO_CERTIFICATE, type Page, parsePath, picturePage } from './page.ts';
import { findCertificate, listNamedOnes } from './store.ts';
import { certificateDrawing, graduationView } from './views.ts';

/** What somebody has to show in a cohort; undefined before their capstone is assessed. */
export async function findEarned(
  { db, curriculum, cohort }: Pick<Services, 'db' | 'curriculum'> & { cohort: Cohort },
  memberId: string,
): Promise<Earned | undefined> {
  const kept = await findOwn(db, cohort.id, memberId);
  if (kept === undefined || !isAssessed(kept.seats)) return undefined;
  const result = resultOf(
    kept.seats.map(({ marks }) => marks),
    curriculum,
  );
  if (result === undefined) return undefined;
  const signed = (await listSignOffs(db, memberId)).length;
  return {
    course: curriculum.title,
    cohort: cohort.name,
    capstone: kept.project.title,
    points: result.points,
    checkpoints: { signed, of: curriculum.areas.size },
  };
}

/** The learners of a cohort whose capstone is assessed. */
export async function listFinished({ db }: Pick<Services, 'db'>, cohort: Cohort): Promise<string[]> {
  const kept = await listKept(db, cohort.id);
  return kept.filter(({ seats }) => isAssessed(seats)).map(({ learnerId }) => learnerId);
}

/** The key under which a cohort's graduation is posted, once, whoever brings it about. */
export function graduationKey({ id }: Cohort): string {
  return `${id}/graduation`;
}

/** The post of a graduation as it is now; undefined while nobody has finished. */
export async function findGraduationView(services: Pick<Services, 'db'>, cohort: Cohort) {
  const finished = await listFinished(services, cohort);
  if (finished.length === 0) return undefined;
  const wanted = new Set(await listNamedOnes(services.db, cohort.id));
  const named = await listNamed(
    services.db,
    finished.filter((memberId) => wanted.has(memberId)),
  );
  return graduationView(
    cohort,
    finished.length,
    named.toSorted((one, other) => one.name.localeCompare(other.name, 'en')),
  );
}

/** Takes into a graduation that is posted who changed their mind about being named. */
export async function followGraduation(services: Pick<Services, 'db' | 'mail'>, cohort: Cohort): Promise<void> {
  const shown = await findGraduationView(services, cohort);
  if (shown !== undefined) await editHome(services, cohort, shown, graduationKey(cohort));
}

/** What is read at a path of the HTTP server below `/certificate/`. */
export async function readCertificate(
  { db, publicUrl }: Pick<Services, 'db' | 'publicUrl'>,
  path: string,
): Promise<Page> {
  const parsed = parsePath(path);
  const certificate = parsed && (await findCertificate(db, parsed.id));
  if (parsed === undefined || certificate === undefined) return NO_CERTIFICATE;
  if (!parsed.isPicture || certificate.standing !== 'live') return certificatePage(certificate);
  const drawn = await drawPicture(certificateDrawing(certificate, addressOf(publicUrl, certificate)));
  return drawn.kind === 'picture' ? picturePage(drawn.png) : NO_CERTIFICATE;
}
