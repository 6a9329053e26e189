import type { Reporter } from "./core.js";

export interface EventsOptions {
  /** Where the server is, such as `https://flags.example.com`. */
  readonly url: string;
  /** A client key: `ck_…`. */
  readonly key: string;
  /** Proves who the person is; the same as the provider's. */
  readonly identityToken?: string | (() => string | undefined | Promise<string | undefined>);
  /** Whether to report which variant of which flag somebody was shown, as "Flag Exposed", once for each while the page is open. */
  readonly exposures?: boolean;
  /** Where the anonymous id is kept: the browser's local storage if it is left out. */
  readonly store?: Pick<Storage, "getItem" | "setItem">;
}

type Properties = Readonly<Record<string, unknown>>;

/** Events reports what people do, with the calls of the Segment specification. */
export interface Events extends Reporter {
  /** Says who is not known by a user id. Made up at the first visit, and kept. */
  readonly anonymousId: string;
  /** Whether what somebody was shown is reported. */
  readonly exposures: boolean;
  track(event: string, properties?: Properties): void;
  /** Reports an event once for each person, while the page is open. `of` is what is the same event: its properties if it is left out. */
  once(event: string, properties: Properties, of?: unknown): void;
  identify(userId: string, traits?: Properties): void;
  page(name?: string, properties?: Properties): void;
  group(groupId: string, traits?: Properties): void;
  /** Forgets the person, as at logout: whoever comes next is somebody else. */
  reset(): void;
  /** Sends what waits. Resolves when it was tried; what could not be sent waits on. */
  flush(): Promise<void>;
  /** Sends what waits as when the page is left, and stops. */
  close(): void;
}

/** Item is a call as it is sent. */
type Item = { readonly type: string; readonly messageId: string } & Properties;

/** How many calls go in one request, and how many wait at most; the oldest are given up first. */
const [batchSize, capacity] = [50, 1_000];

/** A beacon holds 64 KiB with all that is on its way; half of it is surely free. */
const beaconSize = 32 * 1_024;

const kept = "fingerpost:anonymous";

/** createEvents begins to collect. Calls are sent together, after a second or when there are 50, and again if the server could not take them. */
export function createEvents(options: EventsOptions): Events {
  const url = options.url.replace(/\/$/, "");
  const store = options.store ?? local();
  const live = typeof document !== "undefined";
  const { exposures = false } = options;
  const over = new AbortController();
  const told = new Set<string>();
  let anonymousId = read(store) ?? remember(store);
  let userId: string | undefined;
  let identityToken: string | undefined;
  let waiting: Item[] = [];
  let sending: Item[] = [];
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const add = (type: string, fields: Properties) => {
    if (over.signal.aborted) return;
    const timestamp = new Date().toISOString();
    waiting.push({ type, messageId: randomId(), anonymousId, userId, timestamp, ...fields });
    waiting = waiting.slice(-capacity);
    if (waiting.length >= batchSize && !failures) void flush();
    else if (live) timer ??= setTimeout(() => void flush(), 1_000);
  };

  const envelope = (batch: readonly Item[]) =>
    JSON.stringify({ writeKey: options.key, sentAt: new Date().toISOString(), context: { identityToken }, batch });

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (sending.length || !waiting.length) return;
    sending = waiting.splice(0, batchSize);
    const outcome = await send(`${url}/v1/batch`, async () => {
      identityToken = await tokenOf(options.identityToken);
      return envelope(sending);
    });
    if (outcome.again) waiting = [...sending, ...waiting].slice(-capacity);
    sending = [];
    failures = outcome.again ? failures + 1 : 0;
    if (over.signal.aborted || !waiting.length) return;
    const backoff = outcome.after ?? Math.random() * 1_000 * Math.min(60, 2 ** failures);
    timer = setTimeout(() => void flush(), failures ? backoff : waiting.length >= batchSize ? 0 : 1_000);
  };

  /** Hands what waits and what is on its way to the browser, to be sent when the page is gone. What arrives twice counts once. */
  const leave = () => {
    for (const batch of portions([...sending, ...waiting])) {
      // A body of plain text needs no preflight, for which there is no time.
      if (!navigator.sendBeacon(`${url}/v1/beacon`, envelope(batch))) return;
    }
    waiting = [];
  };

  const person = (targetingKey: string | undefined) => {
    const known = targetingKey === anonymousId ? undefined : targetingKey;
    if (known === userId) return;
    void flush(); // what was done before belongs to who did it
    userId = known;
  };

  const once = (event: string, properties: Properties, of: unknown = properties) => {
    const id = JSON.stringify([event, of, userId]);
    if (told.has(id)) return;
    told.add(id);
    add("track", { event, properties });
  };

  if (live) {
    addEventListener("pagehide", leave, over);
    addEventListener("online", () => void flush(), over);
  }
  return {
    get anonymousId() {
      return anonymousId;
    },
    exposures,
    track: (event, properties = {}) => add("track", { event, properties }),
    once,
    identify(user, traits = {}) {
      person(user);
      add("identify", { traits });
    },
    page: (name, properties = {}) => add("page", { name, properties: { ...place(), ...properties } }),
    group: (groupId, traits = {}) => add("group", { groupId, traits }),
    reset() {
      person(undefined);
      anonymousId = remember(store);
      told.clear();
    },
    flush,
    person,
    exposed(flag, variant) {
      if (exposures) once("Flag Exposed", { flag, variant });
    },
    close() {
      clearTimeout(timer);
      if (live) leave();
      over.abort();
    },
  };
}

interface Outcome {
  /** Whether to send it again: the server could not take it, and may later. */
  readonly again: boolean;
  /** After how many milliseconds, if the server said so. */
  readonly after?: number;
}

/** send posts a body. What the server refuses is refused for good. */
async function send(url: string, body: () => Promise<string>): Promise<Outcome> {
  try {
    const { status, headers } = await fetch(url, { method: "POST", headers: { "content-type": "text/plain" }, body: await body() });
    const after = Number(headers.get("retry-after")) * 1_000;
    return { again: status === 429 || status >= 500, ...(after > 0 && { after }) };
  } catch {
    return { again: true };
  }
}

/** portions divides calls into batches that a beacon can hold. */
function portions(items: readonly Item[]): Item[][] {
  const all: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const size = new Blob([JSON.stringify(item)]).size + 1;
    if (size > room) {
      all.push([]);
      room = beaconSize;
    }
    room -= size;
    all.at(-1)!.push(item);
  }
  return all;
}

const tokenOf = async (token: EventsOptions["identityToken"]) => (typeof token === "function" ? token() : token);

/** randomId is a UUID; pages without TLS have to make it up themselves. */
function randomId(): string {
  const { randomUUID }: Partial<Crypto> = crypto;
  if (randomUUID) return randomUUID.call(crypto);
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte, i) =>
    (i === 6 ? (byte & 15) | 64 : i === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0"),
  );
  return digits.join("").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** place says which page it is, as the Segment specification has it. */
function place(): Properties {
  if (typeof document === "undefined") return {};
  const { href, pathname, search } = location;
  return { url: href, path: pathname, search, title: document.title, referrer: document.referrer };
}

/** local is the browser's storage, if there is one and the page may use it. */
function local(): EventsOptions["store"] {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function read(store: EventsOptions["store"]): string | undefined {
  try {
    return store?.getItem(kept) ?? undefined;
  } catch {
    return undefined;
  }
}

/** remember makes an anonymous id up. */
function remember(store: EventsOptions["store"]): string {
  const id = randomId();
  try {
    store?.setItem(kept, id);
  } catch {
    // Nothing can be stored: the next visit is somebody else's.
  }
  return id;
}
