import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@fingerpost\/web$/, replacement: source("./web/src/index.ts") },
      { find: /^@fingerpost\/web\/(.*)$/, replacement: `${source("./web/src")}/$1.ts` },
    ],
  },
  oxc: { decorator: { legacy: true } }, // as Angular writes them
  test: {
    environment: "happy-dom",
    include: ["*/src/**/*.test.{ts,tsx}"],
    typecheck: { enabled: true, include: ["*/src/**/*.test-d.{ts,tsx}"], tsconfig: "./tsconfig.test.json" },
    restoreMocks: true,
    unstubGlobals: true,
  },
});
