import type { ContentTypes, Item, SlotKey } from "@fingerpost/web/slots";
import { keyOf, shownOf, stageOf, type SlotOptions } from "@fingerpost/web/slots/view";
import { useContext, useEffect, useSyncExternalStore, type ComponentType, type ReactElement, type ReactNode } from "react";
import { Home } from "./home.js";
import { SlotItem } from "./slot-item.js";
import { useSlot } from "./use-slot.js";

/** SlotComponents show content types as a page likes: `{ quote: ({ item }) => <q>{item.fields.words.text}</q> }`. */
export type SlotComponents = { readonly [T in keyof ContentTypes]?: ComponentType<{ item: Item<T> }> };

export interface SlotProps extends SlotOptions {
  /** The flag of type content. */
  readonly name: SlotKey;
  /** What is there while the slot has no content. */
  readonly fallback?: ReactNode;
  readonly components?: SlotComponents;
  /** Whether to suspend until the first answers are there. */
  readonly suspend?: boolean;
}

/** Slot shows the content of a slot, and follows it. */
export function Slot({ name, fallback, components = {}, suspend = false, ...options }: SlotProps): ReactElement {
  const home = useContext(Home);
  if (!home) throw new Error("there is no Fingerpost here: put <FingerpostProvider> around the page");
  const stage = stageOf(home);
  const items = useSlot(name, { suspend });
  const states = useSyncExternalStore(stage.listen, () => stage.states, () => stage.states);
  useEffect(stage.open, [stage]);

  if (!items.length) return <>{fallback}</>;
  return (
    <>
      {shownOf(name, items, { states }).map((item) => (
        <SlotItem key={keyOf(item)} {...{ item, items, stage, options }} slot={name} component={componentOf(components, item)} />
      ))}
    </>
  );
}

const componentOf = (components: SlotComponents, { type }: Item) => (Object.hasOwn(components, type) ? (components[type] as ComponentType<{ item: Item }>) : undefined);
