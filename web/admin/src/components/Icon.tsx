import type { ReactElement } from "react";

/** Drawings on a grid of 20, in lines of 1.6. Those that point along the line of text are mirrored where it runs from right to left. */
const drawings = {
  home: "M3.5 9 10 3.5 16.5 9v7.5h-4.8v-4.6H8.3v4.6H3.5z",
  segments: "M7.2 9.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.5 16.2c.3-2.7 2.1-4.4 4.7-4.4s4.4 1.7 4.7 4.4M12.8 4.3a2.5 2.5 0 0 1 0 4.7M14.2 12.1c1.9.5 3.1 2 3.3 4.1",
  flags: "M5 17V3.5M5 4h9.5l-2 3.2 2 3.3H5",
  content: "M4 3.5h12v13H4zM7 7h6M7 10h6M7 13h3.5",
  slots: "M3.5 4h13v4h-13zM3.5 11h5.8v5H3.5zM12.3 11h4.2v5h-4.2z",
  profiles: "M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10ZM4 16.8c.5-3 2.8-4.8 6-4.8s5.5 1.8 6 4.8",
  events: "M3 10h3l2-5.5 3.5 11L13.7 10H17",
  live: "M10 11.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4ZM6.5 13.5a5 5 0 0 1 0-7M13.5 6.5a5 5 0 0 1 0 7M4.2 15.8a8.2 8.2 0 0 1 0-11.6M15.8 4.2a8.2 8.2 0 0 1 0 11.6",
  releases: "M10 3.5a6.5 6.5 0 1 1-6 4M3.5 3.8v3.9h3.9M10 6.7V10l2.4 1.6",
  settings: "M3.5 6h7M14 6h2.5M3.5 14H6M9.5 14h7M12.2 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7.8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  search: "M9 14.5A5.5 5.5 0 1 0 9 3.5a5.5 5.5 0 0 0 0 11ZM13.2 13.2l3.6 3.6",
  menu: "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
  close: "m5 5 10 10M15 5 5 15",
  plus: "M10 4v12M4 10h12",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  down: "m5.5 8 4.5 4.5L14.5 8",
  forward: "m7.5 5 5 5-5 5",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5",
  undo: "M7 4.5 3.5 8 7 11.5M3.5 8h8a4 4 0 0 1 0 8H8",
  warning: "M10 3.5 17.5 16.5h-15zM10 8.5v3.8M10 14.3h.01",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.3V13.5M10 6.7h.01",
  light: "M10 13.3a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6ZM10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M15.3 4.7 14 6M6 14l-1.3 1.3",
  dark: "M16.5 11.7A6.8 6.8 0 0 1 8.3 3.5a6.8 6.8 0 1 0 8.2 8.2Z",
  auto: "M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3",
  keyboard: "M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
  signOut: "M8 3.5H4v13h4M8 10h9M13.5 6.5 17 10l-3.5 3.5",
  copy: "M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4",
  language: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3 10h14M10 3c2.2 2 3.2 4.3 3.2 7s-1 5-3.2 7c-2.2-2-3.2-4.3-3.2-7s1-5 3.2-7Z",
  external: "M8 4.5H4v11.5h11.5V12M11.5 3.5h5v5M16.5 3.5 9.5 10.5",
  person: "M8.5 9.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM3.5 16c.4-2.7 2.2-4.3 5-4.3 1 0 1.8.2 2.5.6M15 11.500v5M12.500 14h5",
  link: "M8.500 11.500l3-3M9 6.500l2-2a3.200 3.200 0 0 1 4.500 4.500l-2 2M11 13.500l-2 2A3.200 3.200 0 0 1 4.500 11l2-2",
  list: "M7.500 5.500H16.500M7.500 10H16.500M7.500 14.500H16.500M4 5.500h.01M4 10h.01M4 14.500h.01",
  image: "M3.500 4.500h13v11h-13zM3.500 13l3.500-3.500 3 3 2.500-2 4 3.500M12.800 8h.01",
  eye: "M2.500 10c1.700-3.200 4.300-4.800 7.500-4.800s5.800 1.600 7.500 4.800c-1.700 3.200-4.300 4.800-7.500 4.800S4.200 13.200 2.500 10ZM10 12.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600Z",
  grip: "M8 5.500h.01M12 5.500h.01M8 10h.01M12 10h.01M8 14.500h.01M12 14.500h.01",
  clock: "M10 16.800a6.800 6.800 0 1 0 0-13.600 6.800 6.800 0 0 0 0 13.600ZM10 6.300V10l2.600 1.600",
  spark: "M10 3l1.7 5.3L17 10l-5.3 1.7L10 17l-1.7-5.3L3 10l5.3-1.7z",
} as const;

const mirrored = new Set<string>(["forward", "undo", "signOut", "external"]);

export type IconName = keyof typeof drawings;

/** Icon is a drawing that says nothing to screen readers: the text beside it, or the button's label, does. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): ReactElement {
  return (
    <svg
      aria-hidden="true" width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={1.6}
      strokeLinecap="round" strokeLinejoin="round" data-mirrored={mirrored.has(name) || undefined} className="icon"
    >
      <path d={drawings[name]} />
    </svg>
  );
}

/** Mark is the signpost: the sign of the product. */
export function Mark({ size = 28 }: { size?: number }): ReactElement {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
      <rect width="32" height="32" rx="8" fill="#0d5f4d" />
      <path d="M16 6v21" stroke="#f0d9a8" strokeWidth="2.4" strokeLinecap="round" />
      <path d="M9 8.5h11.5l3.5 3-3.5 3H9z" fill="#fff" />
      <path d="M23 16.5H12.5l-3.5 3 3.5 3H23z" fill="#f0b64a" />
    </svg>
  );
}
