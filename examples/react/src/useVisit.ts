import { useSyncExternalStore } from "react";
import { currentVisit, onVisit, type Visit, type Words } from "../../shared/lumen.js";

/** useVisit returns who looks at the page, and in which language: both stand in its address. */
export const useVisit = (): Visit => useSyncExternalStore(onVisit, currentVisit);

/** useWords returns the page's own words. */
export const useWords = (): Words => useVisit().language.words;
