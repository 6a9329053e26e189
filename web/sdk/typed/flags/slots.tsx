// What the packages know of the content that slots can show. Each error that is expected is one because of the generated file.
import { useSlot as useAngularSlot } from "@fingerpost/angular/slots";
import { useFlag } from "@fingerpost/react";
import { Slot, useSlot, useSuspenseSlot, type SlotComponents } from "@fingerpost/react/slots";
import { useSlot as useVueSlot } from "@fingerpost/vue/slots";
import { createClient } from "@fingerpost/web";
import { readSlot, type Image, type Item, type RichText, type SlotKey } from "@fingerpost/web/slots";
import { slot, type Flags } from "@fingerpost/web/slots/element";
import { expectTypeOf } from "vitest";

declare const flags: Flags;

expectTypeOf<SlotKey>().toEqualTypeOf<"blank" | "praise" | "start">();
expectTypeOf(useSlot("start")).toEqualTypeOf<readonly Item<"hero" | "quote">[]>();
expectTypeOf(useSuspenseSlot("praise")).toEqualTypeOf<readonly Item<"quote">[]>();
expectTypeOf(useSlot("blank")).toEqualTypeOf<readonly never[]>();
expectTypeOf(useVueSlot(() => "start").value).toEqualTypeOf<readonly Item<"hero" | "quote">[]>();
expectTypeOf(useAngularSlot("praise")()).toEqualTypeOf<readonly Item<"quote">[]>();
expectTypeOf(readSlot<"praise">([])).toEqualTypeOf<readonly Item<"quote">[]>();
slot(flags, "praise", (items) => expectTypeOf(items).toEqualTypeOf<readonly Item<"quote">[]>());

for (const item of useSlot("start")) {
  if (item.type === "hero") expectTypeOf(item.fields.title).toEqualTypeOf<string>();
  else expectTypeOf(item.fields.words).toEqualTypeOf<RichText>();
  // @ts-expect-error the slot never shows a survey
  if (item.type === "survey") break;
}
for (const { fields } of useSlot("praise")) {
  expectTypeOf(fields.stars).toEqualTypeOf<number>();
  expectTypeOf(fields.picture).toEqualTypeOf<Image | undefined>();
  expectTypeOf(fields.mood).toEqualTypeOf<"glad" | 'so "so"' | undefined>();
  expectTypeOf(fields.answers?.[0]?.title).toEqualTypeOf<string | undefined>();
  expectTypeOf(fields.about).toEqualTypeOf<Item<"tour-step" | "quote"> | null | undefined>();
  // @ts-expect-error a quote has no title
  void fields.title;
}

expectTypeOf(useFlag("praise", [])).toEqualTypeOf<readonly Item<"quote">[]>();
expectTypeOf(createClient({ url: "", key: "" }).value("start", [])).toEqualTypeOf<readonly Item<"hero" | "quote">[]>();
const components: SlotComponents = { quote: ({ item }) => <p>{item.fields.words.text}</p> };
void (<Slot name="start" components={components} />);

// @ts-expect-error no slot has this name
useSlot("strat");
// @ts-expect-error it is a flag, but no slot
useSuspenseSlot("new-editor");
// @ts-expect-error a client key does not see it
useVueSlot("behind");
// @ts-expect-error no slot has this name
useAngularSlot("strat");
// @ts-expect-error no slot has this name
void (<Slot name="strat" />);
// @ts-expect-error no slot has this name
slot(flags, "strat", () => {});
// @ts-expect-error a slot shows items, not one of them
useFlag("praise", "ada");
// @ts-expect-error there is no such content type
const unknown: SlotComponents = { quotes: () => <p /> };
void unknown;
