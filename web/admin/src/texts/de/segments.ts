import type en from "../en/segments";
import type { Translation } from "../shape";

export default {
  title: "Segmente", about: "Gruppen von Menschen mit einem Namen. Einmal benannt, lassen sie sich in jedem Flag und Platz verwenden.", create: "Neues Segment", find: "Segmente durchsuchen",
  name: "Segment", size: "Menschen", used: "Verwendet von", notUsed: "Noch nichts", usedTimes_one: "{{shown}} Stelle", usedTimes_other: "{{shown}} Stellen",
  none: "Noch keine Segmente", noneText: "Ein Segment sind alle, auf die ein paar Bedingungen zutreffen: etwa Testkunden in Europa, oder wer eine Funktion oft benutzt hat.",
  noMatch: "Kein Segment heißt so", noMatchText: "Gesucht wird in Namen, Beschreibungen und Regeln.", counting: "Es wird noch gezählt.",
  added: "Neu", changed: "Geändert", deleted: "Wird gelöscht", count_one: "{{shown}} Segment", count_other: "{{shown}} Segmente",
  newTitle: "Neues Segment", key: "Name", keyHint: "So, wie er in Regeln steht: Buchstaben, Ziffern, - _ und .", keyWrong: "Beginnen Sie mit einem Buchstaben oder einer Ziffer; danach nur Buchstaben, Ziffern, - _ und .", keyTaken: "Ein Segment dieses Namens gibt es schon.", start: "Weiter", cancel: "Abbrechen",
  back: "Segmente", description: "Wofür es da ist", descriptionHint: "Damit andere wissen, wann sie es nehmen.", remove: "Löschen", removeText: "Gelöscht wird es, wenn Ihre Änderungen veröffentlicht werden.",
  usedTitle: "Wo es verwendet wird", usedHint: "Wer hinzukommt oder herausfällt, bekommt dort vielleicht etwas anderes.", notUsedText: "Noch verwendet es kein Flag und kein Segment.", inUse: "Es wird verwendet und kann deshalb nicht gelöscht werden.",
  gone: "Es wird gelöscht", goneText: "{{key}} wird gelöscht, wenn Ihre Änderungen veröffentlicht werden.", keep: "Behalten", missing: "Es gibt kein Segment {{key}}", missingText: "Vielleicht wurde es gelöscht oder umbenannt.", toList: "Alle Segmente",
  compare: "Was die Veröffentlichung ändert", enter: "Kommen hinzu", leave: "Fallen heraus", nobody: "Niemand", asOf: "Verglichen mit dem, was veröffentlicht ist", readOnly: "Sie dürfen Segmente hier ansehen, aber nicht ändern.",
} satisfies Translation<typeof en>;
