import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { shownOn } from '../../../src/features/certificate/certifying.ts';
import { readCertificate } from '../../../src/features/certificate/graduating.ts';
import { certificatePage, parsePath } from '../../../src/features/certificate/page.ts';
import { openHttp } from '../../../src/http/server.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';
import { recordAssessed } from '../capstone/assessed.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const maya: Actor = { id: 'maya', name: 'Maya', roles: ['mentor-role'] };
const milo: Actor = { id: 'milo', name: 'Milo', roles: ['mentor-role'] };
const [ann, ben, cy, dan] = ['Ann', 'Ben', 'Cy', 'Dan'].map((name) => ({ id: name.toLowerCase(), name })) as [
  Actor,
  Actor,
  Actor,
  Actor,
];
const curriculum = loadCurriculum('curriculum');
const earned = {
  course: 'Course',
  cohort: 'Autumn',
  capstone: 'Secret',
  points: 74.6,
  checkpoints: { signed: 3, of: 11 },
};

describe('what stands on a certificate', () => {
  it('is the name, the course and the cohort, and of the rest exactly what was agreed to', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (capstone, points, checkpoints) => {
        const shown = shownOn('Ann', earned, { capstone, points, checkpoints });
        const agreed = { capstone, points, checkpoints };
        expect(Object.keys(shown).sort()).toEqual(
          [
            'cohort',
            'course',
            'name',
            ...Object.entries(agreed).flatMap(([what, isAgreed]) => (isAgreed ? what : [])),
          ].sort(),
        );
      }),
    );
  });

  it('can break no page, whatever somebody calls themselves', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('<script>alert(1)</script>', `" onload='x`, '</title><b>')),
        (name) => {
          const shown = shownOn(
            name,
            { ...earned, capstone: name },
            { capstone: true, points: true, checkpoints: true },
          );
          const at = Temporal.Instant.from('2027-03-03T12:00:00Z');
          const page = certificatePage({
            id: 'a'.repeat(24),
            cohortId: 'c',
            memberId: 'm',
            shown,
            issuedAt: at,
            standing: 'live',
            endedAt: null,
            reason: null,
          });
          const tags = String(page.body).match(/<[^>]*>/g) ?? [];
          const plainPage = certificatePage({
            id: 'a'.repeat(24),
            cohortId: 'c',
            memberId: 'm',
            shown: { ...shown, name: 'x', capstone: 'x' },
            issuedAt: at,
            standing: 'live',
            endedAt: null,
            reason: null,
          });
          expect(tags).toEqual(String(plainPage.body).match(/<[^>]*>/g));
        },
      ),
    );
  });

  it('is read at paths of its own only', () => {
    const id = 'Ab-_'.repeat(6);
    expect(parsePath(`/certificate/${id}`)).toEqual({ id, isPicture: false });
    expect(parsePath(`/certificate/${id}.png`)).toEqual({ id, isPicture: true });
    for (const path of [
      '/certificate/',
      '/certificate/short',
      `/certificate/${id}/x`,
      `/certificate/${id}.svg`,
      `/x/${id}`,
    ]) {
      expect(parsePath(path)).toBeUndefined();
    }
  });
});

let rig: Rig;
let cohortId = '';
beforeAll(async () => {
  rig = await createRig(curriculum, '2026-11-21T12:00:00Z');
  const preview = await rig.command(organiser, 'cohort create', {
    name: 'Autumn',
    channel: 'home',
    start: '2026-11-24',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'Europe/Berlin',
    mentors: 'mentor-role',
  });
  await rig.press(organiser, preview.view, 'Create the cohort');
  for (const who of [ann, ben, cy, dan, maya, milo]) await rig.command(who, 'cohort join', {}, 'home');
  const { rows } = await rig.database.db.execute('select id from cohorts');
  cohortId = String(rows[0]?.['id']);
  for (const { id } of [ann, ben, cy]) {
    const whose = { cohortId, memberId: `test:w/${id}`, mentors: ['test:w/maya', 'test:w/milo'] };
    await recordAssessed(rig.database.db, curriculum, whose, rig.now());
  }
});
afterAll(async () => {
  await rig.close();
  expect(rig.failures).toEqual([]);
});

