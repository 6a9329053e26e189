import { expectTypeOf, test } from "vitest";
import type { Client, ProviderOptions } from "./index.js";

declare const client: Client;

test("a value has the type of its default, not of its literal", () => {
  expectTypeOf(client.value("flag", false)).toEqualTypeOf<boolean>();
  expectTypeOf(client.value("flag", 1)).toEqualTypeOf<number>();
  expectTypeOf(client.value("flag", "a")).toEqualTypeOf<string>();
  expectTypeOf(client.value("flag", { title: "" })).toEqualTypeOf<{ title: string }>();
  expectTypeOf(client.resolve("flag", 1).value).toEqualTypeOf<number>();
});

test("a default is JSON", () => {
  // @ts-expect-error a date is none
  client.value("flag", new Date());
  // @ts-expect-error nor is a function
  client.value("flag", () => {});
});

test("the context of the provider is OpenFeature's", () => {
  expectTypeOf<ProviderOptions>().not.toHaveProperty("context");
  expectTypeOf<ProviderOptions["identityToken"]>().toEqualTypeOf<string | (() => string | undefined | Promise<string | undefined>) | undefined>();
});
