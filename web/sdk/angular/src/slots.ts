export { RichText } from "./rich-text.js";
export { Slot } from "./slot.js";
export { SlotType } from "./slot-type.js";
export { useSlot } from "./use-slot.js";
export { readImage, type ContentTypes, type Fields, type Item, type SlotItem, type SlotKey, type Slots } from "@fingerpost/web/slots";
