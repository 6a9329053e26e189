// A page with Vue.
import { createFingerpost, useFingerpost, useFlag, useStatus } from "@fingerpost/vue";
import { createEvents } from "@fingerpost/web/events";
import { createApp, h } from "vue";
import { play, settings } from "./page.js";

const { url, key, context } = settings();
const events = createEvents({ url, key });
play.track = events.track;

createApp({
  setup() {
    const [hero, status, client] = [useFlag("hero", "none"), useStatus(), useFingerpost()];
    play.become = client.update;
    return () => [h("p", { id: "hero" }, hero.value), h("p", { id: "status" }, status.value)];
  },
})
  .use(createFingerpost({ url, key, context, events }))
  .mount("#app");
