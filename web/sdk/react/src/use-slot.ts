import { useFlag as useQuery, type FlagValue, type ReactFlagEvaluationOptions } from "@openfeature/react-sdk";
import { readSlot, type SlotItem, type SlotKey } from "@fingerpost/web/slots";

const nothing: FlagValue = [];

/** useSlot returns what a slot shows, and renders again when that changes; nothing where it has no content. */
export function useSlot<K extends SlotKey>(slot: K, options?: ReactFlagEvaluationOptions): readonly SlotItem<K>[] {
  return readSlot<K>(useQuery<FlagValue>(slot, nothing, options).value);
}

/** useSuspenseSlot is useSlot for components below a Suspense: it waits for the first answers. */
export function useSuspenseSlot<K extends SlotKey>(slot: K): readonly SlotItem<K>[] {
  return useSlot(slot, { suspend: true });
}
