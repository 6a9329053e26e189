// What the pages that show slots have in common.
import { play, settings } from "./page.js";

export { play };

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

/** told are the settings of the page, and what its address says about the person besides. */
export function told(): ReturnType<typeof settings> {
  const more = [...new URL(location.href).searchParams].filter(([name]) => name === "locale" || name === "first_name");
  const { context, ...rest } = settings();
  return { ...rest, context: { ...context, ...Object.fromEntries(more) } };
}

export const hear = (action: string, item: { readonly entry: string }): void => void window.heard.push(`${item.entry} ${action}`);

declare module "@fingerpost/web/slots" {
  interface ContentTypes {
    readonly quote: { readonly words: RichText; readonly by?: string };
  }
}
