import { describe, expect, it } from "vitest";
import { partsOf, write, type Tag } from "./tags";

const joined = (text: string): string => partsOf(text).map((part) => part.source).join("");
const tagsIn = (text: string): Tag[] => partsOf(text).flatMap(({ tag }) => (tag ? [tag] : []));

describe("a text with personal values", () => {
  it("is cut into words and tags", () => {
    expect(partsOf('Hi {{ first_name | default: "you" }}!')).toEqual([
      { source: "Hi ", from: 0 },
      { source: '{{ first_name | default: "you" }}', from: 3, tag: { attribute: "first_name", filters: "", fallback: "you" } },
      { source: "!", from: 36 },
    ]);
  });

  it.each([
    ["a filter", '{{ trial_ends_at | date: "%d.%m.%Y" | default: "soon" }}', { attribute: "trial_ends_at", filters: 'date: "%d.%m.%Y"', fallback: "soon" }],
    ["a group's attribute", "{{group.plan|default:'none'}}", { attribute: "group.plan", filters: "", fallback: "none" }],
    ["a filter with a bar in its text", '{{ a | append: "|" | default: "b" }}', { attribute: "a", filters: 'append: "|"', fallback: "b" }],
    ["an empty fallback", '{{ a | default: "" }}', { attribute: "a", filters: "", fallback: "" }],
  ])("knows %s", (_, text, tag) => expect(tagsIn(text)).toEqual([tag]));

  it.each([
    ["no fallback", "{{ first_name }}"],
    ["a condition", '{% if plan == "pro" %}x{% endif %}'],
    ["a fallback that is another attribute", "{{ a | default: b }}"],
    ["a filter after the fallback", '{{ a | default: "b" | upcase }}'],
    ["two fallbacks", '{{ a | default: "b" | default: "c" }}'],
    ["an open quotation mark", '{{ a | append: " | default: "b" }}'],
    ["whitespace that is taken away", '{{- a | default: "b" -}}'],
    ["what is not closed", '{{ a | default: "b" }'],
  ])("leaves %s among the words", (_, text) => {
    expect(tagsIn(text)).toEqual([]);
    expect(joined(text)).toBe(text);
  });
});

/** A generator of numbers that is the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = [
  "{{", "}}", "{", "}", "{%", "%}", "|", "default:", " default: ", '"', "'", "first_name", "group.plan", " ", "\n", "-", '"you"', "'x'", 'date: "long"', "Grüße", "أهلًا", "👋🏽", "<script>",
  '{{ a | default: "b" }}', "{{ a | upcase | default: 'b' }}", "{{ a }}", "\\", "\u202e", "$&",
];

describe("any text", () => {
  it("comes back exactly as it was, whatever it holds", () => {
    const next = numbers(7);
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: next(14) }, () => pieces[next(pieces.length)]).join("");
      const parts = partsOf(text);
      expect(parts.map((part) => part.source).join("")).toBe(text);
      for (const part of parts) expect(text.startsWith(part.source, part.from)).toBe(true);
      for (const { tag } of parts) if (tag) expect(tagsIn(write(tag))).toEqual([tag]);
    }
  });

  it("can be a fallback: what is written is one tag, and says the same but for signs that it cannot hold", () => {
    const next = numbers(11);
    for (let round = 0; round < 5_000; round++) {
      const fallback = Array.from({ length: next(8) }, () => pieces[next(pieces.length)]).join("");
      const [tag, ...more] = tagsIn(write({ attribute: "name", filters: "", fallback }));
      expect(more).toEqual([]);
      expect(tag?.attribute).toBe("name");
      if (!/["'{}\n]/.test(fallback)) expect(tag?.fallback).toBe(fallback);
    }
  });

  it("is cut in time that grows with its length", () => {
    const long = `{{ a ${"| b ".repeat(20_000)}`;
    const began = performance.now();
    expect(joined(long)).toBe(long);
    expect(joined('{{ a | default: "'.repeat(3000))).toHaveLength(51_000);
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
