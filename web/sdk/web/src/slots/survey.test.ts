import { expect, it } from "vitest";
import { elementOf, itemOf } from "./testing.js";

const item = itemOf("survey", { question: "How?", low: "Bad", high: "Good", follow_up: "Why?", thanks: "Thanks!" });

it("asks on a scale whose ends have a meaning, and then why", () => {
  const survey = elementOf(item);
  const scores = [...survey.querySelectorAll("input")];
  expect(scores.map(({ value }) => value)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  expect([scores[0], scores[5], scores[10]].map((score) => score?.getAttribute("aria-label"))).toEqual(["0, Bad", "5", "10, Good"]);
  expect(survey.querySelector("label.fp-more")?.textContent).toBe("Why?");
  expect(survey.querySelector("[role=status]")?.textContent).toBe("");
});

it("says thanks once it was answered", () => {
  const survey = elementOf(item, {}, new Map([["slot/one", "answered"]]));
  expect(survey.querySelector("fieldset")).toBeNull();
  expect(survey.querySelector("[role=status]")?.textContent).toBe("Thanks!");
});
