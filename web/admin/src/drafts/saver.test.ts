import { beforeEach, describe, expect, it, vi } from "vitest";
import { Refusal } from "../api/refusal";
import { Saver, type DraftChange, type Place, type Wire } from "./saver";

const place: Place = { kind: "segment", key: "eu" };

/** change is what the server answers. */
function change(version: number, value: unknown): DraftChange {
  return { ...place, version, value, action: "change", base: 1, by: { id: "grace", name: "Grace" }, at: "2026-11-24T10:00:00Z" };
}

/** Server is a draft in memory, which refuses what is written over a version that is not the newest. */
class Server implements Wire {
  now: DraftChange | undefined;
  puts: unknown[] = [];
  failing: Error | undefined;
  async put(_place: Place, value: unknown, version: number): Promise<DraftChange> {
    await Promise.resolve();
    if (this.failing) throw this.failing;
    if (version !== (this.now?.version ?? 0)) throw new Refusal(409, { code: "conflict", message: "somebody was faster", ...(this.now && { draft: this.now }) });
    this.puts.push(value);
    this.now = change(version + 1, value);
    return this.now;
  }
  version(): number {
    return this.now?.version ?? 0;
  }
}

let server: Server;
let saver: Saver;
beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  saver = new Saver(server, sessionStorage, "typed");
  return () => vi.useRealTimers();
});

describe("what is typed", () => {
  it("is saved once, after a pause", async () => {
    for (const text of ["a", "ab", "abc"]) saver.edit(place, text);
    expect(saver.at(place)).toMatchObject({ value: "abc", state: "unsaved" });
    await vi.runAllTimersAsync();
    expect(server.puts).toEqual(["abc"]);
    expect(saver.at(place)).toBeUndefined();
    expect(saver.isPending).toBe(false);
  });

  it("is saved at once on blur", async () => {
    saver.edit(place, "a");
    await saver.flush(place);
    expect(server.puts).toEqual(["a"]);
  });

  it("is saved again when somebody types while it is saved", async () => {
    saver.edit(place, "a");
    const saving = saver.flush(place);
    saver.edit(place, "ab");
    await saving;
    await vi.runAllTimersAsync();
    expect(server.puts).toEqual(["a", "ab"]);
    expect(saver.isPending).toBe(false);
  });

  it("survives a reload, and is then saved", async () => {
    saver.edit(place, { when: "typed" });
    const other = new Server();
    const reloaded = new Saver(other, sessionStorage, "typed");
    expect(reloaded.at(place)).toMatchObject({ value: { when: "typed" }, state: "unsaved" });
    await reloaded.flush(place);
    expect(other.puts).toEqual([{ when: "typed" }]);
    expect(sessionStorage.getItem("typed")).toBeNull();
  });

  it("is kept where the server fails, and saved when it is tried again", async () => {
    server.failing = new Refusal(503, undefined);
    saver.edit(place, "a");
    await saver.flush(place);
    expect(saver.at(place)).toMatchObject({ value: "a", state: "failed" });
    expect(sessionStorage.getItem("typed")).toContain("a");
    server.failing = undefined;
    await saver.flush(place);
    expect(server.puts).toEqual(["a"]);
  });

  it("starts anew where the copy is damaged", () => {
    sessionStorage.setItem("typed", "{");
    expect(new Saver(server, sessionStorage, "typed").isPending).toBe(false);
  });
});

describe("where somebody else was faster", () => {
  beforeEach(async () => {
    saver.edit(place, "mine");
    server.now = change(5, "theirs");
    await saver.flush(place);
  });

  it("shows both, and writes neither", () => {
    expect(saver.at(place)).toMatchObject({ value: "mine", state: "conflict", theirs: { value: "theirs", version: 5 } });
    expect(server.puts).toEqual([]);
  });

  it("stays so while somebody types on", async () => {
    saver.edit(place, "mine, longer");
    await vi.runAllTimersAsync();
    expect(saver.at(place)).toMatchObject({ value: "mine, longer", state: "conflict" });
  });

  it("keeps mine", async () => {
    await saver.keepMine(place);
    expect(server.now).toMatchObject({ value: "mine", version: 6 });
    expect(saver.isPending).toBe(false);
  });

  it("takes theirs", () => {
    saver.drop(place);
    expect(saver.at(place)).toBeUndefined();
    expect(server.now).toMatchObject({ value: "theirs" });
  });
});
