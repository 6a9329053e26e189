import { createServer, type Server as HTTPServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;

/** The pages, each with a binding of its own. */
export const kinds = ["provider", "react", "vue", "angular", "plain"] as const;
export type Kind = (typeof kinds)[number];

/** The pages that show slots. */
export const slotKinds = ["slots-react", "slots-vue", "slots-angular", "slots-plain"] as const;

/** A page that shows what it was sent as HTML, as none should. */
export const control = "slots-control";
export type SlotKind = (typeof slotKinds)[number] | typeof control;

/** servePages builds the pages from the packages as they were built, and serves them from an origin that is not the server's. */
export async function servePages(): Promise<{ origin: string; close(): void }> {
  const { outputFiles } = await build({
    entryPoints: [...kinds, ...slotKinds, control].map((kind) => `${here}pages/${kind}.${kind.endsWith("react") ? "tsx" : "ts"}`),
    outdir: "/",
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"', ngDevMode: "false", __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    write: false,
    logLevel: "error",
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  for (const file of ["fingerpost.min.js", "fingerpost-slots.min.js", "slots.css"]) files.set(`/${file}`, await readFile(`${here}../web/dist/${file}`));

  const server: HTTPServer = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://pages");
    const file = files.get(pathname);
    response.setHeader("content-type", pathname.endsWith(".css") ? "text/css" : file ? "text/javascript" : "text/html; charset=utf-8");
    response.end(file ?? page(pathname.slice(1), searchParams.has("policy")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

/** page is the document of a kind. */
function page(kind: string, policy: boolean): string {
  if (kind.startsWith("slots-")) return slotPage(kind, policy);
  const rendersItself = kind === "provider" || kind === "plain";
  return `<!doctype html><link rel="icon" href="data:,"><title>${kind}</title>
<body><div id="app">${rendersItself ? '<p id="hero"></p><p id="status"></p>' : ""}</div>
${kind === "plain" ? '<script src="/fingerpost.min.js"></script>' : ""}<script type="module" src="/${kind}.js"></script></body>`;
}

/** slotPage is the document of a page that shows slots. With a policy no script runs but its own, and no style but the stylesheet's. */
function slotPage(kind: string, policy: boolean): string {
  const allowed = policy ? `<meta http-equiv="content-security-policy" content="script-src 'self'; style-src 'self'">` : "";
  const scripts = kind === "slots-plain" ? ["fingerpost.min.js", "fingerpost-slots.min.js"].map((file) => `<script src="/${file}"></script>`).join("") : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8">${allowed}<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/slots.css"><title>${kind}</title>
<body><main><h1>${kind}</h1><button id="target" type="button">Target</button><input id="field" aria-label="Field"><div id="app"></div></main>
${scripts}<script type="module" src="/${kind}.js"></script></body>`;
}
