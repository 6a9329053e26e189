import type { Item } from "../slots.js";
import { membersOf, textOf } from "./json.js";
import { contentClicked, contentDismissed, contentViewed, surveyAnswered } from "./names.js";
import { idOf, type Stage, type State } from "./stage.js";
import { watch } from "./watch.js";

/** Situation is what an item is in, as of now. */
export interface Situation {
  readonly item: Item;
  readonly slot: string;
  /** All items of the slot. */
  readonly items: readonly Item[];
  readonly stage: Stage;
  readonly onAction?: ((action: string, item: Item) => void) | undefined;
}

/**
 * behave brings an item to life that is in the page: dialogues open, links and buttons report, and what was on the screen is reported. An element with `data-fp` is a
 * link or button by that name, whoever made it; `close` and `dismiss` close the item. What it returns takes the item back, before it leaves the page.
 */
export function behave(root: HTMLElement, now: () => Situation): () => void {
  const over = new AbortController();
  const { type } = now().item;
  const own = root.classList.contains("fp-own");
  let left = false; // whether it was closed from here

  const about = () => {
    const { slot, item } = now();
    return { slot, entry: item.entry, variant: item.variant, locale: item.locale };
  };

  const report = (event: string, action: string) => now().stage.report(({ exposures, track }) => exposures && track?.(event, { ...about(), action }));

  const finish = (state: State = "closed", items = [now().item]) => {
    const { slot, stage } = now();
    left = true;
    if (root instanceof HTMLDialogElement) root.close(); // before it is gone, so that the focus goes back to where it was
    stage.set(items.map((item) => idOf(slot, item)), state);
  };

  const dismiss = (action: string) => {
    const { item, items } = now();
    report(contentDismissed, action);
    finish("closed", type === "tour-step" && !own ? items.filter((one) => one.type === type) : [item]); // who leaves a tour leaves all of it
  };

  const click = ({ target }: Event) => {
    const hit = target instanceof Element && target.closest("[data-fp], a[href]");
    if (!hit || !root.contains(hit)) return;
    const { item, onAction } = now();
    const action = hit.getAttribute("data-fp") ?? "body";
    if (action === "close" || action === "dismiss") return dismiss(action);
    report(contentClicked, action);
    onAction?.(action, item);
    if ((type === "modal" || type === "tour-step") && action === "action") setTimeout(() => over.signal.aborted || finish()); // once the link is followed
  };

  const answer = (event: Event) => {
    event.preventDefault();
    const { item, stage } = now();
    const checked = root.querySelector<HTMLInputElement>("input:checked");
    const comment = root.querySelector("textarea")?.value.trim();
    const properties = { entry: item.entry, variant: item.variant, score: Number(checked?.value), comment: comment || undefined };
    if (!checked) return;
    stage.report(({ track }) => track?.(surveyAnswered, properties));
    root.focus(); // what has the focus goes away
    finish(textOf(membersOf(item.fields)["thanks"]) ? "answered" : "closed");
  };

  root.addEventListener("click", click, over);
  const stops = [
    watch(root, () => {
      const { slot, item, stage } = now();
      stage.report(({ exposures, once }) => exposures && once?.(contentViewed, about(), [slot, item.entry, item.variant]));
    }),
  ];
  if (!own) {
    const fields = () => membersOf(now().item.fields);
    if (type === "survey") {
      root.addEventListener("submit", answer, over);
      root.addEventListener("change", () => root.setAttribute("data-chosen", ""), over);
    }
    const later = (start: () => () => void) => over.signal.aborted || stops.push(start());
    if (type === "tooltip") void import("./described.js").then(({ described }) => later(() => described(root, fields)));
    if (type === "tour-step") {
      void import("./anchor.js").then(({ anchored }) => later(() => anchored(root, fields)));
      document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog:modal") && dismiss("escape"), over);
    }
    if (root instanceof HTMLDialogElement) {
      root.showModal();
      root.addEventListener("close", () => left || root.open || dismiss("escape"), over);
      stops.push(() => root.close());
    }
  }
  return () => {
    over.abort();
    stops.forEach((stop) => stop());
  };
}
