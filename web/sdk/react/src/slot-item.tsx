import type { Item } from "@fingerpost/web/slots";
import { behave, keyOf, ownRoot, view, type SlotOptions, type Stage } from "@fingerpost/web/slots/view";
import { createElement, useEffect, useLayoutEffect, useRef, type ComponentType, type ReactElement } from "react";
import { props, render } from "./tree.js";

export interface SlotItemProps {
  readonly item: Item;
  readonly items: readonly Item[];
  readonly slot: string;
  readonly stage: Stage;
  readonly options: SlotOptions;
  /** What shows the item, if the page has something of its own for its type. */
  readonly component?: ComponentType<{ item: Item }> | undefined;
}

/** What a server renders has no effects. */
const useEarlyEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

/** SlotItem shows one item of a slot, and brings it to life. */
export function SlotItem({ component, ...given }: SlotItemProps): ReactElement | null {
  const { item, slot, stage, options } = given;
  const root = useRef<HTMLElement>(null);
  const latest = useRef(given);
  latest.current = given;
  const key = keyOf(item);

  useEarlyEffect(() => {
    if (root.current) return behave(root.current, () => ({ ...latest.current, onAction: latest.current.options.onAction }));
    return undefined;
  }, [key, slot, stage]);

  if (component) return createElement("div", { ...props(ownRoot(item)), ref: root }, createElement(component, { item }));
  const tree = view(item, slot, stage, options);
  return tree ? render(tree, root) : null;
}
