import { readSlot, type SlotItem, type SlotKey } from "@fingerpost/web/slots";
import { computed, type ComputedRef, type MaybeRefOrGetter } from "vue";
import { useFlag } from "./index.js";

/** useSlot returns what a slot shows, as a ref that follows it; nothing where it has no content. */
export function useSlot<K extends SlotKey>(slot: MaybeRefOrGetter<K>): ComputedRef<readonly SlotItem<K>[]> {
  const value = useFlag<readonly []>(slot, []);
  return computed(() => readSlot<K>(value.value));
}
