import type changes from "./en/changes";
import type content from "./en/content";
import type events from "./en/events";
import type flags from "./en/flags";
import type home from "./en/home";
import type live from "./en/live";
import type preview from "./en/preview";
import type profiles from "./en/profiles";
import type releases from "./en/releases";
import type review from "./en/review";
import type rules from "./en/rules";
import type segments from "./en/segments";
import type settings from "./en/settings";
import type shell from "./en/shell";
import type slots from "./en/slots";

// Every file of texts has its line here, so that keys are checked.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: { shell: typeof shell; changes: typeof changes; flags: typeof flags; home: typeof home; releases: typeof releases; review: typeof review; rules: typeof rules; segments: typeof segments; content: typeof content; slots: typeof slots; preview: typeof preview; profiles: typeof profiles; events: typeof events; live: typeof live; settings: typeof settings };
  }
}
