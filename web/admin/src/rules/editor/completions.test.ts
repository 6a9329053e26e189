import { expect, it } from "vitest";
import { vocabulary } from "../../testing/vocabulary";
import { completions } from "./completions";

const cases: [string, string, string | undefined][] = [
  ["names of attributes", "vip == true && cou", "country"],
  ["functions", "signed_up_at > ag", "ago"],
  ["segments", 'segment("e', "eu"],
  ["lists", 'not list("', "beta"],
  ["flags", 'flag("', "editor"],
  ["events, whatever is made of them", 'event_count("u', "used"],
  ["values that people have", 'country == "', "DE"],
  ["values inside a list", 'country in ["DE", "', "FR"],
  ["nothing inside any other text", 'vip == "cou', undefined],
  ["nothing where nobody types", "country == ", undefined],
];

it.each(cases)("proposes %s", (_name, before, label) => {
  const found = completions(before, vocabulary, false);
  if (label === undefined) expect(found).toBeUndefined();
  else expect(found?.options.map((option) => option.label)).toContain(label);
});

it("proposes everything where somebody asks", () => {
  expect(completions("", vocabulary, true)?.options.length).toBe(vocabulary.attributes.length + vocabulary.functions.length);
});
