// A page with nothing but the scripts, that shows slots.
import type { Fingerpost, ScriptOptions } from "@fingerpost/web/script";
import type * as Slots from "@fingerpost/web/slots/script";
import { done, hear, play, shown, told } from "./slots.js";

declare const Fingerpost: { connect(options: ScriptOptions): Fingerpost };
declare const FingerpostSlots: typeof Slots;

const make = (tag: string, ...children: (string | Node)[]) => {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
};

const flags = Fingerpost.connect({ ...told(), exposures: true, remember: false });
play.become = flags.update;
FingerpostSlots.define(flags, {
  done,
  onAction: hear,
  types: {
    quote({ fields }) {
      const close = make("button", "Enough");
      close.dataset["fp"] = "close";
      return make("figure", make("blockquote", FingerpostSlots.rich(FingerpostSlots.readRich(fields.words))), make("figcaption", fields.by ?? ""), close);
    },
  },
});

for (const name of shown()) {
  const slot = make("fp-slot", make("p", `nothing in ${name}`));
  slot.setAttribute("name", name);
  const around = make("div", slot);
  around.id = name;
  document.getElementById("app")!.append(around);
}
