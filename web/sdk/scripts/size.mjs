// Measures what pages load, and fails where it is more than it may be: node scripts/size.mjs, after npm run build. FINGERPOST_SIZE_LIMIT is
// another limit for all of it.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What is measured: the code of a page, what it may weigh in bytes of gzip, and what does not count because the page has it anyway. */
const budgets = [
  { name: "@fingerpost/web, first load", code: 'export { FingerpostProvider } from "@fingerpost/web"', limit: 2_500 },
  {
    name: "with @openfeature/web-sdk",
    code: 'import { OpenFeature } from "@openfeature/web-sdk"; import { FingerpostProvider } from "@fingerpost/web"; OpenFeature.setProvider(new FingerpostProvider({ url: "", key: "" }))',
    limit: 9_500,
  },
  { name: "@fingerpost/web/client", code: 'export * from "@fingerpost/web/client"', limit: 2_200 },
  { name: "@fingerpost/web/events", code: 'export * from "@fingerpost/web/events"', limit: 2_000 },
  { name: "@fingerpost/web/storage", code: 'export * from "@fingerpost/web/storage"', limit: 700 },
  { name: "fingerpost.min.js", file: "web/dist/fingerpost.min.js", limit: 5_000 },
  {
    name: "@fingerpost/react, beside OpenFeature's",
    code: 'export { FingerpostProvider, useFlag } from "@fingerpost/react"',
    limit: 3_000,
    external: ["react", "@openfeature/*"],
  },
  { name: "@fingerpost/vue", code: 'export * from "@fingerpost/vue"', limit: 2_700, external: ["vue"] },
  { name: "@fingerpost/angular, beside Angular", code: 'export * from "@fingerpost/angular"', limit: 3_300, external: ["@angular/*", "rxjs"] },
  { name: "@fingerpost/web/slots", code: 'export * from "@fingerpost/web/slots"', limit: 2_000 },
  { name: "fingerpost-slots.min.js", file: "web/dist/fingerpost-slots.min.js", limit: 7_800 },
  { name: "slots.css", file: "web/dist/slots.css", limit: 3_000 },
  { name: "@fingerpost/react/slots, beside the provider", code: 'export { Slot } from "@fingerpost/react/slots"', limit: 6_200, external: ["react", "@openfeature/*"] },
  { name: "@fingerpost/vue/slots, with useFlag", code: 'export { Slot } from "@fingerpost/vue/slots"', limit: 6_400, external: ["vue"] },
  { name: "@fingerpost/angular/slots, with the service", code: 'export { Slot } from "@fingerpost/angular/slots"', limit: 9_900, external: ["@angular/*", "rxjs"] },
];

const root = new URL("..", import.meta.url).pathname;
const compressed = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** Returns the size of what a page loads first; what it loads later does not count. */
async function firstLoad({ code, file, external = [] }) {
  if (file) return compressed(readFileSync(root + file));
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    external,
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const first = new Set(["out/stdin.js"]);
  for (const chunk of first) for (const { kind, path } of metafile.outputs[chunk].imports) if (kind === "import-statement" && path in metafile.outputs) first.add(path);
  return outputFiles
    .filter(({ path }) => [...first].some((chunk) => path.endsWith(chunk)))
    .reduce((sum, { contents }) => sum + compressed(contents), 0);
}

let failed = 0;
for (const budget of budgets) {
  const size = await firstLoad(budget);
  const limit = Number(process.env.FINGERPOST_SIZE_LIMIT ?? budget.limit);
  const fits = size <= limit;
  if (!fits) failed++;
  console.log(`${fits ? "ok  " : "FAIL"}  ${budget.name.padEnd(44)} ${String(size).padStart(6)} of ${limit} bytes`);
}
process.exitCode = failed ? 1 : 0;
