import { createEvents } from "@fingerpost/web/events";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { settings } from "../../shared/lumen.js";
import "../../shared/onboarding.css";
import "@fingerpost/web/slots.css";
import { App } from "./App";

const { url, key } = await settings();
const events = createEvents({ url, key });

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <App url={url} apiKey={key} events={events} />
  </StrictMode>,
);
