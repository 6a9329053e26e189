import type { Texts } from "../shape";

export default {
  title: "Live", about: "Every change of an answer, at the moment at which those who listen are told.", state: { open: "Live", paused: "Paused", closed: "Connecting …" }, waiting_one: "{{shown}} waits", waiting_other: "{{shown}} wait",
  pause: "Pause", resume: "Go on", clear: "Clear", person: "Id of a person", flag: "Flag", anyFlag: "All flags", missed_one: "{{shown}} was too fast to be shown", missed_other: "{{shown}} were too fast to be shown", count_one: "{{shown}} change", count_other: "{{shown}} changes", changes: "Changes",
  none: "Nothing has changed since you came", noneText: "Changes show up here as soon as somebody who listens gets another answer: after a publish, an event, or as time passes.", noneOfText: "Nothing like that has changed since you came. Choose another flag or person, or wait.",
  time: "Time", change: "Change", who: "Whose", cause: "Because of", delay: "Delay", nothing: "nothing", unknown: "nobody known", listeners: "{{shown}} listen", ms: "{{shown}} ms",
  changed: { variant: "another variant", text: "another text", value: "another value", reason: "another reason" }, causes: { publish: "Publish", event: "Event", time: "Time", list: "List", profile: "Profile" },
  now: { listeners: "listen now", sockets: "WebSockets here", topics: "different questions", updates: "changes told", evaluations: "decided anew", revision: "revision" },
  chart: "Changes per second", chartText_one: "{{shown}} change in the last minute, at most {{top}} in a second", chartText_other: "{{shown}} changes in the last minute, at most {{top}} in a second", ago: "{{shown}} s ago", nowWord: "now", most: "at most {{shown}}/s",
  delays: "From cause to answer", percent: { p50: "Half (p50)", p90: "Nine in ten (p90)", p99: "Of a hundred, 99 (p99)", p100: "Slowest" },
} as const satisfies Texts;
