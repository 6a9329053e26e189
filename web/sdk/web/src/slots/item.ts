import type { Item, SlotItem } from "../slots.js";
import { membersOf, textOf } from "./json.js";

const known = new WeakMap<object, readonly Item[]>();
const none: readonly Item[] = [];

/** readSlot returns the items of a slot's value; of what is none it makes nothing. The same value has the same items. */
export function readSlot<K = string>(value: unknown): readonly SlotItem<K>[] {
  if (!Array.isArray(value)) return none as readonly never[];
  let items = known.get(value);
  if (!items) known.set(value, (items = value.flatMap(readItem)));
  return items as readonly SlotItem<K>[]; // what a slot can show the server knows
}

function readItem(given: unknown): Item[] {
  const item = membersOf(given);
  const [entry, type, variant, locale] = [item["entry"], item["type"], item["variant"], item["locale"]].map(textOf);
  const dir = item["dir"];
  if (!entry || !type) return [];
  return [
    {
      entry,
      type,
      ...(variant && { variant }),
      ...(locale && /^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(locale) && { locale }),
      ...((dir === "ltr" || dir === "rtl") && { dir }),
      fields: membersOf(item["fields"]),
    } as Item, // which fields there are the server knows; whoever shows one looks whether it is there
  ];
}
