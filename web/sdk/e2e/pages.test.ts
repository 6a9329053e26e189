import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { kinds, servePages, type Kind } from "./pages.js";
import type { Play } from "./pages/page.js";
import { Server } from "./server.js";

declare global {
  interface Window {
    play: Play;
  }
}

const server = new Server();
let browser: Browser;
let visit: BrowserContext;
let pages: Awaited<ReturnType<typeof servePages>>;
let problems: string[];
let visits = 0;

/** open opens a page, and waits until it shows a value. */
async function open(kind: Kind, { person = `person-${++visits}`, prepare = (_: Page): Promise<unknown> => Promise.resolve() } = {}): Promise<Page> {
  const page = await visit.newPage();
  page.on("pageerror", (error) => problems.push(`${kind}: ${error}`));
  await prepare(page);
  await page.goto(`${pages.origin}/${kind}?${new URLSearchParams({ url: server.url, key: server.key, person })}`);
  return page;
}

/** shows waits until an element of a page has a text. */
const shows = (page: Page, text: string, id = "hero", timeout = 20_000) =>
  page.waitForFunction(([id, text]) => document.getElementById(id!)?.textContent === text, [id, text], { polling: 10, timeout }).catch(async () => {
    expect(await page.textContent(`#${id}`), `${id} of ${page.url()}`).toBe(text);
  });

/** loads counts how often a page was loaded. */
const loads = (page: Page) => page.evaluate(() => performance.getEntriesByType("navigation").length + history.length);

beforeAll(async () => {
  await server.start();
  pages = await servePages();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
});
afterAll(async () => {
  await browser.close();
  pages.close();
  await server.delete();
});
beforeEach(async () => {
  problems = [];
  visit = await browser.newContext();
  await server.publish("Hello");
});
afterEach(async () => {
  await visit.close();
  expect(problems).toEqual([]);
});

describe.each(kinds)("a page with %s", (kind) => {
  it("shows what is published, without being loaded again", async () => {
    const page = await open(kind);
    await shows(page, "Hello");
    await shows(page, "READY", "status");
    const before = await loads(page);
    await server.publish("Good morning");
    await shows(page, "Good morning");
    expect(await loads(page)).toBe(before);
  });

  it("shows what another context is given", async () => {
    const page = await open(kind);
    await shows(page, "Hello");
    await page.evaluate(() => window.play.become({ targetingKey: "somebody", country: "DE" }));
    await shows(page, "Guten Tag");
    await shows(page, "READY", "status");
  });

  it("shows what follows from an event that it reports", async () => {
    const page = await open(kind);
    await shows(page, "Hello");
    await page.evaluate(() => window.play.track("clicked"));
    await shows(page, "You clicked");
  });
});

