import type { IconName } from "../components/Icon";

/** Places of the navigation, in its order. A page that is added gets its line here, and its route in router.tsx. */
export const navigation = [
  { group: undefined, text: "nav.home", icon: "home", to: "/$env", key: "h" },
  { group: "nav.people", text: "nav.segments", icon: "segments", to: "/$env/segments", key: "s" },
  { group: "nav.people", text: "nav.profiles", icon: "profiles", to: "/$env/profiles", key: "p" },
  { group: "nav.decide", text: "nav.flags", icon: "flags", to: "/$env/flags", key: "f" },
  { group: "nav.decide", text: "nav.content", icon: "content", to: "/$env/content", key: "c" },
  { group: "nav.decide", text: "nav.slots", icon: "slots", to: "/$env/slots", key: "o" },
  { group: "nav.watch", text: "nav.live", icon: "live", to: "/$env/live", key: "l" },
  { group: "nav.watch", text: "nav.events", icon: "events", to: "/$env/events", key: "e" },
  { group: "nav.watch", text: "nav.releases", icon: "releases", to: "/$env/releases", key: "r" },
  { group: "nav.watch", text: "nav.settings", icon: "settings", to: "/$env/settings", key: "t" },
] as const satisfies readonly { group: string | undefined; text: string; icon: IconName; to: string; key: string }[];

/** NavigationItem is a page in the navigation. key opens it, after g. */
export type NavigationItem = (typeof navigation)[number];

/** What the palette finds by name, beside pages: which definitions, and where each is shown. */
export const findable = [
  { kind: "segments", text: "search.segments", icon: "segments", to: "/$env/segments/$key" },
  { kind: "flags", text: "search.flags", icon: "flags", to: "/$env/flags/$key" },
  { kind: "content", text: "search.content", icon: "content", to: "/$env/content/$key" },
] as const satisfies readonly {
  kind: "segments" | "flags" | "content";
  text: string;
  icon: IconName;
  to: string;
}[];
