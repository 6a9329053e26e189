import { afterEach, expect, it } from "vitest";
import { described } from "./described.js";

afterEach(() => document.body.replaceChildren());

it("describes its target, and is there while somebody is", () => {
  document.body.innerHTML = '<button id="target" aria-describedby="other">x</button><div hidden></div><input>';
  const [target, tip, other] = [...document.body.children] as HTMLElement[];
  const stop = described(tip!, () => ({ target: "#target" }));
  expect(target!.getAttribute("aria-describedby")).toBe(`other ${tip!.id}`);
  other!.dispatchEvent(new Event("focusin", { bubbles: true }));
  expect(tip!.hidden).toBe(true);
  target!.dispatchEvent(new Event("focusin", { bubbles: true }));
  expect(tip!.hidden).toBe(false);
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(tip!.hidden).toBe(true);
  stop();
  expect(target!.getAttribute("aria-describedby")).toBe("other");
});

it("goes away a little after the pointer, unless that is on it", async () => {
  document.body.innerHTML = '<button id="target">x</button><div hidden></div>';
  const [target, tip] = [...document.body.children] as HTMLElement[];
  const stop = described(tip!, () => ({ target: "#target" }));
  const point = (at: HTMLElement, type: string) => at.dispatchEvent(new Event(type, { bubbles: true }));
  point(target!, "pointerover");
  point(target!, "pointerout");
  point(tip!, "pointerover");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(tip!.hidden).toBe(false);
  point(tip!, "pointerout");
  await expect.poll(() => tip!.hidden).toBe(true);
  stop();
  expect(target!.hasAttribute("aria-describedby")).toBe(false);
});
