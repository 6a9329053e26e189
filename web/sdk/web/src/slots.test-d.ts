import { expectTypeOf, test } from "vitest";
import type { Fields, Item, RichText } from "./slots.js";

declare module "./slots.js" {
  interface ContentTypes {
    readonly praise: { readonly words: RichText };
  }
}

declare const item: Item;

test("the type of an item tells its fields, also of types that a page adds", () => {
  if (item.type === "hero") expectTypeOf(item.fields.title).toEqualTypeOf<string>();
  if (item.type === "praise") expectTypeOf(item.fields).toEqualTypeOf<{ readonly words: RichText }>();
  expectTypeOf<Item<"banner">["fields"]>().toEqualTypeOf<Fields<"banner">>();
  // @ts-expect-error there is no such type
  if (item.type === "nothing") return;
});
