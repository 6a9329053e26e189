import { expect, it } from "vitest";
import { keyOf } from "./keyOf";

it.each([["Trial users in Europe", "trial-users-in-europe"], ["Größte Kunden", "grosste-kunden"], ["-_x.y-", "x.y"], ["v2.0_beta", "v2.0_beta"], ["日本", ""]])("makes of %s the key %s", (text, key) => {
  expect(keyOf(text)).toBe(key);
});
