import type { EvaluationContext } from "@openfeature/web-sdk";

/** What the tests do with a page, and what every page tells them. */
export interface Play {
  /** Each value that was shown, with the instant at which it was there, in milliseconds since 1970. */
  readonly shown: { value: string; at: number }[];
  show(value: string, status: string): void;
  become(context: EvaluationContext): unknown;
  track(event: string): void;
}

declare global {
  interface Window {
    play: Play;
  }
}

const element = (id: string) => document.getElementById(id)!;

/** play is set up by each page; pages that render by themselves do not call show. */
export const play: Play = {
  shown: [],
  show(value, status) {
    element("hero").textContent = value;
    element("status").textContent = status;
  },
  become: () => {},
  track: () => {},
};
window.play = play;

// What counts is what the document holds, whoever wrote it.
new MutationObserver(() => {
  const value = document.getElementById("hero")?.textContent ?? "";
  if (value !== play.shown.at(-1)?.value) play.shown.push({ value, at: performance.timeOrigin + performance.now() });
}).observe(document.body, { childList: true, characterData: true, subtree: true });

/** settings are told in the address of the page. */
export function settings(): { url: string; key: string; context: EvaluationContext } {
  const told = new URL(location.href).searchParams;
  return { url: told.get("url")!, key: told.get("key")!, context: { targetingKey: told.get("person")! } };
}
