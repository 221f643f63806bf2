/** Lists of people as organisers paste them: mentions, ids, names, lines of a table. */

/** One entry of a list. `name` is looked up among the people who have used the bot. */
export type Listed =
  | { kind: 'id'; id: string; typed: string }
  | { kind: 'name'; name: string; typed: string }
  | { kind: 'address'; typed: string };

/** `<@123>`, `<@!123>`, `<@U1|ann>` as clients write them, and `discord:123` as our own files do. */
const MARKED = /<@!?(\w{1,64})(?:\|[^>\n]{0,200})?>|\b(?:discord|slack|playground|test|other):([\w-]{1,64})/g;

/** Discord's are 15 to 22 digits, Slack's begin with U or W. */
const BARE_ID = /^(?:\d{15,22}|[UW][A-Z0-9]{6,})$/;

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,255}$/;

/** Stands for a mark while the rest is read: nobody types it. */
const STAND_IN = '\uE000';

/** Reads a list, in its order: mentions and ids may stand anywhere, a line or a comma ends a name; the same entry twice is one. */
export function readPeople(typed: string): Listed[] {
  const marks: Listed[] = [];
  const rest = typed.replaceAll(STAND_IN, '').replaceAll(MARKED, (mark: string, mention?: string, id?: string) => {
    marks.push({ kind: 'id', id: mention ?? id ?? '', typed: mark });
    return `,${STAND_IN},`;
  });
  const found = rest.split(/[,;\n\t]/).flatMap((part): Listed[] => {
    if (part === STAND_IN) return marks.splice(0, 1);
    const words = part.trim().replaceAll(/^["'@]+|["']+$/g, '');
    if (words === '') return [];
    const ids = words.split(/\s+/);
    if (ids.every((word) => BARE_ID.test(word))) return ids.map((id) => ({ kind: 'id', id, typed: id }));
    return [ADDRESS.test(words) ? { kind: 'address', typed: words } : { kind: 'name', name: words, typed: words }];
  });
  return onceEach(found);
}

function onceEach(found: readonly Listed[]): Listed[] {
  const keyOf = (one: Listed) => (one.kind === 'id' ? `id ${one.id}` : `${one.kind} ${one.typed.toLowerCase()}`);
  return [...new Map(found.map((one) => [keyOf(one), one])).values()];
}

/** What the first line of a table calls the column of people. */
const HEADING = /^(?:id|name|names|member|members|person|people|user|users|learner|learners|e-?mail|address)$/i;

/** Reads a file, one person a line: of a table's line the mention or id, else the address, else what stands first. A heading is nobody. */
export function readPeopleFile(words: string): Listed[] {
  const found = words
    .replace(/^\uFEFF/, '')
    .split(/\r?\n|\r/)
    .flatMap((line, at): Listed[] => {
      const all = readPeople(line);
      const [first] = all;
      if (at === 0 && first?.kind === 'name' && HEADING.test(first.name)) return [];
      const one = all.find(({ kind }) => kind === 'id') ?? all.find(({ kind }) => kind === 'address') ?? first;
      return one === undefined ? [] : [one];
    });
  return onceEach(found);
}
