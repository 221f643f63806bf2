import type { Running } from './program.ts';
import type { CAST, Person, PlaceName, Shown, ShownMessage, Value } from './stage.ts';

/** What came of something that somebody did. */
export interface Deed {
  shown: Shown;
  how: How;
}

/** A new message, the message that held the control written anew, a form, or a page that the platform keeps. */
export type How = 'message' | 'rewritten' | 'form' | 'page';

/** Somebody as a platform plays them, before it is followed what reaches the bot. */
export interface Actor {
  name: string;
  id: string;
  follow(deed: () => Promise<Deed>): Promise<Shown>;
  command(name: string, options: Readonly<Record<string, Value>>, at: PlaceName): Promise<Deed>;
  press(message: ShownMessage, label: string): Promise<Deed>;
  choose(message: ShownMessage, label: string): Promise<Deed>;
  menu(message: ShownMessage, entry: string): Promise<Deed>;
  writes(root: ShownMessage, words: string): Promise<ShownMessage>;
  openHome(): Promise<Deed>;
  sees(place: PlaceName): Promise<readonly ShownMessage[]>;
  seesThread(root: ShownMessage): Promise<readonly ShownMessage[]>;
  seesDirect(): Promise<readonly ShownMessage[]>;
}

export type Key = keyof typeof CAST;

/** What somebody is where they are played. */
export interface Role {
  manages: boolean;
  isMentor: boolean;
}

/** Everybody of a cast by their keys. */
export type CastOf<Name extends string> = Readonly<Record<Name, Person>>;

export type Cast = CastOf<Key>;

/** A platform that is there before the program starts. */
export interface Ground<Name extends string = Key> {
  /** What the program must be told of it. */
  environment: Readonly<Record<string, string>>;
  /** The people, once the program runs. */
  enter(running: Running): Promise<CastOf<Name>>;
  /** Before the program stops: what would hold it open. */
  leave(): void;
  close(): Promise<void>;
}

const actors = new WeakMap<Person, Actor>();

/** Everybody of a cast, played by a platform. */
export function createCast<Name extends string>(
  roles: Readonly<Record<Name, Role>>,
  play: (key: Name, about: Role) => Actor,
): CastOf<Name> {
  const create = (key: Name): Person => {
    const actor = play(key, roles[key]);
    const { follow } = actor;
    const person: Person = {
      name: actor.name,
      command: (name, options = {}, at = 'home') => follow(() => actor.command(name, options, at)),
      press: (message, label) => follow(() => actor.press(message, label)),
      choose: (message, label) => follow(() => actor.choose(message, label)),
      menu: (message, entry) => follow(() => actor.menu(message, entry)),
      writes: actor.writes,
      openHome: () => follow(() => actor.openHome()),
      sees: actor.sees,
      seesThread: actor.seesThread,
      seesDirect: actor.seesDirect,
    };
    actors.set(person, actor);
    return person;
  };
  const keys = Object.keys(roles) as Name[];
  return Object.fromEntries(keys.map((key) => [key, create(key)])) as CastOf<Name>;
}

/** The platform's id of somebody. */
export function idOf(person: Person): string {
  return actors.get(person)?.id ?? '';
}

/** The values of options with people, places and roles by their ids. */
export function optionsOf(
  options: Readonly<Record<string, Value>>,
  { places, mentors }: { places: Readonly<Record<PlaceName, string>>; mentors: string },
): Record<string, string | number> {
  const read = (value: Value) => {
    if (typeof value !== 'object') return value;
    if ('person' in value) return idOf(value.person);
    return 'place' in value ? places[value.place] : mentors;
  };
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, read(value)]));
}

/** The one label that has these words. */
export function labelWith(labels: readonly string[], words: string): string {
  const found = labels.find((label) => label.includes(words));
  if (found === undefined) throw new Error(`no option has "${words}": ${labels.join(' | ')}`);
  return found;
}
