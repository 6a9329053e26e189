import type { Item, SlotKey } from "@fingerpost/web/slots";
import { keyOf, shownOf, stageOf, type Level, type SlotOptions, type Words } from "@fingerpost/web/slots/view";
import { defineComponent, h, inject, onMounted, onScopeDispose, shallowRef, type PropType } from "vue";
import { home } from "./home.js";
import { SlotItem } from "./slot-item.js";
import { useSlot } from "./use-slot.js";

/**
 * Slot shows the content of a slot, and follows it. Its default slot is what is there while there is no content; any other is how the page shows the content type of that
 * name: `<template #quote="{ item }">`.
 */
export const Slot = defineComponent({
  name: "FingerpostSlot",
  props: {
    /** The flag of type content. */
    name: { type: String as PropType<SlotKey>, required: true },
    level: { type: Number as PropType<Level>, default: 2 },
    words: { type: Object as PropType<Partial<Words>>, default: undefined },
    done: { type: Array as PropType<readonly string[]>, default: undefined },
  },
  emits: { action: (_action: string, _item: Item) => true },
  setup(props, { slots, emit }) {
    const items = useSlot(() => props.name);
    const stage = stageOf(inject(home)!);
    const states = shallowRef(stage.states);
    onScopeDispose(stage.listen(() => (states.value = stage.states)));
    onMounted(stage.open);
    const onAction = (action: string, item: Item) => emit("action", action, item);
    return () => {
      const { name, level, words, done } = props;
      if (!items.value.length) return slots["default"]?.();
      const options: SlotOptions = { level, words, done, onAction };
      return shownOf(name, items.value, { states: states.value }).map((item) =>
        h(SlotItem, { key: keyOf(item), item, items: items.value, slot: name, stage, states: states.value, options, own: slots[item.type] }),
      );
    };
  },
});
