import { readRich, type RichText as Value } from "@fingerpost/web/slots";
import { defineComponent, type PropType } from "vue";
import { renderAll } from "./tree.js";

/** RichText shows a field of type markdown; nothing of it but what the allow-list has. */
export const RichText = defineComponent({
  name: "RichText",
  props: { value: { type: [Object, String] as PropType<Value | string | undefined>, default: undefined } },
  setup: (props) => () => renderAll(readRich(props.value)),
});
