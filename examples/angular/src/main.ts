import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { provideFingerpost } from "@fingerpost/angular";
import { createEvents } from "@fingerpost/web/events";
import { personInAddress, settings } from "../../shared/lumen.js";
import { App } from "./app";
import { EVENTS } from "./events";

const { url, key } = await settings();
const events = createEvents({ url, key });

await bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideFingerpost({ url, key, events, context: personInAddress().context }),
    { provide: EVENTS, useValue: events },
  ],
});
