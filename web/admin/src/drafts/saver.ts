import type { Schemas } from "../api/client";
import { Refusal } from "../api/refusal";

export type DraftChange = Schemas["DraftChange"];

/** Wire is what a saver needs of the server, for one environment. */
export interface Wire {
  /** put writes a definition into the person's draft, which is opened if there is none; null deletes the definition. version is that of the
   * change that it is written over, 0 if there is none. It throws a Refusal with code conflict where another one is there by now. */
  put(place: Place, value: unknown, version: number): Promise<DraftChange>;
  /** version is the change as it is known here; 0 if there is none. */
  version(place: Place): number;
}

/** Place is a definition: what kind it is of, and its key. */
export interface Place {
  kind: string;
  key: string;
}

/** Typed is what somebody typed that is not in the draft yet. */
export interface Typed {
  value: unknown;
  state: "unsaved" | "saving" | "failed" | "conflict";
  error?: unknown;
  /** The change as somebody else made it; undefined where they took it back. */
  theirs?: DraftChange | undefined;
  /** The version that it is written over. */
  version: number;
}

const pause = 700;

/**
 * Saver brings what is typed into a draft: after a pause, on blur, and in order. Until the server has it there is a copy in the storage, which
 * survives a reload. One saver works for one environment, whatever page is shown.
 */
export class Saver {
  private readonly typed = new Map<string, Typed>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly wire: Wire;
  private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  private readonly name: string;

  constructor(wire: Wire, storage: Pick<Storage, "getItem" | "setItem" | "removeItem">, name: string) {
    this.wire = wire;
    this.storage = storage;
    this.name = name;
    this.restore();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** at returns what was typed at a place and is not in the draft. */
  at(place: Place): Typed | undefined {
    return this.typed.get(slot(place));
  }

  /** isPending says whether something would be lost if the page were closed. */
  get isPending(): boolean {
    return this.typed.size > 0;
  }

  /** edit takes in what was typed. */
  edit(place: Place, value: unknown): void {
    const before = this.typed.get(slot(place));
    const version = before?.version ?? this.wire.version(place);
    if (before?.state === "conflict") this.set(place, { ...before, value });
    else this.set(place, { value, state: before?.state === "saving" ? "saving" : "unsaved", version });
    this.later(place);
  }

  /** flush saves at once, and waits for it. */
  async flush(place: Place): Promise<void> {
    const at = slot(place);
    clearTimeout(this.timers.get(at));
    while (this.running.has(at)) await this.running.get(at);
    const typed = this.typed.get(at);
    if (!typed || typed.state === "conflict") return;
    const run = this.save(place, typed);
    this.running.set(at, run);
    await run;
    this.running.delete(at);
  }

  /** flushAll saves all that is typed. */
  async flushAll(): Promise<void> {
    await Promise.all([...this.typed.keys()].map((at) => this.flush(placeOf(at))));
  }

  /** keepMine writes what was typed here over what somebody else did. */
  async keepMine(place: Place): Promise<void> {
    const typed = this.at(place);
    if (!typed) return;
    this.set(place, { value: typed.value, state: "unsaved", version: typed.theirs?.version ?? 0 });
    await this.flush(place);
  }

  /** drop forgets what was typed. */
  drop(place: Place): void {
    const at = slot(place);
    clearTimeout(this.timers.get(at));
    this.typed.delete(at);
    this.changed();
  }

  private later(place: Place): void {
    const at = slot(place);
    clearTimeout(this.timers.get(at));
    this.timers.set(at, setTimeout(() => void this.flush(place), pause));
  }

  private async save(place: Place, typed: Typed): Promise<void> {
    this.set(place, { value: typed.value, version: typed.version, state: "saving" });
    try {
      const change = await this.wire.put(place, typed.value, typed.version);
      this.saved(place, typed.value, change.version);
    } catch (error) {
      const now = this.at(place) ?? typed;
      const clash = error instanceof Refusal && error.code === "conflict";
      this.set(place, { value: now.value, version: now.version, state: clash ? "conflict" : "failed", error, theirs: clash ? error.draft : undefined });
    }
  }

  /** saved is called when the draft has a value; meanwhile somebody may have typed on. */
  private saved(place: Place, value: unknown, version: number): void {
    const now = this.at(place);
    if (!now || Object.is(now.value, value)) return this.drop(place);
    this.set(place, { value: now.value, state: "unsaved", version });
    this.later(place);
  }

  private set(place: Place, typed: Typed): void {
    this.typed.set(slot(place), typed);
    this.changed();
  }

  private changed(): void {
    const kept = [...this.typed].map(([at, { value, version }]) => [at, { value, version }]);
    if (kept.length > 0) this.storage.setItem(this.name, JSON.stringify(kept));
    else this.storage.removeItem(this.name);
    for (const listener of this.listeners) listener();
  }

  /** restore takes up what was typed before the page was loaded again. */
  private restore(): void {
    try {
      const kept = JSON.parse(this.storage.getItem(this.name) ?? "[]") as [string, { value: unknown; version: number }][];
      for (const [at, { value, version }] of kept) {
        this.typed.set(at, { value, version, state: "unsaved" });
        this.later(placeOf(at));
      }
    } catch {
      this.storage.removeItem(this.name);
    }
  }
}

function slot({ kind, key }: Place): string {
  return `${kind}/${key}`;
}

function placeOf(at: string): Place {
  const cut = at.indexOf("/");
  return { kind: at.slice(0, cut), key: at.slice(cut + 1) };
}
