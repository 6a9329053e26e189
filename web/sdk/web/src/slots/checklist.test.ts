import { expect, it } from "vitest";
import { elementOf, itemOf, rich } from "./testing.js";

const item = itemOf("checklist", { title: "Steps", items: [{ title: "One", link: "/one", event: "did" }, { title: "Two", body: rich("<p>why</p>"), done: true }, { title: "Three" }] });

it("counts what is done, as the server says and as the page knows", () => {
  const list = elementOf(item, { done: ["did"] });
  expect(list.querySelector("progress")?.outerHTML).toBe('<progress max="3" value="2" aria-label="Steps"></progress>');
  expect([...list.querySelectorAll("li")].map((step) => `${step.querySelector("[role=img]")?.getAttribute("aria-label") ?? "-"} ${step.querySelector(".fp-link")!.tagName}`)).toEqual(["Done A", "Done SPAN", "- SPAN"]);
  expect(elementOf(item).querySelector("progress")?.getAttribute("value")).toBe("1");
});

it("without steps is empty", () => {
  expect(elementOf(itemOf("checklist", { title: "Steps", items: "x" as unknown as [] })).querySelectorAll("li")).toHaveLength(0);
});
