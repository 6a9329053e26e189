import type changes from "./en/changes";
import type flags from "./en/flags";
import type home from "./en/home";
import type releases from "./en/releases";
import type review from "./en/review";
import type rules from "./en/rules";
import type segments from "./en/segments";
import type shell from "./en/shell";

// Every file of texts has its line here, so that keys are checked.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: { shell: typeof shell; changes: typeof changes; flags: typeof flags; home: typeof home; releases: typeof releases; review: typeof review; rules: typeof rules; segments: typeof segments };
  }
}
