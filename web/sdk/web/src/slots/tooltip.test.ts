import { expect, it } from "vitest";
import { elementOf, itemOf, rich } from "./testing.js";

it("is hidden until somebody asks for it", () => {
  const tip = elementOf(itemOf("tooltip", { body: rich("<p>x</p>"), target: "#a" }));
  expect([tip.getAttribute("role"), tip.hidden, tip.textContent]).toEqual(["tooltip", true, "x"]);
});
