import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { provideFingerpost } from "@fingerpost/angular";
import { createEvents } from "@fingerpost/web/events";
import { currentVisit, settings } from "../../shared/lumen.js";
import { App } from "./app";
import { EVENTS } from "./deeds";

const { url, key } = await settings();
const events = createEvents({ url, key });

await bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideFingerpost({ url, key, events, context: currentVisit().context }),
    { provide: EVENTS, useValue: events },
  ],
});
