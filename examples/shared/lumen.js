// What the four pages have in common because it is Lumen's, and no question of how flags are used.
import people from "./people.json" with { type: "json" };

export { people };

export const features = [
  { flag: "new-editor", name: "New editor" },
  { flag: "live-cursors", name: "Live cursors" },
  { flag: "offline-mode", name: "Offline mode" },
];

export const actions = [
  { label: "Use the board", event: "feature_used", properties: { feature: "board" } },
  { label: "Export a plan", event: "feature_used", properties: { feature: "export" } },
  { label: "Invite a teammate", event: "teammate_invited", properties: {} },
];

export const emptyChecklist = { title: "Your first project", steps: [] };

export const statusNames = { NOT_READY: "connecting", READY: "live", STALE: "reconnecting", RECONCILING: "live", ERROR: "refused", FATAL: "refused" };

export async function settings() {
  const response = await fetch("/config.json");
  return response.json();
}

export function personInAddress() {
  return people.find(({ context }) => `#${context.targetingKey}` === location.hash) ?? people[0];
}

const names = {
  "next-step": "the next step",
  "welcome-checklist": "the checklist",
  "guided-tour": "the guided tour",
  ...Object.fromEntries(features.map(({ flag, name }) => [flag, `the ${name.toLowerCase()}`])),
};

const causes = {
  publish: ({ revision }) => `revision ${revision} was published`,
  event: () => "of what was just done",
  time: () => "of the time alone",
  list: () => "a list is another one",
  profile: () => "more is known of the person",
};

export function sentence({ flags, cause, at }) {
  const what = new Intl.ListFormat("en").format(flags.map((flag) => names[flag] ?? flag));
  const why = causes[cause?.kind]?.(cause) ?? "the connection is back";
  return `At ${at.toLocaleTimeString("en-GB")} ${what} changed, because ${why}.`;
}
