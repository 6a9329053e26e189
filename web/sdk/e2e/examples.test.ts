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

/** says waits until an element of a page has a text. */
const says = async (page: Frame | Page, selector: string, text: string) => {
  const read = () => page.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.innerText.replace(/\s+/g, " ").trim(), selector);
  await expect.poll(read, { timeout: 15_000, interval: 20, message: `${selector} of ${page.url()}` }).toBe(text);
};
const allSay = (selector: string, text: string) => Promise.all(pages.map((page) => says(page, selector, text)));
const headline = ".fp-hero h1";

/** command is a line that the overview shows, by what it is good for. */
const command = (title: string) => overview.locator("li", { hasText: title }).locator("pre").innerText();

/** why waits until all pages say why something changed last. */
const why = (reason: string) =>
  Promise.all(pages.map((page) => expect.poll(() => page.textContent(".last-change"), { timeout: 5_000, message: page.url() }).toContain(reason)));

const statuses = (status: string) =>
  Promise.all(pages.map((page) => expect.poll(() => page.textContent(".status"), { timeout: 60_000, message: page.url() }).toContain(status)));

/** be has all pages show what somebody is given. */
const be = (name: string) => overview.getByRole("button", { name, exact: true }).click();

it("four pages show the same person the same, and another page somebody else", async () => {
  await allSay(headline, "Make Lumen look like you, Mara");
  await allSay(".fp-checklist h2", "Make it look like you");
  await all("next-step", "Upload your brand kit");
  await all("guided-tour", "New here? Lumen in two minutes, on your first day.");
  await all("offline-mode", "Offline mode on");
  await says(alex, headline, "Welcome to Lumen, Alex");
  await shows(alex, "next-step", "Explore the templates");
  await statuses("live");
});

it("all four read German and Arabic, each written in its direction", async () => {
  const words = {
    Deutsch: { lang: "de", dir: "ltr", title: "Gib Lumen dein Gesicht, Mara", step: "Lade dein Marken-Paket hoch" },
    العربية: { lang: "ar", dir: "rtl", title: "اجعل لومن يشبهك، Mara", step: "ارفع هوية علامتك" },
    English: { lang: "en", dir: "ltr", title: "Make Lumen look like you, Mara", step: "Upload your brand kit" },
  };
  for (const [language, { lang, dir, title, step }] of Object.entries(words)) {
    for (const page of pages) await page.getByRole("link", { name: language }).click();
    await allSay(headline, title);
    await all("next-step", step);
    for (const page of pages) {
      const written = await page.evaluate(() => [document.documentElement, document.querySelector(".fp-hero")!].flatMap((one) => [one.getAttribute("lang"), one.getAttribute("dir")]));
      expect(written, page.url()).toEqual([lang, dir, lang, dir]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(width, `overflow of ${page.url()} in ${language}`).toBe(0);
    }
  }
});

it("an address says in which language to begin", async () => {
  const page = await alex.context().newPage();
  await page.goto(`${demo.pages}/plain/?lang=ar`);
  await says(page, headline, "اجعل لومن يشبهك، Mara");
  await page.close();
  await overview.bringToFront();
});

it("a headline that is published is on all four pages, and one command brings the old one back", async () => {
  await demo.type(await command("Change a headline"));
  await allSay(headline, "Lumen, in your colours, Mara");
  await why("the headline changed, because revision 2 was published");
  await demo.type(await command("Bring yesterday back"));
  await allSay(headline, "Make Lumen look like you, Mara");
  await why("revision 3 was published");
});

it("a rule that is changed from a terminal changes all four pages, and all are told why", async () => {
  const tail = demo.watch();
  await expect.poll(tail.text, { timeout: 5_000 }).toContain("watching production");
  await demo.type(await command("Change a rule"));
  await all("next-step", "Explore the templates");
  await why("the next step changed, because revision 4 was published");
  await expect.poll(tail.text).toMatch(/next-step\s+brand → explore\s+publish of revision 4, \d+ listeners/);
  await demo.type(await command("Bring yesterday back"));
  await all("next-step", "Upload your brand kit");
  await why("revision 5 was published");
  tail.end();
});

it("a day to come can be looked at", async () => {
  const page = await alex.context().newPage();
  await page.goto(await demo.type(await command("See a day in March")));
  await page.getByText("Gib Lumen dein Gesicht").first().waitFor();
  await page.getByText("Frühlingsangebot").first().waitFor();
  await page.close();
  await overview.bringToFront();
});

it("a banner can be closed", async () => {
  for (const page of pages) {
    await expect.poll(() => page.textContent(".fp-banner"), { message: page.url() }).toMatch(/Your trial runs until \d{4}-\d\d-\d\d/);
    await page.locator(".fp-banner").getByRole("button", { name: "Close" }).click();
    await page.locator(".fp-banner").waitFor({ state: "detached" });
  }
});

it("what is done on the four pages counts together, and the fifth use changes all of them", async () => {
  for (const page of pages) await page.getByRole("button", { name: "Use the board" }).click();
  await expect.poll(() => demo.type("bin/fingerpost profiles show --user mara"), { timeout: 20_000 }).toMatch(/feature_used\s.*\b4\b/);
  await all("next-step", "Upload your brand kit");
  await pages[3]!.getByRole("button", { name: "Export a plan" }).click();
  await all("next-step", "Invite your team");
  await why("because of what was just done");
});

it("who is busy on trial is asked to upgrade, in a dialogue that has the focus until Escape closes it", async () => {
  for (const page of pages) {
    const dialogue = page.getByRole("dialog", { name: "You are on a roll" });
    await dialogue.getByText("You used 5 features").waitFor();
    await dialogue.getByRole("button", { name: "Not now" }).press("Escape");
    await dialogue.waitFor({ state: "detached" });
    await page.locator(".fp-checklist").waitFor({ state: "detached" }); // whoever got something done needs no first steps
  }
  // Of pages side by side only one has the focus, so each once more by itself.
  for (const kind of kinds) {
    const page = await alex.context().newPage();
    await page.goto(`${demo.pages}/${kind}/#mara/de`);
    await page.getByRole("dialog", { name: "Läuft bei dir" }).getByText("5 Funktionen").waitFor();
    expect(await page.evaluate(() => Boolean(document.activeElement?.closest("dialog:modal"))), kind).toBe(true);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.close();
  }
  await overview.bringToFront();
});

it("another person is given other answers, and the pages go on following", async () => {
  for (const page of pages) await page.getByRole("link", { name: "June" }).click();
  await allSay(headline, "Welcome to Lumen, June");
  await allSay(".fp-checklist h2", "Three steps to your first project");
  await pages[0]!.getByRole("link", { name: "Name a project" }).click();
  await allSay(".fp-progress", "1 / 3");
  await says(pages[0]!, ".elsewhere", "In Lumen this leads to /projects/new.");
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
