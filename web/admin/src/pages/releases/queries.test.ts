import { expect, it } from "vitest";
import { counted } from "./queries";

it("counts what a revision changes, by kind", () => {
  expect(counted([{ kind: "flag" }, { kind: "segment" }, { kind: "flag" }])).toEqual([["flag", 2], ["segment", 1]]);
  expect(counted([])).toEqual([]);
});
