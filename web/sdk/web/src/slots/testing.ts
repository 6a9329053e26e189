import type { ContentTypes, Item } from "../slots.js";
import { make } from "./dom.js";
import type { Tree } from "./tree.js";
import { view, type SlotOptions } from "./view.js";

/** itemOf is an item as a server would send it. */
export const itemOf = <T extends keyof ContentTypes>(type: T, fields: ContentTypes[T], more: Partial<Item<T>> = {}): Item => ({ entry: "one", type, fields, ...more }) as unknown as Item;

/** rich is a rich text. */
export const rich = (html: string) => ({ html, text: html.replace(/<[^>]*>/g, "") });

/** elementOf shows an item in a slot called `slot`. */
export const elementOf = (item: Item, options: SlotOptions = {}, states: ReadonlyMap<string, "closed" | "answered"> = new Map()): HTMLElement =>
  make(view(item, "slot", { url: "https://flags.example.com", states }, options)!) as HTMLElement;

/** html is what trees are in HTML. */
export function html(trees: readonly Tree[]): string {
  const around = document.createElement("div");
  around.append(...trees.map((tree) => make(tree)));
  return around.innerHTML;
}
