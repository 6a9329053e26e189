import type en from "../en/profiles";
import type { Translation } from "../shape";

export default {
  title: "Profile", about: "Alle, die bekannt sind, was man von ihnen weiß, und was sie bekommen haben.", find: "Eine Nutzer-, anonyme, Gruppen- oder Personen-ID", found: "Wer gefunden wurde", kind: "Was aufgelistet wird", people: "Menschen", groups: "Gruppen",
  nobody: "Niemand heißt {{text}}", nobodyText: "IDs werden ganz gesucht, als Nutzer-, anonyme, Gruppen- und Personen-ID. Prüfen Sie Großschreibung und Leerzeichen.", none: "Noch ist niemand bekannt", noneText: "Bekannt ist jemand, sobald ein Ereignis oder ein identify ihn nennt.",
  noGroups: "Noch sind keine Gruppen bekannt", noGroupsText: "Eine Gruppe, etwa eine Firma, ist bekannt, sobald ein group sie nennt.", who: "Wer", traits: "Was man weiß", lastSeen: "Zuletzt gesehen", shown: "Die ersten {{shown}}; weiter unten mehr", all_one: "{{shown}} insgesamt", all_other: "{{shown}} insgesamt",
  known: "Bekannt", anonymous: "Anonym", group: "Gruppe", moreNames_one: "{{count}} weitere ID", moreNames_other: "{{count}} weitere IDs",
  firstSeen: "Zuerst gesehen", lastSeenAt: "zuletzt", export: "Exportieren", erase: "Vergessen", attributes: "Attribute", noAttributes: "Noch wurde nichts gemeldet.", told: "gemeldet", undeclared: "nicht erklärt", computed: "berechnet", until: "mindestens bis {{at}}", score: "Score, Version {{version}} des Modells",
  names: "Wer es ist", identifier: { user: "Nutzer", anonymous: "Anonym", group: "Gruppe" }, person: "Person", belongs: "Wozu jemand gehört", segments: "Segmente", noSegments: "Keine", since: "seit", lists: "Listen",
  given: "Was entschieden wurde", noGiven: "Noch wurde nichts entschieden.", noVariant: "keine Variante", because: "wegen {{name}}", revision: "Revision {{revision}}", did: "Was geschah", didNothing: "Noch keine Ereignisse.", times_one: "{{shown}}-mal", times_other: "{{shown}}-mal",
  merged: "Profile, die mit diesem eins wurden", unmerge: "Rückgängig", unmerged: "Es sind wieder zwei Profile.", unmergeTitle: "Wieder zwei Profile daraus machen?", unmergeText: "Was seither kam, bleibt hier. Ein Ereignis, das beide nennt, verbindet sie wieder.",
  timeline: "Verlauf", noTimeline: "Im Protokoll sind keine Ereignisse.", call: { track: "Tat", identify: "Gemeldet", page: "Sah", screen: "Sah", group: "Gehört zu", alias: "Ist auch" },
  replay: "Was damals herauskam", replayText: "Entscheidet noch einmal, was ein Flag zu einem Zeitpunkt ergab, aus dem, was damals veröffentlicht und bekannt war.", flag: "Flag", at: "Wann", atHint: "Jetzt, wenn es leer ist.", show: "Zeigen", really: "Wirklich bekommen hat die Person {{variant}}", incomplete: "Manche Ereignisse von damals sind nicht mehr bekannt; die Antwort kann abweichen.", notReached: "wurde nicht erreicht",
  eraseTitle: "{{name}} vergessen?", eraseText: "Der Schlüssel wird zerstört und damit alles, was Protokolle, Speicher und Sicherungen von der Person enthalten. Niemand kann das zurücknehmen.", suppress: "Auch spätere Ereignisse abweisen", suppressText: "Dafür bleiben von den IDs nur Hashes mit einem Schlüssel.",
  erased_one: "Vergessen: {{shown}} Profil.", erased_other: "Vergessen: {{shown}} Profile.", erasedBut: "Vergessen. Was die Person mit anderen teilt, steht noch in: {{lists}}.",
} satisfies Translation<typeof en>;
