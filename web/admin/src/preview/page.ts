/** How a preview looks: on light ground or on dark. */
export type Ground = "light" | "dark";

// The look of a page that has none of its own. Each type stands as it would in a page: a banner across it, a dialogue over it.
const style = `
:root { --ink: #1c2430; --soft: #5b6675; --page: #fff; --card: #fff; --line: #dde1e7; --lead: #0d5f4d; --lead-ink: #fff; --tint: #e6f3ee; --amber: #fdf3de; --back: rgb(22 33 29 / 30%); }
:root.dark { --ink: #e8ebf0; --soft: #a3b2ac; --page: #12181a; --card: #1b2424; --line: #33403e; --lead: #86d3bb; --lead-ink: #0f1513; --tint: #18312a; --amber: #33270f; --back: rgb(0 0 0 / 50%); }
* { box-sizing: border-box; }
html { color-scheme: light; } html.dark { color-scheme: dark; }
body { margin: 0; min-block-size: 100vh; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", sans-serif; overflow-wrap: anywhere; }
body > * { margin: 0; border: 0; }
h1, h2, legend { margin: 0 0 8px; padding: 0; line-height: 1.2; letter-spacing: -.015em; font-weight: 680; }
h1 { font-size: 1.9rem; } h2, legend { font-size: 1.3rem; }
p { margin: 0 0 12px; } ul, ol { margin: 0 0 12px; padding-inline-start: 1.3rem; }
.fp-body > :last-child { margin-block-end: 0; }
img { display: block; max-inline-size: 100%; block-size: auto; border-radius: 10px; margin-block-end: 16px; background: var(--line); }
.fp-action, .fp-dismiss, .fp-second-action { display: inline-block; margin: 16px 0 0; margin-inline-end: 8px; padding: 9px 18px; border: 1px solid var(--lead); border-radius: 9px; background: var(--lead); color: var(--lead-ink); font: inherit; font-weight: 600; text-decoration: none; }
.fp-dismiss, .fp-second-action { background: none; color: var(--lead); }
a:not([class]) { color: var(--lead); }
.fp-hero { padding: 40px 32px; } .fp-hero .fp-body { color: var(--soft); font-size: 1.08rem; max-inline-size: 60ch; }
.fp-banner { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 14px 24px; background: var(--tint); border-block-end: 1px solid var(--line); }
.fp-banner .fp-body { flex: 1 1 220px; } .fp-banner .fp-action { margin: 0; padding: 6px 14px; } .fp-banner[data-tone=warning] { background: var(--amber); }
.fp-modal { position: relative; z-index: 0; margin: 36px auto; inline-size: min(440px, calc(100% - 40px)); padding: 28px; border-radius: 16px; background: var(--card); box-shadow: 0 12px 40px rgb(0 0 0 / 25%); }
body:has(> .fp-modal) { background: linear-gradient(var(--back), var(--back)), var(--page); }
.fp-tour-step, .fp-tooltip { margin: 28px; inline-size: min(320px, calc(100% - 56px)); padding: 16px 18px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); box-shadow: 0 6px 24px rgb(0 0 0 / 16%); }
.fp-checklist, .fp-survey, .fp-email { padding: 26px 28px; } .fp-email { max-inline-size: 600px; margin: 0 auto; }
.fp-items { padding: 0; list-style: none; } .fp-items li { position: relative; padding: 10px 0; padding-inline-start: 34px; border-block-end: 1px solid var(--line); }
.fp-items li::before { content: ""; position: absolute; inset-inline-start: 2px; inset-block-start: 13px; inline-size: 17px; block-size: 17px; border: 2px solid var(--lead); border-radius: 50%; }
.fp-items .fp-body { color: var(--soft); font-size: .93em; }
.fp-survey label { display: inline-block; margin: 4px 8px; } .fp-low, .fp-high { color: var(--soft); }
body > :not([class]), body > [class=""] { padding: 24px; } dl { margin: 0; padding: 24px; } dt { color: var(--soft); } dd { margin: 0 0 12px; }
.nothing { display: grid; place-content: center; min-block-size: 100vh; padding: 20px; color: var(--soft); text-align: center; }
`;

/** escaped writes a text as HTML. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/**
 * pageOf is the document of a frame that shows what the server rendered. Frames are sandboxed: nothing in them runs, and links lead nowhere, because
 * they ask for a new window, which a sandbox does not open.
 */
export function pageOf(html: string, { ground, nonce, nothing }: { ground: Ground; nonce: string; nothing: string }): string {
  const body = html === "" ? `<div class="nothing">${escaped(nothing)}</div>` : html;
  return `<!doctype html><html class="${ground}"><head><meta charset="utf-8"><base target="_blank"><style nonce="${escaped(nonce)}">${style}</style></head><body>${body}</body></html>`;
}

/** heightOf guesses how high a rendered piece is in a frame of a width: a sandboxed frame does not tell. */
export function heightOf(html: string, width: number): number {
  if (html === "") return 120;
  const text = html.replace(/<[^>]*>/g, "");
  const blocks = (html.match(/<(p|li|h1|h2|legend|dt|dd|tr|blockquote)\b/g) ?? []).length;
  const steps = (html.match(/<li\b/g) ?? []).length;
  const images = (html.match(/<img\b/g) ?? []).length;
  const actions = /fp-(action|second-action|dismiss)/.test(html) && !html.includes("fp-banner") ? 60 : 0;
  const frame = html.includes("fp-modal") ? 150 : html.includes("fp-banner") ? 40 : 90;
  const lines = Math.ceil((text.length * 8.6) / Math.max(200, Math.min(width, html.includes("fp-modal") ? 380 : width) - 60));
  return Math.min(720, Math.round(frame + lines * 27 + blocks * 15 + steps * 20 + images * 240 + actions));
}
