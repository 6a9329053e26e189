export { RichText } from "./rich-text.js";
export { Slot, type SlotComponents, type SlotProps } from "./slot.js";
export { useSlot, useSuspenseSlot } from "./use-slot.js";
export { readImage, type ContentTypes, type Fields, type Item, type SlotItem, type SlotKey, type Slots } from "@fingerpost/web/slots";
