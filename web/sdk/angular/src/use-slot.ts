import { computed, inject, type Signal } from "@angular/core";
import { readSlot, type Item } from "@fingerpost/web/slots";
import { Fingerpost } from "./fingerpost.js";

const nothing: readonly [] = [];

/** useSlot returns what a slot shows, as a signal; nothing where it has no content. Call it where `inject` can be called. */
export function useSlot(slot: string | (() => string)): Signal<readonly Item[]> {
  const fingerpost = inject(Fingerpost);
  return computed(() => readSlot(fingerpost.flag(typeof slot === "string" ? slot : slot(), nothing)()));
}
