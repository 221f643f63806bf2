import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Unreachable } from '../../../src/chat/errors.ts';
import { readPeople } from '../../../src/features/cohorts/people-list.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';
import { curriculumOf, plainItem } from '../quizzes/curriculum.ts';

const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
const ann: Actor = { id: 'ann', name: 'Ann' };
let rig: Rig;

beforeAll(async () => {
  rig = await createRig(curriculumOf([plainItem('a', 1)]), '2026-11-16T12:00:00Z');
  const options = { name: 'Autumn', zone: 'Europe/Berlin', channel: 'home', capacity: '3' };
  await rig.confirm(olga, 'cohort create', options, 'home');
  await rig.command(ann, 'cohort join', {}, 'home');
  // Two of one name have used the bot.
  for (const id of ['bo1', 'bo2']) await rig.command({ id, name: 'Bo' }, 'help', {}, 'home');
  await rig.command({ id: 'zed', name: 'Zed Zebra' }, 'help', {}, 'home');
});
afterAll(() => rig.close());

const bring = (options: Record<string, string>) => rig.command(olga, 'cohort import', options, 'home');
const told = (person: string) =>
  rig.platform.messages.filter(({ channel }) => channel === `dm-${person}`).map(({ view }) => plain(view));

describe('a list of people', () => {
  it('is read with mentions, ids, names and addresses wherever they stand, each once', () => {
    expect(
      readPeople(
        '<@!123456789012345678> <@U1|ann b>,discord:42\n"Zed Zebra"; @bo, a@b.example, 876543210987654321 876543210987654322',
      ),
    ).toEqual([
      { kind: 'id', id: '123456789012345678', typed: '<@!123456789012345678>' },
      { kind: 'id', id: 'U1', typed: '<@U1|ann b>' },
      { kind: 'id', id: '42', typed: 'discord:42' },
      { kind: 'name', name: 'Zed Zebra', typed: 'Zed Zebra' },
      { kind: 'name', name: 'bo', typed: 'bo' },
      { kind: 'address', typed: 'a@b.example' },
      { kind: 'id', id: '876543210987654321', typed: '876543210987654321' },
      { kind: 'id', id: '876543210987654322', typed: '876543210987654322' },
    ]);
    expect(readPeople('')).toEqual([]);
  });

  it('loses no id and adds none, whatever stands between', () => {
    const id = fc.stringMatching(/^\d{15,22}$/);
    const between = fc.constantFrom(' ', ',', '\n', ', ', ' ;\t');
    fc.assert(
      fc.property(fc.uniqueArray(id), between, (ids, gap) => {
        const read = readPeople(ids.join(gap));
        expect(read.map((one) => (one.kind === 'id' ? one.id : one))).toEqual(ids);
        expect(readPeople(ids.map((one) => `<@${one}>`).join(gap)).length).toBe(ids.length);
      }),
    );
  });
});

