/** Finding a command by what somebody typed after the slash. */

const USED = 'pythia.used';

/** Who may do what, least first. */
const RIGHTS = ['anyone', 'learner', 'mentor', 'organiser'];

function readUsed() {
  return JSON.parse(localStorage.getItem(USED) ?? '[]');
}

/** Remembers in this browser what was used last. */
export function noteUse(name) {
  localStorage.setItem(USED, JSON.stringify([name, ...readUsed().filter((used) => used !== name)].slice(0, 20)));
}

/** One blank between words, as in the commands' names. */
export function normalise(typed) {
  return typed.replace(/^\//, '').trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * Names that begin with what was typed, then those that hold it, then summaries that do. Among equals, what was used
 * lately comes first, what takes something away later, and last what somebody in this `role` may not do.
 */
export function search(commands, typed, role) {
  const used = readUsed();
  const lately = ({ name }) => (used.includes(name) ? used.indexOf(name) : used.length);
  const isBeyond = ({ who }) => RIGHTS.indexOf(who) > Math.max(RIGHTS.indexOf(role), 1);
  const ranked = commands.map((command) => {
    const name = command.name.toLowerCase();
    const rank = [
      name.startsWith(typed),
      name.split(' ').some((word) => word.startsWith(typed)),
      name.includes(typed),
      command.summary.toLowerCase().includes(typed),
    ].indexOf(true);
    return { command, rank };
  });
  return ranked
    .filter(({ rank }) => rank >= 0)
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        Number(isBeyond(one.command)) - Number(isBeyond(other.command)) ||
        Number(one.command.takesAway) - Number(other.command.takesAway) ||
        lately(one.command) - lately(other.command),
    )
    .map(({ command }) => command);
}

/** A command that was typed with its options: `/quiz start 4`, `/quiz start session:4`. */
export function readTyped(commands, typed) {
  const words = typed.replace(/^\//, '').trim().split(/\s+/);
  for (let count = words.length; count > 0; count -= 1) {
    const name = words.slice(0, count).join(' ').toLowerCase();
    const command = commands.find((one) => one.name === name);
    if (command !== undefined) return { command, values: readValues(command, words.slice(count)) };
  }
  return undefined;
}

/** `name:value` goes where it belongs, everything else into the first option. */
function readValues({ options }, words) {
  const values = {};
  const loose = [];
  let last;
  for (const word of words) {
    const [, name, value] = /^([a-z_]+):(.*)$/.exec(word) ?? [];
    if (options.some((option) => option.name === name)) {
      values[name] = value;
      last = name;
    } else if (last !== undefined) values[last] = `${values[last]} ${word}`;
    else loose.push(word);
  }
  const first = options[0]?.name;
  return first === undefined || loose.length === 0 ? values : { [first]: loose.join(' '), ...values };
}
