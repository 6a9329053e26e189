import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createApp, createSSRApp, defineComponent, h, nextTick, ref, type App } from "vue";
import { renderToString } from "vue/server-renderer";
import { answer, script, ScriptedSocket } from "../../web/src/testing.js";
import { createFingerpost, useFingerpost, useFlag, useStatus } from "./index.js";

const options = { url: "https://flags.example.com", key: "ck_1", context: { targetingKey: "ada" } };
const server = () => ScriptedSocket.last;
let page: HTMLElement;
let app: App | undefined;

const Hero = defineComponent({
  setup() {
    const hero = useFlag("hero", "none");
    return () => h("p", hero.value);
  },
});

beforeEach(() => {
  script();
  page = document.body.appendChild(document.createElement("main"));
});
afterEach(() => {
  app?.unmount();
  app = undefined;
  page.remove();
  vi.useRealTimers();
});

describe("a page with Vue", () => {
  it("shows the default, then the answer, then each change, until it is unmounted", async () => {
    app = createApp(Hero).use(createFingerpost(options));
    app.mount(page);
    expect(page.textContent).toBe("none");
    server().open().snapshot([answer("hero", "warm")]);
    await nextTick();
    expect(page.textContent).toBe("warm");
    server().change([answer("hero", "cold")]);
    await nextTick();
    expect(page.textContent).toBe("cold");
    app.unmount();
    app = undefined;
    expect(server().closed).toBe(true);
  });

  it("follows a flag whose key changes, a new context, and the status", async () => {
    const key = ref("hero");
    const Any = defineComponent({
      setup() {
        const [value, status, client] = [useFlag(key, "none"), useStatus(), useFingerpost()];
        return () => h("p", { onClick: () => client.update({ targetingKey: "grace" }) }, `${value.value} ${status.value}`);
      },
    });
    app = createApp(Any).use(createFingerpost(options));
    app.mount(page);
    expect(page.textContent).toBe("none NOT_READY");
    server().open().snapshot([answer("hero", "warm"), answer("menu", "short")]);
    await nextTick();
    expect(page.textContent).toBe("warm READY");
    key.value = "menu";
    await nextTick();
    expect(page.textContent).toBe("short READY");
    page.querySelector("p")!.click();
    await nextTick();
    server().snapshot([answer("menu", "long")], { context: 2 });
    await nextTick();
    expect(page.textContent).toBe("long READY");
  });

  it("says what is missing where the plugin is not used", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect(() => createApp(Hero).mount(page)).toThrow("app.use(createFingerpost");
    warn.mockRestore();
  });

  it("takes over what a server rendered", async () => {
    const make = () => createSSRApp(Hero).use(createFingerpost({ ...options, bootstrap: [answer("hero", "warm")] }));
    page.innerHTML = await renderToString(make());
    expect(page.textContent).toBe("warm");
    const warn = vi.spyOn(console, "warn");
    app = make();
    app.mount(page);
    expect(warn).not.toHaveBeenCalled();
    server().open().snapshot([answer("hero", "cold")]);
    await nextTick();
    expect(page.textContent).toBe("cold");
  });
});
