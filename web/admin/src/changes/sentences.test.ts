import { expect, it } from "vitest";
import { sentencesOf, type Changed } from "./sentences";

const flag = { type: "boolean", variants: { on: true, off: false }, default: "off", targeting: [{ name: "a", when: "x", serve: "on" }, { name: "b", when: "y", serve: "off" }] };
const said = (after: unknown, before: unknown = flag, kind = "flag"): string[] => {
  const change: Changed = { kind, key: "k", action: "change", before, after };
  return sentencesOf(change).map(({ text, with: parts }) => `${text} ${Object.values(parts).join("|")}`.trim());
};

it("says nothing where nothing changes", () => {
  expect(said(flag)).toEqual([]);
});

it("says that a flag is switched, and what is served", () => {
  expect(said({ ...flag, enabled: false, client: true, default: { on: 20_000, off: 80_000 } })).toEqual(["flagOff", "madeVisible", "default off|on 20 %, off 80 %"]);
});

it("says which rules come, go, change and change places", () => {
  expect(said({ ...flag, targeting: [{ name: "b", when: "z", serve: "off" }, { name: "a", when: "x", serve: "off", coverage: 5 }] })).toEqual([
    "ruleWhen b|y|z", "ruleServes a|on|off", "ruleOther a", "rulesReordered b, a",
  ]);
  expect(said({ ...flag, targeting: [{ name: "c", when: "q", serve: "on" }] })).toEqual(["ruleAdded c|q|on", "ruleRemoved a", "ruleRemoved b"]);
});

it("says what happens to variants", () => {
  expect(said({ ...flag, variants: { off: false, on: true } })).toEqual(["variantsReordered off, on"]);
  expect(said({ ...flag, variants: { on: false, maybe: true } })).toEqual(["variantChanged on|true|false", "variantAdded maybe|true", "variantRemoved off"]);
});

it("says of everything else which member changes", () => {
  expect(said({ when: "b", description: "d" }, { when: "a" }, "segment")).toEqual(["when a|b", "description d"]);
  expect(said({ type: "string", enum: ["a"] }, { type: "string", client: true }, "attribute")).toEqual(["fieldRemoved client|true", 'fieldAdded enum|["a"]']);
  expect(said(null)).toEqual([]);
});
