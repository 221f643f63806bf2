import type { z } from 'zod';
import type { Event, Suggestion } from './event.ts';
import { describeInput, faultOf, type OptionSpec, type Picked, pickedOf } from './input.ts';
import type { Modal, View } from './view.ts';

/** Who may use a route, least first: each includes the ones after it. */
export type Who = 'anyone' | 'learner' | 'mentor' | 'organiser';

/**
 * Whether a route is about one cohort: `one` finds it (from the state, the channel, or by asking which), `any` takes it
 * where there is exactly one and asks only somebody who is in several, `found` takes it where there is exactly one and
 * never asks, `none` does not look.
 */
export type CohortScope = 'none' | 'found' | 'any' | 'one';

/** What a route spends of somebody's allowance: it reaches a channel, opens rounds or makes drafts. */
export type Spending = 'question' | 'reply' | 'practice' | 'investigation' | 'team' | 'draft' | 'round' | 'line';

/** What a form is made from: it must open within the platform's deadline, so nothing in here can be waited for. */
interface FormContext<Curriculum> {
  event: Event;
  curriculum: Curriculum;
}

interface Common<Input extends z.ZodObject> {
  /** A slash command has spaces (`cohort create`), a control's route has dots (`quiz.answer`). */
  name: string;
  /** Names it had before. Messages keep their buttons for months, and people keep typing what they are used to. */
  formerly?: readonly string[];
  input: Input;
}

/** What is known of a context before anybody has looked who asks. */
export type Given<Context> = Omit<
  Context,
  'asker' | 'cohort' | 'candidates' | 'workspaceId' | 'mail' | 'ahead' | 'mustChoose'
>;

/** A route that answers after its acknowledgement. */
export interface WorkRoute<Input extends z.ZodObject, Context> extends Common<Input> {
  ack: 'private' | 'update';
  who: Who;
  cohort: CohortScope;
  /** Present where one person could hold up a channel or fill the database; one table says how much is allowed. */
  spends?: Spending | ((input: z.output<Input>) => Spending | undefined);
  /**
   * What the audit says was done, as the rest of a sentence in the past tense (`moved a session`). Null where the route only
   * looks; undefined from the function where it only looked this time. Every route of mentors and organisers says it,
   * and those by which learners ask mentors for something: of theirs only that it was done.
   */
  did?: null | string | ((input: z.output<Input>) => string | undefined);
  /**
   * What it does can be taken back by another event, as joining is by leaving: the same event that comes again later must not
   * do it again. Routes that say what they did (`did`) are held to that as they are.
   */
  once?: true;
  /** Its answer ends a piece of work, and carries the one next thing; where only some of its answers do, those have the button `onward()`. */
  ends?: true;
  /**
   * What it reads or records in the statement that also says who asks, as a store makes it; undefined where this event needs
   * none. It comes back in the context. Only for a route that spends nothing and is kept in no audit.
   */
  ahead?: (input: z.output<Input>, given: Given<Context>) => object | undefined;
  /** This route is the page of platforms that keep one for everybody; only one route says so. */
  page?: true;
  /** Present where the platform's menu of a person offers it as well, called like this: at most 24 characters. It runs for whoever opens the menu. */
  menu?: string;
  /** Present where the platform's menu of a message offers it, as a form's route does: it runs at once, with the message as its input. */
  shortcut?: { label: string; on: 'message' };
  /** The option that takes the person whose menu it was; without one it does not matter whose. */
  menuInto?: keyof z.input<Input> & string;
  /** Present on slash commands: what `/help` and the platform's picker say, at most 100 characters. */
  summary?: string;
  /** Suggestions for an option while it is typed. `options` holds what was typed into the command so far. */
  complete?: {
    readonly [Name in keyof z.input<Input>]?: (
      typed: string,
      context: Context,
      options: Readonly<Record<string, string>>,
    ) => readonly Suggestion[] | Promise<readonly Suggestion[]>;
  };
  run(input: z.output<Input>, context: Context): View | Promise<View>;
}

/** A route that opens a form. It cannot be waited for and so cannot look anything up; rights are checked when it is sent. */
export interface FormRoute<Input extends z.ZodObject, Curriculum> extends Common<Input> {
  ack: 'modal';
  /** Present on slash commands that open a form. */
  summary?: string;
  /**
   * Present where the platform's own menus offer the route: `message` on every message (its words come in as `words`, who
   * wrote it as `author` and by the platform's id as `by`, its link as `link`, where it stands as `channel` and the thread that
   * it is in, if any, as `thread`), `anywhere` where the platform has a menu that belongs to no message. `label` has at most 24 characters.
   */
  shortcut?: { label: string; on: 'message' | 'anywhere' };
  open(input: z.output<Input>, context: FormContext<Curriculum>): Modal;
}

export type AnyWorkRoute<Context> = WorkRoute<z.ZodObject, Context>;

export type AnyFormRoute<Curriculum> = FormRoute<z.ZodObject, Curriculum>;

