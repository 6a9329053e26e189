/** Where a link may lead: into the web, to a mailbox, or within the site. */
const allowed = /^(https?:\/\/[^/]|mailto:.|\/(?!\/)|[?#])/i;

/** What no address has: blanks, control characters, and what browsers read as something else. */
const never = /[\s\\<>"'`\p{C}]/u;

/** readLink returns an address if a page may lead there: http, https, mailto, or within the site (`/…`, `?…`, `#…`). */
export function readLink(address: unknown): string | undefined {
  return typeof address === "string" && allowed.test(address) && !never.test(address) ? address : undefined;
}
