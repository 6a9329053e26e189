import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient, type Client, type Options, type Signal } from "./client.js";
import { answer, script, ScriptedSocket, turn } from "./testing.js";

const options: Options = { url: "https://flags.example.com/", key: "ck_1", context: { targetingKey: "ada" } };
let clients: Client[] = [];

/** start connects, and collects what the client signals. */
function start(more: Partial<Options> = {}): { client: Client; signals: Signal[] } {
  const client = createClient({ ...options, ...more });
  clients.push(client);
  const signals: Signal[] = [];
  client.listen((signal) => signals.push(signal));
  return { client, signals };
}

const server = () => ScriptedSocket.last;
const connections = () => ScriptedSocket.all.length;

/** lose ends the connection, and waits until the next one is made. */
async function lose(code = 1006): Promise<void> {
  const before = connections();
  server().ends(code);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connections()).toBe(before + 1);
}

beforeEach(script);
afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
  vi.useRealTimers();
});

describe("a visit", () => {
  it("says hello, has the answers of the snapshot, and changes as the server says", async () => {
    const { client, signals } = start({ flags: ["hero", "menu"] });
    expect(server().url).toBe("wss://flags.example.com/v1/stream");
    expect(server().protocol).toBe("fingerpost.v1");
    server().open();
    expect(server().said).toEqual([{ type: "hello", key: "ck_1", context: { targetingKey: "ada" }, flags: ["hero", "menu"], have: {} }]);

    expect(client.status).toBe("NOT_READY");
    server().snapshot([answer("hero", "warm"), answer("menu", 3)]);
    await client.ready;
    expect(client.status).toBe("READY");
    expect(client.value("hero", "none")).toBe("warm");

    const heard = vi.fn();
    const stop = client.subscribe("hero", heard);
    server().change([answer("hero", "cold")], { cause: { kind: "time" } });
    expect(client.value("hero", "none")).toBe("cold");
    expect(signals.at(-1)).toMatchObject({ changed: ["hero"], awaited: false, cause: { kind: "time" } });
    server().change([answer("menu", 4)]);
    expect(heard).toHaveBeenCalledTimes(1);
    stop();
    server().change([answer("hero", "hot")]);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("hears nothing of what is the same, and of what is gone that it is gone", () => {
    const { client, signals } = start();
    server().open().snapshot([answer("hero", "warm"), answer("menu", 3)]);
    const before = signals.length;
    server().change([answer("hero", "warm")]);
    expect(signals).toHaveLength(before);
    server().change([], { gone: ["menu"] });
    expect(signals.at(-1)?.changed).toEqual(["menu"]);
    expect(client.resolve("menu", 0)).toMatchObject({ value: 0, errorCode: "FLAG_NOT_FOUND" });
  });

  it("rejects ready after the timeout, and is ready later all the same", async () => {
    const { client, signals } = start({ timeout: 3_000 });
    const failed = expect(client.ready).rejects.toThrow("does not answer");
    await vi.advanceTimersByTimeAsync(3_000);
    await failed;
    server().open().snapshot([answer("hero", "warm")]);
    expect(client.status).toBe("READY");
    expect(signals.at(-1)).toMatchObject({ awaited: false, changed: ["hero"] });
  });

  it("tells nobody anything after it is closed", async () => {
    const { client, signals } = start();
    server().open().snapshot([]);
    const before = signals.length;
    client.close();
    expect(server().closed).toBe(true);
    server().change([answer("hero", "warm")]);
    await vi.advanceTimersByTimeAsync(120_000);
    window.dispatchEvent(new Event("online"));
    expect(signals).toHaveLength(before);
    expect(connections()).toBe(1);
  });
});

describe("an answer", () => {
  it.each([
    ["of the type that was asked for", answer("f", true), { value: true, variant: "true", reason: "STATIC" }],
    ["of another type", answer("f", "yes"), { value: false, reason: "ERROR", errorCode: "TYPE_MISMATCH" }],
    ["null", answer("f", null), { value: false, reason: "ERROR", errorCode: "TYPE_MISMATCH" }],
    ["disabled without a value", { key: "f", reason: "DISABLED" }, { value: false, reason: "DISABLED" }],
    ["without a default", { key: "f", reason: "DEFAULT" }, { value: false, reason: "DEFAULT" }],
    [
      "with an error",
      { key: "f", errorCode: "TARGETING_KEY_MISSING", errorDetails: "who?" },
      { value: false, reason: "ERROR", errorCode: "TARGETING_KEY_MISSING", errorMessage: "who?" },
    ],
  ])("that is %s", (_, given, want) => {
    const { client } = start();
    server().open().snapshot([given]);
    const got = client.resolve<boolean>("f", false);
    expect(got).toMatchObject(want);
    if (!("errorCode" in want)) expect(got.errorCode).toBeUndefined();
  });

  it("passes metadata on", () => {
    const { client } = start();
    server().open().snapshot([answer("f", true, { metadata: { owner: "growth" } })]);
    expect(client.resolve("f", false).flagMetadata).toEqual({ owner: "growth" });
  });

  it("is not there before the first snapshot", () => {
    expect(start().client.resolve("f", 1)).toMatchObject({ value: 1, errorCode: "PROVIDER_NOT_READY" });
  });

  it("is an object where a list is asked for", () => {
    const { client } = start();
    server().open().snapshot([answer("f", { a: 1 }), answer("g", "text")]);
    expect(client.value("f", { a: 0 })).toEqual({ a: 1 });
    expect(client.resolve("g", null, "object")).toMatchObject({ value: null, errorCode: "TYPE_MISMATCH" });
  });
});

describe("answers from before", () => {
  it("are there at once, as CACHED, until the server's arrive", async () => {
    const { client, signals } = start({ bootstrap: [{ key: "hero", value: "warm", variant: "warm", reason: "STATIC" }, answer("old", 1)] });
    await client.ready;
    expect(client.status).toBe("STALE");
    expect(client.resolve("hero", "none")).toMatchObject({ value: "warm", reason: "CACHED" });
    server().open();
    expect(server().said[0]?.have).toEqual({ old: "old=1" });
    server().snapshot([answer("hero", "warm"), answer("menu", 3)]);
    expect(signals.at(-1)).toMatchObject({ status: "READY", changed: ["old", "menu"], awaited: false });
    expect(client.resolve("hero", "none").reason).toBe("STATIC");
  });

  it("keep their place where the server says that they are kept", () => {
    const { client, signals } = start({ bootstrap: [answer("hero", "warm"), answer("old", 1)] });
    server().open().snapshot([], { kept: ["hero"] });
    expect([...client.answers.keys()]).toEqual(["hero"]);
    expect(signals.at(-1)?.changed).toEqual(["old"]);
  });
});

describe("a new context", () => {
  it("replaces the answers, and resolves with its own snapshot", async () => {
    const { client, signals } = start();
    server().open().snapshot([answer("hero", "warm")]);
    let done = false;
    const updated = client.update({ targetingKey: "grace" }).then(() => (done = true));
    await turn();
    expect(server().said.at(-1)).toEqual({ type: "context", context: { targetingKey: "grace" }, have: { hero: 'hero="warm"' } });
    server().change([answer("hero", "for ada")]); // of the context before
    expect(client.value("hero", "none")).toBe("warm");
    await turn();
    expect(done).toBe(false);
    server().snapshot([answer("hero", "cold")], { context: 2 });
    await updated;
    expect(client.value("hero", "none")).toBe("cold");
    expect(signals.at(-1)).toMatchObject({ changed: ["hero"], awaited: true });
  });

  it("that is overtaken by another one is never shown", async () => {
    const { client } = start();
    server().open().snapshot([answer("hero", "ada")]);
    const first = client.update({ targetingKey: "grace" });
    const second = client.update({ targetingKey: "alan" });
    server().snapshot([answer("hero", "grace")], { context: 2 });
    expect(client.value("hero", "")).toBe("ada");
    server().snapshot([answer("hero", "alan")], { context: 3 });
    await Promise.all([first, second]);
    expect(client.value("hero", "")).toBe("alan");
  });

  it("before the connection is open goes into hello", async () => {
    const { client } = start();
    const updated = client.update({ targetingKey: "grace" });
    server().open();
    expect(server().said.map(({ type, context }) => [type, context.targetingKey])).toEqual([["hello", "grace"]]);
    server().snapshot([answer("hero", "warm")]);
    await updated;
  });

  it("while the server is away is asked for at once", async () => {
    const { client } = start();
    server().open().snapshot([]);
    server().ends(1006);
    const updated = client.update({ targetingKey: "grace" });
    server().open().snapshot([answer("hero", "warm")]);
    await updated;
    expect(connections()).toBe(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connections()).toBe(2);
  });

  it("that is not answered rejects after the timeout, and comes true later", async () => {
    const { client } = start({ timeout: 2_000 });
    server().open().snapshot([answer("hero", "ada")]);
    const late = expect(client.update({ targetingKey: "grace" })).rejects.toThrow("does not answer");
    await vi.advanceTimersByTimeAsync(2_000);
    await late;
    server().snapshot([answer("hero", "grace")], { context: 2 });
    expect(client.value("hero", "")).toBe("grace");
  });
});

describe("the identity token", () => {
  it("is asked for before each connection and for each context", async () => {
    const identityToken = vi.fn(() => Promise.resolve(`token ${identityToken.mock.calls.length}`));
    const { client } = start({ identityToken });
    expect(connections()).toBe(0);
    await turn();
    server().open().snapshot([]);
    expect(server().said[0]?.context).toEqual({ targetingKey: "ada", identityToken: "token 1" });
    void client.update({ targetingKey: "grace" });
    await turn();
    expect(server().said[1]?.context).toEqual({ targetingKey: "grace", identityToken: "token 2" });
    server().snapshot([], { context: 2 });
    await lose(4409);
    expect(server().open().said[0]?.context).toEqual({ targetingKey: "grace", identityToken: "token 3" });
  });

  it("of a person who was overtaken is never sent with the next one's name", async () => {
    const tokens: ((token: string) => void)[] = [];
    const { client } = start({ identityToken: () => new Promise((resolve) => tokens.push(resolve)) });
    tokens[0]?.("ada's");
    await turn();
    server().open().snapshot([answer("hero", "ada")]);
    void client.update({ targetingKey: "grace" });
    void client.update({ targetingKey: "alan" });
    tokens[1]?.("grace's");
    await turn();
    server().change([answer("hero", "still ada")]);
    expect(client.value("hero", "")).toBe("ada");
    tokens[2]?.("alan's");
    await turn();
    expect(server().said.slice(1)).toMatchObject([{ type: "context", context: { targetingKey: "alan", identityToken: "alan's" } }]);
  });

  it("that cannot be had is asked for again", async () => {
    const identityToken = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error("away")).mockResolvedValue("v1.x");
    start({ identityToken, transports: ["websocket"] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server().open().said[0]?.context["identityToken"]).toBe("v1.x");
  });
});

describe("a lost connection", () => {
  it("is made again, and says what the client has", async () => {
    const { client, signals } = start();
    server().open().snapshot([answer("hero", "warm"), answer("menu", 3)]);
    const before = signals.length;
    await lose();
    expect(server().open().said[0]?.have).toEqual({ hero: 'hero="warm"', menu: "menu=3" });
    server().snapshot([answer("menu", 4)], { kept: ["hero"] });
    expect(client.value("hero", "")).toBe("warm");
    expect(signals.slice(before)).toMatchObject([{ changed: ["menu"], status: "READY" }]); // so nobody heard that it was lost
  });

  it("with thousands of flags says what of them a message can hold", async () => {
    start();
    const many = Array.from({ length: 3_000 }, (_, i) => answer(`a-flag-with-a-name-of-its-own-${i}`, i));
    server().open().snapshot(many);
    await lose();
    server().open();
    expect(JSON.stringify(server().said[0]).length).toBeLessThan(64 * 1_024);
    expect(Object.keys(server().said[0]!.have!)).not.toHaveLength(0);
  });

  it("is STALE after the grace period, and READY when it is back", async () => {
    const { client, signals } = start({ transports: ["websocket"] });
    server().open().snapshot([answer("hero", "warm")]);
    server().ends(1006);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(client.status).toBe("READY");
    await vi.advanceTimersByTimeAsync(1);
    expect(signals.at(-1)).toMatchObject({ status: "STALE", changed: [] });
    expect(client.resolve("hero", "none")).toMatchObject({ value: "warm" });
    server().open().snapshot([], { kept: ["hero"] });
    expect(signals.at(-1)).toMatchObject({ status: "READY", changed: [] });
  });

  it("is tried again after up to 1, 2, 4, … 60 seconds", async () => {
    start({ transports: ["websocket"] });
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const before = connections();
      server().ends(1006);
      await vi.advanceTimersByTimeAsync(seconds * 1_000 - 1);
      expect(connections()).toBe(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(connections()).toBe(before + 1);
    }
    server().open().snapshot([]);
    await lose();
  });

  it("is tried again at once when the browser is online again, or the page is looked at", async () => {
    start({ transports: ["websocket"] });
    for (const seconds of [1, 2, 4]) {
      server().ends(1006);
      await vi.advanceTimersByTimeAsync(seconds * 1_000);
    }
    server().ends(1006);
    const before = connections();
    window.dispatchEvent(new Event("online"));
    expect(connections()).toBe(before + 1);
    server().ends(1006);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(connections()).toBe(before + 2);
    server().open().snapshot([]);
    window.dispatchEvent(new Event("online"));
    expect(connections()).toBe(before + 2); // there is nothing to mend
  });

  it("is made again when the page was asleep for longer than a beat", () => {
    start();
    server().open().snapshot([]);
    vi.setSystemTime(Date.now() + 31_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(connections()).toBe(2);
  });

  it.each([
    ["silence for 60 seconds", () => vi.advanceTimersByTimeAsync(60_000)],
    ["a gap in the sequence", () => turn().then(() => void server().change([], { sequence: 3 }))],
    ["a gap behind a snapshot that says where the sequence stands", () => turn().then(() => void server().snapshot([], { sequence: 7 }).change([], { sequence: 9 }))],
  ])("is noticed by %s", async (_, happens) => {
    start();
    server().open().snapshot([]);
    const first = server();
    await happens();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(first.closed).toBe(true);
    expect(connections()).toBe(2);
  });

  it("is not suspected while the server beats", async () => {
    start();
    server().open().snapshot([]);
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(25_000);
      server().says({ type: "beat" });
    }
    expect(connections()).toBe(1);
  });

  it("waits for as long as a server asks that stops", async () => {
    start();
    server().open().snapshot([]).says({ type: "bye", after: 1_730 }).ends(1001);
    await vi.advanceTimersByTimeAsync(1_729);
    expect(connections()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(connections()).toBe(2);
  });
});

describe("a server that refuses", () => {
  it.each([1003, 1007, 1009, 4400, 4401, 4403])("with %i is not asked again", async (code) => {
    const { client, signals } = start();
    server().open().says({ type: "error", code: "unauthorized", message: "there is no such key" });
    const refused = expect(client.ready).rejects.toMatchObject({ code: "PROVIDER_FATAL", message: "there is no such key" });
    server().ends(code);
    await refused;
    expect(signals.at(-1)).toMatchObject({ status: "ERROR", awaited: true });
    await vi.advanceTimersByTimeAsync(120_000);
    window.dispatchEvent(new Event("online"));
    expect(connections()).toBe(1);
    await expect(client.update({})).rejects.toThrow("there is no such key");
  });

  it.each([1001, 1006, 4408, 4409, 4429, 4430])("with %i is asked again", async (code) => {
    start();
    server().open().snapshot([]);
    await lose(code);
  });
});

describe("what is reported", () => {
  it("is who the person is, and what was evaluated", async () => {
    const events = { person: vi.fn(), exposed: vi.fn() };
    const { client } = start({ events: Promise.resolve(events) });
    server().open().snapshot([answer("hero", "warm"), { key: "off", reason: "DISABLED" }]);
    client.value("hero", "");
    client.value("hero", 1);
    client.value("off", "");
    void client.update({ targetingKey: "grace" });
    await turn();
    expect(events.person.mock.calls).toEqual([["ada"], ["grace"]]);
    expect(events.exposed.mock.calls).toEqual([["hero", "warm"]]);
  });
});
