export { FingerpostProvider, type ProviderOptions, type Tracker } from "./provider.js";
export { createClient } from "./client.js";
export type * from "./client.js";
