import { expect, it, vi } from "vitest";
import { watch } from "./watch.js";

it("says once that half of it was on the screen, or that it filled half of the screen", () => {
  let look: (entries: object[]) => void = () => {};
  const disconnect = vi.fn();
  vi.stubGlobal("IntersectionObserver", class { constructor(then: typeof look) { look = then; } observe(): void {} disconnect = disconnect; });
  const entry = (intersectionRatio: number, height: number) => ({ isIntersecting: true, intersectionRatio, intersectionRect: { height }, rootBounds: { height: 800 } });
  for (const [ratio, height, seen] of [[0.4, 100, 0], [0.5, 100, 1], [0.1, 400, 1]] as const) {
    const then = vi.fn();
    watch(document.body, then);
    look([entry(ratio, height)]);
    expect(then, `${ratio} ${height}`).toHaveBeenCalledTimes(seen);
  }
  expect(disconnect).toHaveBeenCalledTimes(2);
});

it("says so at once where nobody can tell", () => {
  vi.stubGlobal("IntersectionObserver", undefined);
  const then = vi.fn();
  watch(document.body, then)();
  expect(then).toHaveBeenCalledTimes(1);
});
