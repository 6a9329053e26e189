import type { Reporter } from "../core.js";
import type { Events } from "../events.js";

/** Home is where slots get what they show, and whom they tell. */
export interface Home {
  readonly url: string;
  readonly events?: Reporter | Promise<Reporter> | undefined;
}

/** State is what became of an item: somebody closed it, or just answered it. */
export type State = "closed" | "answered";

/** Stage remembers what was closed, until the browser's session ends, and reports what is done. */
export interface Stage {
  readonly url: string;
  /** What became of items, by slot and entry; another map after each change. */
  readonly states: ReadonlyMap<string, State>;
  /** Looks up what was closed before; on a page, once something is shown. */
  open(): void;
  set(ids: readonly string[], state: State): void;
  listen(listener: () => void): () => void;
  report(what: (events: Teller) => void): void;
}

/** Teller is as much of events as slots need. Those of `@fingerpost/web/events` have all of it. */
export type Teller = Partial<Pick<Events, "track" | "once" | "exposures">>;

const kept = "fingerpost:closed";
const stages = new WeakMap<Home, Stage>();

/** idOf names an item of a slot. */
export const idOf = (slot: string, { entry }: { readonly entry: string }): string => `${slot}/${entry}`;

/** stageOf returns the stage of a home, always the same one. */
export function stageOf(home: Home): Stage {
  let stage = stages.get(home);
  if (!stage) stages.set(home, (stage = createStage(home)));
  return stage;
}

function createStage({ url, events }: Home): Stage {
  const listeners = new Set<() => void>();
  let states: ReadonlyMap<string, State> = new Map();
  let opened = false;
  const tell = (next: ReadonlyMap<string, State>) => {
    states = next;
    listeners.forEach((listener) => listener());
  };
  return {
    url,
    get states() {
      return states;
    },
    open() {
      if (opened) return;
      opened = true;
      const closed = load();
      if (closed.length) tell(new Map([...closed.map((id) => [id, "closed"] as const), ...states]));
    },
    set(ids, state) {
      save(ids);
      tell(new Map([...states, ...ids.map((id) => [id, state] as const)]));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    report(what) {
      if (events) void Promise.resolve(events as Teller).then(what);
    },
  };
}

function load(): string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

function save(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(kept, JSON.stringify([...new Set([...load(), ...ids])].slice(-200)));
  } catch {
    // Nothing can be stored: it is closed until the page is left.
  }
}
