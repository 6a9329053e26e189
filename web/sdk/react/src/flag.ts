import type { Fallback, FlagKey, Value } from "@fingerpost/web";
import {
  useFlag as useQuery,
  useSuspenseFlag as useSuspenseQuery,
  type FlagQuery,
  type FlagValue,
  type ReactFlagEvaluationNoSuspenseOptions,
  type ReactFlagEvaluationOptions,
} from "@openfeature/react-sdk";

/** useFlag returns the flag's value, or the default where it has none, and renders again when it changes. */
export function useFlag<T extends FlagValue, K extends FlagKey = FlagKey>(
  flag: K,
  fallback: Fallback<K, T>,
  options?: ReactFlagEvaluationOptions,
): Value<K, T> {
  return useFlagDetails<T, K>(flag, fallback, options).value as Value<K, T>;
}

/** useFlagDetails returns the value, and why it is that: variant, reason, metadata. */
export function useFlagDetails<T extends FlagValue, K extends FlagKey = FlagKey>(
  flag: K,
  fallback: Fallback<K, T>,
  options?: ReactFlagEvaluationOptions,
): FlagQuery<Value<K, T>> {
  return useQuery<FlagValue>(flag, fallback as FlagValue, options) as FlagQuery<Value<K, T>>;
}

/** useSuspenseFlag is useFlag for components below a Suspense: it waits for the first answers. */
export function useSuspenseFlag<T extends FlagValue, K extends FlagKey = FlagKey>(
  flag: K,
  fallback: Fallback<K, T>,
  options?: ReactFlagEvaluationNoSuspenseOptions,
): Value<K, T> {
  return useSuspenseQuery<FlagValue>(flag, fallback as FlagValue, options).value as Value<K, T>;
}
