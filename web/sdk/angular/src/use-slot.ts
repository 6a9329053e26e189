import { computed, inject, type Signal } from "@angular/core";
import { readSlot, type SlotItem, type SlotKey } from "@fingerpost/web/slots";
import { Fingerpost } from "./fingerpost.js";

const nothing: readonly [] = [];

/** useSlot returns what a slot shows, as a signal; nothing where it has no content. Call it where `inject` can be called. */
export function useSlot<K extends SlotKey>(slot: K | (() => K)): Signal<readonly SlotItem<K>[]> {
  const fingerpost = inject(Fingerpost);
  return computed(() => readSlot<K>(fingerpost.flag<readonly [], string>(typeof slot === "string" ? slot : slot(), nothing)()));
}
