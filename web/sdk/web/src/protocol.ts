/** Json is whatever JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Context says who is asked about, and in which situation. Dates are sent as ISO 8601. */
export interface Context {
  readonly targetingKey?: string;
  readonly [attribute: string]: unknown;
}

/** Answer is what was decided for one flag. */
export interface Answer {
  readonly key: string;
  /** The value; a flag that is disabled, or that fits nobody, may have none. */
  readonly value?: Json;
  readonly variant?: string;
  readonly reason?: string;
  readonly metadata?: { readonly [name: string]: string | number | boolean };
  readonly errorCode?: string;
  readonly errorDetails?: string;
  /** Two answers with the same hash are the same. */
  readonly hash?: string;
}

/** Hello is the first thing that a client says. */
export interface Hello {
  readonly context: Context;
  readonly flags?: readonly string[] | undefined;
  readonly have?: Readonly<Record<string, string | undefined>>;
}

/** Cause says why an answer became another one: a publish, an event, the time, a list, or what was done to profiles. */
export type Cause = {
  readonly kind: "publish" | "event" | "time" | "list" | "profile";
  /** The revision that was published. */
  readonly revision?: number;
};

/** News is the whole state for a context, given what the client has kept, or the answers that became others. */
export interface News {
  readonly type: "snapshot" | "change";
  readonly context: number;
  readonly sequence: number;
  readonly flags: readonly Answer[];
  readonly kept?: readonly string[];
  readonly gone?: readonly string[];
  readonly cause?: Cause;
}

/** ServerMessage is one message of the server; docs/streaming.md describes them. */
export type ServerMessage =
  | News
  | { readonly type: "beat" | "pong" }
  | { readonly type: "bye"; readonly after: number }
  | { readonly type: "error"; readonly code: string; readonly message: string };

/** Link is what a transport is given: where to connect, and whom to tell. */
export interface Link {
  readonly url: string;
  readonly key: string;
  /** Says the first message, as of now. */
  hello(): Hello;
  receive(message: ServerMessage): void;
  /** Says that the connection has ended, with the close code of the protocol and, if known, after how many milliseconds to try again. */
  ended(code: number, after?: number): void;
}

/** Connection is an open connection. After close it tells its link nothing any more. */
export interface Connection {
  /** Sends a new context, and reports whether it was sent. Without it a new context takes a new connection. */
  send?(context: Hello): boolean;
  close(): void;
}
