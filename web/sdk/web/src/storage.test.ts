import { describe, expect, it } from "vitest";
import { createClient } from "./client.js";
import { localAnswers } from "./storage.js";
import { answer, script, ScriptedSocket } from "./testing.js";

/** A store that lasts as long as the test. */
function store(): { items: Map<string, string>; getItem(key: string): string | null; setItem(key: string, value: string): void } {
  const items = new Map<string, string>();
  return { items, getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

const options = { url: "https://flags.example.com", key: "ck_secret", context: { targetingKey: "ada" }, identityToken: "v1.token" };

describe("answers in local storage", () => {
  it("are there at the next visit of the same person, and of nobody else", () => {
    script();
    const kept = store();
    const storage = localAnswers(kept);
    const first = createClient({ ...options, storage });
    ScriptedSocket.last.open().snapshot([answer("hero", "warm")]);
    first.close();

    const second = createClient({ ...options, storage });
    expect(second.resolve("hero", "none")).toMatchObject({ value: "warm", reason: "CACHED" });
    for (const other of [{ context: { targetingKey: "grace" } }, { key: "ck_other" }, { url: "https://other.example.com" }]) {
      expect(createClient({ ...options, ...other, storage }).answers.size).toBe(0);
    }
    const all = JSON.stringify([...kept.items]);
    for (const secret of ["ck_secret", "v1.token", "ada"]) expect(all).not.toContain(secret);
  });

  it.each([
    ["no JSON", "{"],
    ["no list", "{}"],
    ["no answers", "[1, null, {}]"],
  ])("that are %s are not used", (_, text) => {
    expect(localAnswers({ getItem: () => text, setItem: () => {} }).load("scope")).toEqual([]);
  });

  it("are missed where the page may store nothing", () => {
    const closed = { getItem: () => null, setItem: () => { throw new Error("full"); } };
    localAnswers(closed).save("scope", [answer("hero", "warm")]);
    expect(localAnswers(closed).load("scope")).toEqual([]);
  });
});
