import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The server puts a nonce into index.html at every answer; light-dark() is what the oldest of these browsers understand.
export default defineConfig({
  base: "/admin/",
  plugins: [react()],
  build: {
    target: ["chrome123", "firefox120", "safari17.5"],
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": process.env["FINGERPOST_URL"] ?? "http://127.0.0.1:7070" } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    css: false,
  },
});
