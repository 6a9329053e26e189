// A page that shows what it was sent as HTML: the control, which the tests must find out.
import { createClient } from "@fingerpost/web/client";
import { readSlot } from "@fingerpost/web/slots";
import { play, shown, told } from "./slots.js";

const client = createClient(told());
play.become = client.update;
const show = () => {
  const items = shown().flatMap((name) => readSlot(client.answers.get(name)?.value));
  document.getElementById("app")!.innerHTML = items.map((item) => (item.type === "hero" ? `<h2>${item.fields.title}</h2>${item.fields.body?.html ?? ""}` : "")).join("");
};
client.listen(show);
