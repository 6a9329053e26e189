// What attackers write runs nowhere either where the server itself makes HTML: in its answers for pages without a package, and on the pages of previews.
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { guard } from "./sentry.js";
import { Server, type Problem } from "./server.js";
import { vectors } from "./vectors.js";

const server = new Server();
let browser: Browser;
let visit: BrowserContext;

beforeAll(async () => {
  await server.start();
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking"] });
});
afterAll(async () => {
  await browser.close();
  await server.delete();
});
beforeEach(async () => {
  visit = await browser.newContext();
  await visit.route(/invalid/, (route) => route.abort());
});
afterEach(() => visit.close());

/** allowed is what stands in what the server renders; around it previews have a little more. */
const allowed = {
  root: "body",
  tags: "MAIN HEADER ASIDE SECTION DIV SPAN H[1-6] P BR HR STRONG EM DEL CODE PRE BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD A BUTTON IMG FIELDSET LEGEND LABEL INPUT DL DT DD TIME",
  attributes: "class id lang dir href src alt role type name value start data-(entry|variant|tone)",
};

const definitions = {
  settings: { identity: "open" },
  attributes: { first_name: { type: "string", client: true } },
  content_types: {
    own: {
      fields: {
        words: { type: "markdown" },
        name: { type: "text", localized: false },
        names: { type: "list" },
        rows: { type: "list", fields: { title: { type: "text" }, body: { type: "markdown" }, link: { type: "url" } } },
        link: { type: "url" },
        picture: { type: "image" },
        data: { type: "json" },
      },
    },
  },
};

const hero = (fields: object) => ({ type: "hero", fields: { title: "Title", ...fields } });
const own = (fields: object) => ({ type: "own", fields });

/** Each place in which somebody can write. */
const places: Readonly<Record<string, (vector: string) => object>> = {
  text: (v) => hero({ title: v, action: v.slice(0, 60), second_action: v.slice(0, 60), second_link: "/x" }),
  alt: (v) => hero({ image: { src: "https://images.invalid/a.png", alt: v } }),
  markdown: (v) => hero({ body: v }),
  url: (v) => hero({ action: "Go", link: v }),
  src: (v) => hero({ image: { src: v } }),
  list: (v) => own({ name: v, names: [v], rows: [{ title: v }] }),
  row: (v) => own({ words: v, rows: [{ body: v }] }),
  rowURL: (v) => own({ rows: [{ link: v }] }),
  ownURL: (v) => own({ link: v, picture: { src: v } }),
  json: (v) => own({ data: [v, { html: v, text: v }, { src: v, alt: v, href: v }, { [v]: { html: `<p>${v}</p><a href="${v}">x</a>`, text: "x" } }] }),
};

/** All vectors in all places, by the key of the entry. */
const entries: ReadonlyMap<string, object> = new Map(Object.entries(places).flatMap(([place, entry]) => vectors.map((vector, i) => [`${place.toLowerCase()}-${i}`, entry(vector)] as const)));

/** sift saves what can be saved, and returns the keys of that, and the problems of all that is refused; each refusal tells some. */
async function sift<T>(given: ReadonlyMap<string, T>, save: (some: ReadonlyMap<string, T>) => Promise<readonly Problem[]>): Promise<{ saved: string[]; problems: Problem[] }> {
  const rest = new Map(given);
  const problems: Problem[] = [];
  for (;;) {
    const more = (await save(rest)).filter(({ path }) => path);
    if (!more.length) return { saved: [...rest.keys()], problems };
    problems.push(...more);
    for (const { path } of more) rest.delete(path.split(".")[1]!);
  }
}

/** slotsOf shows entries, 50 in each slot. */
function slotsOf(keys: readonly string[]): Record<string, object> {
  const slots = Array.from({ length: Math.ceil(keys.length / 50) }, (_, i) => keys.slice(i * 50, (i + 1) * 50));
  return Object.fromEntries(slots.map((shown, i) => [`slot-${i}`, { type: "content", client: true, max_items: 50, variants: { shown }, default: "shown" }]));
}

