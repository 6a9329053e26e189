import { expect, it } from "vitest";
import { elementOf, itemOf, rich } from "./testing.js";

it("is a dialogue with a name, hidden until it has its place", () => {
  const step = elementOf(itemOf("tour-step", { title: "Here", body: rich("<p>x</p>"), target: "#a", action: "Next" }));
  expect([step.getAttribute("role"), step.getAttribute("aria-label"), step.hidden]).toEqual(["dialog", "Here", true]);
  expect([...step.querySelectorAll("button")].map(({ dataset }) => dataset["fp"])).toEqual(["close", "action"]);
});
