// @vitest-environment node
import { expect, it, vi } from "vitest";
import { createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";
import { answer } from "../../web/src/testing.js";
import { createFingerpost, useFlag } from "./index.js";

it("on a server there is no window, no connection, and the answer that was given", async () => {
  vi.stubGlobal("WebSocket", class { constructor() { throw new Error("a server renders, and does not listen"); } });
  const app = createSSRApp({ setup: () => { const hero = useFlag("hero", "none"); return () => h("p", hero.value); } });
  app.use(createFingerpost({ url: "https://flags.example.com", key: "ck_1", bootstrap: [answer("hero", "warm")] }));
  expect(await renderToString(app)).toBe("<p>warm</p>");
});