/** insert opens a page that inserts HTML, as one does that trusts the server, and also so that scripts in it would run. */
async function insert(...parts: readonly string[]): Promise<Page> {
  const page = await visit.newPage();
  await guard(page, allowed);
  await page.route("http://page.test/", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><main></main>" }));
  await page.goto("http://page.test/");
  await page.evaluate(async (parts) => {
    const main = document.querySelector("main")!;
    for (const part of parts) {
      main.innerHTML = part;
      window.look(part.slice(0, 100));
      await window.settled();
      main.replaceChildren(document.createRange().createContextualFragment(part));
      await window.settled();
    }
  }, parts);
  return page;
}

const found = (page: Page) => page.evaluate(() => [...window.found]);

/** textsOf returns all texts in a value. */
const textsOf = (value: unknown): string[] => (typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(textsOf) : []);

describe("what is published", () => {
  let saved: string[];
  const clear = /^content\.[a-z]+-\d+\.fields\.\w+.*: .{20,}$/s;

  beforeAll(async () => {
    await server.define(definitions);
    const sifted = await sift(entries, (some) => server.change([...some].map(([key, value]) => ({ kind: "content", key, value }))));
    saved = sifted.saved;
    for (const { path, message } of sifted.problems) expect(`${path}: ${message}`).toMatch(clear);
  });

  it("is refused where it is an address, and mostly where it is rich text", () => {
    const passed = (place: string) => saved.filter((key) => key.startsWith(`${place}-`)).length;
    for (const address of ["url", "src", "rowurl", "ownurl"]) expect([address, passed(address)]).toEqual([address, 0]);
    for (const rich of ["markdown", "row"]) expect(passed(rich)).toBeLessThan(vectors.length / 2);
    for (const plain of ["text", "alt", "list"]) expect(passed(plain)).toBeGreaterThan(70);
    expect(passed("json")).toBe(vectors.length);
  });

  it("is refused or saved by `apply` of a file as by POST /changes", async () => {
    const sifted = await sift(entries, (some) => server.apply({ ...definitions, content: Object.fromEntries(some) }));
    expect(sifted.saved).toEqual(saved);
    for (const { path, message } of sifted.problems) expect(`${path}: ${message}`).toMatch(clear);
    expect(Object.keys((await server.definitions()).content)).toEqual([...saved].sort());
  });

  it("runs nowhere on a page that inserts the answer as HTML", async () => {
    await server.define({ ...definitions, content: Object.fromEntries(saved.map((key) => [key, entries.get(key)])), flags: slotsOf(saved) });
    const html = Object.values(await server.content({ userId: "ada" }, "html")) as string[];
    expect(html.join("").match(/data-entry=/g)!.length).toBe(saved.length);
    expect(await found(await insert(...html))).toEqual([]);
  });

  it("is found out on a page that inserts the texts of the answer as HTML", async () => {
    const slots = Object.values(await server.content({ userId: "ada" }, "json"));
    const page = await insert(...slots.map((items) => textsOf(items).join(" ")));
    expect((await found(page)).length).toBeGreaterThan(50);
    expect(await found(page)).toContain("a script ran");
  });

  it.each(["with its policy", "without its policy"] as const)("runs nowhere on the page of a preview %s", async (how) => {
    const page = await preview(await server.preview({ context: {}, trace: true }), how);
    expect(await page.locator("[data-entry]").count()).toBe(saved.length);
    expect(await found(page)).toEqual([]);
  });

  it("is found out on a preview that shows texts as HTML, without its policy", async () => {
    const page = await preview(await server.preview({ context: {} }), "without its policy", unescaped);
    expect((await found(page)).length).toBeGreaterThan(50);
    expect(await found(page)).toContain("a script ran");
  });

  it("is held by the policy of the page even on a preview that shows texts as HTML", async () => {
    const page = await preview(await server.preview({ context: {} }), "with its policy", unescaped);
    expect((await found(page)).length).toBeGreaterThan(50);
    expect(await found(page)).not.toContain("a script ran");
  });
});

/** unescaped is what a template would make that escapes nothing. */
const unescaped = (page: string) => page.replace(/&(lt|gt|amp|#34|#39);/g, (_, name: string) => ({ lt: "<", gt: ">", amp: "&", "#34": '"', "#39": "'" })[name]!);

/** preview opens the page of a preview, perhaps without its policy, and changed; in a page that is open already, if there is one. */
async function preview(address: string, how: "with its policy" | "without its policy", change = (page: string) => page): Promise<Page> {
  const page = visit.pages()[0] ?? (await visit.newPage());
  if (page.url() === "about:blank") await guard(page, allowed);
  await page.route(address, async (route) => {
    const response = await route.fetch();
    const { "content-security-policy": policy, ...headers } = response.headers();
    expect(policy).toContain("default-src 'none'");
    await route.fulfill({ status: response.status(), headers: how === "with its policy" ? { ...headers, "content-security-policy": policy! } : headers, body: change(await response.text()) });
  });
  await page.goto(address);
  await page.evaluate(async () => {
    await window.settled();
    window.look(document.title);
    await window.settled();
  });
  return page;
}

describe("what people say about themselves", () => {
  const name = '{{ first_name | default: "x" }}';
  const content = {
    one: hero({ title: `I am ${name}`, action: name, link: `/people/${name}`, body: `Hello *${name}*, and [this](https://example.com) is ${name}`, image: { src: `https://images.invalid/${name}`, alt: name } }),
    two: own({ words: `**${name}**`, name, names: [name], rows: [{ title: name, body: name, link: `/x?name=${name}` }], link: `/of/${name}`, picture: { src: `/of/${name}`, alt: name } }),
  };
  beforeAll(() => server.define({ ...definitions, content, flags: slotsOf(Object.keys(content)) }));

  it("is text in the answer as HTML, and runs nowhere", async () => {
    const html: string[] = [];
    for (const first_name of vectors) html.push(...(Object.values(await server.content({ userId: "ada", first_name }, "html")) as string[]));
    expect(html.length).toBe(vectors.length);
    expect(await found(await insert(...html))).toEqual([]);
    const page = await insert(html[0]!);
    expect(await page.locator("h1").textContent()).toBe(`I am ${vectors[0]}`);
  });

  it("is found out on a page that inserts the texts of the answer as HTML", async () => {
    const texts: string[] = [];
    for (const first_name of vectors) texts.push(textsOf(await server.content({ userId: "ada", first_name }, "json")).join(" "));
    expect(await found(await insert(...texts))).toContain("a script ran");
  });

  it.each(["with its policy", "without its policy"] as const)("runs nowhere on the page of a preview %s", async (how) => {
    for (const [i, first_name] of vectors.entries()) {
      const page = await preview(await server.preview({ context: { first_name }, trace: true }), how);
      expect([first_name, ...(await found(page))]).toEqual([first_name]);
      if (i === 0) expect(await page.locator("h1.fp-title").textContent()).toBe(`I am ${first_name}`);
    }
  });

  it("is found out on a preview that shows texts as HTML", async () => {
    const page = await preview(await server.preview({ context: { first_name: "<img src=x onerror=alert(1)>" } }), "without its policy", unescaped);
    expect(await found(page)).toContain("a script ran");
  });
});

describe("the names of targeting entries", () => {
  it("are text on the page of a preview", async () => {
    const named = (vector: string) => ({ type: "content", client: true, variants: { shown: "one" }, targeting: [{ name: vector, when: 'first_name == "a"', serve: "shown" }], default: "shown" });
    await server.define({ ...definitions, content: { one: hero({}) }, flags: {} });
    const flags = new Map(vectors.map((vector, i) => [`named-${i}`, named(vector)] as const));
    const { saved } = await sift(flags, (some) => server.change([...some].map(([key, value]) => ({ kind: "flag", key, value }))));
    expect(saved.length).toBeGreaterThan(20);
    const page = await preview(await server.preview({ context: { first_name: "a" }, trace: true }), "without its policy");
    expect(await page.locator(".slot h2 > code").allTextContents()).toEqual([...saved].sort());
    expect(await found(page)).toEqual([]);
  });
});
