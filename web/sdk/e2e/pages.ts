import { createServer, type Server as HTTPServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;

/** The pages, each with a binding of its own. */
export const kinds = ["provider", "react", "vue", "angular", "plain"] as const;
export type Kind = (typeof kinds)[number];

/** servePages builds the pages from the packages as they were built, and serves them from an origin that is not the server's. */
export async function servePages(): Promise<{ origin: string; close(): void }> {
  const { outputFiles } = await build({
    entryPoints: kinds.map((kind) => `${here}pages/${kind}.${kind === "react" ? "tsx" : "ts"}`),
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
  files.set("/fingerpost.min.js", await readFile(`${here}../web/dist/fingerpost.min.js`));

  const server: HTTPServer = createServer((request, response) => {
    const { pathname } = new URL(request.url!, "http://pages");
    const file = files.get(pathname);
    response.setHeader("content-type", file ? "text/javascript" : "text/html; charset=utf-8");
    response.end(file ?? page(pathname.slice(1)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

/** page is the document of a kind. */
function page(kind: string): string {
  const rendersItself = kind === "provider" || kind === "plain";
  return `<!doctype html><link rel="icon" href="data:,"><title>${kind}</title>
<body><div id="app">${rendersItself ? '<p id="hero"></p><p id="status"></p>' : ""}</div>
${kind === "plain" ? '<script src="/fingerpost.min.js"></script>' : ""}<script type="module" src="/${kind}.js"></script></body>`;
}
