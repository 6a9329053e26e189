// A page with React that shows slots.
import { FingerpostProvider, useFingerpostContext } from "@fingerpost/react";
import { RichText, Slot, type SlotComponents } from "@fingerpost/react/slots";
import { createEvents } from "@fingerpost/web/events";
import { createRoot } from "react-dom/client";
import { done, hear, play, shown, told } from "./slots.js";

const { url, key, context } = told();
const events = createEvents({ url, key, exposures: true });

const components: SlotComponents = {
  quote: ({ item: { fields } }) => (
    <figure>
      <blockquote>
        <RichText value={fields.words} />
      </blockquote>
      <figcaption>{fields.by}</figcaption>
      <button data-fp="close">Enough</button>
    </figure>
  ),
};

function Become(): null {
  play.become = useFingerpostContext().setContext;
  return null;
}

createRoot(document.getElementById("app")!).render(
  <FingerpostProvider url={url} apiKey={key} context={context} events={events}>
    <Become />
    {shown().map((name) => (
      <div key={name} id={name}>
        <Slot name={name} level={2} done={done} onAction={hear} components={components} fallback={<p>nothing in {name}</p>} />
      </div>
    ))}
  </FingerpostProvider>,
);
