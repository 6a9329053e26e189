// A page with React.
import { FingerpostProvider, useFingerpostContext, useFlag, useStatus, useTrack } from "@fingerpost/react";
import { createEvents } from "@fingerpost/web/events";
import type { ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { play, settings } from "./page.js";

const { url, key, context } = settings();
const events = createEvents({ url, key });

function Page(): ReactElement {
  play.become = useFingerpostContext().setContext;
  play.track = useTrack().track;
  return (
    <>
      <p id="hero">{useFlag("hero", "none")}</p>
      <p id="status">{useStatus()}</p>
    </>
  );
}

createRoot(document.getElementById("app")!).render(
  <FingerpostProvider url={url} apiKey={key} context={context} events={events}>
    <Page />
  </FingerpostProvider>,
);
