import type { Page } from "playwright-core";

declare global {
  interface Window {
    /** What was found so far. */
    found: Set<string>;
    look(what: string): void;
    settled(): Promise<void>;
  }
}

/** Allowed is what may stand in a page: patterns of names, with spaces between them. */
export interface Allowed {
  /** The element in which everything is looked at. */
  readonly root: string;
  readonly tags: string;
  readonly attributes: string;
}

/** guard has a page see what runs in it, from its beginning, and what stands in it that should not. */
export async function guard(page: Page, allowed: Allowed): Promise<void> {
  page.on("dialog", (dialog) => void page.evaluate(() => window.found.add("a dialog")).then(() => dialog.dismiss()));
  await page.addInitScript(sentry, allowed);
}

function sentry({ root, ...allowed }: Allowed): void {
  const [tags, attributes] = [allowed.tags, allowed.attributes].map((names) => new RegExp(`^(${names.replaceAll(" ", "|")})$`)) as [RegExp, RegExp];
  window.found = new Set();
  window.alert = () => window.found.add("a script ran");
  window.look = (what) => {
    const complain = (element: Element, why: string) => window.found.add(`${what}: ${why}: ${element.outerHTML.slice(0, 200)}`);
    for (const element of document.querySelectorAll(`${root} *`)) {
      if (!tags.test(element.tagName)) complain(element, "element");
      for (const { name, value } of element.attributes) {
        const anchored = name === "style" && element.matches(".fp-tour-step, .fp-tooltip") && /^[a-z0-9\s:;.,()-]*$/.test(value) && !value.includes("url");
        if (!attributes.test(name) && !anchored) complain(element, `attribute ${name}`);
      }
      const href = element.getAttribute("href");
      if (href !== null && !/^(https?:\/\/(?!xss)|mailto:|\/(?![/\\])|[#?])/.test(href)) complain(element, "address");
      const src = element.getAttribute("src");
      if (src !== null && !/^https?:\/\//.test(src)) complain(element, "image");
      for (const type of ["mouseover", "pointerenter", "focus", "toggle"]) element.dispatchEvent(new Event(type));
    }
  };
  window.settled = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
