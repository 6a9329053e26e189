import { describe, expect, it } from "vitest";
import { membersOf, typeOf } from "./upload";

describe("typeOf", () => {
  it.each([["people.csv", "text/csv"], ["people.JSONL", "application/x-ndjson"], ["people.txt", "text/plain"], ["people", "text/plain"]])("of %s", (name, type) => expect(typeOf(name)).toBe(type));
});

describe("membersOf", () => {
  it("takes lines and commas, each member once", () => expect(membersOf(" ada, grace\nada\n\nlinus;")).toEqual(["ada", "grace", "linus"]));
});
