import { describe, expect, it } from "vitest";
import { isWhole, say, sayingOf, sayings, subjectOf, type Subject } from "./form";
import type { Condition } from "./queries";
import { vocabulary } from "../testing/vocabulary";

const base = { id: "0", not: false, text: "" } as const;

describe("what a condition says", () => {
  const cases: [string, Condition, string | undefined][] = [
    ["one of some texts", { ...base, kind: "compare", attribute: "country", op: "in", values: ["DE"] }, "oneOf"],
    ["none of some texts", { ...base, kind: "compare", attribute: "country", op: "in", values: ["DE"], not: true }, "noneOf"],
    ["known at all", { ...base, kind: "has", attribute: "country" }, "known"],
    ["an instant not long ago", { ...base, kind: "compare", attribute: "signed_up_at", op: ">", value: { ago: "24h" } }, "within"],
    ["the top of all", { ...base, kind: "percentile", attribute: "seats", op: ">=", value: 0.8 }, "top"],
    ["in a segment", { ...base, kind: "segment", key: "eu" }, "in"],
    ["not on a list", { ...base, kind: "list", key: "beta", not: true }, "notIn"],
    ["done often", { ...base, kind: "event", event: "used", aggregate: "count", op: ">=", value: 5, window: { kind: "last", length: "7d" } }, "atLeast"],
    ["another attribute is a card", { ...base, kind: "compare", attribute: "country", op: "==", value: { attribute: "home" } }, undefined],
    ["a default is a card", { ...base, kind: "compare", attribute: "seats", op: ">", value: 1, default: 0 }, undefined],
    ["events that are chosen among are a card", { ...base, kind: "event", event: "used", aggregate: "count", op: ">", value: 1, where: { match: "all", conditions: [] } }, undefined],
    ["a name that nobody knows is a card", { ...base, kind: "compare", attribute: "nobody", op: "==", value: "x" }, undefined],
    ["numbers in a list of texts are a card", { ...base, kind: "compare", attribute: "country", op: "in", values: [1] }, undefined],
    ["a card", { ...base, kind: "card", text: "a * 2 > 5" }, undefined],
  ];
  it.each(cases)("%s", (_name, condition, word) => {
    expect(sayingOf(condition, vocabulary)?.word).toBe(word);
  });
});

describe("a new sentence", () => {
  it("says what it was made to say, whatever it is about", () => {
    const subjects: Subject[] = [
      ...vocabulary.attributes.map(({ name }): Subject => ({ kind: "attribute", key: name })),
      { kind: "event", key: "used" }, { kind: "segment", key: "eu" }, { kind: "list", key: "beta" }, { kind: "flag", key: "editor" },
    ];
    for (const subject of subjects) {
      for (const saying of sayings(subject, vocabulary)) {
        const condition = say(subject, saying, vocabulary);
        expect(subjectOf(condition)).toEqual(subject);
        expect(sayingOf(condition, vocabulary)).toEqual(saying);
      }
    }
  });

  it("keeps the value when only the comparison changes", () => {
    const subject: Subject = { kind: "attribute", key: "country" };
    const [oneOf, noneOf, is] = sayings(subject, vocabulary);
    const before = { ...say(subject, oneOf!, vocabulary), values: ["DE"] };
    expect(say(subject, noneOf!, vocabulary, before)).toMatchObject({ values: ["DE"], not: true, id: before.id });
    expect(say(subject, is!, vocabulary, before)).toMatchObject({ op: "==", value: "DE" });
  });
});

describe("a form that waits for a word", () => {
  it("is not written down", () => {
    expect(isWhole({ conditions: [{ ...base, kind: "compare", attribute: "country", op: "in", values: [] }] })).toBe(false);
    expect(isWhole({ conditions: [{ ...base, kind: "group", match: "any", conditions: [] }] })).toBe(false);
    expect(isWhole({ conditions: [{ ...base, kind: "compare", attribute: "country", op: "in", values: ["DE"] }] })).toBe(true);
  });
});
