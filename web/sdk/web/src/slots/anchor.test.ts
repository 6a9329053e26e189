import { afterEach, expect, it, vi } from "vitest";
import { anchored, find, place } from "./anchor.js";

afterEach(() => document.body.replaceChildren());

const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height, right: left + width, bottom: top + height });

it("finds what a selector leads to, and nothing for what is none", () => {
  document.body.id = "page";
  expect(find("#page")).toBe(document.body);
  for (const selector of ["<x>", "#nobody", "", undefined, 3]) expect(find(selector)).toBeNull();
});

it.each([
  ["below, where there is room", "bottom", box(100, 100, 50, 20), "bottom", "75px", "130px"],
  ["above", "top", box(100, 200, 50, 20), "top", "75px", "150px"],
  ["on the right", "right", box(100, 100, 50, 20), "right", "160px", "90px"],
  ["on the other side, where there is no room", "left", box(5, 100, 50, 20), "right", "65px", "90px"],
  ["within the screen", "bottom", box(0, 100, 20, 20), "bottom", "10px", "130px"],
  ["below, for a side that there is not", "constructor", box(100, 100, 50, 20), "bottom", "75px", "130px"],
])("is put %s", (_, wanted, at, side, left, top) => {
  const root = document.createElement("div");
  vi.spyOn(document.documentElement, "clientWidth", "get").mockReturnValue(400);
  vi.spyOn(document.documentElement, "clientHeight", "get").mockReturnValue(300);
  vi.spyOn(root, "getBoundingClientRect").mockReturnValue(box(0, 0, 100, 40) as DOMRect);
  place(root, at, wanted);
  expect([root.dataset["side"], root.style.left, root.style.top]).toEqual([side, left, top]);
});

it("waits for its target, and stays where it is without one", async () => {
  const root = document.body.appendChild(document.createElement("div"));
  root.hidden = true;
  const stop = anchored(root, () => ({ target: "#late" }));
  expect(root.hidden).toBe(true);
  document.body.append(Object.assign(document.createElement("p"), { id: "late" }));
  await expect.poll(() => root.hidden).toBe(false);
  stop();
  root.hidden = true;
  anchored(root, () => ({}))();
  expect(root.hidden).toBe(false);
});
