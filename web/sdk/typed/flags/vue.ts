import { useFlag } from "@fingerpost/vue";
import { expectTypeOf } from "vitest";

expectTypeOf(useFlag("theme", "light").value).toEqualTypeOf<"dark" | "light">();
expectTypeOf(useFlag(() => "new-editor", false).value).toEqualTypeOf<boolean>();

// @ts-expect-error no flag has this name
useFlag("new-editr", false);
// @ts-expect-error nor has one this
useFlag(() => "new-editr", false);
// @ts-expect-error it is a boolean
useFlag("new-editor", "on");
