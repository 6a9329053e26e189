/** Tag is a personal value in a text, as far as a chip can say it: {{ first_name | default: "friend" }}. */
export interface Tag {
  /** The attribute, computed ones and those of groups (group.plan) among them. */
  attribute: string;
  /** What is done with the value, as it is written: date: "long" | upcase. Empty if nothing is. */
  filters: string;
  /** What is said where the value is missing. */
  fallback: string;
}

/** Part is a piece of a text: words, or a tag. Its source is what stands in the text. */
export type Part = { source: string; from: number; tag?: undefined } | { source: string; from: number; tag: Tag };

const output = /\{\{-?\s*([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?)\s*((?:\|[^{}]*?)?)\|\s*default:\s*("[^"{}]*"|'[^'{}]*')\s*-?\}\}/g;

/**
 * partsOf cuts a text into words and tags. The sources of the parts, one after the other, are the text: what no chip can say, such as conditions,
 * stays in the words as it is.
 */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(output)) {
    const [source, attribute = "", filters = "", literal = ""] = match;
    if (!isWhole(filters) || source.startsWith("{{-") || source.endsWith("-}}")) continue;
    if (match.index > at) parts.push({ source: text.slice(at, match.index), from: at });
    parts.push({ source, from: match.index, tag: { attribute, filters: filters.replace(/^\|/, "").trim(), fallback: literal.slice(1, -1) } });
    at = match.index + source.length;
  }
  if (at < text.length) parts.push({ source: text.slice(at), from: at });
  return parts;
}

/** isWhole says whether the quotation marks of filters are closed, and no other default is among them. */
function isWhole(filters: string): boolean {
  const bare = filters.replace(/"[^"]*"|'[^']*'/g, "");
  return !/["']/.test(bare) && !/\bdefault\b/.test(bare);
}

/** write is the text of a tag. A fallback cannot hold braces, nor both kinds of quotation marks: they are written as others. */
export function write({ attribute, filters, fallback }: Tag): string {
  const plain = fallback.replace(/[{}]/g, "").replace(/\s*\n\s*/g, " ");
  const literal = plain.includes('"') ? (plain.includes("'") ? `"${plain.replaceAll('"', "”")}"` : `'${plain}'`) : `"${plain}"`;
  const middle = filters.trim() === "" ? "" : ` | ${filters.trim()}`;
  return `{{ ${attribute}${middle} | default: ${literal} }}`;
}