describe('bringing people in', () => {
  it('takes each or says why not, tells those who came in where they stand, and changes nothing the second time', async () => {
    rig.platform.left.add('gone');
    const list = 'test:cem, test:gone, test:ann, Bo, nobody, zed zebra, test:dee, mail@example.org';
    const first = await bring({ people: list });
    expect(first.text).toContain('**Autumn**: 3 came in. Each is told in private.');
    expect(first.text).toContain('**In**: cem, zed\n**On the waiting list**: dee (number 1)\n**Were in already**: ann');
    expect(first.text).toContain('- test:gone: nobody of that id is here.');
    expect(first.text).toContain('- Bo: several people here are called so; mention the one you mean.');
    expect(first.text).toContain('- nobody: nobody here is called so.');
    expect(first.text).toContain('- mail@example.org: nobody here has that address.');
    await rig.travelTo(rig.now());
    expect(told('cem')).toEqual([expect.stringContaining('You are in **Autumn**: an organiser brought you in.')]);
    expect(told('dee')).toEqual([expect.stringContaining('number 1 on the waiting list of **Autumn**')]);
    const again = await bring({ people: list });
    expect(again.text).toContain('**Autumn**: nobody new.');
    await rig.travelTo(rig.now());
    expect([...told('cem'), ...told('zed'), ...told('dee')]).toHaveLength(3);
    expect(told('ann')).toEqual([]);
  });

  it('takes everybody who has a role, and says so where the platform does not show who that is', async () => {
    rig.platform.listHolders = async () => ['eve', 'cem'];
    const shown = await bring({ role: 'learners' });
    expect(shown.text).toContain('1 came in');
    expect(shown.text).toContain('eve (number 2)');
    rig.platform.listHolders = async () => undefined;
    expect(refusalOf(await bring({ role: 'learners' }))).toMatch(
      /^Too many people are here .* `people` takes mentions/,
    );
    rig.platform.listHolders = async () => {
      throw new Unreachable('Switch that on.');
    };
    expect(refusalOf(await bring({ role: 'learners' }))).toMatch(/^Switch that on\. .* `people` takes mentions/);
  });

  it('finds whoever has never used the bot by name or address, as far as the platform lets it', async () => {
    rig.platform.named.set('Gus Gold', [{ id: 'gus' }]);
    rig.platform.named.set('hal@example.org', [{ id: 'hal' }]);
    rig.platform.named.set('Ian', [{ id: 'ian' }, { id: 'ian2' }]);
    const shown = await bring({ people: 'Gus Gold, hal@example.org, Ian' });
    expect(shown.text).toContain('2 came in');
    expect(shown.text).toMatch(/gus \(number \d\), hal \(number \d\)/);
    expect(shown.text).toContain('- Ian: several people here are called so; mention the one you mean.');
    const { findNamed } = rig.platform;
    rig.platform.findNamed = async () => {
      throw new Unreachable('Mention them.');
    };
    const closed = await bring({ people: 'Joe' });
    expect(closed.text).toContain('- Joe: nobody who has used me here is called so. Mention them.\n');
    rig.platform.findNamed = findNamed;
  });

  it('takes a file with a person a line: of a table the id, else the address, else what stands first', async () => {
    rig.platform.files.set('list.csv', '\uFEFFName,Id,Points\r\nKim K,test:kim,12\r\n"Lou",,0\nNobody,,\n');
    rig.platform.named.set('Lou', [{ id: 'lou' }]);
    const shown = await bring({ file: 'list.csv' });
    expect(shown.text).toContain('2 came in');
    expect(shown.text).toMatch(/kim \(number \d\), lou \(number \d\)/);
    expect(shown.text).toContain('- Nobody: nobody here is called so.');
    expect(refusalOf(await bring({ file: 'other.csv' }))).toBe('That file is gone. Nobody was brought in.');
    rig.platform.files.set('blank.txt', '\n\n');
    expect(refusalOf(await bring({ file: 'blank.txt' }))).toContain('I find nobody in that file');
  });

  it('is for organisers, asks for somebody, and takes no more at once than can be looked up', async () => {
    expect(refusalOf(await rig.command(ann, 'cohort import', { people: 'test:x' }, 'home'))).toContain(
      'for organisers',
    );
    expect(refusalOf(await bring({}))).toContain('Say whom');
    const many = Array.from({ length: 61 }, (_, index) => `test:p${index}`).join(',');
    expect(refusalOf(await bring({ people: many }))).toContain('Nobody was brought in');
    expect((await rig.command(olga, 'cohort show', {}, 'home')).text).not.toContain('p60');
  });

  it('writes in the channel, to exactly them, where somebody takes no direct messages', async () => {
    rig.platform.gone.add('dm-fin');
    const shown = await rig.command(olga, 'cohort show', {}, 'home');
    const form = await rig.press(olga, shown.view, 'Bring people in', {}, 'home');
    expect(form.modal.title).toBe('Bring people in');
    await rig.command(olga, form.modal.action.route, { ...form.modal.action.state, people: 'test:fin' }, 'home');
    await rig.travelTo(rig.now());
    const here = rig.platform.messages.filter(({ channel }) => channel === 'home').map(({ view }) => plain(view));
    expect(here.filter((words) => words.includes('@fin, you are number 7'))).toHaveLength(1);
    expect((await rig.command(ann, 'cohort show', {}, 'home')).text).not.toContain('Bring people in');
    expect(rig.failures).toEqual([]);
  });
});
