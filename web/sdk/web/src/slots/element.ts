import type { Client } from "../client.js";
import type { ContentTypes, Item, SlotItem, SlotKey } from "../slots.js";
import { make, patch } from "./dom.js";
import { readSlot } from "./item.js";
import type { Level } from "./parts.js";
import { element } from "./tree.js";
import { behave, keyOf, ownRoot, shownOf, stageOf, view, type Home, type SlotOptions } from "./view.js";

/** Flags is a client that knows where it is at home; `Fingerpost.connect` makes one. */
export interface Flags extends Pick<Client, "answers" | "subscribe">, Home {}

export interface ElementOptions extends SlotOptions {
  /** How the page shows content types by itself. */
  readonly types?: { readonly [T in keyof ContentTypes]?: (item: Item<T>) => Node };
}

/** slot calls with what a slot shows, now and after each change, until the function that it returns is called. */
export function slot<K extends SlotKey>(flags: Flags, name: K, listener: (items: readonly SlotItem<K>[]) => void): () => void {
  const tell = () => listener(readSlot<K>(flags.answers.get(name)?.value));
  tell();
  return flags.subscribe(name, tell);
}

interface Shown {
  readonly root: HTMLElement;
  item: Item;
  stop(): void;
}

/** render shows a slot in an element, and follows it, until the function that it returns is called. What the element has is there while the slot has no content. */
export function render(host: Element, flags: Flags, name: SlotKey, options: ElementOptions = {}): () => void {
  const stage = stageOf(flags);
  const fallback = [...host.childNodes];
  const shown = new Map<string, Shown>();
  let items: readonly Item[] = [];

  const own = (item: Item) => (Object.hasOwn(options.types ?? {}, item.type) ? (options.types![item.type] as (item: Item) => Node) : undefined);

  const remove = (key: string) => {
    const { root, stop } = shown.get(key)!;
    shown.delete(key);
    stop();
    root.remove();
  };

  /** Makes the element of an item, or brings it up to date. */
  const update = (item: Item): Shown | undefined => {
    const key = keyOf(item);
    const mine = own(item);
    const tree = mine ? element("div", ownRoot(item)) : view(item, name, stage, options);
    const there = shown.get(key);
    if (there && mine && there.item !== item) remove(key);
    else if (there && tree) {
      if (!mine) patch(there.root, tree);
      there.item = item;
      return there;
    }
    if (!tree) return undefined;
    const made: Shown = { root: make(tree, host.ownerDocument) as HTMLElement, item, stop: () => {} };
    if (mine) made.root.append(mine(item));
    shown.set(key, made);
    return made;
  };

  const show = () => {
    const wanted = shownOf(name, items, stage);
    const keys = new Set(wanted.map(keyOf));
    for (const key of [...shown.keys()]) if (!keys.has(key)) remove(key);
    if (!items.length) return host.replaceChildren(...fallback);
    for (const node of fallback) if (node.parentNode === host) node.remove();
    let last: Element | null = null;
    for (const item of wanted) {
      const made = update(item);
      if (!made) continue;
      const fresh = !made.root.parentNode;
      const place: ChildNode | null = last ? last.nextSibling : host.firstChild;
      if (place !== made.root) host.insertBefore(made.root, place);
      last = made.root;
      if (fresh) made.stop = behave(made.root, () => ({ item: made.item, items, slot: name, stage, onAction: options.onAction }));
    }
  };

  stage.open();
  const stops = [
    stage.listen(show),
    slot(flags, name, (next) => {
      items = next;
      show();
    }),
  ];
  return () => {
    stops.forEach((stop) => stop());
    [...shown.keys()].forEach(remove);
    host.replaceChildren(...fallback);
  };
}

/** define makes `<fp-slot name="hero">` an element that shows a slot; `level` is that of its headings, and what stands in it is there while the slot has no content. */
export function define(flags: Flags, options: ElementOptions = {}): void {
  customElements.define(
    "fp-slot",
    class extends HTMLElement {
      #stop: (() => void) | undefined;

      connectedCallback(): void {
        // What stands in it may not have been read yet.
        queueMicrotask(() => {
          const level = Number(this.getAttribute("level")) as Level | 0;
          if (this.isConnected) this.#stop ??= render(this, flags, this.getAttribute("name") ?? "", { ...options, ...(level && { level }) });
        });
      }

      disconnectedCallback(): void {
        this.#stop?.();
        this.#stop = undefined;
      }
    },
  );
}
