import { ErrorCode, OpenFeature, ProviderEvents, ProviderStatus, type Client, type EventDetails } from "@openfeature/web-sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FingerpostProvider, type ProviderOptions } from "./provider.js";
import { answer, script, ScriptedSocket, turn } from "./testing.js";

const server = () => ScriptedSocket.last;
const heard: { event: string; details: EventDetails | undefined }[] = [];
const events = () => heard.splice(0).map(({ event }) => event.replace("PROVIDER_", ""));
let client: Client;
let over: AbortController;

/** begin sets the provider, without waiting for it. */
function begin(more: Partial<ProviderOptions> = {}): Promise<void> {
  return OpenFeature.setProviderAndWait(new FingerpostProvider({ url: "https://flags.example.com", key: "ck_1", ...more }), { targetingKey: "ada" });
}

beforeEach(() => {
  script();
  OpenFeature.setLogger({ error() {}, warn() {}, info() {}, debug() {} });
  client = OpenFeature.getClient();
  over = new AbortController();
  for (const event of Object.values(ProviderEvents)) client.addHandler(event as ProviderEvents.Ready, (details) => void heard.push({ event, details }), over);
  heard.length = 0;
});
afterEach(async () => {
  over.abort();
  await OpenFeature.clearProviders();
  await OpenFeature.setContext({});
  vi.useRealTimers();
});

describe("the provider", () => {
  it("is ready at the first snapshot, and tells of the flags that change", async () => {
    const set = begin();
    expect(client.providerStatus).toBe(ProviderStatus.NOT_READY);
    server().open().snapshot([answer("hero", "warm"), answer("menu", 3), answer("on", true), answer("box", { a: 1 })]);
    await set;
    expect(client.providerStatus).toBe(ProviderStatus.READY);
    expect(client.getStringDetails("hero", "none")).toMatchObject({ value: "warm", variant: "warm", reason: "STATIC" });
    expect(client.getNumberValue("menu", 0)).toBe(3);
    expect(client.getBooleanValue("on", false)).toBe(true);
    expect(client.getObjectValue("box", {})).toEqual({ a: 1 });
    expect(client.getStringDetails("menu", "none")).toMatchObject({ value: "none", errorCode: ErrorCode.TYPE_MISMATCH });
    expect(client.getStringDetails("missing", "none")).toMatchObject({ value: "none", errorCode: ErrorCode.FLAG_NOT_FOUND });
    expect(events()).toEqual(["READY"]);

    server().change([answer("hero", "cold")], { cause: { kind: "publish", revision: 8 } });
    expect(heard[0]?.details).toMatchObject({ flagsChanged: ["hero"], metadata: { kind: "publish", revision: 8 } });
    expect(events()).toEqual(["CONFIGURATION_CHANGED"]);
    expect(client.getStringValue("hero", "none")).toBe("cold");
  });

  it("reconciles a new context, and leaves it to the SDK to say so", async () => {
    const set = begin();
    server().open().snapshot([answer("hero", "ada")]);
    await set;
    events();
    const changed = OpenFeature.setContext({ targetingKey: "grace" });
    await turn();
    expect(client.providerStatus).toBe(ProviderStatus.RECONCILING);
    server().snapshot([answer("hero", "grace")], { context: 2 });
    await changed;
    expect(events()).toEqual(["RECONCILING", "CONTEXT_CHANGED"]);
    expect(client.getStringValue("hero", "none")).toBe("grace");
  });

  it("has the answers that came with the page in the same turn, and is STALE until the server's arrive", async () => {
    const set = begin({ bootstrap: [{ key: "hero", value: "warm", variant: "warm", reason: "STATIC" }] });
    expect(client.providerStatus).toBe(ProviderStatus.READY);
    expect(client.getStringDetails("hero", "none")).toMatchObject({ value: "warm", reason: "CACHED" });
    await set;
    await turn();
    expect(client.providerStatus).toBe(ProviderStatus.STALE);
    expect(client.getStringValue("hero", "none")).toBe("warm");
    expect(events().at(-1)).toBe("STALE");
    server().open().snapshot([answer("hero", "cold")]);
    expect(client.providerStatus).toBe(ProviderStatus.READY);
    expect(events()).toEqual(["CONFIGURATION_CHANGED", "READY"]);
  });

  it("says STALE after the grace period, and READY when it is back", async () => {
    const set = begin({ transports: ["websocket"] });
    server().open().snapshot([answer("hero", "warm")]);
    await set;
    events();
    server().ends(1006);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(client.providerStatus).toBe(ProviderStatus.STALE);
    server().open().snapshot([], { kept: ["hero"] });
    expect(events()).toEqual(["STALE", "READY"]);
    expect(client.providerStatus).toBe(ProviderStatus.READY);
  });

  it.each([
    ["while it begins", false],
    ["later", true],
  ])("that is refused %s has failed for good", async (_, later) => {
    const set = begin();
    const settled = set.catch((error: unknown) => error);
    if (later) {
      server().open().snapshot([answer("hero", "warm")]);
      await set;
    }
    server().says({ type: "error", code: "unauthorized", message: "there is no such key" });
    server().ends(4401);
    if (!later) expect(await settled).toMatchObject({ code: "PROVIDER_FATAL", message: "there is no such key" });
    expect(client.providerStatus).toBe(ProviderStatus.FATAL);
    expect(events().at(-1)).toBe("ERROR");
    expect(client.getStringDetails("hero", "none")).toMatchObject({ value: "none", errorCode: ErrorCode.PROVIDER_FATAL });
  });

  it("hands over what is tracked", async () => {
    const tracker = { track: vi.fn(), person: vi.fn(), exposed: vi.fn() };
    const set = begin({ events: tracker });
    server().open().snapshot([answer("hero", "warm")]);
    await set;
    client.track("checkout", { value: 3 });
    client.getStringValue("hero", "none");
    await turn();
    expect(tracker.track.mock.calls).toEqual([["checkout", { value: 3 }]]);
    expect(tracker.exposed.mock.calls).toEqual([["hero", "warm"]]);
  });
});
