import type events from "./en/events";
import type home from "./en/home";
import type live from "./en/live";
import type profiles from "./en/profiles";
import type rules from "./en/rules";
import type segments from "./en/segments";
import type settings from "./en/settings";
import type shell from "./en/shell";

// Every file of texts has its line here, so that keys are checked.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: { shell: typeof shell; home: typeof home; rules: typeof rules; segments: typeof segments; profiles: typeof profiles; events: typeof events; live: typeof live; settings: typeof settings };
  }
}
