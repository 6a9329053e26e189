// Slots as people meet them: in four kinds of pages, in three languages, with pointer and keyboard.
import { readFile } from "node:fs/promises";
import type { AxeResults, RunOptions } from "axe-core";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contentOf } from "./content.js";
import { servePages, slotKinds, type SlotKind } from "./pages.js";
import { Server } from "./server.js";

declare global {
  interface Window {
    axe: { run(root: string, options: RunOptions): Promise<AxeResults> };
  }
}

const server = new Server();
let browser: Browser;
let visit: BrowserContext;
let pages: Awaited<ReturnType<typeof servePages>>;
let problems: string[];
let visits = 0;
let axe: string;

beforeAll(async () => {
  await server.start();
  pages = await servePages();
  axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking"] });
});
afterAll(async () => {
  await browser.close();
  pages.close();
  await server.delete();
});
beforeEach(async () => {
  problems = [];
  visit = await browser.newContext({ viewport: { width: 900, height: 900 } });
  await visit.route(/invalid/, (route) => route.fulfill({ contentType: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"/>' }));
  await server.define(contentOf());
});
afterEach(async () => {
  await visit.close();
  expect(problems).toEqual([]);
});

async function open(kind: SlotKind, slots: string, more: Readonly<Record<string, string>> = {}): Promise<Page> {
  const page = await visit.newPage();
  page.on("pageerror", (error) => problems.push(`${kind}: ${error}`));
  await page.goto(`${pages.origin}/${kind}?${new URLSearchParams({ url: server.url, key: server.key, person: `person-${++visits}`, slots, ...more })}`);
  return page;
}

const person = () => `person-${visits}`;
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
const text = (page: Page, selector: string) => page.locator(selector).innerText();
/** settled gives a page time to do what it should not. */
const settled = (page: Page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
const counts = () => server.counts(person()).then((all) => Object.fromEntries(Object.entries(all).filter(([event]) => event !== "Flag Exposed")));

describe.each(slotKinds)("%s", (kind) => {
  it("shows what is published without being loaded again, and keeps what somebody is doing", async () => {
    const page = await open(kind, "start,own,nothing,letter");
    await page.waitForSelector("text=Good to see you");
    await page.focus("#start .fp-action");
    await server.define(contentOf({ headline: "Better than ever" }));
    await page.waitForSelector("text=Better than ever");
    expect(await focused(page)).toBe("fp-action fp-action");
    expect(await page.locator("h2").count()).toBe(1);
    expect(await text(page, "#own strong")).toBe("just");
    expect(await text(page, "#nothing")).toBe("nothing in nothing");
    expect(await text(page, "#letter")).toBe("");
  });

  it("speaks German and Arabic", async () => {
    const german = await open(kind, "start,steps", { locale: "de-AT" });
    await german.waitForSelector("text=Schön, dass du da bist");
    expect(await german.locator(".fp-hero").getAttribute("lang")).toBe("de");
    expect(await german.locator(".fp-hero").getAttribute("dir")).toBe("ltr");
    await german.locator(".fp-mark[aria-label=Erledigt]").waitFor();
    const arabic = await open(kind, "start,top", { locale: "ar" });
    await arabic.waitForSelector("text=سعداء برؤيتك");
    expect(await arabic.locator(".fp-hero").getAttribute("dir")).toBe("rtl");
    const [words, image] = [await arabic.locator(".fp-hero .fp-words").boundingBox(), await arabic.locator(".fp-hero .fp-image").boundingBox()];
    expect(words!.x).toBeGreaterThan(image!.x);
    expect(await arabic.locator(".fp-close").getAttribute("aria-label")).toBe("إغلاق");
  });

  it("has a banner that is closed for the session, and says so", async () => {
    const page = await open(kind, "top");
    await page.getByRole("status").getByText("boards can be").waitFor();
    await expect.poll(counts, { timeout: 10_000 }).toEqual({ "Content Viewed": 1 });
    await page.getByRole("button", { name: "Close" }).click();
    await page.waitForSelector(".fp-banner", { state: "detached" });
    await expect.poll(counts, { timeout: 10_000 }).toEqual({ "Content Viewed": 1, "Content Dismissed": 1 });
    await page.reload();
    await settled(page);
    await settled(page);
    expect(await page.locator(".fp-banner").count()).toBe(0);
  });

  it("tells the page and the server what is pressed", async () => {
    const page = await open(kind, "start,steps");
    await page.click("text=Make a board");
    expect(await page.evaluate(() => location.hash)).toBe("#boards");
    await page.click("text=Invite somebody");
    expect(await page.evaluate(() => window.heard)).toEqual(["welcome action", "first-steps items.1"]);
    expect(await page.locator("progress").getAttribute("value")).toBe("1");
    await expect.poll(counts, { timeout: 10_000 }).toEqual({ "Content Viewed": 2, "Content Clicked": 2 });
  });

  it("has a dialogue that takes the focus, and gives it back on Escape", async () => {
    const page = await open(kind, "nothing");
    await page.waitForSelector("text=nothing in nothing");
    await page.focus("#field");
    await page.evaluate(() => {
      document.body.style.paddingBlockEnd = "3000px";
      scrollTo(0, 1500); // wherever somebody is, the dialogue is in front of them
    });
    const dialogue = contentOf() as { flags: { dialogue: object } };
    await server.define({ ...dialogue, flags: { ...dialogue.flags, nothing: dialogue.flags.dialogue } });
    await page.getByRole("dialog", { name: "Try it for free" }).waitFor();
    expect(await focused(page)).toBe("fp-close");
    expect(await page.evaluate(() => scrollY)).toBe(1500);
    const { y, height } = (await page.getByRole("dialog").boundingBox())!;
    expect(Math.abs(y + height / 2 - 450)).toBeLessThan(20);
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest("dialog"))).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    expect(await focused(page)).toBe("field");
    await expect.poll(counts, { timeout: 10_000 }).toEqual({ "Content Viewed": 1, "Content Dismissed": 1 });
  });

  it("has a dialogue whose button leads on", async () => {
    const page = await open(kind, "dialogue");
    await page.click("dialog >> text=Begin");
    await page.waitForSelector("dialog", { state: "detached" });
    expect(await page.evaluate(() => location.hash)).toBe("#trial");
    await expect.poll(counts, { timeout: 10_000 }).toMatchObject({ "Content Clicked": 1 });
    expect((await counts())["Content Dismissed"]).toBeUndefined();
  });

  it("has a survey that is answered with the keyboard", async () => {
    const page = await open(kind, "question");
    await page.getByRole("radiogroup", { name: "How likely" }).waitFor();
    await page.focus(".fp-close");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
    expect(await page.locator("input:checked").getAttribute("value")).toBe("7");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Boards <3");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Thank you!").waitFor();
    expect(await page.locator("fieldset").count()).toBe(0);
    await expect.poll(counts, { timeout: 10_000 }).toMatchObject({ "Survey Answered": 1 });
    await page.reload();
    await settled(page);
    expect(await page.locator(".fp-survey").count()).toBe(0);
  });

  it("has a tour that goes from target to target, and ends on Escape", async () => {
    const page = await open(kind, "tour");
    await page.getByRole("dialog", { name: "This is the target" }).waitFor();
    const [target, step] = [await page.locator("#target").boundingBox(), await page.locator(".fp-tour-step").boundingBox()];
    expect(step!.y).toBeGreaterThanOrEqual(target!.y + target!.height);
    await page.click("text=Next");
    await page.getByRole("dialog", { name: "And this is a field" }).waitFor();
    expect(await page.locator(".fp-tour-step").count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".fp-tour-step", { state: "detached" });
    await settled(page);
    expect(await page.locator(".fp-tour-step").count()).toBe(0);
  });

  it("has a tooltip for the pointer and for the keyboard", async () => {
    const page = await open(kind, "help");
    await page.waitForSelector("#target[aria-describedby]");
    const tip = page.getByRole("tooltip");
    expect(await tip.count()).toBe(0);
    await page.focus("#target");
    await tip.waitFor();
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "detached" });
    await page.hover("#target");
    await tip.waitFor();
    await page.mouse.move(800, 800);
    await tip.waitFor({ state: "detached" });
  });
});

