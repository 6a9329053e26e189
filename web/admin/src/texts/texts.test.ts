import { describe, expect, it } from "vitest";

type Tree = { [key: string]: string | Tree };
const files = import.meta.glob<{ default: Tree }>("./{en,de}/*.ts", { eager: true });
const namespaces = [...new Set(Object.keys(files).map((file) => file.split("/")[2]!))];

/** flat lists texts by the way to them. */
function flat(tree: Tree, way = ""): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, text]) => (typeof text === "string" ? [[way + key, text] as const] : [...flat(text, `${way}${key}.`)])));
}

const places = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe.each(namespaces)("%s", (name) => {
  const en = flat(files[`./en/${name}`]?.default ?? {});
  const de = flat(files[`./de/${name}`]?.default ?? {});

  it("has the same keys in English and in German", () => expect([...de.keys()].sort()).toEqual([...en.keys()].sort()));

  it("has the same places in each text", () => {
    for (const [key, text] of en) expect([key, places(de.get(key) ?? "")]).toEqual([key, places(text)]);
  });

  it("leaves no text empty", () => expect([...en, ...de].filter(([, text]) => text.trim() === "")).toEqual([]));
});
