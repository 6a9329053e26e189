import { expect, it } from "vitest";
import { elementOf, itemOf } from "./testing.js";

it("is a dialogue of the browser, closed until it is in a page", () => {
  const modal = elementOf(itemOf("modal", { title: "Try it", action: "Begin", link: "/trial", dismiss: "Later" }));
  expect([modal.tagName, modal.getAttribute("aria-label"), modal.hasAttribute("open")]).toEqual(["DIALOG", "Try it", false]);
  expect([...modal.querySelectorAll("[data-fp]")].map((one) => one.getAttribute("data-fp"))).toEqual(["close", "action", "dismiss"]);
});
