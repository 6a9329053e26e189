import type { Item } from "../slots.js";
import { banner } from "./banner.js";
import { checklist } from "./checklist.js";
import { hero } from "./hero.js";
import { languageOf } from "./language.js";
import { modal } from "./modal.js";
import type { Level, View } from "./parts.js";
import { idOf, type Stage } from "./stage.js";
import { survey } from "./survey.js";
import { tooltip } from "./tooltip.js";
import { tourStep } from "./tour-step.js";
import type { Attributes, TreeElement } from "./tree.js";
import { wordsIn, type Words } from "./words.js";

export { behave, type Situation } from "./behave.js";
export { idOf, stageOf, type Home, type Stage, type State } from "./stage.js";
export type { Level } from "./parts.js";
export type { Words } from "./words.js";

/** SlotOptions are what a page says about a slot. */
export interface SlotOptions {
  /** The level of headings: 2 if it is left out. */
  readonly level?: Level | undefined;
  /** Words of the page's own: those for closing, for sending and for what is done. */
  readonly words?: Partial<Words> | undefined;
  /** The events that the person is known to have done: steps of checklists that wait for them are done. */
  readonly done?: readonly string[] | undefined;
  /** Hears of every link that is followed and every button that is pressed, by the name of its field. */
  readonly onAction?: ((action: string, item: Item) => void) | undefined;
}

/** The content types of which there is one item at a time: a tour, a dialogue after the other. */
const single = ["tour-step", "modal"];

const views: Readonly<Record<string, View>> = { banner, hero, checklist, "tour-step": tourStep, tooltip, modal, survey };

/** shownOf returns the items of a slot that are to be shown now: those that nobody closed. */
export function shownOf(slot: string, items: readonly Item[], { states }: Pick<Stage, "states">): readonly Item[] {
  const there = new Set<string>();
  return items.filter((item) => {
    const { type } = item;
    if (states.get(idOf(slot, item)) === "closed" || (single.includes(type) && there.has(type))) return false;
    there.add(type);
    return true;
  });
}

/** view returns what an item looks like; nothing for a type that is not shown on pages. */
export function view(item: Item, slot: string, { url, states }: Pick<Stage, "url" | "states">, { level = 2, words, done = [] }: SlotOptions): TreeElement | undefined {
  const of = Object.hasOwn(views, item.type) && views[item.type];
  if (of) return of({ item, url, level, words: wordsIn(item.locale, words), done, answered: states.get(idOf(slot, item)) === "answered" });
  if (item.type !== "email") warn(`nothing shows ${item.entry}: the page has no component for its type, ${item.type}`);
  return undefined;
}

/** ownRoot has the attributes of the element around an item that a page shows by itself. */
export const ownRoot = (item: Item): Attributes => ({ class: "fp-item fp-own", ...languageOf(item) });

/** keyOf is the same for an item as long as it is the same entry and variant. */
export const keyOf = ({ entry, variant, type }: Item): string => JSON.stringify([entry, variant, type]);

declare const process: { readonly env: { readonly NODE_ENV?: string } };
const warned = new Set<string>();

/** warn says something once, during development. */
function warn(what: string): void {
  try {
    if (process.env.NODE_ENV === "production" || warned.has(what)) return;
    warned.add(what);
    console.warn(`Fingerpost: ${what}`);
  } catch {
    // There is nothing that says that this is development.
  }
}
