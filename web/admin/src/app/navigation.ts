import type { IconName } from "../components/Icon";

/** Places of the navigation, in its order. A page that is added gets its line here, and its route in router.tsx. */
export const navigation = [
  { group: undefined, text: "nav.home", icon: "home", to: "/$env", key: "h" },
  { group: "nav.people", text: "nav.segments", icon: "segments", to: "/$env/segments", key: "s" },
  { group: "nav.decide", text: "nav.flags", icon: "flags", to: "/$env/flags", key: "f" },
  { group: "nav.watch", text: "nav.releases", icon: "releases", to: "/$env/releases", key: "r" },
] as const satisfies readonly { group: string | undefined; text: string; icon: IconName; to: string; key: string }[];

/** NavigationItem is a page in the navigation. key opens it, after g. */
export type NavigationItem = (typeof navigation)[number];

/** What the palette finds by name, beside pages: which definitions, and where each is shown. */
export const findable = [
  { kind: "segments", text: "search.segments", icon: "segments", to: "/$env/segments/$key" },
  { kind: "flags", text: "search.flags", icon: "flags", to: "/$env/flags/$key" },
] as const satisfies readonly {
  kind: "segments" | "flags" | "content";
  text: string;
  icon: IconName;
  to: string;
}[];