const saidTo = ({ id }: Actor) =>
  rig.platform.messages.filter(({ channel }) => channel === `dm-${id}`).map(({ view }) => plain(view));
const read = (path: string) => readCertificate(rig.services, path);
const agree = { capstone: 'no', points: 'no', checkpoints: 'no' };

/** The path of the certificate that somebody has now. */
async function pathOf(who: Actor): Promise<string> {
  const { text } = await rig.command(who, 'certificate show', {}, 'home');
  return /https:\/\/pythia\.example\.org(\/certificate\/[\w-]+)/.exec(text)?.[1] ?? '';
}

describe('a certificate', () => {
  it('is there for an assessed capstone only, and says nothing but what its holder agreed to', async () => {
    expect((await rig.command(dan, 'certificate show', {}, 'home')).text).toContain('when your capstone is assessed');
    expect(refusalOf(await rig.command(dan, 'certificate.made', { name: 'Dan', ...agree }, 'home'))).toContain(
      'when your capstone',
    );
    const offered = await rig.command(ann, 'certificate show', {}, 'home');
    const form = (await rig.press(ann, offered.view, 'Make it', {}, 'home')).modal;
    expect(form.fields.map((field) => [field.name, field.value])).toEqual([
      ['name', 'Ann'],
      ['capstone', 'no'],
      ['points', 'no'],
      ['checkpoints', 'no'],
    ]);
    const made = await rig.command(
      ann,
      'certificate.made',
      { ...form.action.state, name: 'Dr. Ann <A>', ...agree },
      'home',
    );
    expect(made.view.blocks.some(({ kind }) => kind === 'picture')).toBe(true);
    const page = await read(await pathOf(ann));
    expect(page.status).toBe(200);
    expect(page.body).toContain('<h1><bdi>Dr. Ann &lt;A&gt;</bdi></h1>');
    expect(page.body).toContain('“<bdi>Autumn</bdi>”');
    for (const hidden of ['The faster loop', '75 of 100', 'of 11', 'Maya', 'ann@'])
      expect(page.body).not.toContain(hidden);
  });

  it('is read at an address that nobody guesses, by anybody, with no script and by no search engine', async () => {
    const path = await pathOf(ann);
    expect(path).toMatch(/^\/certificate\/[\w-]{24}$/);
    const http = await openHttp({ host: '127.0.0.1', port: 0, pagePassword: 'secret' });
    http.open({
      checkReady: async () => ({}),
      readMetrics: async () => ({ type: 'text/plain', text: '' }),
      readCalendar: async () => undefined,
      readCertificate: read,
      slack: undefined,
      page: undefined,
    });
    try {
      const page = await fetch(`${http.url}${path}`);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; img-src 'self'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      );
      expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(await page.text()).not.toContain('<script');
      const picture = await fetch(`${http.url}${path}.png`);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(new Uint8Array(await picture.arrayBuffer()).subarray(1, 4)).toEqual(new TextEncoder().encode('PNG'));
      expect((await fetch(`${http.url}/certificate/${'x'.repeat(24)}`)).status).toBe(404);
      expect((await fetch(`${http.url}${path}`, { method: 'POST' })).status).toBe(405);
    } finally {
      await http.stop();
    }
  });

  it('is replaced by a new one, whose address is another', async () => {
    const before = await pathOf(ann);
    await rig.command(
      ann,
      'certificate.made',
      { name: 'Ann', capstone: 'yes', points: 'yes', checkpoints: 'yes' },
      'home',
    );
    const after = await pathOf(ann);
    expect(after).not.toBe(before);
    const old = await read(before);
    expect([old.status, String(old.body).includes('Ann')]).toEqual([410, false]);
    expect((await read(`${before}.png`)).status).toBe(410);
    const page = String((await read(after)).body);
    for (const agreed of ['The faster loop', '75 of 100', '0 of 11']) expect(page).toContain(agreed);
  });

  it('is taken back by its holder, and its page says so without a name', async () => {
    await rig.command(ben, 'certificate.made', { name: 'Ben B.', ...agree }, 'home');
    const path = await pathOf(ben);
    const shown = await rig.command(ben, 'certificate show', {}, 'home');
    expect((await rig.press(ben, shown.view, 'Take it back', {}, 'home')).text).toContain('It is taken back');
    expect((await rig.press(ben, shown.view, 'Take it back', {}, 'home')).text).toContain('no certificate');
    const page = await read(path);
    expect([page.status, String(page.body).includes('Ben')]).toEqual([410, false]);
    expect(page.body).toContain('has taken this certificate back');
  });

  it('is revoked by an organiser with a reason that only its holder reads, for good', async () => {
    const path = await pathOf(ann);
    const revoke = (who: Actor, reason: string) =>
      rig.command(who, 'organise revoke-certificate', { member: 'ann', reason }, 'home');
    expect(refusalOf(await revoke(maya, 'x'))).toContain('for organisers');
    expect(refusalOf(await revoke(organiser, ' '))).toContain('say why');
    expect((await revoke(organiser, 'Copied from a book.')).text).toContain('is revoked');
    expect(refusalOf(await revoke(organiser, 'Once more.'))).toContain('You wrote: Once more.');
    await rig.travelTo(rig.now().add({ seconds: 1 }));
    expect(saidTo(ann).filter((words) => words.includes('Copied from a book.'))).toHaveLength(1);
    const page = await read(path);
    expect(page.status).toBe(410);
    expect(page.body).toContain('have revoked this certificate');
    expect(page.body).not.toMatch(/Copied|Ann/);
    expect((await rig.command(ann, 'certificate show', {}, 'home')).text).toContain('Copied from a book.');
    expect(refusalOf(await rig.command(ann, 'certificate.made', { name: 'Ann', ...agree }, 'home'))).toContain(
      'was revoked',
    );
  });
});

