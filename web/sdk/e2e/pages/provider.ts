// A page with the OpenFeature web SDK alone.
import { OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
import { FingerpostProvider } from "@fingerpost/web";
import { createEvents } from "@fingerpost/web/events";
import { localAnswers } from "@fingerpost/web/storage";
import { play, settings } from "./page.js";

const { url, key, context } = settings();
const events = createEvents({ url, key, exposures: true });
const client = OpenFeature.getClient();
const show = () => play.show(client.getStringValue("hero", "none"), client.providerStatus);
for (const event of Object.values(ProviderEvents)) client.addHandler(event as ProviderEvents.Ready, show);
play.become = (next) => OpenFeature.setContext(next);
play.track = (event) => client.track(event);
OpenFeature.setProvider(new FingerpostProvider({ url, key, events, storage: localAnswers() }), context);
show();
