import type { Fallback, FlagKey, Value } from "./flags.js";
import type { Answer, Cause, Connection, Context, Hello, Json, News, ServerMessage } from "./protocol.js";
import { socket } from "./socket.js";

export type { Fallback, FlagKey, Value, Widen } from "./flags.js";
export type { Answer, Cause, Context, Json } from "./protocol.js";

/** Transport is a way to the server. Those behind the first are loaded when they are needed. */
export type Transport = "websocket" | "sse" | "polling";

/** Storage keeps the last answers, to begin with at the next visit. See `@fingerpost/web/storage`. */
export interface AnswerStorage {
  load(scope: string): readonly Answer[];
  save(scope: string, answers: readonly Answer[]): void;
}

/** Reporter hears who the person is, and of each flag that is evaluated. See `@fingerpost/web/events`. */
export interface Reporter {
  person(targetingKey: string | undefined): void;
  exposed(flag: string, variant: string): void;
}

export interface Options {
  /** Where the server is, such as `https://flags.example.com`. */
  readonly url: string;
  /** A client key: `ck_…`. */
  readonly key: string;
  readonly context?: Context;
  /** The flags that the page uses; all that the key may see if it is left out. */
  readonly flags?: readonly FlagKey[];
  /** Proves who the person is; a function is asked before each connection and for each new context. */
  readonly identityToken?: string | (() => string | undefined | Promise<string | undefined>);
  /** Answers that came with the page: `flags` of an answer of OFREP. */
  readonly bootstrap?: readonly Answer[];
  readonly storage?: AnswerStorage;
  /** In which order ways to the server are tried. */
  readonly transports?: readonly Transport[];
  readonly events?: Reporter | Promise<Reporter>;
  /** How long the connection may be away before answers count as stale, in milliseconds: 5,000 if it is left out. */
  readonly grace?: number;
  /** How long to wait for the first answers, and for those to a new context, in milliseconds: 10,000 if it is left out. */
  readonly timeout?: number;
}

/**
 * Status says what answers are worth, in OpenFeature's words. `NOT_READY`: there are none yet. `STALE`: they are from before, and may be outdated.
 * `READY`: they are current. `ERROR`: the server refuses this client for good.
 */
export type Status = "NOT_READY" | "STALE" | "READY" | "ERROR";

/** Signal says what has just happened. */
export interface Signal {
  readonly status: Status;
  /** The flags whose answer is another one than before. */
  readonly changed: readonly string[];
  /** Whether somebody waited for it: it answers `ready` or `update`. */
  readonly awaited: boolean;
  /** Why answers are others, where the server said so: it does not for those that this client asked for, or missed. */
  readonly cause?: Cause | undefined;
  /** Why the server refuses this client; `code` is OpenFeature's. */
  readonly error?: (Error & { readonly code: string }) | undefined;
}

/** Resolution is an answer as OpenFeature has it. */
export interface Resolution<T> {
  value: T;
  variant?: string;
  reason?: string;
  errorCode?: string;
  errorMessage?: string;
  flagMetadata?: { [name: string]: string | number | boolean };
}

