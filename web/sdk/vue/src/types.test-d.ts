import { expectTypeOf, test } from "vitest";
import { useFlag } from "./index.js";

test("a ref has the type of the default, and nobody sets it", () => {
  expectTypeOf(useFlag("flag", false).value).toEqualTypeOf<boolean>();
  expectTypeOf(useFlag(() => "flag", 1).value).toEqualTypeOf<number>();
  // @ts-expect-error it follows the flag
  useFlag("flag", "a").value = "b";
});
