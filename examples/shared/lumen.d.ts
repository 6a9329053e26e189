/** Somebody to look at the page as. */
export interface Person {
  readonly name: string;
  readonly about: string;
  /** What the page itself may say of the person: who it is, and attributes marked `client: true`. */
  readonly context: { readonly targetingKey: string; readonly role: string; readonly country: string; readonly app_version: string };
}

/** A type and no interface: only of a type does TypeScript see that JSON can say it. */
export type Checklist = {
  readonly title: string;
  readonly steps: string[];
};

/** Something to do on the page that Lumen reports as an event. */
export interface Action {
  readonly label: string;
  readonly event: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** Change says which answers became others, why if that is known, and when. */
export interface Change {
  readonly flags: readonly string[];
  readonly cause?: { readonly [name: string]: string | number | boolean | undefined } | undefined;
  readonly at: Date;
}

export const people: readonly [Person, ...Person[]];
export const features: readonly { readonly flag: string; readonly name: string }[];
export const actions: readonly Action[];

/** What the page shows until there is an answer. */
export const emptyChecklist: Checklist;

/** How the page calls what its answers are worth. */
export const statusNames: Readonly<Record<string, string>>;

/** Where the server is, and the client key. Your build or your server would put them into the page. */
export function settings(): Promise<{ readonly url: string; readonly key: string }>;

/** The person whom the address names behind its #, else the first. */
export function personInAddress(): Person;

/** Says in one sentence what changed, and why. */
export function sentence(change: Change): string;
