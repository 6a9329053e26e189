// Holds what browsers load to its budget. What counts is what a page brings along, compressed, with everything that it imports.
import { readFileSync, statSync } from "node:fs";

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));
const only = process.env.FINGERPOST_SIZE_LIMIT;
const kB = (name) => statSync(new URL(`${name}.gz`, dist)).size / 1000;

/** closure returns the entries that one imports, itself among them. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

/** weigh sums up entries: their scripts and their style sheets. */
function weigh(keys) {
  const js = new Set(), css = new Set();
  for (const key of keys) {
    if (manifest[key].file.endsWith(".js")) js.add(manifest[key].file);
    for (const sheet of manifest[key].css ?? []) css.add(sheet);
  }
  const sum = (files) => [...files].reduce((all, file) => all + kB(file), 0);
  return { js: sum(js), css: sum(css) };
}

const first = closure("index.html");
const without = (keys, others) => new Set([...keys].filter((key) => !others.has(key)));
const editor = Object.keys(manifest).find((key) => manifest[key].src?.endsWith("editor/Source.tsx"));
const english = Object.keys(manifest).filter((key) => manifest[key].src?.endsWith("texts/en/shell.ts"));
const home = "src/pages/home/Home.tsx";
const start = new Set([...first, ...english.flatMap((key) => [...closure(key)]), ...closure(home)]);

const rows = [
  ["first page, scripts", weigh(start).js, 200],
  ["first page, styles", weigh(start).css, 22],
];
for (const [key, entry] of Object.entries(manifest)) {
  if (!entry.isDynamicEntry || key === editor || key === home || !entry.src?.startsWith("src/pages/")) continue;
  const own = without(closure(key), start);
  rows.push([entry.src.replace("src/pages/", ""), weigh(own).js + weigh(own).css, 60]);
}
if (editor) rows.push(["editor of expressions", weigh(without(closure(editor), start)).js, 130]);

let failed = false;
for (const [name, size, limit] of rows) {
  const most = only === undefined ? limit : Number(only);
  const fits = size <= most;
  failed ||= !fits;
  console.log(`${fits ? "ok " : "TOO LARGE"} ${name.padEnd(40)} ${size.toFixed(1).padStart(7)} kB of ${most}`);
}
if (failed) process.exit(1);
