import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from "vitest";
import { createEvents, type Events, type EventsOptions } from "./events.js";

interface Sent {
  readonly writeKey: string;
  readonly sentAt: string;
  readonly context: { identityToken?: string };
  readonly batch: { type: string; event?: string; messageId: string; anonymousId: string; userId?: string; properties?: object }[];
}

const fetched = () => fetch as Mock<(url: string, init: { body: string }) => Promise<Response>>;
const sent = (i: number) => JSON.parse(fetched().mock.calls[i]![1].body) as Sent;
const names = ({ batch }: Sent) => batch.map(({ event, type }) => event ?? type);
let all: Events[] = [];

function start(more: Partial<EventsOptions> = {}): Events {
  const events = createEvents({ url: "https://flags.example.com/", key: "ck_1", ...more });
  all.push(events);
  return events;
}

const ok = () => Response.json({ success: true });

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(ok())));
  navigator.sendBeacon = vi.fn(() => true);
});
afterEach(() => {
  for (const events of all) events.close();
  all = [];
  vi.useRealTimers();
});

describe("calls", () => {
  it("go together after a second, as the Segment specification has them", async () => {
    const events = start();
    events.track("feature_used", { feature: "board" });
    events.page("Pricing");
    events.identify("ada", { role: "designer" });
    events.group("acme", { seats: 12 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fetched().mock.calls.map(([url]) => url)).toEqual(["https://flags.example.com/v1/batch", "https://flags.example.com/v1/batch"]);
    expect(sent(0)).toMatchObject({
      writeKey: "ck_1",
      sentAt: expect.any(String) as string,
      batch: [
        { type: "track", event: "feature_used", properties: { feature: "board" }, anonymousId: events.anonymousId, timestamp: expect.any(String) as string },
        { type: "page", name: "Pricing", properties: { path: location.pathname } },
      ],
    });
    expect(sent(0).batch[0]?.userId).toBeUndefined();
    expect(sent(1).batch).toMatchObject([
      { type: "identify", userId: "ada", traits: { role: "designer" } },
      { type: "group", userId: "ada", groupId: "acme", traits: { seats: 12 } },
    ]);
    expect(new Set([...sent(0).batch, ...sent(1).batch].map(({ messageId }) => messageId)).size).toBe(4);
  });

  it("go at once when there are 50", async () => {
    const events = start();
    for (let i = 0; i < 50; i++) events.track("clicked");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent(0).batch).toHaveLength(50);
  });

  it("are sent again with the same ids when the server could not take them", async () => {
    fetched().mockRejectedValueOnce(new Error("offline")).mockResolvedValueOnce(new Response("", { status: 503, headers: { "retry-after": "9" } }));
    const events = start();
    events.track("clicked");
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(fetched()).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(8_999);
    expect(fetched()).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent(2).batch).toEqual(sent(0).batch);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(fetched()).toHaveBeenCalledTimes(3);
  });

  it("that the server refuses are not sent again", async () => {
    fetched().mockResolvedValueOnce(new Response("", { status: 401 }));
    start().track("clicked");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(fetched()).toHaveBeenCalledTimes(1);
  });

  it("carry the identity token of the person", async () => {
    const events = start({ identityToken: () => Promise.resolve("v1.ada") });
    events.person("ada");
    events.track("clicked");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent(0)).toMatchObject({ context: { identityToken: "v1.ada" }, batch: [{ userId: "ada" }] });
  });

  it("are handed to the browser when the page is left, in portions that it can hold", async () => {
    const events = start();
    for (let i = 0; i < 3; i++) events.track("wrote", { text: "x".repeat(20_000) });
    window.dispatchEvent(new Event("pagehide"));
    const beacons = (navigator.sendBeacon as Mock<(url: string, body: string) => boolean>).mock.calls;
    expect(beacons.map(([url]) => url)).toEqual(Array(3).fill("https://flags.example.com/v1/beacon"));
    expect(beacons.flatMap(([, body]) => names(JSON.parse(body) as Sent))).toEqual(["wrote", "wrote", "wrote"]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fetched()).not.toHaveBeenCalled();
  });
});

describe("the anonymous id", () => {
  it("stays from visit to visit, until the person is forgotten", () => {
    const first = start();
    const { anonymousId } = first;
    expect(start().anonymousId).toBe(anonymousId);
    first.reset();
    expect(first.anonymousId).not.toBe(anonymousId);
    expect(start().anonymousId).toBe(first.anonymousId);
  });

  it("is no user id where it is the targeting key", async () => {
    const events = start();
    events.person(events.anonymousId);
    events.track("clicked");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent(0).batch[0]?.userId).toBeUndefined();
  });

  it("is a UUID on pages without TLS, too", () => {
    vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(255) });
    expect(start().anonymousId).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  });
});

describe("exposures", () => {
  it("are reported once for each flag and variant, to those who want them", async () => {
    const events = start({ exposures: true });
    for (const variant of ["warm", "warm", "cold"]) events.exposed("hero", variant);
    start().exposed("hero", "warm");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fetched()).toHaveBeenCalledTimes(1);
    expect(sent(0).batch).toMatchObject([
      { type: "track", event: "Flag Exposed", properties: { flag: "hero", variant: "warm" } },
      { type: "track", event: "Flag Exposed", properties: { flag: "hero", variant: "cold" } },
    ]);
  });

  it("of the page's own are reported once for what is the same, and again for somebody else", async () => {
    const events = start();
    expect([events.exposures, start({ exposures: true }).exposures]).toEqual([false, true]);
    const view = (locale: string) => events.once("Content Viewed", { entry: "hero", locale }, ["hero"]);
    for (const locale of ["en", "de"]) view(locale);
    events.person("ada");
    view("de");
    await vi.advanceTimersByTimeAsync(2_000);
    expect([0, 1].map((i) => names(sent(i)))).toEqual([["Content Viewed"], ["Content Viewed"]]);
  });
});