export type AnyRoute<Context, Curriculum> = AnyWorkRoute<Context> | AnyFormRoute<Curriculum>;

/**
 * An option of a command, or a field of a form. `faultOf` says what is wrong with a value that was typed, as the route itself
 * would; `pickedOf` what a picker shows for it.
 */
export interface CommandOption extends OptionSpec {
  completes: boolean;
  faultOf?: (value: string) => string | undefined;
  pickedOf?: (value: string) => Picked;
}

/** What an adapter registers with its platform. */
export interface CommandSpec {
  /** The words of the command: `["cohort", "create"]`. */
  path: readonly string[];
  /** Its former names: still understood when typed, and shown nowhere. */
  formerly?: readonly string[];
  summary: string;
  who: Who;
  options: readonly CommandOption[];
}

/** A command as platforms have it whose commands take no files. */
export function withoutFiles(spec: CommandSpec): CommandSpec {
  return { ...spec, options: spec.options.filter(({ kind }) => kind !== 'file') };
}

/** What an adapter offers in its platform's menus. */
export interface ShortcutSpec {
  route: string;
  label: string;
  on: 'message' | 'anywhere' | 'person';
  /** It opens no form, but answers. */
  answers?: true;
  /** On a person: the option that takes who it is. */
  into?: string;
}

/** Whether a route's name is that of a command; a control's has dots in it. */
export function isTyped(name: string): boolean {
  return !name.includes('.');
}

/** Every route by each of its names, those that it had before included. Throws where two claim one: a mistake of the programmer. */
export function routesByName<Route extends { name: string; formerly?: readonly string[] }>(
  routes: readonly Route[],
): ReadonlyMap<string, Route> {
  const named = routes.flatMap((route) =>
    [route.name, ...(route.formerly ?? [])].map((name) => [name, route] as const),
  );
  const byName = new Map(named);
  if (byName.size === named.length) return byName;
  const twice = named.map(([name]) => name).find((name, index, names) => names.indexOf(name) !== index);
  throw new RangeError(`two routes are called ${twice}`);
}

/** The command that is called like this now, or was. */
export function findCommandSpec(commands: readonly CommandSpec[], name: string): CommandSpec | undefined {
  const current = commands.find(({ path }) => path.join(' ') === name);
  return current ?? commands.find(({ formerly = [] }) => formerly.includes(name));
}

/** The route of the page that a platform keeps for everybody. */
export function findPage<Context, Curriculum>(routes: readonly AnyRoute<Context, Curriculum>[]): string | undefined {
  return routes.find((route) => route.ack !== 'modal' && route.page === true)?.name;
}

/** The slash commands among the routes. */
export function describeCommands<Context, Curriculum>(routes: readonly AnyRoute<Context, Curriculum>[]): CommandSpec[] {
  return routes.flatMap((route) => {
    if (route.summary === undefined) return [];
    const options = describeOptions(route);
    const who = route.ack === 'modal' ? 'anyone' : route.who;
    const former = route.formerly?.filter(isTyped) ?? [];
    const formerly = former.length === 0 ? {} : { formerly: former };
    return [{ path: route.name.split(' '), ...formerly, summary: route.summary, who, options }];
  });
}

/** What forms may hold that lead to a route which nobody types, by the route's name. */
export function describeForms<Context, Curriculum>(
  routes: readonly AnyRoute<Context, Curriculum>[],
): ReadonlyMap<string, readonly CommandOption[]> {
  const untyped = routes.filter(({ summary }) => summary === undefined);
  return new Map(untyped.map((route) => [route.name, describeOptions(route)]));
}

function describeOptions<Context, Curriculum>(route: AnyRoute<Context, Curriculum>): CommandOption[] {
  const completes = new Set(route.ack === 'modal' ? [] : Object.keys(route.complete ?? {}));
  return describeInput(route.input).map((option) => ({
    ...option,
    completes: completes.has(option.name),
    faultOf: (value: string) => faultOf(route.input, option.name, value),
    ...(option.when === undefined ? {} : { pickedOf: (value: string) => pickedOf(route.input, option.name, value) }),
  }));
}

/** The routes that a platform offers in its own menus. */
export function describeShortcuts<Context, Curriculum>(
  routes: readonly AnyRoute<Context, Curriculum>[],
): ShortcutSpec[] {
  return routes.flatMap((route) => {
    if (route.shortcut === undefined) return [];
    return [{ route: route.name, ...route.shortcut, ...(route.ack === 'modal' ? {} : { answers: true as const }) }];
  });
}

/** The routes that a platform offers in the menu of a person, where it has one. */
export function describeMenus<Context, Curriculum>(routes: readonly AnyRoute<Context, Curriculum>[]): ShortcutSpec[] {
  return routes.flatMap((route): ShortcutSpec[] => {
    if (route.ack === 'modal' || route.menu === undefined) return [];
    const into = route.menuInto === undefined ? {} : { into: route.menuInto };
    return [{ route: route.name, label: route.menu, on: 'person', ...into }];
  });
}
