import { expectTypeOf, test } from "vitest";
import { useFlag, useFlagDetails } from "./index.js";

test("a value has the type of its default, not of its literal", () => {
  expectTypeOf(useFlag("flag", false)).toEqualTypeOf<boolean>();
  expectTypeOf(useFlag("flag", 1)).toEqualTypeOf<number>();
  expectTypeOf(useFlag("flag", "a")).toEqualTypeOf<string>();
  expectTypeOf(useFlag("flag", { title: "" })).toEqualTypeOf<{ title: string }>();
  expectTypeOf(useFlagDetails("flag", 1).value).toEqualTypeOf<number>();
});
