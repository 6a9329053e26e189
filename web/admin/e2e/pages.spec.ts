import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test, type Served } from "./server";

interface Screen {
  name: string;
  path: string;
  /** A text that is there when the page is whole. */
  text: string | RegExp;
  /** Nobody is signed in. */
  outside?: "fresh" | "served";
  /** What is done before it is looked at. */
  act?: (page: Page) => Promise<void>;
}

/** Every screen of the console is here. */
const screens: Screen[] = [
  { name: "sign-in", path: "/admin/signin", text: "Welcome back", outside: "served" },
  { name: "set-up", path: "/admin/setup#abc", text: "Set up Fingerpost", outside: "fresh" },
  { name: "invitation", path: "/admin/invitation", text: "This link is not complete", outside: "served" },
  { name: "home", path: "/admin/production", text: "Last releases" },
  { name: "segments", path: "/admin/production/segments", text: "activated" },
  { name: "segment", path: "/admin/production/segments/activated", text: "of 400 known people" },
  { name: "profiles", path: "/admin/production/profiles", text: "user-" },
  { name: "profile not there", path: "/admin/production/profiles/nobody", text: "could not be loaded" },
  { name: "events", path: "/admin/production/events", text: "feature_used" },
  { name: "event", path: "/admin/production/events/declared/feature_used", text: "Add a property" },
  { name: "failed events", path: "/admin/production/events/failed", text: "Nothing has failed" },
  { name: "violations", path: "/admin/production/events/violations", text: "All is as declared" },
  { name: "background work", path: "/admin/production/events/work", text: /Segments are counted|Nothing goes on/ },
  { name: "live", path: "/admin/production/live", text: "listen now" },
  { name: "people", path: "/admin/production/settings", text: "Ada Byron" },
  { name: "keys", path: "/admin/production/settings/keys", text: "Pages that may use client keys" },
  { name: "environments", path: "/admin/production/settings/environments", text: "People see this" },
  { name: "attributes", path: "/admin/production/settings/attributes", text: "first_day_uses" },
  { name: "attribute", path: "/admin/production/settings/attributes/first_day_uses", text: "How often feature_used happened" },
  { name: "lists", path: "/admin/production/settings/lists", text: "beta-testers" },
  { name: "list", path: "/admin/production/settings/lists/beta-testers", text: "Add members" },
  { name: "approvals and audit", path: "/admin/production/settings/publishing", text: "Nobody has changed what was published" },
  { name: "images", path: "/admin/production/settings/images", text: "Room for images" },
  { name: "my account", path: "/admin/production/settings/account", text: "Appearance and language" },
  { name: "flags", path: "/admin/production/flags", text: "new-editor" },
  { name: "new-flag", path: "/admin/production/flags", text: "new-editor", act: (page) => page.getByRole("button", { name: "New flag" }).click() },
  { name: "flag", path: "/admin/production/flags/new-editor", text: "Who gets what", act: (page) => page.locator("ol [aria-expanded=false]").first().click() },
  { name: "review-empty", path: "/admin/production/review", text: "Nothing to review" },
  { name: "releases", path: "/admin/production/releases", text: "Now" },
  { name: "release", path: "/admin/production/releases/1", text: "Revision 1" },
  { name: "nowhere", path: "/admin/production/segments/nobody", text: "There is no segment nobody" },
  { name: "palette", path: "/admin/production/segments", text: "activated", act: (page) => page.keyboard.press("Control+k") },
  { name: "shortcuts", path: "/admin/production/segments", text: "activated", act: (page) => page.keyboard.press("?") },
  { name: "content", path: "/admin/production/content", text: "first-steps" },
  { name: "new content", path: "/admin/production/content", text: "first-steps", act: (page) => page.getByRole("button", { name: "New content" }).click() },
  { name: "entry", path: "/admin/production/content/welcome", text: "The headline" },
  { name: "entry in Arabic", path: "/admin/production/content/welcome", text: "The headline", act: (page) => page.getByRole("tab", { name: /Arabic/ }).click() },
  { name: "entry, a variant in all languages", path: "/admin/production/content/first-steps", text: "The headline", act: async (page) => { await page.getByRole("button", { name: /^designer/ }).click(); await page.getByRole("tab", { name: "All, side by side" }).click(); } },
  { name: "personal value", path: "/admin/production/content/welcome", text: "The headline", act: (page) => page.getByRole("button", { name: /^first name/ }).first().click() },
  { name: "no entry", path: "/admin/production/content/nothing", text: "There is no content called nothing" },
  { name: "slots", path: "/admin/production/slots", text: "home-hero" },
  { name: "slot", path: "/admin/production/slots/home-banner", text: "Everybody else" },
  { name: "slot with all settings", path: "/admin/production/slots/upgrade-modal", text: "Everybody else", act: (page) => page.getByRole("button", { name: /^Timing, limits and experiments/ }).click() },
  { name: "preview", path: "/admin/production/slots", text: "home-hero", act: async (page) => { await page.keyboard.press("p"); await page.getByRole("button", { name: "Why? home-hero" }).click(); } },
];

// Screens do not depend on each other: each is free to go to the next worker.
test.describe.configure({ mode: "parallel" });

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 400, height: 800 } } as const;

/** look holds a screen, as it is now, against what everybody has to be able to use and read. */
async function look(page: Page, name: string): Promise<void> {
  if (process.env["FINGERPOST_SHOTS"]) await page.screenshot({ path: `shots/${name}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page }).exclude("iframe[sandbox]").analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`), name).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `${name}: the page is wider than its window`).toBeLessThanOrEqual(0);
}

for (const screen of screens) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`${screen.name}, ${size}`, async ({ page, served, fresh }) => {
      const server: Served = screen.outside === "fresh" ? fresh : served;
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      if (!screen.outside) await signIn(page, server);
      await page.goto(server.url + screen.path);
      await expect(page.getByText(screen.text).first()).toBeVisible();
      await screen.act?.(page);
      await page.waitForLoadState("networkidle");
      await look(page, `${screen.name}-light-${size}`);
      await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
      await look(page, `${screen.name}-dark-${size}`);
    });
  }
}
