import type content from "./en/content";
import type home from "./en/home";
import type segments from "./en/segments";
import type preview from "./en/preview";
import type shell from "./en/shell";
import type slots from "./en/slots";

// Every file of texts has its line here, so that keys are checked.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: { shell: typeof shell; home: typeof home; segments: typeof segments; content: typeof content; slots: typeof slots; preview: typeof preview };
  }
}
