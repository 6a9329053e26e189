// Builds the plain scripts of a page without a bundler, each one file with one global: Fingerpost, and FingerpostSlots beside it; and the stylesheet of slots.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

for (const [entry, file, globalName] of [
  ["script.js", "fingerpost.min.js", "Fingerpost"],
  ["slots/script.js", "fingerpost-slots.min.js", "FingerpostSlots"],
]) {
  await build({
    entryPoints: [`web/dist/${entry}`],
    outfile: `web/dist/${file}`,
    bundle: true,
    minify: true,
    format: "iife",
    globalName,
    target: "es2022",
    legalComments: "none",
  });
}
await copyFile("web/src/slots.css", "web/dist/slots.css");
