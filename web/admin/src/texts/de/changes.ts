import type en from "../en/changes";
import type { Translation } from "../shape";

export default {
  actions: { add: "Neu", change: "Geändert", delete: "Gelöscht" },
  kinds: { flag: "Flag", segment: "Segment", content: "Inhalt", content_type: "Inhaltstyp", attribute: "Attribut", group: "Attribut von Gruppen", event: "Ereignis", list: "Liste", model: "Modell", setting: "Einstellung" },
  details: "Was anders geschrieben steht",
  sentences: {
    flagOn: "Wird eingeschaltet.", flagOff: "Wird ausgeschaltet.", madeVisible: "Browser und Apps dürfen danach fragen.", madeHidden: "Browser und Apps dürfen nicht mehr danach fragen.", flagNew: "Kann {{variants}} sein; alle anderen bekommen {{default}}.",
    variantAdded: "Neue Variante {{name}}: {{value}}", variantRemoved: "Die Variante {{name}} entfällt.", variantChanged: "Die Variante {{name}} ist {{after}} statt {{before}}.", variantsReordered: "Die Reihenfolge der Varianten ist nun {{order}}; Anteile folgen ihr.",
    ruleAdded: "Neue Regel „{{name}}“: {{serve}} für {{when}}", ruleRemoved: "Die Regel „{{name}}“ entfällt.", ruleWhen: "Die Regel „{{name}}“ gilt für {{after}} statt {{before}}", ruleServes: "Die Regel „{{name}}“ gibt {{after}} statt {{before}}.", ruleOther: "Anteil, Zeitplan oder Name der Regel „{{name}}“ ändern sich.", rulesReordered: "Regeln werden in anderer Reihenfolge gefragt: {{order}}.",
    default: "Alle anderen bekommen {{after}} statt {{before}}.", off: "Solange es aus ist, bekommen alle {{after}} statt {{before}}.", description: "Beschreibung: {{after}}", when: "Gilt für {{after}} statt {{before}}", field: "{{field}}: {{after}} statt {{before}}", fieldAdded: "{{field}}: {{after}}", fieldRemoved: "{{field}} entfällt (bisher {{before}}).",
  },
  counting: "Für alle wird gefragt …", notYet: "Beheben Sie erst die Probleme; dann sehen Sie, wer etwas anderes bekommt.", nobodyKnown: "Noch ist niemand bekannt; niemand bekommt etwas anderes.", nobody: "Von {{people}} bekannten Menschen bekommt niemand etwas anderes.",
  changed_one: "{{shown}} von {{people}} bekannten Menschen ({{share}}) bekommt etwas anderes.", changed_other: "{{shown}} von {{people}} bekannten Menschen ({{share}}) bekommen etwas anderes.", nothing: "nichts", altered: "dasselbe, mit anderem Wert", to: "zu", people_one: "{{shown}} Mensch", people_other: "{{shown}} Menschen", forExample: "Zum Beispiel",
} satisfies Translation<typeof en>;
