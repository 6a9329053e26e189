import { expect, it } from "vitest";
import { elementOf, itemOf, rich } from "./testing.js";

it("is a message that is read aloud, with a link and a way to close it", () => {
  const banner = elementOf(itemOf("banner", { body: rich("<p>New</p>"), action: "See", link: "/news", tone: "warning", dismissible: true }, { locale: "de" }));
  expect(banner.dataset["tone"]).toBe("warning");
  expect(banner.lang).toBe("de");
  expect(banner.querySelector("[role=status]")?.innerHTML).toBe('<div class="fp-body"><p>New</p></div>');
  expect(banner.querySelector("a.fp-action")?.getAttribute("href")).toBe("/news");
  expect(banner.querySelector("button")?.getAttribute("aria-label")).toBe("Schließen");
});

it("cannot be closed unless it says so, and has no tone but those that there are", () => {
  const banner = elementOf(itemOf("banner", { body: rich("<p>New</p>"), tone: "loud" as "info" }));
  expect(banner.querySelector("button")).toBeNull();
  expect(banner.dataset["tone"]).toBe("info");
});
