import { z } from 'zod';
import type { Event } from './chat/event.ts';
import type { Mail } from './chat/mail.ts';
import type { AnyFormRoute, AnyRoute, AnyWorkRoute, CommandSpec, FormRoute, WorkRoute } from './chat/route.ts';
import type { Curriculum } from './curriculum/schema.ts';
import type { Db } from './database/client.ts';
import type { Cohort } from './domain/cohorts/cohort.ts';

/** What one program has, made once in main.ts and by hand in tests. */
export interface Services {
  db: Db;
  curriculum: Curriculum;
  /** The program's one clock. */
  clock(): Temporal.Instant;
  mail: Mail;
  commands: readonly CommandSpec[];
  /** Chance, for what nobody may guess: so many random bytes. */
  random(bytes: number): Uint8Array;
  /** Where the program's HTTP server is reached from outside, without a slash at the end; undefined where it is not. */
  publicUrl: string | undefined;
}

/** Who asks, as far as the cohort in question is concerned. */
export interface Asker {
  memberId: string;
  name: string;
  organiser: boolean;
  mentor: boolean;
  learner: boolean;
  waiting: boolean;
  hidden: boolean;
  /** On what ground their pictures stand. */
  theme: 'light' | 'dark';
}

/** What a route gets to see. */
export interface Context extends Services {
  event: Event;
  /** Unique over all platforms, the same when the platform delivers the event again. */
  eventKey: string;
  workspaceId: string;
  /** Read once, when the event came in. */
  now: Temporal.Instant;
  asker: Asker;
  /** Set where the route's scope is `one`; where it is `any` or `found`, if there is exactly one. */
  cohort: Cohort | undefined;
  /** What came of the route's own part of the statement that said who asks; its store reads it. */
  ahead: unknown;
  /** The cohorts it could be: of the channel, of the asker, of the workspace. */
  candidates: readonly Cohort[];
}

/** The context of a route about one cohort. */
export type CohortContext = Context & { cohort: Cohort };

export type Route = AnyRoute<Context, Curriculum>;

/** The state of every control that leads to a route about a cohort: which one, where the control knows. */
const named = { cohort: z.string().max(20).optional() };

/** A route as it is declared: `input` may be left out where nothing is typed and nothing travels in a control. */
type Declared<Whole extends { input: unknown }> = Omit<Whole, 'input'> & Partial<Pick<Whole, 'input'>>;

const nothing = z.object({});

/** Declares a route: infers its types, then forgets its input so that all fit one table. */
export function route<Input extends z.ZodObject>(
  definition: Declared<WorkRoute<Input, Context>> & { cohort: 'none' | 'found' | 'any' },
): Route {
  const { input = nothing, cohort } = definition;
  return { ...definition, input: cohort === 'none' ? input : withCohort(input) } as unknown as AnyWorkRoute<Context>;
}

/** Declares a route about one cohort, which is found before it runs. */
export function cohortRoute<Input extends z.ZodObject>(
  definition: Omit<Declared<WorkRoute<Input, CohortContext>>, 'cohort'>,
): Route {
  const { input = nothing } = definition;
  return { ...definition, input: withCohort(input), cohort: 'one' } as unknown as AnyWorkRoute<Context>;
}

function withCohort(input: z.ZodObject): z.ZodObject {
  return 'cohort' in input.shape ? input : input.extend(named);
}

/** Declares a route that opens a form. */
export function formRoute<Input extends z.ZodObject>(
  definition: Omit<Declared<FormRoute<Input, Curriculum>>, 'ack'>,
): Route {
  return { input: nothing, ...definition, ack: 'modal' } as unknown as AnyFormRoute<Curriculum>;
}
