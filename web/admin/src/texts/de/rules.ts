import type en from "../en/rules";
import type { Translation } from "../shape";

export default {
  sentences: "Wer dazugehört", expression: "Als Ausdruck", all: "alles davon", any: "mindestens eines davon", matchBefore: "Alle, für die", matchAfter: "zutrifft", match: "Wie die Bedingungen verbunden sind",
  and: "und", or: "oder", add: "Bedingung hinzufügen", addGroup: "Gruppe hinzufügen", subject: "Worum es in der Bedingung geht", comparison: "Wie verglichen wird", value: "Wert", remove: "Bedingung {{text}} entfernen", removeGroup: "Gruppe entfernen",
  everybody: "Alle", everybodyText: "Ohne Bedingung gehören alle dazu. Fügen Sie die erste hinzu.",
  facts: "Was man über sie weiß", did: "Was sie getan haben", segments: "Segmente", lists: "Listen", flags: "Was ein Flag ihnen gibt",
  inSegment: "Segment {{key}}", onList: "Liste {{key}}", flag: "Flag {{key}}", choose: "Auswählen …", noMatch: "Nichts heißt so.",
  card: "Als Ausdruck geschrieben", cardHint: "Das sagt kein Satz. Es bleibt, wie es ist; ändern Sie es im Ausdruck.",
  waiting: "Eine Bedingung ist noch nicht vollständig.", broken: "Im Ausdruck ist ein Fehler. Die Sätze folgen, sobald er wieder stimmt.",
  words: {
    is: "ist", isNot: "ist nicht", oneOf: "ist eines von", noneOf: "ist keines von", contains: "enthält", containsNot: "enthält nicht", startsWith: "beginnt mit", endsWith: "endet mit",
    known: "ist bekannt", unknown: "ist nicht bekannt", equals: "ist genau", differs: "ist nicht", more: "ist mehr als", atLeast: "ist mindestens", less: "ist weniger als", atMost: "ist höchstens",
    between: "ist zwischen", top: "gehört zu den oberen", within: "war in den letzten", longerAgo: "ist länger her als", after: "war nach", before: "war vor",
    holds: "hat", holdsNot: "hat nicht", newerOrSame: "ist mindestens Version", older: "ist älter als Version", in: "trifft zu", notIn: "trifft nicht zu",
  },
  eventWords: { equals: "genau", differs: "nicht genau", more: "mehr als", atLeast: "mindestens", less: "weniger als", atMost: "höchstens" },
  yes: "ja", no: "nein", percent: "%", times: "Mal", sum: "insgesamt, {{property}}", avg: "im Mittel, {{property}}", min: "mindestens einmal, {{property}}", max: "höchstens, {{property}}",
  measure: "Was gezählt wird", period: "In welcher Zeit", ever: "jemals", last: "in den letzten", session: "in dieser Sitzung", withinOf: "seit {{attribute}}, innerhalb von",
  amount: "Wie viele", unit: "Einheit", minutes: "Minuten", hours: "Stunden", days: "Tagen", weeks: "Wochen",
  people_one: "{{shown}} Mensch", people_other: "{{shown}} Menschen", seen: "{{shown}} Menschen haben es",
  size: "Wie viele", of: "{{share}} von {{shown}} bekannten Menschen", about: "etwa, zwischen {{low}} und {{high}}", nobodyKnown: "Noch ist niemand bekannt. Größen erscheinen, sobald Ereignisse eintreffen.", counting: "Wird gezählt …",
  unknownPeople: "Von {{shown}} weiß man es nicht", only: "{{shown}} für sich", without: "{{shown}} ohne sie", sample: "Einige davon", noSample: "Im Moment gehört niemand dazu.", fixTo: "In „{{text}}“ ändern", wrong: "Fehler im Ausdruck",
  editor: "Die Regel als Ausdruck", loadingEditor: "Der Editor wird geladen …",
} satisfies Translation<typeof en>;
