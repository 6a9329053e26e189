import {
  useFlag as useQuery,
  useSuspenseFlag as useSuspenseQuery,
  type FlagQuery,
  type FlagValue,
  type JsonValue,
  type ReactFlagEvaluationNoSuspenseOptions,
  type ReactFlagEvaluationOptions,
} from "@openfeature/react-sdk";

/** Widen is the type of a flag whose default is of type T: `true` stands for any boolean. */
export type Widen<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T extends JsonValue ? T : JsonValue;

/** useFlag returns the flag's value, or the default where it has none, and renders again when it changes. */
export function useFlag<T extends FlagValue>(flag: string, fallback: T, options?: ReactFlagEvaluationOptions): Widen<T> {
  return useFlagDetails(flag, fallback, options).value;
}

/** useFlagDetails returns the value, and why it is that: variant, reason, metadata. */
export function useFlagDetails<T extends FlagValue>(flag: string, fallback: T, options?: ReactFlagEvaluationOptions): FlagQuery<Widen<T>> {
  return useQuery<FlagValue>(flag, fallback, options) as FlagQuery<Widen<T>>;
}

/** useSuspenseFlag is useFlag for components below a Suspense: it waits for the first answers. */
export function useSuspenseFlag<T extends FlagValue>(flag: string, fallback: T, options?: ReactFlagEvaluationNoSuspenseOptions): Widen<T> {
  return useSuspenseQuery<FlagValue>(flag, fallback, options).value as Widen<T>;
}
