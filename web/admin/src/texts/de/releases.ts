import type en from "../en/releases";
import type { Translation } from "../shape";

export default {
  title: "Veröffentlichungen", about: "Alles, was je veröffentlicht wurde, von wem und warum. Nichts geht verloren: Sie können zu jeder zurück.", none: "Noch nichts veröffentlicht", noneText: "Jedes Mal, wenn Änderungen veröffentlicht werden, erscheint hier eine Revision.",
  revision: "Revision {{number}}", current: "Jetzt", nothing: "Nichts geändert", more: "Frühere", missing: "Diese Revision gibt es nicht", earlier: "Die davor", later: "Die danach", turn: "Andere Revisionen",
  scheduled: "Unterwegs", willBe_one: "Wird am {{at}} veröffentlicht – {{shown}} Änderung von {{name}}", willBe_other: "Wird am {{at}} veröffentlicht – {{shown}} Änderungen von {{name}}", failedAt_one: "Konnte am {{at}} nicht veröffentlicht werden – {{shown}} Änderung von {{name}}", failedAt_other: "Konnte am {{at}} nicht veröffentlicht werden – {{shown}} Änderungen von {{name}}", takeBack: "Zurücknehmen", takenBack: "Es wird nicht mehr von selbst veröffentlicht.",
  verify: "Protokoll prüfen", verifyHint: "Jede Revision enthält den Hash der vorigen. Hier werden alle neu berechnet.", intact_one: "Unversehrt: {{shown}} Revision", intact_other: "Unversehrt: {{shown}} Revisionen", broken: "Das Protokoll ist nicht, was veröffentlicht wurde.",
  undoThis: "Diese Veröffentlichung zurücknehmen", goBack: "Hierhin zurück", rollbackTitle: "Zurück zu Revision {{to}}", rollbackText: "Alles wird wie damals, als neue Revision {{next}}. Auf dieselbe Weise können Sie wieder vorwärts.", impact: "Wer etwas anderes bekommt", whatChanges: "Was sich ändert", sameAsNow: "Alles ist schon wie damals.", why: "Warum", whyHint: "Zurück zu {{to}}", cancel: "Abbrechen", doRollback: "Zurück zu {{to}}", rolledBack: "Wieder wie in Revision {{to}}, als Revision {{revision}}.", clash: "Jemand hat inzwischen veröffentlicht", again: "Noch einmal ansehen",
  proof: "Hashes", hash: "Dieser Revision", parent: "Der vorigen",
} satisfies Translation<typeof en>;
