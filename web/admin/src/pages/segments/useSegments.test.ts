import { expect, it } from "vitest";
import type { Draft } from "../../drafts/draft";
import { finding, listed } from "./useSegments";

const change = (key: string, action: "add" | "change" | "delete", value: unknown): Draft["list"][number] => ({
  kind: "segment", key, action, value, version: 1, base: 1, by: { id: "ada" }, at: "2026-11-24T10:00:00Z",
});
const draft = { list: [change("eu", "change", { when: "true", description: "All" }), change("us", "delete", null), change("apac", "add", { when: 'country == "JP"' }), { ...change("x", "add", {}), kind: "flag" }] } as Draft;
const published = [{ key: "us", when: 'country == "US"', size: 2, used_by: [] }, { key: "eu", when: 'country == "DE"', size: 3, used_by: ["flag a"] }];

it("lists what is published together with what is in the draft", () => {
  expect(listed(published, draft).map(({ key, action, size, description }) => [key, action, size, description])).toEqual([
    ["apac", "add", undefined, ""], ["eu", "change", 3, "All"], ["us", "delete", 2, ""],
  ]);
});

it("finds by name, description and rule", () => {
  const all = listed(published, draft);
  expect(finding(all, "APA").map(({ key }) => key)).toEqual(["apac"]);
  expect(finding(all, "all").map(({ key }) => key)).toEqual(["eu"]);
  expect(finding(all, '"us"').map(({ key }) => key)).toEqual(["us"]);
  expect(finding(all, " ")).toHaveLength(3);
});
