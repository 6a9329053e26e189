import type { FlagKey } from "./flags.js";

export { direction, languageOf } from "./slots/language.js";
export { contentClicked, contentDismissed, contentViewed, surveyAnswered } from "./slots/names.js";
export { readImage, resolve, type Picture } from "./slots/image.js";
export { readLink } from "./slots/link.js";
export { readRich } from "./slots/rich.js";
export { readSlot } from "./slots/item.js";
export type { Attributes, Tree, TreeElement } from "./slots/tree.js";

/** RichText is a field of type markdown: HTML that passed the server's allow-list, and the same in plain words. Show it with what the bindings have for it. */
export interface RichText {
  readonly html: string;
  readonly text: string;
}

/** Image is a field of type image. A `src` without a host is the server's; `readImage` makes it whole. */
export interface Image {
  readonly src: string;
  readonly alt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly srcset?: string;
}

export type Placement = "top" | "right" | "bottom" | "left";

/** Step is one item of a checklist. */
export interface Step {
  readonly title: string;
  readonly body?: RichText;
  readonly link?: string;
  /** The event that says that it is done. */
  readonly event?: string;
  /** Whether it is done, where the server says so. */
  readonly done?: boolean;
}

/**
 * ContentTypes are the fields of each content type: those that every environment has, and those that a page adds.
 *
 *     declare module "@fingerpost/web/slots" {
 *       interface ContentTypes { quote: { words: RichText; by?: string } }
 *     }
 */
export interface ContentTypes {
  readonly banner: {
    readonly body: RichText;
    readonly action?: string;
    readonly link?: string;
    readonly tone?: "info" | "success" | "warning";
    readonly dismissible?: boolean;
  };
  readonly hero: {
    readonly title: string;
    readonly body?: RichText;
    readonly image?: Image;
    readonly action?: string;
    readonly link?: string;
    readonly second_action?: string;
    readonly second_link?: string;
  };
  readonly checklist: { readonly title: string; readonly body?: RichText; readonly items: readonly Step[] };
  readonly "tour-step": {
    readonly title?: string;
    readonly body: RichText;
    readonly target?: string;
    readonly placement?: Placement;
    readonly action?: string;
  };
  readonly tooltip: { readonly body: RichText; readonly target?: string; readonly placement?: Placement };
  readonly modal: {
    readonly title: string;
    readonly body?: RichText;
    readonly image?: Image;
    readonly action?: string;
    readonly link?: string;
    readonly dismiss?: string;
  };
  readonly survey: {
    readonly question: string;
    readonly low?: string;
    readonly high?: string;
    readonly follow_up?: string;
    readonly thanks?: string;
  };
  readonly email: {
    readonly subject?: string;
    readonly preheader?: string;
    readonly title?: string;
    readonly body: RichText;
    readonly image?: Image;
    readonly action?: string;
    readonly link?: string;
  };
}

/**
 * Slots has the content types that each slot can show. It is empty until a file that `fingerpost codegen` has written adds the slots of an environment: from then on an
 * unknown slot is an error of the compiler, and items are of the types that their slot can show.
 */
export interface Slots {}

/** SlotKey is the key of a slot, a flag of type content: any text, as long as nobody has said which flags there are. */
export type SlotKey = string extends FlagKey ? string : keyof Slots;

/** SlotItem is an item that the slot K can show. */
export type SlotItem<K> = K extends keyof Slots ? Item<Extract<Slots[K], keyof ContentTypes>> : Item;

/** Fields are the fields of one content type. */
export type Fields<T extends keyof ContentTypes> = ContentTypes[T];

/** Item is an entry as its reader sees it. Its `type` tells which fields it has. */
export type Item<T extends keyof ContentTypes = keyof ContentTypes> = T extends T
  ? {
      readonly entry: string;
      readonly variant?: string;
      readonly type: T;
      /** The language that it is in, such as `de`; there is none in an environment without languages. */
      readonly locale?: string;
      readonly dir?: "ltr" | "rtl";
      readonly fields: ContentTypes[T];
    }
  : never;
