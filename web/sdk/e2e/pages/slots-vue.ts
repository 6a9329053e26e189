// A page with Vue that shows slots.
import { createFingerpost, useFingerpost } from "@fingerpost/vue";
import { RichText, Slot, type Item } from "@fingerpost/vue/slots";
import { createEvents } from "@fingerpost/web/events";
import { createApp, h } from "vue";
import { done, hear, play, shown, told } from "./slots.js";

const { url, key, context } = told();
const events = createEvents({ url, key, exposures: true });

const own = ({ item: { fields } }: { item: Item<"quote"> }) =>
  h("figure", [h("blockquote", [h(RichText, { value: fields.words })]), h("figcaption", fields.by), h("button", { "data-fp": "close" }, "Enough")]);

createApp({
  setup() {
    play.become = useFingerpost().update;
    return () =>
      shown().map((name) =>
        h("div", { id: name }, [h(Slot, { name, level: 2, done, onAction: hear }, { default: () => h("p", `nothing in ${name}`), quote: own })]),
      );
  },
})
  .use(createFingerpost({ url, key, context, events }))
  .mount("#app");