describe.each(["react", "vue", "plain"] as const)("with a policy that allows no script and no style of others, slots-%s", (kind) => {
  it("shows everything", async () => {
    const page = await open(`slots-${kind}`, "top,start,steps,tour,question", { policy: "" });
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.getByRole("dialog", { name: "This is the target" }).waitFor();
    expect(await page.locator(".fp-item").count()).toBe(5);
  });
});

it("what nobody had on the screen is not reported", async () => {
  await visit.close();
  visit = await browser.newContext({ viewport: { width: 900, height: 420 } });
  const page = await open("slots-plain", "start,steps");
  await page.waitForSelector(".fp-checklist");
  await expect.poll(counts, { timeout: 10_000 }).toEqual({ "Content Viewed": 1 });
  await page.locator(".fp-checklist").scrollIntoViewIfNeeded();
  await expect.poll(counts, { timeout: 10_000 }).toEqual({ "Content Viewed": 2 });
});

describe("axe", () => {
  const check = async (page: Page) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => window.axe.run("#app", { rules: { region: { enabled: false } } }));
    expect(passes.length).toBeGreaterThan(5);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  };

  it.each(["light", "dark"] as const)("finds nothing wrong with what stands in the page, %s", async (colorScheme) => {
    for (const locale of ["en", "ar"]) {
      const page = await open("slots-plain", "top,start,steps,question,own", { locale });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => Object.assign(document.documentElement.style, { colorScheme: "light dark", background: "Canvas" }));
      await page.waitForSelector(".fp-survey");
      await page.check("input[value='8']", { force: true });
      expect(await check(page)).toEqual([]);
    }
  });

  it.each(["tour", "help", "dialogue"])("finds nothing wrong with what floats: %s", async (slot) => {
    const page = await open("slots-plain", slot);
    await page.waitForSelector(".fp-item", { state: "attached" });
    if (slot === "help") await page.hover("#target");
    await page.waitForSelector(".fp-item:not([hidden])");
    expect(await check(page)).toEqual([]);
  });

  it("finds out what is wrong", async () => {
    const page = await open("slots-plain", "start");
    await page.waitForSelector(".fp-image");
    await page.evaluate(() => document.querySelector(".fp-image")!.removeAttribute("alt"));
    expect(await check(page)).toHaveLength(1);
  });
});
