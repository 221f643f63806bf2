/** What may follow a number, whatever is being counted. */
const ANYWHERE = ['', 'times', 'x', 'more', 'altogether', 'in all', 'in total', 'or so', 'exactly', 'only'];

/** The spellings of one unit. */
const FAMILIES = [
  ['%', 'per cent', 'percent', 'per-cent', 'pct'],
  ['ms', 'msec', 'millis', 'millisecond', 'milliseconds'],
  ['s', 'sec', 'secs', 'second', 'seconds'],
  ['min', 'mins', 'minute', 'minutes'],
  ['b', 'byte', 'bytes'],
  ['gb', 'gbyte', 'gbytes', 'gigabyte', 'gigabytes'],
];

/** Whether a number is followed by nothing, or by one of the units that the item names. */
export function isUnit(behind: string, units: readonly string[]): boolean {
  const words = behind
    .toLowerCase()
    .replace(/[.!]$/, '')
    .replace(/\s+/g, ' ')
    .replace(/^more (?=.)/, '')
    .trim();
  if (ANYWHERE.includes(words)) return true;
  const spellings = units.flatMap(spellingsOf);
  return spellings.some((spelling) => {
    const rest = words.startsWith(spelling) ? words.slice(spelling.length) : undefined;
    // `63 % of the pages`, `25 connections in all`
    return rest !== undefined && (ANYWHERE.includes(rest.trim()) || /^ (?:of|in|for|per|to) [a-z ]+$/.test(rest));
  });
}

/** Every way to write a unit: its family, the plural, `jobs per second` as `jobs/s` or `jobs`. */
function spellingsOf(unit: string): string[] {
  const [counted = '', per] = unit.toLowerCase().split(/ per (?=[a-z]+$)/);
  const nouns = familyOf(counted);
  if (per === undefined) return nouns;
  const times = familyOf(per);
  const rates = times.flatMap((time) => [` per ${time}`, ` a ${time}`, `/${time}`, ` / ${time}`]);
  return [...nouns, ...rates.map((rate) => rate.trim()), ...nouns.flatMap((noun) => rates.map((rate) => noun + rate))];
}

function familyOf(word: string): string[] {
  const family = FAMILIES.find((spellings) => spellings.includes(word));
  return family ?? [word, word.endsWith('s') ? word.slice(0, -1) : `${word}s`];
}
