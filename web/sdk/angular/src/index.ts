export { Fingerpost, provideFingerpost } from "./fingerpost.js";
export { FlagDirective, type FlagContext } from "./flag-directive.js";
export type { Answer, Client, Context, Json, Options, Status } from "@fingerpost/web/client";
