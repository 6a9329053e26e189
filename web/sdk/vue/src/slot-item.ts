import type { Item } from "@fingerpost/web/slots";
import { behave, ownRoot, view, type SlotOptions, type Stage } from "@fingerpost/web/slots/view";
import { defineComponent, h, onBeforeUnmount, onMounted, shallowRef, type PropType, type Slot } from "vue";
import { render } from "./tree.js";

/** SlotItem shows one item of a slot, and brings it to life. */
export const SlotItem = defineComponent({
  name: "SlotItem",
  props: {
    item: { type: Object as PropType<Item>, required: true },
    items: { type: Array as PropType<readonly Item[]>, required: true },
    slot: { type: String, required: true },
    stage: { type: Object as PropType<Stage>, required: true },
    states: { type: Map as PropType<Stage["states"]>, required: true },
    options: { type: Object as PropType<SlotOptions>, required: true },
    /** What shows the item, if the page has something of its own for its type. */
    own: { type: Function as PropType<Slot | undefined>, default: undefined },
  },
  setup(props) {
    const root = shallowRef<HTMLElement>();
    let stop = () => {};
    onMounted(() => {
      if (root.value) stop = behave(root.value, () => ({ ...props, onAction: props.options.onAction }));
    });
    onBeforeUnmount(() => stop());
    return () => {
      const { item, slot, stage, states, options, own } = props;
      if (own) return h("div", { ...ownRoot(item), ref: root }, own({ item }));
      const tree = view(item, slot, { url: stage.url, states }, options);
      return tree && render(tree, root);
    };
  },
});
