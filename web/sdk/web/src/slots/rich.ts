import { membersOf, textOf } from "./json.js";
import { readLink } from "./link.js";
import type { Attributes, Tree, TreeElement } from "./tree.js";

/** What rich text is made of, as the server's allow-list has it. */
const allowed = / (p|br|hr|strong|em|del|code|pre|blockquote|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td|a) /;

/** Between the parts of these there is nothing to be read. */
const structure = / (ul|ol|table|thead|tbody|tr) /;

const deepest = 50;
const token = /<(\/?)([a-z][a-z\d]*)([^<>]*)>|[^<]+|</gi;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

interface Open extends TreeElement {
  readonly children: Tree[];
}

/**
 * readRich returns what a rich text says as a tree, with nothing in it but what the allow-list has; of an element that is not on it only the text stays. It needs no
 * document, and nothing that it returns is markup.
 */
export function readRich(value: unknown): readonly Tree[] {
  const { html, text } = membersOf(value);
  const root: Open = { tag: "", attributes: {}, children: [] };
  if (typeof html !== "string") {
    const plain = textOf(value) ?? textOf(text);
    return plain ? [plain] : [];
  }
  const open = [root];
  for (const [words, closing, name = "", attributes = ""] of html.matchAll(token)) {
    const tag = name.toLowerCase();
    const last = open.at(-1)!;
    if (!tag) say(last, plainly(words));
    else if (!allowed.test(` ${tag} `)) continue;
    else if (closing) {
      const at = open.map((one) => one.tag).lastIndexOf(tag);
      if (at > 0) open.length = at;
    } else {
      const made: Open = { tag, attributes: attributesOf(tag, attributes), children: [] };
      last.children.push(made);
      if (tag !== "br" && tag !== "hr" && open.length < deepest) open.push(made);
    }
  }
  return root.children;
}

/** say adds text to an element, in one piece with the text before it. */
function say({ tag, children }: Open, words: string): void {
  if (structure.test(` ${tag} `) && !words.trim()) return;
  const before = children.at(-1);
  if (typeof before === "string") children[children.length - 1] = before + words;
  else children.push(words);
}

function attributesOf(tag: string, written: string): Attributes {
  const attribute = (name: string) => {
    const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`, "i").exec(written);
    return found ? plainly(found[1] ?? found[2] ?? found[3]!) : "";
  };
  const href = tag === "a" && readLink(attribute("href"));
  const start = tag === "ol" && /^\d{1,9}$/.exec(attribute("start"))?.[0];
  return { ...(href && { href }), ...(start && { start }) };
}

/** plainly reads what HTML writes for a character. */
function plainly(words: string): string {
  return words.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (written: string, decimal?: string, hex?: string, name?: string) => {
    if (name) return Object.hasOwn(named, name) ? named[name]! : written;
    const code = decimal ? Number(decimal) : parseInt(hex!, 16);
    return code && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
