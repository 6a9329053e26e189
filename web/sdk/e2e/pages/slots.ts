// What the pages that show slots have in common.
import { settings } from "./page.js";

declare global {
  interface Window {
    /** The actions that a page heard of. */
    heard: string[];
  }
}

window.heard = [];

/** The slots of each page, in their order. Of quote the page itself knows how to show it. */
export const slots = ["top", "start", "steps", "tour", "help", "dialogue", "question", "letter", "own", "nothing"] as const;

/** shown are the slots that this visit is about: all, unless the address says which. */
export const shown = (): readonly string[] => new URL(location.href).searchParams.get("slots")?.split(",") ?? slots;

export const done = ["tried"];
export const told = settings;
export const hear = (action: string, item: { readonly entry: string }): void => void window.heard.push(`${item.entry} ${action}`);

declare module "@fingerpost/web/slots" {
  interface ContentTypes {
    readonly quote: { readonly words: RichText; readonly by?: string };
  }
}
