// What the four pages have in common because it is Lumen's, and no question of how flags and content are used.
import people from "./people.json" with { type: "json" };
import { languages } from "./words.js";

export { languages, people };

export const features = ["new-editor", "live-cursors", "offline-mode"];

export const actions = [
  { word: "board", event: "feature_used", properties: { feature: "board" } },
  { word: "export", event: "feature_used", properties: { feature: "export" } },
  { word: "invite", event: "teammate_invited", properties: {} },
];

export const statusNames = { NOT_READY: "connecting", READY: "live", STALE: "reconnecting", RECONCILING: "live", ERROR: "refused", FATAL: "refused" };

export async function settings() {
  const response = await fetch("/config.json");
  return response.json();
}

// Who looks at the page in which language stands behind the # of its address, as in #mara/de; ?lang=de is enough for the language.
const deeds = new Map(people.map((person) => [person, []]));
const listeners = new Set();
let visit = visitInAddress();

export const currentVisit = () => visit;

export function onVisit(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const addressOf = (person, language) => `#${person.context.targetingKey}/${language.locale}`;

function visitInAddress() {
  const [id, chosen = new URLSearchParams(location.search).get("lang")] = location.hash.slice(1).split("/");
  const person = people.find(({ context }) => context.targetingKey === id) ?? people[0];
  const language = languages.find(({ locale }) => locale === chosen) ?? languages[0];
  return { person, language, context: { ...person.context, locale: language.locale }, done: deeds.get(person) };
}

function become(next) {
  visit = next;
  document.documentElement.lang = visit.language.locale;
  document.documentElement.dir = visit.language.dir;
  listeners.forEach((listener) => listener());
}

// Pages side by side know of each other what was done.
const channel = new BroadcastChannel("lumen");
channel.onmessage = ({ data }) => remember(data);

export function did(event) {
  const deed = { id: visit.person.context.targetingKey, event };
  channel.postMessage(deed);
  remember(deed);
}

function remember({ id, event }) {
  const person = people.find(({ context }) => context.targetingKey === id);
  deeds.set(person, [...deeds.get(person), event]);
  if (person === visit.person) become({ ...visit, done: deeds.get(person) });
}

export const eventOfStep = (action, { fields }) => fields.items?.[Number(action.split(".")[1])]?.event;

export function sentence({ flags, cause, at }, { locale, words }) {
  const { names, features, causes } = words;
  const what = new Intl.ListFormat(locale).format(flags.map((flag) => names[flag] ?? features[flag] ?? flag));
  const why = (causes[cause?.kind] ?? causes.unknown)(cause);
  return words.changed(at.toLocaleTimeString(locale === "en" ? "en-GB" : locale), what, why);
}

// Lumen has no other pages: a link within it says where it would lead.
function stay(event) {
  const link = event.target.closest(".fp-item a[href^='/']");
  if (!link) return;
  event.preventDefault();
  document.querySelector(".elsewhere")?.remove();
  const note = Object.assign(document.createElement("p"), { className: "elsewhere", role: "status" });
  note.textContent = visit.language.words.elsewhere(link.getAttribute("href"));
  document.body.append(note);
  setTimeout(() => note.remove(), 4000);
}

addEventListener("click", stay);
addEventListener("hashchange", () => become(visitInAddress()));
become(visit);
