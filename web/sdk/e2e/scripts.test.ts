// What attackers write runs nowhere: not in what is published, not in what people say about themselves, and not in what a server would forge.
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contentOf } from "./content.js";
import { control, servePages, slotKinds, type SlotKind } from "./pages.js";
import type { Play } from "./pages/page.js";
import { guard } from "./sentry.js";
import { Server } from "./server.js";
import { vectors } from "./vectors.js";

declare global {
  interface Window {
    play: Play;
    forge(slots: Readonly<Record<string, unknown>>): void;
  }
}

const server = new Server();
let browser: Browser;
let visit: BrowserContext;
let pages: Awaited<ReturnType<typeof servePages>>;

beforeAll(async () => {
  await server.start();
  pages = await servePages();
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking"] });
});
afterAll(async () => {
  await browser.close();
  pages.close();
  await server.delete();
});
beforeEach(async () => {
  visit = await browser.newContext();
  await visit.route(/invalid/, (route) => route.abort());
});
afterEach(() => visit.close());

/** allowed is what stands in pages with slots. */
const allowed = {
  root: "#app",
  tags: "MAIN DIV SECTION SPAN H[1-6] P BR HR STRONG EM DEL CODE PRE BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD A BUTTON IMG PROGRESS FORM FIELDSET LEGEND LABEL INPUT TEXTAREA DIALOG FIGURE FIGCAPTION FP-SLOT FP-SLOT-ITEM FP-PAGE",
  attributes:
    "class id lang dir href src srcset sizes alt width height role type name value required max start rows maxlength tabindex hidden popover open level ng-version ngskiphydration (data|aria|_ng(host|content))-[a-z\\d-]+",
};

/** forgery is a WebSocket behind which there is no server, but the test. */
function forgery(): void {
  let sequence = 0;
  let number = 0;
  class Forged {
    readyState = 1;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    constructor() {
      setTimeout(() => this.onopen?.());
      window.forge = (slots) => {
        const flags = Object.entries(slots).map(([key, value]) => ({ key, value, variant: "shown", reason: "STATIC", hash: `${++number}` }));
        this.onmessage?.({ data: JSON.stringify({ type: sequence ? "change" : "snapshot", context: 1, sequence: ++sequence, flags, kept: [], gone: [] }) });
      };
    }
    send(): void {}
    close(): void {}
  }
  Object.assign(window, { WebSocket: Forged });
}

async function open(kind: SlotKind, more: Readonly<Record<string, string>> = {}, ...scripts: (() => void)[]): Promise<Page> {
  const page = await visit.newPage();
  await guard(page, allowed);
  for (const script of scripts) await page.addInitScript(script);
  await page.goto(`${pages.origin}/${kind}?${new URLSearchParams({ url: server.url, key: server.key, person: "reader", ...more })}`);
  return page;
}

const found = (page: Page) => page.evaluate(() => [...window.found]);

/** accepted returns those vectors that the server lets somebody publish in a field. */
async function accepted(entry: (vector: string) => object): Promise<readonly string[]> {
  const passed: string[] = [];
  for (const vector of vectors) {
    const flags = { start: { type: "content", client: true, variants: { shown: "one" }, default: "shown" } };
    const ok = await server.define({ content: { one: entry(vector) }, flags }).then(() => true, () => false);
    if (ok) passed.push(vector);
  }
  return passed;
}

const heroWith = (fields: object) => ({ type: "hero", fields: { title: "Title", ...fields } });
const inText = (vector: string) => heroWith({ title: vector, action: vector.slice(0, 60), second_action: vector.slice(0, 60), second_link: "/x" });
const inAlt = (vector: string) => heroWith({ image: { src: "https://images.invalid/a.png", alt: vector } });
const inRich = (vector: string) => heroWith({ body: vector });
const inLink = (vector: string) => heroWith({ action: "Go", link: vector });

describe("what is published", () => {
  let entries: object[] = [];

  it("is refused where it is an address, and mostly where it is rich text", async () => {
    const [text, alt, rich, link] = [await accepted(inText), await accepted(inAlt), await accepted(inRich), await accepted(inLink)];
    expect(text.length).toBeGreaterThan(70); // of others the text is too long, or wrong Liquid
    expect(alt.length).toBeGreaterThan(100);
    expect(rich.length).toBeLessThan(vectors.length / 2);
    expect(link).toEqual([]);
    entries = [...text.map(inText), ...alt.map(inAlt), ...rich.map(inRich)];
  }, 120_000);

  it.each(slotKinds)("runs nowhere on %s", async (kind) => {
    const size = 50;
    const names = Array.from({ length: Math.ceil(entries.length / size) }, (_, i) => `slot-${i}`);
    const content = Object.fromEntries(entries.map((entry, i) => [`e-${i}`, entry]));
    const slot = (i: number) => ({ type: "content", client: true, variants: { shown: Object.keys(content).slice(i * size, (i + 1) * size) }, default: "shown", max_items: 50 });
    await server.define({ settings: { identity: "open" }, content, flags: Object.fromEntries(names.map((name, i) => [name, slot(i)])) });
    const page = await open(kind, { slots: names.join() });
    await page.waitForFunction((count) => document.querySelectorAll(".fp-hero").length === count, entries.length);
    await page.evaluate(() => window.look("published"));
    expect(await found(page)).toEqual([]);
  });
});

