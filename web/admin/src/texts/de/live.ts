import type en from "../en/live";
import type { Translation } from "../shape";

export default {
  title: "Live", about: "Jede Änderung einer Antwort, im selben Moment, in dem alle davon erfahren, die zuhören.", state: { open: "Live", paused: "Angehalten", closed: "Verbindet …" }, waiting_one: "{{shown}} wartet", waiting_other: "{{shown}} warten",
  pause: "Anhalten", resume: "Weiter", clear: "Leeren", person: "ID einer Person", flag: "Flag", anyFlag: "Alle Flags", missed_one: "{{shown}} war zu schnell, um gezeigt zu werden", missed_other: "{{shown}} waren zu schnell, um gezeigt zu werden", count_one: "{{shown}} Änderung", count_other: "{{shown}} Änderungen", changes: "Änderungen",
  none: "Seit Sie hier sind, hat sich nichts geändert", noneText: "Änderungen erscheinen, sobald jemand, der zuhört, eine andere Antwort bekommt: nach einer Veröffentlichung, einem Ereignis, oder mit der Zeit.", noneOfText: "Seit Sie hier sind, hat sich nichts dergleichen geändert. Wählen Sie ein anderes Flag, eine andere Person, oder warten Sie.",
  time: "Zeit", change: "Änderung", who: "Wessen", cause: "Wegen", delay: "Dauer", nothing: "nichts", unknown: "niemand Bekanntes", listeners: "{{shown}} hören zu", ms: "{{shown}} ms",
  changed: { variant: "andere Variante", text: "anderer Text", value: "anderer Wert", reason: "anderer Grund" }, causes: { publish: "Veröffentlichung", event: "Ereignis", time: "Zeit", list: "Liste", profile: "Profil" },
  now: { listeners: "hören jetzt zu", sockets: "WebSockets hier", topics: "verschiedene Fragen", updates: "Änderungen gemeldet", evaluations: "neu entschieden", revision: "Revision" },
  chart: "Änderungen pro Sekunde", chartText_one: "{{shown}} Änderung in der letzten Minute, höchstens {{top}} in einer Sekunde", chartText_other: "{{shown}} Änderungen in der letzten Minute, höchstens {{top}} in einer Sekunde", ago: "vor {{shown}} s", nowWord: "jetzt", most: "höchstens {{shown}}/s",
  delays: "Vom Anlass zur Antwort", percent: { p50: "Die Hälfte (p50)", p90: "Neun von zehn (p90)", p99: "99 von hundert (p99)", p100: "Langsamste" },
} satisfies Translation<typeof en>;
