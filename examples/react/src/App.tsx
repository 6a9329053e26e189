import { FingerpostProvider } from "@fingerpost/react";
import { Slot } from "@fingerpost/react/slots";
import type { Events } from "@fingerpost/web/events";
import { Actions } from "./Actions";
import { Checklist } from "./Checklist";
import { Features } from "./Features";
import { LastChange } from "./LastChange";
import { NextStep } from "./NextStep";
import { Status } from "./Status";
import { Switchers } from "./Switchers";
import { Tour } from "./Tour";
import { useVisit } from "./useVisit";

interface Props {
  readonly url: string;
  readonly apiKey: string;
  readonly events: Events;
}

/** Another person, or another language, is another context: the provider asks for its answers, and what is below renders again. */
export function App({ url, apiKey, events }: Props) {
  const { person, language, context } = useVisit();
  return (
    <FingerpostProvider url={url} apiKey={apiKey} events={events} context={context}>
      <header className="top">
        <span className="brand">Lumen</span>
        <span className="made-with">React</span>
        <Status />
      </header>
      <Switchers />
      <main>
        <Slot name="home-banner" />
        <Slot name="home-hero" level={1} fallback={<h1 className="welcome">{language.words.welcome}</h1>} />
        <LastChange key={person.name} />
        <NextStep />
        <Tour />
        <Actions />
        <Checklist />
        <Features />
      </main>
      <Slot name="upgrade-modal" />
    </FingerpostProvider>
  );
}