/** Core holds the current answers for one person. */
export interface Core {
  /** Resolves once there are answers: at once where some came with the page or were stored. Rejects after the timeout; the client goes on. */
  readonly ready: Promise<void>;
  readonly status: Status;
  /** The answers, with or without a value. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** The flag's value and why it is that. `type` is the default's unless another is asked for. */
  resolve<T extends Json, K extends FlagKey = FlagKey>(flag: K, fallback: Fallback<K, T>, type?: string): Resolution<Value<K, T>>;
  /** Calls the listener after everything that happens, until the function that it returns is called. */
  listen(listener: (signal: Signal) => void): () => void;
  /** Replaces the context. Resolves when its answers are there; rejects after the timeout, and the client goes on. */
  update(context: Context): Promise<void>;
  close(): void;
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** Close codes after which trying again is useless: the client is at fault, or refused. */
const fatal = /1003|1007|1009|440[013]/;

/** connect connects, and goes on until it is closed. Where there is no document, as on a server, it has only what it was given. */
export function connect(options: Options): Core {
  const { key, flags, transports = ["websocket", "sse", "polling"], storage, identityToken, grace = 5_000, timeout = 10_000 } = options;
  const url = options.url.replace(/\/$/, "");
  const live = typeof document !== "undefined";
  const over = new AbortController(); // aborted when the client is closed
  const listeners = new Set<(signal: Signal) => void>();

  let context: Context = options.context ?? {};
  const scope = () => JSON.stringify([url, key, context.targetingKey]);
  let answers = byKey(options.bootstrap ?? storage?.load(scope()) ?? []);
  let fresh = false; // whether the server has spoken
  let status: Status = answers.size ? "STALE" : "NOT_READY";

  let connection: Connection | undefined;
  let prepared: Context | undefined; // the context whose token is at hand
  let token: string | undefined;
  let attempt = 0; // whoever is overtaken by a later one stops
  let number = 0; // of the context, on this connection
  let sequence = 0;
  let heard = 0; // when the server said something on this connection
  let transport = 0;
  let failures = 0;
  let after: number | undefined; // how many milliseconds the server asked to stay away
  let complaint = "the server refuses";
  let waiting: Promise<void> | undefined;
  let settled: ((error?: Error) => void) | undefined;
  let silence: Timer, retry: Timer, stale: Timer, late: Timer;

  const tell = (what: Omit<Signal, "status">) => {
    listeners.forEach((listener) => listener({ status, ...what }));
  };

  const report = (what: (events: Reporter) => void) => {
    if (options.events) void Promise.resolve(options.events).then(what);
  };

  /** Waits for the answers to the context of now. */
  const wait = () => {
    clearTimeout(late);
    late = setTimeout(() => settle(new Error("the server does not answer")), timeout);
    return (waiting ??= new Promise((resolve, reject) => {
      settled = (error) => (error ? reject(error) : resolve());
    }));
  };

  /** Tells those who wait, and reports whether there were any. */
  const settle = (error?: Error) => {
    const awaited = !!waiting;
    clearTimeout(late);
    settled?.(error);
    waiting = undefined;
    return awaited;
  };

  // A message has 64 KiB at most. What goes unsaid is only sent again.
  const hello = (): Hello => ({
    context: { identityToken: token, ...prepared },
    flags,
    have: Object.fromEntries([...answers].slice(0, 500).map(([flag, { hash }]) => [flag, hash])),
  });

  const listenFor = (patience: number) => {
    clearTimeout(silence);
    silence = setTimeout(ended, patience, 1006);
  };

  /** Ends the connection, and whatever was about to make one. */
  const hang = () => {
    clearTimeout(silence);
    clearTimeout(retry);
    connection?.close();
    connection = retry = undefined;
    heard = sequence = 0;
    number = 1;
    attempt++;
  };

  /** Tells the server the context, with its token: on this connection if it can, else on a new one. A later call overtakes it. */
  const proceed = async () => {
    if (!connection?.send) {
      hang();
      listenFor(10_000);
    }
    const mine = attempt;
    const wanted = context;
    const current = () => mine === attempt && wanted === context;
    try {
      const got = typeof identityToken === "function" ? await identityToken() : identityToken;
      if (!current()) return;
      prepared = wanted;
      token = got;
      if (connection?.send?.(hello())) number++;
      if (connection) return;
      const way = transports[transport]!;
      const open = way === "websocket" ? socket : (await import("./fallback.js"))[way];
      if (current()) connection = open({ url, key, hello, receive, ended });
    } catch {
      if (current()) ended(1006);
    }
  };

  /** Looks after the connection when somebody may be looking at the page again. */
  const wake = () => {
    if (document.hidden || !(retry || (heard && Date.now() - heard > 30_000))) return;
    hang();
    void proceed();
  };

  const receive = (message: ServerMessage) => {
    heard = Date.now();
    listenFor(60_000);
    if (message.type === "bye") after = message.after;
    else if (message.type === "error") complaint = message.message;
    else if ("flags" in message) {
      if (message.type === "change" && message.sequence !== sequence + 1) return ended(1006);
      sequence = message.sequence;
      if (message.context === number && prepared === context) apply(message);
    }
  };

  const apply = ({ type, flags, kept = [], gone = [], cause }: News) => {
    const before = answers;
    answers = new Map(type === "change" ? before : kept.map((flag) => [flag, before.get(flag)!]));
    flags.forEach((answer) => answers.set(answer.key, answer));
    gone.forEach((flag) => answers.delete(flag));
    const changed = [...new Map([...before, ...answers]).keys()].filter((flag) => print(before.get(flag)) !== print(answers.get(flag)));
    const was = status;
    fresh = true;
    status = "READY";
    failures = 0;
    clearTimeout(stale);
    stale = undefined;
    storage?.save(scope(), [...answers.values()]);
    const awaited = settle();
    if (changed.length || awaited || was !== status) tell({ changed, awaited, cause });
  };

  const ended = (code: number, pause = after) => {
    const deaf = !heard;
    hang();
    after = undefined;
    if (fatal.test(`${code}`)) {
      clearTimeout(stale);
      status = "ERROR";
      const error = Object.assign(new Error(complaint), { code: "PROVIDER_FATAL" });
      return tell({ changed: [], awaited: settle(error), error });
    }
    if (status === "READY") {
      stale ??= setTimeout(() => {
        status = "STALE";
        tell({ changed: [], awaited: false });
      }, grace);
    }
    // What does not answer may not get through here: the other ways are tried at once, and then all of them after a while.
    transport = deaf ? (transport + 1) % transports.length : 0;
    retry = setTimeout(proceed, transport ? 0 : (pause ?? Math.random() * Math.min(60_000, 1_000 * 2 ** failures++)));
  };

  const core: Core = {
    get status() {
      return status;
    },
    get answers() {
      return answers;
    },
    ready: answers.size || !live ? Promise.resolve() : wait(),
    resolve<T extends Json, K extends FlagKey>(flag: K, fallback: Fallback<K, T>, type: string = typeof fallback): Resolution<Value<K, T>> {
      const answer: Partial<Answer> = answers.get(flag) ?? { errorCode: status === "NOT_READY" ? "PROVIDER_NOT_READY" : "FLAG_NOT_FOUND" };
      const { variant, metadata: flagMetadata } = answer;
      let { value = fallback as Json, reason, errorCode, errorDetails: errorMessage } = answer;
      if (value !== fallback && (value === null || typeof value !== type)) {
        errorCode = "TYPE_MISMATCH";
        errorMessage = `${flag} is no ${type}`;
      }
      if (errorCode) {
        value = fallback as Json;
        reason = "ERROR";
      } else if (variant) {
        if (!fresh) reason = "CACHED";
        report((events) => events.exposed(flag, variant));
      }
      return { value: value as Value<K, T>, variant, reason, errorCode, errorMessage, flagMetadata };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(next) {
      context = next;
      report((events) => events.person(next.targetingKey));
      if (!live) return Promise.resolve();
      if (status === "ERROR") return Promise.reject(new Error(complaint));
      void proceed();
      return wait();
    },
    close() {
      hang();
      clearTimeout(stale);
      status = "ERROR";
      settle();
      listeners.clear();
      over.abort();
    },
  };
  core.ready.catch(() => {}); // nobody has to listen
  if (live) {
    addEventListener("online", wake, over);
    document.addEventListener("visibilitychange", wake, over);
    void proceed();
  }
  report((events) => events.person(options.context?.targetingKey));
  return core;
}

const byKey = (answers: readonly Answer[]) => new Map(answers.map((answer) => [answer.key, answer]));

/** print is the same for answers that are the same; those of OFREP have no hash to compare. */
const print = (answer: Answer | undefined) => JSON.stringify({ ...answer, hash: 0 });
