import type { Options } from "@fingerpost/web/client";
import type { InjectionKey } from "vue";

/** home has what slots need besides the client: where the server is, and who is told what people do. */
export const home: InjectionKey<Pick<Options, "url" | "events">> = Symbol("fingerpost home");
