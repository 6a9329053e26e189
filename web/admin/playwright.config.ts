import { defineConfig } from "@playwright/test";

// The tests drive Chromium against the real server, which each worker starts for itself.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 30_000,
  workers: 2,
  reporter: [["list"], ["json", { outputFile: process.env["FINGERPOST_REPORT"] ?? "test-results/report.json" }]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
    },
    trace: "off",
  },
});
