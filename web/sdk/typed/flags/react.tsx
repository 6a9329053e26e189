import { useFlag, useFlagDetails, useSuspenseFlag } from "@fingerpost/react";
import { expectTypeOf } from "vitest";

expectTypeOf(useFlag("new-editor", false)).toEqualTypeOf<boolean>();
expectTypeOf(useFlag("theme", "light")).toEqualTypeOf<"dark" | "light">();
expectTypeOf(useFlag("steps", ["a"])).toEqualTypeOf<(number | string)[]>();
expectTypeOf(useFlagDetails("price", 1).value).toEqualTypeOf<number>();
expectTypeOf(useSuspenseFlag("theme", "dark")).toEqualTypeOf<"dark" | "light">();

// @ts-expect-error no flag has this name
useFlag("new-editr", false);
// @ts-expect-error it is a boolean
useFlag("new-editor", "on");
// @ts-expect-error there is no such variant
useSuspenseFlag("theme", "drak");
