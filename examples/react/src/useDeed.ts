import { useTrack } from "@fingerpost/react";
import { did } from "../../shared/lumen.js";

/** What is done here is reported, and rules read it: an answer may be another one a moment later. */
export function useDeed(): (event: string, properties?: Readonly<Record<string, string>>) => void {
  const { track } = useTrack();
  return (event, properties) => {
    track(event, properties);
    did(event);
  };
}
