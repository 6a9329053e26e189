import type en from "../en/settings";
import type { Translation } from "../shape";

export default {
  title: "Einstellungen", about: "Was man einmal einrichtet: Menschen, Schlüssel, und was {{env}} kennt.", parts: "Teile der Einstellungen", noPart: "Diesen Teil der Einstellungen gibt es nicht",
  part: { people: "Menschen", keys: "Schlüssel", environments: "Umgebungen", attributes: "Attribute", lists: "Listen", publishing: "Freigabe und Prüfung", images: "Bilder", account: "Mein Konto" },
  cancel: "Abbrechen", close: "Schließen", save: "Sichern", saved: "Gesichert.", remove: "Löschen", description: "Wofür es da ist", nothing: "Nichts heißt so",
  action: { add: "Neu", change: "Geändert", delete: "Wird gelöscht" },
  uses_one: "{{shown}}-mal verwendet", uses_other: "{{shown}}-mal verwendet",
  roles: {
    everywhere: "In allen Umgebungen", none: "Kein Zugang", same: "Wie in allen Umgebungen", viewer: "Ansehen", editor: "Bearbeiten", publisher: "Veröffentlichen", admin: "Verwalten",
    about: {
      none: "Nur, wo unten eine Rolle steht.", viewer: "Sieht alles, auch in der Vorschau.", editor: "Entwirft auch Änderungen und lädt Bilder hoch.",
      publisher: "Veröffentlicht auch, gibt frei, rollt zurück und ändert Listen.", admin: "Verwaltet auch Konten, Schlüssel und Einstellungen und vergisst Menschen.",
    },
  },
  people: {
    accounts: "Wer ein Konto hat", invitations: "Eingeladen, noch nicht da", invite: "Jemanden einladen", email: "E-Mail-Adresse", makeLink: "Link erzeugen", linkTitle: "Die Einladung", resetTitle: "Ein neues Passwort",
    linkText: "Geben Sie {{email}} diesen Link. Er gilt einmal, sieben Tage lang.", roles: "Rollen ändern", rolesOf: "Was {{name}} darf", rolesSaved: "{{name}} hat die neuen Rollen.",
    reset: "Link für ein neues Passwort", disable: "Sperren", enable: "Entsperren", delete: "Löschen", you: "Sie", isDisabled: "Gesperrt", oidc: "Identitätsanbieter", isReset: "Neues Passwort",
    seen: "zuletzt hier", neverSeen: "noch nie hier", manage: "{{name}} verwalten", by: "Eingeladen von {{name}}", until: "läuft ab", withdraw: "Zurücknehmen", deleted: "Das Konto von {{name}} ist gelöscht.",
    deleteTitle: "Das Konto von {{name}} löschen?", deleteText: "Die Person wird sofort abgemeldet und kommt nicht mehr herein. Was sie veröffentlicht hat, bleibt mit ihrem Namen im Protokoll.",
    disabledNow: "{{name}} ist abgemeldet und kommt nicht mehr herein.", enabledNow: "{{name}} darf sich wieder anmelden.",
    onlyAdmins: "Konten sind Sache der Verwaltung", onlyAdminsText: "Wer alle Umgebungen verwaltet, lädt ein und vergibt Rollen. Fragen Sie dort nach.",
  },
  keys: {
    title: "Schlüssel von {{env}}", make: "Schlüssel erzeugen", none: "Noch keine Schlüssel", noneText: "Ihre Seiten, Apps und Server kommen mit Schlüsseln herein. Erzeugen Sie den ersten.", noName: "Ohne Namen", kindOf: "Welcher Art", name: "Wofür er ist", nameHint: "Damit Sie ihn wiederfinden, wenn er weg muss.",
    kind: { client: "Client", server: "Server", identity: "Identität", admin: "Verwaltung" },
    about: {
      client: "Für Browser und Apps. Er ist öffentlich und sieht nur, was Clients sehen dürfen.", server: "Für Ihre Server. Halten Sie ihn geheim: Er sieht alles in dieser Umgebung.",
      identity: "Unterschreibt, wer jemand ist. Halten Sie ihn geheim, auf Ihren Servern.", admin: "Für Automatisches. Halten Sie ihn geheim: Er darf alles, überall.",
    },
    madeTitle: "Ihr neuer Schlüssel", deleteTitle: "Den Schlüssel {{name}} löschen?", deleteText: "Wer mit ihm kommt, wird sofort abgewiesen, und seine Ströme enden. Vergewissern Sie sich, dass nichts ihn mehr verwendet.", deleted: "Der Schlüssel ist gelöscht.",
    onlyAdmins: "Schlüssel sind Sache der Verwaltung", onlyAdminsText: "Wer {{env}} verwaltet, erzeugt und löscht die Schlüssel. Fragen Sie dort nach.",
  },
  origins: { title: "Seiten, die Client-Schlüssel verwenden dürfen", any: "Noch dürfen Seiten jeder Herkunft Client-Schlüssel verwenden. Nennen Sie Ihre, damit andere es nicht können.", some: "Nur Seiten dieser Herkunft dürfen Client-Schlüssel verwenden.", add: "Herkunft erlauben", wrong: "Schreiben Sie eine Adresse wie https://app.example.com." },
  environments: { live: "Das sehen Menschen", empty: "Noch ist nichts veröffentlicht", revision: "Revision {{revision}}", create: "Neue Umgebung", name: "staging", onlyAdmins: "Neue macht, wer alle Umgebungen verwaltet.", created: "{{name}} ist da. Sie ist noch leer." },
  attributes: {
    find: "Attribute durchsuchen", count_one: "{{shown}} Attribut", count_other: "{{shown}} Attribute", create: "Neues Attribut", none: "Noch keine Attribute", noneText: "Erklären Sie, was Regeln über Menschen wissen dürfen: ihr Land, ihren Tarif, wann sie kamen.",
    nameHint: "So, wie es in Regeln steht, etwa signed_up_at.", nameWrong: "Beginnen Sie mit einem Buchstaben; danach nur Buchstaben, Ziffern und _.", taken: "Ein Attribut dieses Namens gibt es schon.", isClient: "Clients dürfen es setzen", isComputed: "Berechnet",
    computed: "Wie es berechnet wird", what: "Was es ist", who: "Wer es setzt, und wofür es gilt", type: "Typ", enum: "Die einzigen Werte", enumHint: "Nach jedem Enter drücken. Leer heißt: beliebige.", pattern: "Muster", patternHint: "Ein regulärer Ausdruck, dem die Werte entsprechen.",
    client: "Client-Schlüssel dürfen es setzen", clientHint: "Browser und Apps können es von sich behaupten. Sonst nur Ihre Server.", content: "Texte dürfen es zeigen", contentHint: "Dem Menschen, um den es geht.",
    purposes: "Zwecke der Einwilligung", purposesHint: "Es gilt nur bei Menschen, die einem davon zugestimmt haben. Leer heißt: für alle Zwecke.", source: "Woher es kommt",
    sources: { any: "Profil oder Anfrage", trait: "Nur das Profil", context: "Nur die Anfrage", anyHint: "Was eine Anfrage sagt, geht dem Profil vor.", traitHint: "Was früher über den Menschen gemeldet wurde.", contextHint: "Was mit einer Anfrage kommt; es wird nie gespeichert." },
  },
  types: { string: "Text", number: "Zahl", bool: "Ja oder nein", time: "Zeitpunkt", version: "Version", list: "Liste", object: "Objekt" },
  violation: { label: "Was dem nicht entspricht", default: "Wie üblich: umwandeln, sonst weglassen", accept: "So nehmen, wie es ist", coerce: "Umwandeln, sonst scheitern", drop: "Weglassen", quarantine: "Das ganze Ereignis scheitert" },
  computed: {
    count: "Wie oft {{event}} geschah", sum: "Die Summe von {{property}} aller {{event}}", avg: "Der Durchschnitt von {{property}} aller {{event}}", min: "Das kleinste {{property}} aller {{event}}", max: "Das größte {{property}} aller {{event}}",
    first: "Das erste {{event}}", last: "Das letzte {{event}}", unique: "Wie viele verschiedene {{property}} die {{event}} haben", top: "Das häufigste {{property}} der {{event}}", duration: "Die Zeit zwischen dem ersten und dem letzten {{event}}",
    where: "wobei {{where}}", window: "in den letzten {{length}}", of: "innerhalb von {{length}} nach {{of}}", during: "solange es dauert", session: "in der laufenden Sitzung", formula: "Das Ergebnis von {{formula}}",
  },
  lists: {
    about: "Wer oder was einzeln genannt ist. Mitglieder gelten sofort, ohne Veröffentlichung.", create: "Neue Liste", none: "Noch keine Listen", noneText: "Eine Liste nennt einzelne Menschen, etwa Betatester, oder andere Werte, etwa Firmen.", nameHint: "So, wie sie in Regeln steht, etwa beta-testers.",
    nameWrong: "Beginnen Sie mit einem Buchstaben oder einer Ziffer; danach nur Buchstaben, Ziffern, - _ und .", taken: "Eine Liste dieses Namens gibt es schon.", of: "Was ihre Mitglieder sind", ofHint: "Das Attribut, dessen Werte in der Liste stehen; leer heißt: Menschen.", notYet: "Mitglieder kommen hinein, sobald die Liste veröffentlicht ist.",
    onlyPublishers: "Sie dürfen Mitglieder ansehen, aber nicht ändern: Dafür braucht es die Rolle Veröffentlichen.", addTitle: "Mitglieder hinzufügen", add: "Mitglieder", addHint: "Eins pro Zeile, oder mit Kommas dazwischen.", addButton_one: "{{shown}} hinzufügen", addButton_other: "{{shown}} hinzufügen", added_one: "{{shown}} Mitglied ist hinzugekommen.", added_other: "{{shown}} Mitglieder sind hinzugekommen.",
    file: "Datei hochladen", mode: "Was die Datei tut", modes: { add: "Die in der Datei hinzufügen", remove: "Die in der Datei entfernen", replace: "Die ganze Liste ersetzen" }, sending: "Hochladen", sent: "{{part}} gesendet", reading: "Der Server liest sie …",
    uploaded: "{{added}} hinzugefügt, {{removed}} entfernt.", replaceTitle: "Alle Mitglieder ersetzen?", replaceText: "Wer nicht in {{name}} steht, ist ab sofort kein Mitglied mehr.", members: "Mitglieder", firstOf: "Die ersten {{shown}}", count_one: "{{shown}} Mitglied", count_other: "{{shown}} Mitglieder",
    empty: "In dieser Liste ist niemand", emptyText: "Fügen Sie oben die Ersten hinzu, oder laden Sie eine Datei hoch.", takeOut: "Entfernen",
  },
  approvals: { title: "Bevor Menschen veröffentlichen", label: "Jemand anderes muss freigeben", text: "Dann wird ein Entwurf erst veröffentlicht, nachdem jemand ihn angesehen hat, der nicht daran gearbeitet hat. Zurückrollen geht weiter ohne.", onlyAdmins: "Das ändert nur, wer die Umgebung verwaltet.", on: "Ab jetzt muss jemand anderes freigeben.", off: "Ab jetzt wird ohne Freigabe veröffentlicht." },
  audit: { title: "Das Protokoll der Revisionen", again: "Noch einmal prüfen", ok_one: "{{shown}} Revision ist geprüft. Niemand hat verändert, was veröffentlicht wurde.", ok_other: "Alle {{shown}} Revisionen sind geprüft. Niemand hat verändert, was veröffentlicht wurde.", broken: "Das Protokoll ist nicht, was veröffentlicht wurde", hash: "Die neueste Prüfsumme. Bewahren Sie sie anderswo auf und vergleichen Sie später: Sie zeigt auch ein Protokoll, das neu gemacht wurde." },
  images: { room: "Platz für Bilder", used_one: "{{shown}} Bild braucht {{bytes}} von {{limit}} ({{part}}).", used_other: "{{shown}} Bilder brauchen {{bytes}} von {{limit}} ({{part}}).", none: "Noch keine Bilder", noneText: "Hochgeladen werden sie dort, wo Inhalte bearbeitet werden.", more: "Mehr zeigen" },
  account: { who: "Wer Sie sind", name: "Ihr Name", password: "Passwort", look: "Darstellung und Sprache", theme: "Darstellung", language: "Sprache", light: "Hell", dark: "Dunkel", auto: "Wie das System", oldPassword: "Das Passwort bisher", newPassword: "Das neue Passwort", showPassword: "Zeigen, was geschrieben ist", short: "Nehmen Sie 10 Zeichen oder mehr.", others: "Überall sonst werden Sie dann abgemeldet.", change: "Passwort ändern", passwordSaved: "Ihr Passwort ist geändert." },
} satisfies Translation<typeof en>;
