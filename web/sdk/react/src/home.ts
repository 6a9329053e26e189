import type { Options } from "@fingerpost/web";
import { createContext } from "react";

/** Home is the server that the provider above asks, and who is told what people do; for slots. */
export const Home = createContext<Pick<Options, "url" | "events"> | null>(null);
