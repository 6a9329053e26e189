// Builds the plain script of a page without a bundler: one file, with the global Fingerpost.
import { build } from "esbuild";

await build({
  entryPoints: ["web/dist/script.js"],
  outfile: "web/dist/fingerpost.min.js",
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Fingerpost",
  target: "es2022",
  legalComments: "none",
});
