import { textOf, type Members } from "./json.js";

const gap = 10;

/** find returns what a selector of the content leads to; nothing if it leads nowhere, or is no selector. */
export function find(selector: unknown): Element | null {
  try {
    return document.querySelector(textOf(selector) ?? ":not(*)");
  } catch {
    return null;
  }
}

/** reveal shows an element above everything else, where the browser can. */
export function reveal(root: HTMLElement, shown: boolean): void {
  root.hidden = !shown;
  if (!("togglePopover" in root) || !root.isConnected) return;
  root.popover = "manual";
  if (shown !== root.matches(":popover-open")) root.togglePopover(shown);
}

/** anchored keeps an element beside its target, and hides it while the target is not there. Without a target it stays where the page has it. */
export function anchored(root: HTMLElement, fields: () => Members): () => void {
  const over = new AbortController();
  let asked = 0;
  const put = () => {
    asked = 0;
    const { target, placement } = fields();
    const at = find(target);
    if (!textOf(target)) return void (root.hidden = false);
    reveal(root, !!at);
    if (at) place(root, at.getBoundingClientRect(), textOf(placement));
  };
  const later = () => (asked ||= requestAnimationFrame(put));
  const observer = new MutationObserver((changes) => changes.some(({ target }) => !root.contains(target)) && later());
  observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  const sizes = typeof ResizeObserver === "undefined" ? undefined : new ResizeObserver(later); // what grows above moves what is below
  sizes?.observe(document.body);
  addEventListener("scroll", later, { capture: true, passive: true, signal: over.signal });
  addEventListener("resize", later, over);
  put();
  return () => {
    over.abort();
    observer.disconnect();
    sizes?.disconnect();
    cancelAnimationFrame(asked);
  };
}

type Box = Pick<DOMRect, "top" | "right" | "bottom" | "left" | "width" | "height">;

/** place puts an element beside a box of the screen: where it was asked for if there is room, else on the other side. */
export function place(root: HTMLElement, at: Box, wanted = "bottom"): void {
  const { clientWidth, clientHeight } = document.documentElement;
  Object.assign(root.style, { position: "fixed", margin: "0", inset: "auto", left: "0", top: "0" });
  const { width, height } = root.getBoundingClientRect();
  const room: Readonly<Record<string, number>> = {
    top: at.top - height,
    bottom: clientHeight - at.bottom - height,
    left: at.left - width,
    right: clientWidth - at.right - width,
  };
  const opposite: Readonly<Record<string, string>> = { top: "bottom", bottom: "top", left: "right", right: "left" };
  const fits = (side: string) => (room[side] ?? -1) >= gap;
  const side = [wanted, opposite[wanted] ?? "", "bottom", "top"].find(fits) ?? "bottom";
  const beside = side === "left" || side === "right";
  const left = side === "left" ? at.left - width - gap : side === "right" ? at.right + gap : at.left + (at.width - width) / 2;
  const top = side === "top" ? at.top - height - gap : side === "bottom" ? at.bottom + gap : at.top + (at.height - height) / 2;
  const within = (value: number, most: number) => `${Math.max(gap, Math.min(value, most - gap))}px`;
  root.style.left = within(left, clientWidth - width);
  root.style.top = within(top, clientHeight - height);
  root.style.setProperty("--fp-arrow", `${beside ? at.top + at.height / 2 - parseFloat(root.style.top) : at.left + at.width / 2 - parseFloat(root.style.left)}px`);
  root.dataset["side"] = side;
}
