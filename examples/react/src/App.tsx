import { FingerpostProvider } from "@fingerpost/react";
import type { Events } from "@fingerpost/web/events";
import { Actions } from "./Actions";
import { Checklist } from "./Checklist";
import { Features } from "./Features";
import { Hero } from "./Hero";
import { LastChange } from "./LastChange";
import { PersonSwitcher } from "./PersonSwitcher";
import { Status } from "./Status";
import { Tour } from "./Tour";
import { usePerson } from "./usePerson";

interface Props {
  readonly url: string;
  readonly apiKey: string;
  readonly events: Events;
}

/** Another person is another context: the provider asks for that person's answers, and what is below renders again. */
export function App({ url, apiKey, events }: Props) {
  const person = usePerson();
  return (
    <FingerpostProvider url={url} apiKey={apiKey} events={events} context={person.context}>
      <header className="top">
        <span className="brand">Lumen</span>
        <span className="made-with">React</span>
        <Status />
      </header>
      <PersonSwitcher person={person} />
      <main>
        <Tour />
        <Hero />
        <LastChange key={person.context.targetingKey} />
        <Actions />
        <Checklist />
        <Features />
      </main>
    </FingerpostProvider>
  );
}
