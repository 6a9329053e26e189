/** How much of an item, or of the screen, has to be seen: half. */
const enough = 0.5;

/** watch calls once the element really was on the screen; at once where the browser cannot tell. What it returns ends it. */
export function watch(element: Element, seen: () => void): () => void {
  if (typeof IntersectionObserver === "undefined") {
    seen();
    return () => {};
  }
  const observer = new IntersectionObserver(
    (entries) => {
      const shown = entries.some(
        ({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }) =>
          isIntersecting && (intersectionRatio >= enough || intersectionRect.height >= enough * (rootBounds?.height ?? Infinity)),
      );
      if (!shown) return;
      observer.disconnect();
      seen();
    },
    { threshold: [0, 0.1, 0.2, 0.3, 0.4, enough] },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
