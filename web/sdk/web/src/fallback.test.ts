import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from "vitest";
import { createClient, type Client, type Options } from "./client.js";
import type { ServerMessage } from "./protocol.js";
import { answer, script, ScriptedSocket } from "./testing.js";

const fetched = () => fetch as Mock<(url: string, init: RequestInit) => Promise<Response>>;
const asked = (i: number) => {
  const [url, { body, headers }] = fetched().mock.calls[i]!;
  return { url, body: JSON.parse(body as string) as unknown, headers };
};
let clients: Client[] = [];
function start(more: Partial<Options> = {}): Client {
  const client = createClient({ url: "https://flags.example.com", key: "ck_1", context: { targetingKey: "ada" }, ...more });
  clients.push(client);
  return client;
}

/** stream answers with server-sent events, and stays open until it is told to end. */
function stream(...messages: ServerMessage[]): { response: Response; says(message: ServerMessage): void; ends(): void } {
  const bytes = (message: ServerMessage) => new TextEncoder().encode(`event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`);
  let out!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (out = controller) });
  for (const message of messages) out.enqueue(bytes(message));
  return { response: new Response(body), says: (message) => out.enqueue(bytes(message)), ends: () => out.close() };
}

const snapshot = (value: string, more: object = {}): ServerMessage => ({ type: "snapshot", context: 1, sequence: 1, flags: [answer("hero", value)], ...more });

/** settle lets requests be made and answered, which takes turns of promises but no time. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await vi.advanceTimersByTimeAsync(1);
}

beforeEach(async () => {
  await import("./fallback.js"); // so that loading it takes no time
  script();
  vi.stubGlobal("fetch", vi.fn(() => Promise.reject(new Error("unexpected"))));
});
afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
  vi.useRealTimers();
});

describe("where WebSockets do not get through", () => {
  it("server-sent events take their place, with the same messages", async () => {
    const events = stream(snapshot("warm"));
    fetched().mockResolvedValueOnce(events.response);
    const client = start({ flags: ["hero"] });
    ScriptedSocket.last.ends(1006);
    await settle();
    expect(asked(0)).toMatchObject({
      url: "https://flags.example.com/v1/events/stream",
      body: { context: { targetingKey: "ada" }, flags: ["hero"], have: {} },
      headers: { authorization: "Bearer ck_1" },
    });
    expect(client.value("hero", "")).toBe("warm");
    events.says({ type: "change", context: 1, sequence: 2, flags: [answer("hero", "cold")] });
    await settle();
    expect(client.value("hero", "")).toBe("cold");
  });

  it("a new context is a new request", async () => {
    const [first, second] = [stream(snapshot("warm")), stream(snapshot("cold"))];
    fetched().mockResolvedValueOnce(first.response).mockResolvedValueOnce(second.response);
    const client = start({ transports: ["sse"] });
    await settle();
    await client.update({ targetingKey: "grace" });
    expect(asked(1).body).toMatchObject({ context: { targetingKey: "grace" }, have: { hero: 'hero="warm"' } });
    expect(client.value("hero", "")).toBe("cold");
    expect(fetched().mock.calls[0]?.[1].signal?.aborted).toBe(true);
  });

  it("polling is the last resort, with the tag of the last answer", async () => {
    const ofrep = (value: string, etag: string) => Response.json({ flags: [answer("hero", value), answer("other", 1)] }, { headers: { etag } });
    fetched()
      .mockResolvedValueOnce(new Response("no", { status: 404 }))
      .mockResolvedValueOnce(ofrep("warm", '"1"'))
      .mockResolvedValueOnce(new Response(null, { status: 304 }))
      .mockResolvedValueOnce(ofrep("cold", '"2"'));
    const client = start({ flags: ["hero"] });
    ScriptedSocket.last.ends(1006);
    await settle();
    expect(asked(1)).toMatchObject({ url: "https://flags.example.com/ofrep/v1/evaluate/flags", body: { context: { targetingKey: "ada" } } });
    expect([...client.answers.keys()]).toEqual(["hero"]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked(2).headers).toMatchObject({ "if-none-match": '"1"' });
    expect(client.value("hero", "")).toBe("warm");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(client.value("hero", "")).toBe("cold");
    expect(client.status).toBe("READY");
  });

  it("WebSocket gets another chance after five minutes", async () => {
    const events = stream(snapshot("warm"));
    fetched().mockResolvedValueOnce(events.response);
    start();
    ScriptedSocket.last.ends(1006);
    await settle();
    for (let i = 0; i < 12; i++) {
      events.says({ type: "beat" });
      await vi.advanceTimersByTimeAsync(25_000);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ScriptedSocket.all).toHaveLength(2);
  });
});

describe("an answer of HTTP", () => {
  it.each([
    [401, "ERROR"],
    [403, "ERROR"],
    [400, "ERROR"],
    [503, "NOT_READY"],
  ])("of %i leaves the client %s", async (status, want) => {
    fetched().mockImplementation(() => Promise.resolve(new Response("", { status })));
    const client = start({ transports: ["sse"] });
    client.ready.catch(() => {});
    await settle();
    expect(client.status).toBe(want);
  });

  it("says when to come again", async () => {
    fetched().mockResolvedValueOnce(new Response("", { status: 429, headers: { "retry-after": "7" } })).mockResolvedValueOnce(stream(snapshot("warm")).response);
    const client = start({ transports: ["sse"] });
    await vi.advanceTimersByTimeAsync(6_900);
    expect(fetched()).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(client.value("hero", "")).toBe("warm");
  });

  it("that ends is asked for again", async () => {
    const first = stream(snapshot("warm"));
    fetched().mockResolvedValueOnce(first.response).mockResolvedValueOnce(stream(snapshot("cold")).response);
    const client = start({ transports: ["sse"] });
    await settle();
    first.ends();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(client.value("hero", "")).toBe("cold");
  });
});