describe("what people say about themselves", () => {
  beforeAll(() =>
    server.define({
      settings: { identity: "open" },
      attributes: { first_name: { type: "string", client: true } },
      content: { one: heroWith({ title: 'I am {{ first_name | default: "x" }}', body: 'Hello *{{ first_name | default: "x" }}*, and [this](https://example.com) is {{ first_name | default: "x" }}' }) },
      flags: { start: { type: "content", client: true, variants: { shown: "one" }, default: "shown" } },
    }),
  );

  const introduce = async (page: Page) => {
    await page.waitForSelector("h2");
    await page.evaluate(async (vectors) => {
      for (const vector of vectors) {
        await window.play.become({ targetingKey: "reader", first_name: vector });
        await window.settled();
        window.look(vector);
      }
    }, vectors);
  };

  it.each(slotKinds)("is shown as they said it on %s, and runs nowhere", async (kind) => {
    const page = await open(kind, { slots: "start" });
    await introduce(page);
    expect(await found(page)).toEqual([]);
    const last = await page.evaluate(async (vector) => {
      await window.play.become({ targetingKey: "reader", first_name: vector });
      await window.settled();
      return [document.querySelector("h2")!.textContent, document.querySelector("em")!.textContent];
    }, vectors[0]!);
    expect(last).toEqual([`I am ${vectors[0]}`, vectors[0]]);
  });

  it("is found out on a page that shows texts as HTML", async () => {
    const page = await open(control, { slots: "start" });
    await introduce(page);
    expect((await found(page)).length).toBeGreaterThan(50);
    expect(await found(page)).toContain("a script ran");
  });
});

describe("what a server would forge", () => {
  /** Everything that an item has is the vector, for each content type. */
  const forged = (vector: string) => {
    const rich = { html: `<p>${vector}</p>${vector}<a href="${vector}">x</a><a href='${vector}'>x</a><a href=${vector}>x</a><ol start="${vector}"><li>${vector}</ol>`, text: vector };
    const image = { src: vector, alt: vector, srcset: `${vector} 1x, ${vector}`, width: vector };
    const whole = { src: "/x.png", alt: vector, srcset: `/x.png 1x, ${vector} 2x` };
    const step = { title: vector, body: rich, link: vector, event: vector, done: vector };
    const fields = {
      ...Object.fromEntries(["title", "action", "link", "second_action", "second_link", "tone", "target", "placement", "dismiss", "question", "low", "high", "follow_up", "thanks", "by"].map((name) => [name, vector])),
      body: rich,
      words: rich,
      image,
      dismissible: true,
      items: [step, { ...step, title: rich, link: rich }, vector, null],
    };
    const item = (type: string, more: object = {}) => ({ entry: vector, variant: vector, type, locale: vector, dir: vector, fields: { ...fields, ...more } });
    return {
      top: [item("banner")],
      start: [item("hero"), { ...item("hero", { image: whole }), entry: "other" }],
      steps: [item("checklist")],
      tour: [item("tour-step", { target: "#target" }), item("tour-step")],
      help: [item("tooltip")],
      dialogue: [item("modal")],
      question: [item("survey")],
      own: [item("quote"), item(vector), vector, null, [vector]],
      nothing: { fields },
    };
  };

  const attack = async (page: Page) => {
    await page.waitForFunction(() => "forge" in window);
    const values = vectors.map((vector) => [vector, forged(vector)] as const);
    await page.evaluate(async (values) => {
      await window.settled();
      for (const [vector, slots] of values) {
        window.forge(slots);
        await window.settled();
        window.look(vector);
      }
    }, values);
  };

  it.each(slotKinds)("runs nowhere on %s", async (kind) => {
    const page = await open(kind, {}, forgery);
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    await attack(page);
    expect(await found(page)).toEqual([]);
    expect(problems).toEqual([]);
    const shown = await page.evaluate(() => ["banner", "hero", "checklist", "tour-step", "tooltip", "modal", "survey", "own"].filter((type) => !document.querySelector(`.fp-${type}`)));
    expect(shown).toEqual([]);
  });

  it("is found out on a page that shows texts as HTML", async () => {
    const page = await open(control, {}, forgery);
    await attack(page);
    expect((await found(page)).length).toBeGreaterThan(70);
    expect(await found(page)).toContain("a script ran");
  });
});

it("the content of the other tests has nothing in it that the sentry complains about", async () => {
  await server.define(contentOf());
  const page = await open("slots-plain");
  await page.waitForSelector(".fp-tour-step:not([hidden])");
  await page.evaluate(() => window.look("usual"));
  expect(await found(page)).toEqual([]);
});
