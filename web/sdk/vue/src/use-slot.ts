import { readSlot, type Item } from "@fingerpost/web/slots";
import { computed, type ComputedRef, type MaybeRefOrGetter } from "vue";
import { useFlag } from "./index.js";

/** useSlot returns what a slot shows, as a ref that follows it; nothing where it has no content. */
export function useSlot(slot: MaybeRefOrGetter<string>): ComputedRef<readonly Item[]> {
  const value = useFlag<readonly []>(slot, []);
  return computed(() => readSlot(value.value));
}
