import { createFingerpost } from "@fingerpost/vue";
import { createEvents } from "@fingerpost/web/events";
import { createApp } from "vue";
import { currentVisit, settings } from "../../shared/lumen.js";
import "../../shared/onboarding.css";
import "@fingerpost/web/slots.css";
import App from "./App.vue";
import { eventsKey } from "./events";

const { url, key } = await settings();
const events = createEvents({ url, key });

createApp(App)
  .use(createFingerpost({ url, key, events, context: currentVisit().context }))
  .provide(eventsKey, events)
  .mount("#app");
