import type { Schemas } from "../../api/client";

type Identifier = Schemas["Identifier"];

/** nameOf is what a profile is called: the first name that an application gave it, else any, else its own id. */
export function nameOf({ person, identifiers }: { person: string; identifiers: readonly Identifier[] }): string {
  const by = (kind: Identifier["kind"]): string | undefined => identifiers.find((one) => one.kind === kind)?.value;
  return by("user") ?? by("group") ?? by("anonymous") ?? person;
}

/** written is a value as a text: texts as they are, all else as JSON. */
export function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}

/** isInstant says whether a value is an instant, as events write it. */
export function isInstant(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
}

/** Told is an event of the timeline, in parts. */
export interface Told {
  call: string;
  name: string;
  at: string;
  /** Its properties or traits, as name and value. */
  parts: [string, string][];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** told reads an event of the log, whatever it holds. */
export function told(event: Record<string, unknown>): Told {
  const text = (key: string): string => (typeof event[key] === "string" ? event[key] : "");
  const own = isRecord(event["properties"]) ? event["properties"] : isRecord(event["traits"]) ? event["traits"] : {};
  return {
    call: text("type") || "track",
    name: text("event") || text("name") || text("groupId") || text("previousId"),
    at: text("timestamp") || text("receivedAt"),
    parts: Object.entries(own).map(([key, value]) => [key, written(value)]),
  };
}

/** isoOf makes an instant of what a field of date and time holds, in the browser's time zone; undefined if it is none. */
export function isoOf(local: string): string | undefined {
  const at = new Date(local);
  return !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local) || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