it("every page comes back by itself when the server was killed", async () => {
  const all = await Promise.all(kinds.map((kind) => open(kind)));
  const show = (text: string, id?: string) => Promise.all(all.map((page) => shows(page, text, id, 60_000))); // browsers hold back those that failed before
  await show("Hello");
  await server.stop("SIGKILL");
  await show("STALE", "status");
  await show("Hello");
  await server.start();
  const started = performance.now();
  await server.publish("Back again");
  await show("Back again");
  console.log(`all ${all.length} pages were back after ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  await show("READY", "status");
}, 120_000);

it("a page that does not show what it should is found out", async () => {
  const page = await open("provider");
  await expect(shows(page, "Never published", "hero", 500)).rejects.toThrow("Never published");
});

describe("two tabs", () => {
  it("of one person show the same, each by itself", async () => {
    const [one, other] = [await open("provider", { person: "ada" }), await open("plain", { person: "ada" })];
    await Promise.all([shows(one, "Hello"), shows(other, "Hello")]);
    await server.publish("Both");
    await Promise.all([shows(one, "Both"), shows(other, "Both")]);
    await one.evaluate(() => window.play.track("clicked"));
    await Promise.all([shows(one, "You clicked"), shows(other, "You clicked")]);
  });
});

describe("where something is in the way", () => {
  const noSockets = (page: Page) =>
    page.addInitScript(() => {
      class Blocked {
        onclose: ((event: { code: number }) => void) | null = null;
        constructor() {
          setTimeout(() => this.onclose?.({ code: 1006 }));
        }
        close(): void {}
      }
      Object.assign(window, { WebSocket: Blocked });
    });

  it("of WebSockets, server-sent events bring what is published", async () => {
    const page = await open("provider", { prepare: noSockets });
    await shows(page, "Hello");
    await server.publish("By events");
    await shows(page, "By events");
    await page.evaluate(() => window.play.become({ targetingKey: "somebody", country: "DE" }));
    await shows(page, "Guten Tag");
  });

  it("of streams, too, polling has the answers", async () => {
    const page = await open("provider", {
      prepare: async (page) => {
        await noSockets(page);
        await page.route("**/v1/events/stream", (route) => route.abort());
      },
    });
    await shows(page, "Hello");
    await page.evaluate(() => window.play.become({ targetingKey: "somebody", country: "DE" }));
    await shows(page, "Guten Tag");
  });

  it("of the key, the page keeps its defaults and says so", async () => {
    const page = await visit.newPage();
    await page.goto(`${pages.origin}/provider?${new URLSearchParams({ url: server.url, key: "ck_nobody", person: "ada" })}`);
    await shows(page, "FATAL", "status");
    await shows(page, "none");
  });
});

it("a page that is opened again begins with what it had", async () => {
  const page = await open("provider", { person: "returning" });
  await shows(page, "Hello");
  await server.stop("SIGTERM");
  await page.reload();
  await shows(page, "Hello");
  await server.start();
  await shows(page, "READY", "status");
});

it("what was shown is reported once, also when the page is left at once", async () => {
  const page = await open("provider", { person: "left" });
  await shows(page, "Hello");
  await page.goto("about:blank");
  await expect.poll(() => server.counts("left"), { timeout: 10_000 }).toEqual({ "Flag Exposed": 1 });
});

it("a publish is on the page soon", async () => {
  const page = await open("provider");
  await shows(page, "Hello");
  const latencies: number[] = [];
  for (let i = 0; i < 60; i++) {
    const published = performance.timeOrigin + performance.now();
    await server.publish(`Number ${i}`);
    await shows(page, `Number ${i}`);
    const shown = await page.evaluate((value) => window.play.shown.find((one) => one.value === value)!.at, `Number ${i}`);
    latencies.push(shown - published);
  }
  expect(told("publish to document", latencies)).toBeLessThan(500);
});

it("what is done on one page is on another soon", async () => {
  const times = 60;
  await server.define({
    settings: { identity: "open" },
    events: { clicked: {} },
    flags: {
      hero: {
        type: "string",
        client: true,
        variants: Object.fromEntries(Array.from({ length: times + 1 }, (_, i) => [`n${i}`, `Number ${i}`])),
        targeting: Array.from({ length: times }, (_, i) => ({ when: `event_count("clicked") == ${i + 1}`, serve: `n${i + 1}` })),
        default: "n0",
      },
    },
  });
  const [one, other] = [await open("plain", { person: "quick" }), await open("provider", { person: "quick" })];
  await Promise.all([shows(one, "Number 0"), shows(other, "Number 0")]);
  const latencies: number[] = [];
  for (let i = 1; i <= times; i++) {
    const done = await one.evaluate(
      ({ url, key }) => {
        const at = performance.timeOrigin + performance.now();
        const body = JSON.stringify({ userId: "quick", event: "clicked" });
        return fetch(`${url}/v1/track`, { method: "POST", headers: { "x-api-key": key }, body }).then(() => at);
      },
      { url: server.url, key: server.key },
    );
    await shows(other, `Number ${i}`);
    const shown = await other.evaluate((value) => window.play.shown.find((one) => one.value === value)!.at, `Number ${i}`);
    latencies.push(shown - done);
  }
  expect(told("event to another document", latencies)).toBeLessThan(500);
});

/** told prints how long something took, and returns the median in milliseconds. */
function told(what: string, latencies: number[]): number {
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => latencies[Math.ceil(share * latencies.length) - 1]!;
  console.log(`${what}, ${latencies.length} times: p50 ${percentile(0.5).toFixed(1)} ms, p95 ${percentile(0.95).toFixed(1)} ms`);
  return percentile(0.5);
}
