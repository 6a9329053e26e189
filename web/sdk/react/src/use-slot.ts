import { useFlag as useQuery, type FlagValue, type ReactFlagEvaluationOptions } from "@openfeature/react-sdk";
import { readSlot, type Item } from "@fingerpost/web/slots";

const nothing: FlagValue = [];

/** useSlot returns what a slot shows, and renders again when that changes; nothing where it has no content. */
export function useSlot(slot: string, options?: ReactFlagEvaluationOptions): readonly Item[] {
  return readSlot(useQuery<FlagValue>(slot, nothing, options).value);
}

/** useSuspenseSlot is useSlot for components below a Suspense: it waits for the first answers. */
export function useSuspenseSlot(slot: string): readonly Item[] {
  return useSlot(slot, { suspend: true });
}
