import type { Answer, Connection, Link, ServerMessage } from "./protocol.js";

/** How often polling asks, in milliseconds. */
const interval = 30_000;

/** For how long one of these serves before WebSocket gets another chance, in milliseconds. */
const term = 300_000;

/** Headers that a page of another origin may send. */
const headers = (key: string) => ({ "content-type": "application/json", authorization: `Bearer ${key}` });

/** Close codes of the protocol for statuses of HTTP. */
const codes: Readonly<Record<number, number>> = { 400: 4400, 401: 4401, 403: 4403, 413: 1009, 429: 4429 };

/** refused ends a link as an answer asks for. */
function refused(response: Response, link: Link): void {
  const after = Number(response.headers.get("retry-after")) * 1_000;
  link.ended(codes[response.status] ?? 1006, after || undefined);
}

/** serve runs a way until it is closed, its term is over, or it fails. */
function serve(link: Link, way: (signal: AbortSignal) => Promise<void>): Connection {
  const stop = new AbortController();
  const close = () => {
    clearTimeout(over);
    stop.abort();
  };
  const end = () => {
    if (stop.signal.aborted) return;
    close();
    link.ended(1006);
  };
  const over = setTimeout(end, term);
  way(stop.signal).then(end, end);
  return { close };
}

/** sse reads the messages of the stream as server-sent events. */
export const sse = (link: Link): Connection => serve(link, (signal) => read(link, signal));

async function read(link: Link, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${link.url}/v1/events/stream`, {
    method: "POST",
    headers: { ...headers(link.key), accept: "text/event-stream" },
    body: JSON.stringify(link.hello()),
    signal,
  });
  if (!response.ok || !response.body) return refused(response, link);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const lines = (text + chunk.value).split(/\r?\n/);
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:") && !signal.aborted) link.receive(JSON.parse(line.slice(5)) as ServerMessage);
    }
  }
}

/** polling asks for all answers every 30 seconds, over OFREP. */
export const polling = (link: Link): Connection => serve(link, (signal) => poll(link, signal));

async function poll(link: Link, signal: AbortSignal): Promise<void> {
  const { context, flags } = link.hello();
  let etag: string | null = null;
  for (let sequence = 0; !signal.aborted; await pause(interval, signal)) {
    const response: Response = await fetch(`${link.url}/ofrep/v1/evaluate/flags`, {
      method: "POST",
      headers: { ...headers(link.key), ...(etag && { "if-none-match": etag }) },
      body: JSON.stringify({ context }),
      signal,
    });
    if (response.status === 304) {
      link.receive({ type: "beat" });
      continue;
    }
    if (!response.ok) return refused(response, link);
    etag = response.headers.get("etag");
    const answer = (await response.json()) as { flags: Answer[] };
    if (signal.aborted) return;
    const wanted = answer.flags.filter(({ key }) => flags?.includes(key) ?? true);
    link.receive({ type: "snapshot", context: 1, sequence: ++sequence, flags: wanted });
  }
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
