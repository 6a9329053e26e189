import { chromium, type Browser, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Demo } from "./demo.js";

declare global {
  interface Window {
    opened?: boolean; // lost when a page is loaded again
  }
}

const kinds = ["react", "vue", "angular", "plain"] as const;
const demo = new Demo();
const problems: string[] = [];
let browser: Browser;
let overview: Page;
let pages: Frame[];
let alex: Page; // somebody else, for whom nothing of all this changes

beforeAll(async () => {
  await demo.start();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
  const visit = await browser.newContext({ viewport: { width: 1600, height: 1400 } });
  visit.on("weberror", (error) => problems.push(`${error.error()}`));
  overview = await visit.newPage();
  await overview.goto(demo.pages);
  pages = kinds.map((kind) => overview.frames().find((frame) => frame.url().includes(`/${kind}/`))!);
  alex = await visit.newPage();
  await alex.goto(`${demo.pages}/react/#alex`);
  for (const page of [...pages, alex]) await page.evaluate(() => (window.opened = true));
  await overview.bringToFront();
});
afterAll(async () => {
  await browser?.close();
  await demo.delete();
});

/** shows waits until a page shows a text for a flag; nothing where it shows nothing. */
const shows = async (page: Frame | Page, flag: string, text: string, timeout = 15_000) => {
  const read = () => page.evaluate((flag) => document.querySelector<HTMLElement>(`[data-flag="${flag}"]:not([hidden])`)?.innerText.replace(/\s+/g, " ").trim() ?? "", flag);
  await expect.poll(read, { timeout, interval: 20, message: `${flag} of ${page.url()}` }).toBe(text);
};
const all = (flag: string, text: string, timeout?: number) => Promise.all(pages.map((page) => shows(page, flag, text, timeout)));

/** why waits until all pages say why something changed last. */
const why = (reason: string) =>
  Promise.all(pages.map((page) => expect.poll(() => page.textContent(".last-change"), { timeout: 5_000, message: page.url() }).toContain(reason)));

const statuses = (status: string) =>
  Promise.all(pages.map((page) => expect.poll(() => page.textContent(".status"), { timeout: 60_000, message: page.url() }).toContain(status)));

/** be has all pages show what somebody is given. */
const be = (name: string) => overview.getByRole("button", { name, exact: true }).click();

it("four pages show the same person the same, and another page somebody else", async () => {
  await all("next-step", "Upload your brand kit");
  await all("guided-tour", "New here? Lumen in two minutes, on your first day.");
  await all("offline-mode", "Offline mode on");
  await shows(alex, "next-step", "Explore the templates");
  await statuses("live");
});

it("a rule that is changed from a terminal changes all four pages, and all are told why", async () => {
  const tail = demo.watch();
  await expect.poll(tail.text, { timeout: 5_000 }).toContain("watching production");
  const [change, back] = (await overview.locator("pre").nth(1).innerText()).trim().split("\n");
  await demo.type(change!);
  await all("next-step", "Explore the templates");
  await why("the next step changed, because revision 2 was published");
  await expect.poll(tail.text).toMatch(/next-step\s+brand → explore\s+publish of revision 2, 4 listeners/);
  await demo.type(back!);
  await all("next-step", "Upload your brand kit");
  await why("revision 3 was published");
  tail.end();
});

it("what is done on the four pages counts together, and the fifth use changes all of them", async () => {
  for (const page of pages) await page.getByRole("button", { name: "Use the board" }).click();
  await expect.poll(() => demo.type("bin/fingerpost profiles show --user mara"), { timeout: 20_000 }).toMatch(/feature_used\s.*\b4\b/);
  await all("next-step", "Upload your brand kit");
  await pages[3]!.getByRole("button", { name: "Export a plan" }).click();
  await all("next-step", "Invite your team");
  await why("the next step changed, because of what was just done");
});

it("another person is given other answers, and the pages go on following", async () => {
  for (const page of pages) await page.getByRole("link", { name: "June" }).click();
  await all("next-step", "Explore the templates");
  await all("welcome-checklist", "Ready for the season Import your product list Plan the next campaign Invite your shop team");
  await be("Alex");
  await all("new-editor", "New editor on");
  await all("guided-tour", "");
});

it("what ends by itself is gone from all pages at that moment", async () => {
  await demo.signedUp("ines", new Date(Date.now() - 24 * 3_600_000 + 8_000));
  await be("Inés");
  await all("guided-tour", "New here? Lumen in two minutes, on your first day.", 5_000);
  await all("guided-tour", "");
  await why("the guided tour changed, because of the time alone");
});

it("nothing changed for somebody whom none of it was about, and nothing was loaded again", async () => {
  await shows(alex, "next-step", "Explore the templates");
  expect(await alex.textContent(".last-change")).toContain("Nothing has changed");
  for (const page of [...pages, alex]) expect(await page.evaluate(() => window.opened), page.url()).toBe(true);
});

it("a page that does not show what it should is found out", async () => {
  await expect(shows(alex, "next-step", "Never published", 300)).rejects.toThrow("Never published");
});

it("the pages keep what they show while the server is away, and follow it when it is back", async () => {
  await be("Mara");
  await all("next-step", "Invite your team");
  await demo.kill();
  await statuses("reconnecting");
  await all("next-step", "Invite your team");
  await demo.restart();
  await statuses("live");
  await demo.type("bin/fingerpost export | sed 's/Invite your team/Bring your team/' | bin/fingerpost apply -f -");
  await all("next-step", "Bring your team");
  for (const page of pages) expect(await page.evaluate(() => window.opened), page.url()).toBe(true);
  expect(problems).toEqual([]);
}, 120_000);
