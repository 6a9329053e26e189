import type en from "../en/content";
import type { Translation } from "../shape";

export default {
  title: "Inhalte", about: "Was Menschen sehen, in Ihren Sprachen. Slots entscheiden, wer was sieht.", close: "Schließen", nothing: "Nichts dergleichen",
  find: "Inhalt finden", none: "Noch gibt es keine Inhalte", noneText: "Schreiben Sie etwas: ein Banner, einen Hero, eine Checkliste. Vor der Veröffentlichung sieht es niemand.", noMatch: "Nichts passt", noMatchText: "Versuchen Sie ein anderes Wort oder nehmen Sie einen Filter weg.",
  shown_one: "{{shown}} Inhalt", shown_other: "{{shown}} Inhalte", variants_one: "{{shown}} Variante", variants_other: "{{shown}} Varianten", usedTimes_one: "{{shown}} Ort", usedTimes_other: "{{shown}} Orte", usedNot: "Ungenutzt", usedBy: "Genutzt von", usedNowhere: "Noch nutzt das kein Slot.",
  saidOf: "{{said}} von {{most}} Texten", languages: "Sprachen", allLanguages: "Alle nebeneinander", unknown: "Es gibt keinen Inhalt namens {{name}}", gone: "Das wird gelöscht", goneText: "Es verschwindet, wenn Sie Ihre Änderungen veröffentlichen.", bringBack: "Zurückholen", delete: "Diesen Inhalt löschen", deleted: "{{name}} verschwindet, wenn Sie veröffentlichen.",
  column: { name: "Name", languages: "Sprachen", when: "Zu sehen", used: "Genutzt in" },
  filter: { type: "Alle Typen", state: "Alles", draft: "Entwürfe", incomplete: "Nicht überall übersetzt", scheduled: "Mit Zeitplan" },
  action: { add: "Neu", change: "Geändert", delete: "Wird gelöscht" },
  state: { draft: "Entwurf", planned: "Geplant", over: "Vorbei", season: "In der Saison", shown: "Zu sehen" },
  new: { button: "Neuer Inhalt", title: "Was möchten Sie schreiben?", type: "Typ", name: "Name", nameHint: "Nur Sie und Ihr Team sehen ihn.", example: "Frühlingsangebot", key: "Es wird {{key}} heißen.", taken: "So heißt schon etwas.", make: "Schreiben" },
  types: { banner: "Eine Nachricht quer über die Seite", hero: "Womit eine Seite beginnt", checklist: "Schritte, die zu tun sind", "tour-step": "Eine Station einer Führung", tooltip: "Eine kurze Hilfe neben etwas", modal: "Ein Dialog über der Seite", survey: "Eine Frage, beantwortet von 0 bis 10", email: "Ein Block einer E-Mail" },
  field: { required: "Muss ausgefüllt sein", empty: "Nichts", choose: "Auswählen", clear: "Leeren", yes: "Ja", no: "Nein", address: "Schreiben Sie https://…, mailto:… oder eine Adresse auf Ihrer Website, etwa /preise", json: "Das ist noch kein JSON; was vorher da war, bleibt.", fallsBack: "Hier steht nichts: Menschen lesen es auf {{language}}." },
  list: { add: "Hinzufügen", remove: "Entfernen", up: "Nach oben", down: "Nach unten" },
  mark: { bold: "Fett", italic: "Kursiv", link: "Link", list: "Liste" },
  tag: {
    insert: "Etwas Persönliches einfügen", change: "Etwas Persönliches", value: "Was gesagt wird", valueHint: "Was Sie von Lesenden wissen", choose: "Auswählen, etwa first_name", missing: "Wählen Sie aus, was gesagt wird.", fallback: "Falls es nicht bekannt ist", fallbackHint: "Was alle anderen an dieser Stelle lesen", fallbackMissing: "Sagen Sie etwas für die, von denen es nicht bekannt ist.",
    both: "Bekannt: {{name}} der lesenden Person.\nNicht bekannt: „{{fallback}}“.", put: "Einfügen", save: "Sichern", chip: "{{name}}, oder „{{fallback}}“, falls es nicht bekannt ist", none: "Noch kann nichts gezeigt werden", noneText: "Texte dürfen Attribute zeigen, die für Clients oder für Inhalte gekennzeichnet sind. Fragen Sie, wer sich um Ihre Daten kümmert.",
    date: "Wie das Datum geschrieben wird", dates: { "0": "1. März 2026", "1": "Sonntag, 1. März 2026", "2": "01.03.2026", "3": "01.03.26" },
  },
  image: { drop: "Legen Sie ein Bild hierher, oder fügen Sie eines ein", upload: "Hochladen", library: "Aus der Sammlung wählen", remove: "Entfernen", alt: "Was zu sehen ist", altHint: "Wird denen vorgelesen, die das Bild nicht sehen", none: "Noch keine Bilder", noneText: "Laden Sie das erste hoch: JPEG, PNG, GIF oder WebP.", more: "Mehr zeigen" },
  variant: { title: "Varianten", baseline: "Für alle", baselineHint: "Die Grundfassung", differs: "{{own}} von {{whole}} Feldern anders", add: "Neue Variante", remove: "{{name}} löschen", inherit: "Übernehmen", change: "Ändern", name: "Für wen ist sie?", nameHint: "Sie beginnt wie die Grundfassung; ändern Sie nur, was anders sein soll.", example: "designer", taken: "Eine heißt schon so." },
  when: { title: "Wann es zu sehen ist", draft: "Entwurf", draftHint: "Einen Entwurf sieht niemand, und er muss nicht vollständig sein.", from: "Von", until: "Bis", order: "Das Ende liegt vor dem Anfang.", fromWords: "ab {{at}}", untilWords: "bis {{at}}", about: "Notiz", aboutHint: "Für Ihr Team: wofür das ist" },
  preview: { title: "Vorschau", ground: "Untergrund", light: "Hell", dark: "Dunkel", width: "Breite", wide: "Breit", narrow: "Telefon", known: "Jemandem, den Sie kennen", busy: "Wird aufgefrischt …", wrong: "Noch ist nichts zu sehen, aus diesem Grund:" },
} satisfies Translation<typeof en>;
