import type { Item } from "@fingerpost/web/slots";

/** Somebody to look at the page as. */
export interface Person {
  readonly name: string;
  readonly about: Readonly<Record<string, string>>;
  readonly context: { readonly targetingKey: string };
}

export interface Language {
  readonly locale: string;
  readonly name: string;
  readonly dir: "ltr" | "rtl";
  readonly words: Words;
}

/** What the page says by itself. */
export interface Words extends Readonly<Record<"lookAs" | "language" | "welcome" | "nextStep" | "tour" | "act" | "actHint" | "workspace" | "on" | "off" | "unchanged" | ActionWord, string>> {
  /** By what the flag next-step says. */
  readonly steps: Readonly<Record<string, string>>;
  /** By flag. */
  readonly features: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<string, string>>;
}

export type ActionWord = "board" | "export" | "invite";

/** Visit is who looks at the page, and in which language. */
export interface Visit {
  readonly person: Person;
  readonly language: Language;
  /** What the page itself may say of the person: who it is, and attributes marked `client: true`, of which one is the language. */
  readonly context: { readonly targetingKey: string; readonly locale: string; readonly [attribute: string]: string };
  /** The events of what the person did here. */
  readonly done: readonly string[];
}

/** Something to do on the page that Lumen reports as an event. */
export interface Action {
  readonly word: ActionWord;
  readonly event: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** Change says which answers became others, why if that is known, and when. */
export interface Change {
  readonly flags: readonly string[];
  readonly cause?: { readonly [name: string]: string | number | boolean | undefined } | undefined;
  readonly at: Date;
}

export const people: readonly Person[];
export const languages: readonly Language[];
/** Flags of what may be in a workspace. */
export const features: readonly string[];
export const actions: readonly Action[];

/** How the page calls what its answers are worth. */
export const statusNames: Readonly<Record<string, string>>;

/** Where the server is, and the client key. Your build or your server would put them into the page. */
export function settings(): Promise<{ readonly url: string; readonly key: string }>;

/** The visit as of now, another object after each change. */
export function currentVisit(): Visit;

/** Calls after each change, until the function that it returns is called. */
export function onVisit(listener: () => void): () => void;

/** The address of the page as seen by a person in a language. */
export function addressOf(person: Person, language: Language): string;

/** Notes that the person did something. */
export function did(event: string): void;

/** The event that a step of a checklist waits for, by the action that says which step was pressed. */
export function eventOfStep(action: string, item: Item): string | undefined;

/** Says in one sentence what changed, and why. */
export function sentence(change: Change, language: Language): string;
