import { expect, it } from "vitest";
import type { Draft } from "../../drafts/draft";
import { rowsOf } from "./list";
import type { FlagItem } from "./queries";

const item: FlagItem = { kind: "flag", key: "old", users: 2, about: { type: "boolean", enabled: true, variants: ["on", "off"], targeting: 0 } };
const change = (key: string, action: "add" | "change" | "delete", value: unknown) =>
  ({ kind: "flag", key, action, value, version: 1, by: { id: "1", name: "Ada" }, at: "2026-01-01T00:00:00Z", base: 1 });
const draft = (...list: Draft["list"]) => ({ list }) as Draft;

it("shows what the draft makes of a flag, and keeps who uses it", () => {
  const { published } = rowsOf([item], draft(change("old", "change", { type: "boolean", enabled: false, variants: { on: true } })), {});
  expect(published).toMatchObject([{ key: "old", enabled: false, variants: ["on"], users: 2, action: "change" }]);
});

it("still shows a flag that is to be deleted", () => {
  expect(rowsOf([item], draft(change("old", "delete", null)), {}).published).toMatchObject([{ variants: ["on", "off"], action: "delete" }]);
});

it("lists what is new only where it is what was sought", () => {
  const made = draft(change("banner", "add", { type: "string", description: "On top", variants: { a: "" } }));
  expect(rowsOf([], made, { q: "TOP" }).added).toHaveLength(1);
  expect(rowsOf([], made, { type: "number" }).added).toHaveLength(0);
  expect(rowsOf([], made, { enabled: false }).added).toHaveLength(0);
});
