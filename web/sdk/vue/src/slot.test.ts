import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createApp, createSSRApp, h, nextTick, type App } from "vue";
import { renderToString } from "vue/server-renderer";
import { answer, script, ScriptedSocket } from "../../web/src/testing.js";
import { createFingerpost } from "./index.js";
import { RichText, Slot, useSlot, type Item } from "./slots.js";

const options = { url: "https://flags.example.com", key: "ck_1" };
const hero = (title: string) => [{ entry: "one", type: "hero", fields: { title, body: { html: "<p>a <b>b</b></p>", text: "a b" }, image: { src: "/a.png" } } }];
const notice = [{ entry: "n", type: "banner", locale: "de", fields: { body: { html: "<p>Neu</p>", text: "Neu" }, dismissible: true } }];
let page: HTMLElement;
let app: App | undefined;

const mount = (setup: () => () => unknown) => {
  app = createApp({ setup }).use(createFingerpost(options));
  app.mount(page);
};

beforeEach(() => {
  script();
  sessionStorage.clear();
  page = document.body.appendChild(document.createElement("main"));
});
afterEach(() => {
  app?.unmount();
  app = undefined;
  page.remove();
  vi.useRealTimers();
});

it("shows what there is instead, then the content, then each change, in the same elements", async () => {
  const warn = vi.spyOn(console, "warn");
  mount(() => () => h(Slot, { name: "start", level: 3 }, { default: () => h("p", "wait") }));
  expect(page.textContent).toBe("wait");
  ScriptedSocket.last.open().snapshot([answer("start", hero("Hello"))]);
  await nextTick();
  const title = page.querySelector("h3");
  expect(title?.textContent).toBe("Hello");
  ScriptedSocket.last.change([answer("start", hero("Bye"))]);
  await nextTick();
  expect([title?.textContent, page.querySelector("h3")]).toEqual(["Bye", title]);
  expect(warn).not.toHaveBeenCalled();
});

it("is closed until the session ends", async () => {
  mount(() => () => h(Slot, { name: "top" }));
  ScriptedSocket.last.open().snapshot([answer("top", notice)]);
  await nextTick();
  page.querySelector<HTMLElement>(".fp-banner[lang=de] .fp-close")!.click();
  await nextTick();
  expect(page.querySelector(".fp-item")).toBeNull();
  expect(sessionStorage.getItem("fingerpost:closed")).toBe('["top/n"]');
});

it("has slots of the page show what they know, and gives it what there is", async () => {
  const own = ({ item }: { item: Item<"hero"> }) => h(RichText, { value: item.fields.body });
  mount(() => {
    const items = useSlot("start");
    return () => [h("i", items.value.length), h(Slot, { name: "start" }, { hero: own })];
  });
  ScriptedSocket.last.open().snapshot([answer("start", hero("Hello"))]);
  await nextTick();
  expect(page.querySelector("i")?.textContent).toBe("1");
  expect(page.querySelector(".fp-own")?.innerHTML.replaceAll(/<!--.*?-->/g, "")).toBe("<p>a b</p>");
});

it("takes over what a server rendered", async () => {
  sessionStorage.setItem("fingerpost:closed", '["top/n"]');
  const make = () =>
    createSSRApp({ render: () => [h(Slot, { name: "top" }), h(Slot, { name: "start" })] }).use(createFingerpost({ ...options, bootstrap: [answer("start", hero("Hello")), answer("top", notice)] }));
  page.innerHTML = await renderToString(make());
  expect(page.querySelector("h2")?.textContent).toBe("Hello");
  const warn = vi.spyOn(console, "warn");
  app = make();
  app.mount(page);
  await nextTick();
  expect(warn).not.toHaveBeenCalled();
  expect(page.querySelector("h2")?.textContent).toBe("Hello");
  expect(page.querySelector(".fp-banner")).toBeNull();
});