describe('graduation', () => {
  const posted = () =>
    rig.platform.messages.filter(({ channel, view }) => channel === 'home' && plain(view).includes('graduates'));

  it('asks those who have finished in private, a week before, whether they want to be named', async () => {
    await rig.command(ben, 'certificate.naming', { named: 'yes' }, 'home');
    // The last session is on 31 December; the last milestone of an option six weeks later, on 11 February.
    await rig.travelTo('2027-02-12T08:01:00Z');
    expect(saidTo(ann).at(-1)).toContain('May I name you in its channel');
    for (const who of [ben, dan]) expect(saidTo(who).join('')).not.toContain('May I name you');
    expect(posted()).toEqual([]);
  });

  it('names who agreed and counts the others, once, and follows who changes their mind', async () => {
    await rig.travelTo('2027-02-19T08:01:00Z');
    const [post, ...more] = posted();
    expect(more).toEqual([]);
    const words = plain(post?.view ?? { kind: 'view', blocks: [] });
    expect(words).toContain('3 capstones are finished');
    expect(words).toContain('@ben');
    expect(words).not.toMatch(/@ann|@cy|@dan/);
    expect((await rig.command(organiser, 'organise graduate', {}, 'home')).text).toContain('is posted');
    await rig.travelTo(rig.now().add({ seconds: 1 }));
    expect(posted()).toHaveLength(1);
    await rig.command(ben, 'certificate.naming', { named: 'no' }, 'home');
    expect(plain(posted()[0]?.view ?? { kind: 'view', blocks: [] })).not.toContain('@ben');
  });
});
