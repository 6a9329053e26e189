import type en from "../en/preview";
import type { Translation } from "../shape";

export default {
  title: "Vorschau als", close: "Schließen", clear: "Leeren", nothingShown: "Hier ist nichts zu sehen.", yes: "Ja", no: "Nein",
  who: { label: "Wer schaut?", persona: "Erfundene Person", known: "Bekannte Person", whatif: "Was wäre …" }, user: "Person", userHint: "Wie Ihre Anwendung sie nennt", facts: "Was von ihr bekannt ist", attribute: "Attribut", value: "Wert", valueOf: "Wert von {{name}}", addFact: "Etwas über sie sagen", forget: "{{name}} wegnehmen",
  whoFirst: "Wer ist es?", whoFirstText: "Schreiben Sie, wie Ihre Anwendung jemanden nennt, und sehen Sie, was diese Person sieht.",
  language: "Sprache", languageOwn: "Die eigene", at: "Wann", atHint: "Leer ist jetzt; schauen Sie in die nächste Woche oder zurück auf letzten Dienstag", now: "Jetzt", drafts: "Mit Inhalten, die noch Entwürfe sind", dark: "Auf dunklem Grund",
  of: { label: "Was ist zu sehen?", draft: "Ihre Änderungen", published: "Veröffentlicht", revision: "Früher", number: "Revision", noDraft: "Sie haben nichts geändert, also ist das hier veröffentlicht." },
  as: "Revision {{revision}}, am {{at}}", incomplete: "Manches, was bis dahin geschehen war, ist nicht mehr bekannt.", noSlots: "Es gibt keine Slots", noSlotsText: "Ein Slot ist ein Platz, der Inhalte zeigt. Legen Sie einen an, um ihn hier zu sehen.", problems: "Ihre Änderungen lassen sich noch nicht zeigen:",
  why: { forced: "Zu sehen, weil Sie es gewählt haben", off: "Ausgeschaltet", broken: "Gestört: zu sehen ist, was immer geht", because: "Wegen „{{name}}“", default: "Was alle anderen sehen" }, until: "bis {{at}}", show: "In {{name}} etwas anderes zeigen", targeting: "Wie entschieden",
  trace: {
    title: "Warum?", unreached: "Nicht erreicht: etwas anderes kam zuerst", true: "trifft zu", false: "trifft nicht zu", unknown: "ist nicht bekannt", missing: "{{name}} ist nicht bekannt", is: "{{name}} ist", flip: "Es würde passen, wenn das zuträfe:", flipNot: "Es würde passen, wenn das nicht zuträfe:", bucket: "Liegt bei {{bucket}} %, wenn Menschen aufgeteilt werden",
    results: { match: "Passt", "no match": "Passt nicht", unknown: "Nicht bekannt, also passt es nicht", "not covered": "Passt, gehört aber nicht zum Anteil", "held out": "Ausgenommen, zum Vergleich", "seen often enough": "Passt, wurde aber oft genug gesehen", "not in force": "Nicht zu dieser Zeit", "nothing to bucket by": "Nichts, wonach sich aufteilen lässt" },
  },
  link: { make: "Link erzeugen", ends: "Er endet", in: { "1": "in einer Stunde", "24": "in einem Tag", "168": "in einer Woche", "720": "in 30 Tagen" }, address: "Link zu dieser Vorschau", copy: "Kopieren", copied: "Der Link ist kopiert.", until: "Wer ihn hat, sieht das bis {{at}}." },
} satisfies Translation<typeof en>;
