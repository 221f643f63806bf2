/** What somebody is shown, told without anything of the platform. */
export type Shown = ShownMessage | ShownForm;

export interface ShownMessage {
  kind: 'message';
  /** What a person reads: no mark-up, a button as `[Label]`. */
  words: string;
  buttons: readonly string[];
  /** The options of all lists, by their labels. */
  options: readonly string[];
  files: readonly string[];
  /** Only they see it. */
  isPrivate: boolean;
  /** How the platform finds it again. */
  handle: string;
}

export interface ShownForm {
  kind: 'form';
  title: string;
  fields: readonly { name: string; value: string; options: readonly string[] }[];
  /** Sends it with these fields; the others keep what they were filled with. */
  send(fields: Readonly<Record<string, string>>): Promise<Shown>;
}

/** What an option of a command takes. */
export type Value = string | number | { person: Person } | { place: PlaceName } | { role: 'mentors' };

/** The channels of the walk: the home of its cohort, of a second one, and where no cohort is at home. */
export type PlaceName = 'home' | 'second' | 'outside';

/** Somebody with the platform in front of them. What they are shown is what a promise brings. */
export interface Person {
  /** As the platform shows it. */
  name: string;
  command(name: string, options?: Readonly<Record<string, Value>>, at?: PlaceName): Promise<Shown>;
  press(message: ShownMessage, label: string): Promise<Shown>;
  /** Picks the option with these words, in the first list that has one. */
  choose(message: ShownMessage, words: string): Promise<Shown>;
  /** Opens the menu of a message and picks that entry. */
  menu(message: ShownMessage, entry: string): Promise<Shown>;
  /** Writes something into the thread of a message, as people do, without the bot. */
  writes(root: ShownMessage, words: string): Promise<ShownMessage>;
  /** Opens their own page, or asks for it where the platform keeps none. */
  openHome(): Promise<Shown>;
  /** What stands in a channel for them, oldest first. */
  sees(place: PlaceName): Promise<readonly ShownMessage[]>;
  seesThread(root: ShownMessage): Promise<readonly ShownMessage[]>;
  /** What the bot wrote to them alone. */
  seesDirect(): Promise<readonly ShownMessage[]>;
}

/** The people of the walk on one platform, with the whole program behind it. */
export interface Stage {
  olga: Person;
  mia: Person;
  ann: Person;
  ben: Person;
  cy: Person;
  travelTo(moment: string): Promise<void>;
}

/** Who can be on a stage, and what they are. */
export const CAST = {
  olga: { manages: true, isMentor: false },
  mia: { manages: false, isMentor: true },
  ann: { manages: false, isMentor: false },
  ben: { manages: false, isMentor: false },
  cy: { manages: false, isMentor: false },
} as const;

/** Monday, the day before pre-work is due. */
export const STARTS = '2027-03-01T09:00:00Z';
