import type { components } from "./schema";

/** What the server says where it does not do what it was asked for. */
type Said = components["schemas"]["Error"]["error"];

/** Refusal is an answer of the server that is no success, or none at all (status 0). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: Said["code"] | "unreachable";
  readonly hint: string | undefined;
  readonly problems: NonNullable<Said["problems"]>;
  /** What is published now, where somebody else published in between. */
  readonly current: Said["current"];
  /** A change of a draft as it is now, where somebody else was faster. */
  readonly draft: Said["draft"];

  constructor(status: number, said: Said | undefined) {
    super(said?.message ?? "The server does not answer.");
    this.name = "Refusal";
    this.status = status;
    this.code = said?.code ?? (status === 0 ? "unreachable" : "internal");
    this.hint = said?.hint;
    this.problems = said?.problems ?? [];
    this.current = said?.current;
    this.draft = said?.draft;
  }
}

/** isSaid says whether something has the shape of the server's errors. */
function isSaid(body: unknown): body is { error: Said } {
  return typeof body === "object" && body !== null && "error" in body && typeof body.error === "object";
}

/** answer waits for a call and returns what it brought, or throws a Refusal. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result: Awaited<typeof call>;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal(0, undefined);
  }
  if (!result.response.ok) throw new Refusal(result.response.status, isSaid(result.error) ? result.error.error : undefined);
  return result.data as T;
}

/** passing says whether trying again can help by itself. */
export function passing(error: unknown): boolean {
  return error instanceof Refusal && (error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504);
}
