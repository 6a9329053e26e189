import { vi } from "vitest";
import type { Answer, Hello, News, ServerMessage } from "./protocol.js";

interface Said extends Hello {
  readonly type: string;
  readonly key?: string;
}

/** ScriptedSocket is a WebSocket whose server is the test. */
export class ScriptedSocket {
  static all: ScriptedSocket[] = [];
  static get last(): ScriptedSocket {
    return this.all.at(-1)!;
  }

  readyState = 0;
  readonly said: Said[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  #sequence = 0;

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    ScriptedSocket.all.push(this);
  }

  send(text: string): void {
    this.said.push(JSON.parse(text) as Said);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  open(): this {
    this.readyState = 1;
    this.onopen?.();
    return this;
  }

  /** Says something as the server. */
  says(message: ServerMessage): this {
    this.onmessage?.({ data: JSON.stringify(message) });
    return this;
  }

  /** Sends the whole state for a context, in sequence. */
  snapshot(flags: readonly Answer[], more: Partial<News> = {}): this {
    return this.says({ type: "snapshot", context: 1, sequence: ++this.#sequence, flags, kept: [], gone: [], ...more });
  }

  /** Sends changed answers, in sequence. */
  change(flags: readonly Answer[], more: Partial<News> = {}): this {
    return this.says({ type: "change", context: 1, sequence: ++this.#sequence, flags, gone: [], ...more });
  }

  /** Ends the connection as the server. */
  ends(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/** script replaces WebSocket by scripted ones, time by the test's, and chance by its upper end. */
export function script(): void {
  ScriptedSocket.all = [];
  vi.stubGlobal("WebSocket", ScriptedSocket);
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
}

/** answer is an answer of a flag, with the hash that belongs to its value. */
export const answer = (key: string, value: Answer["value"], more: Partial<Answer> = {}): Answer => ({
  key,
  value: value!,
  variant: String(value),
  reason: "STATIC",
  hash: `${key}=${JSON.stringify(value)}`,
  ...more,
});

/** turn lets what waits for promises go on. */
export const turn = () => vi.advanceTimersByTimeAsync(0);
