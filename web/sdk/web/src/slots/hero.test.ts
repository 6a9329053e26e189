import { expect, it } from "vitest";
import { elementOf, itemOf, rich } from "./testing.js";

it("has a heading of the level that the page wants, words, an image and two ways on", () => {
  const item = itemOf("hero", { title: "Hello", body: rich("<p>x</p>"), image: { src: "/a.png", alt: "A", srcset: "/a.png 640w" }, action: "Go", link: "/go", second_action: "Look" });
  const hero = elementOf(item, { level: 1 });
  expect(hero.querySelector("h1")?.textContent).toBe("Hello");
  expect(hero.querySelector("img")?.getAttribute("src")).toBe("https://flags.example.com/a.png");
  expect([...hero.querySelectorAll(".fp-action")].map(({ tagName, textContent }) => `${tagName} ${textContent}`)).toEqual(["A Go", "BUTTON Look"]);
});

it("shows nothing of what is not there, or not of its form", () => {
  const hero = elementOf(itemOf("hero", { title: 3 as unknown as string, image: { src: "javascript:x" }, link: "/x" }));
  expect(hero.outerHTML).toBe('<section class="fp-item fp-hero"><div class="fp-words"></div></section>');
});
