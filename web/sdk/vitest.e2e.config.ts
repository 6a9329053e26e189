import { defineConfig } from "vitest/config";

// Pages in a real browser, of the packages as they were built, with a real server: FINGERPOST_BINARY=../../bin/fingerpost.
export default defineConfig({
  test: {
    include: ["e2e/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
