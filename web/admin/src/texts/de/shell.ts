import type en from "../en/shell";
import type { Translation } from "../shape";

export default {
  previewAs: "Vorschau als",
  nav: {
    label: "Seiten", open: "Navigation öffnen", home: "Start", segments: "Segmente", flags: "Flags", content: "Inhalte", slots: "Plätze",
    profiles: "Profile", events: "Ereignisse", live: "Live", releases: "Veröffentlichungen", settings: "Einstellungen",
    people: "Menschen", decide: "Was sie bekommen", watch: "Was geschieht",
  },
  environment: { label: "Umgebung", choose: "Umgebung wählen", live: "Das sehen Menschen", unknown: "Es gibt keine Umgebung namens {{name}}", unknownHint: "Vielleicht heißt sie anders, oder Sie dürfen sie nicht sehen." },
  search: { open: "Suchen", placeholder: "Zu einer Seite, einem Segment, einem Flag …", nothing: "Nichts heißt so.", pages: "Seiten", segments: "Segmente", flags: "Flags", content: "Inhalte", hint: "↑↓ wählt aus, Enter öffnet, Esc schließt", results: "Treffer" },
  shortcuts: { title: "Tastenkürzel", open: "Tastenkürzel", search: "Alles durchsuchen", help: "Diese Liste zeigen", filter: "Auf dieser Seite suchen", undo: "Im Editor rückgängig machen", go: "Zu {{page}}", then: "dann", close: "Schließen" },
  account: { menu: "Ihr Konto", theme: "Darstellung", light: "Hell", dark: "Dunkel", auto: "Wie das System", language: "Sprache", signOut: "Abmelden" },
  draft: {
    none: "Keine Änderungen", one: "Ihre Änderungen", review: "Prüfen", saved: "In Ihren Änderungen gesichert", saving: "Wird gesichert …", unsaved: "Noch nicht gesichert",
    failed: "Konnte nicht gesichert werden", leave: "Etwas, das Sie geschrieben haben, ist noch nicht gesichert.", undo: "Rückgängig", undone: "Die Änderung an {{key}} ist zurückgenommen.", title: "Änderungen von {{name}}",
    conflict: "{{name}} hat {{key}} zur selben Zeit geändert", mine: "Meines behalten", theirs: "Das andere nehmen", mineTitle: "Ihres", theirsTitle: "Das andere", somebody: "Jemand anderes",
    changed: "Geändert", added: "Neu", deleted: "Wird gelöscht", empty: "Nichts wartet auf die Veröffentlichung.", close: "Schließen", publish: "Veröffentlichen", message: "Was sich ändert, in einem Satz",
    published: "Als Revision {{revision}} veröffentlicht.", listTitle: "Ihre Änderungen", retry: "Noch einmal",
  },
  entry: {
    welcome: "Willkommen zurück", signIn: "Anmelden", email: "E-Mail-Adresse", password: "Passwort", name: "Ihr Name", with: "Mit {{name}} anmelden", or: "oder",
    wrong: "Das hat nicht geklappt", setupTitle: "Fingerpost einrichten", setupText: "Sie sind die erste Person hier. Legen Sie ein Konto an, das alles darf; laden Sie dann die anderen ein.",
    setupButton: "Konto anlegen", setupToken: "Einrichtungscode", setupTokenHint: "Der Server gibt ihn beim Start aus, hinter /admin/setup#", done: "Fingerpost ist schon eingerichtet", toSignIn: "Zur Anmeldung",
    passwordHint: "10 Zeichen oder mehr. Ein paar Wörter merkt man sich leichter als Zeichen.", invitationTitle: "{{by}} lädt Sie ein", invitationText: "Sie melden sich dann als {{email}} an.",
    resetTitle: "Neues Passwort wählen", accept: "Loslegen", reset: "Passwort sichern", noToken: "Dieser Link ist nicht vollständig", noTokenHint: "Kopieren Sie die ganze Adresse, mit allem hinter dem #.",
    claim: "Alle auf dem richtigen Weg.", again: "Bitte melden Sie sich noch einmal an", againText: "Ihre Sitzung ist zu Ende. Was Sie geschrieben haben, ist noch da und wird gesichert, sobald Sie zurück sind.",
    short: "Nehmen Sie 10 Zeichen oder mehr.", missing: "Bitte füllen Sie das aus.", other: "Als jemand anderes weitermachen",
  },
  state: { loading: "Lädt …", failed: "Das konnte nicht geladen werden", retry: "Noch einmal", unreachable: "Der Server antwortet nicht", unreachableHint: "Prüfen Sie Ihre Verbindung; wenn Sie hierher zurückkommen, versucht die Seite es von selbst noch einmal.", forbidden: "Das dürfen Sie nicht sehen", notFound: "Hier ist nichts", notFoundHint: "Vielleicht ist die Adresse falsch geschrieben, oder es wurde gelöscht.", home: "Zum Start", crashed: "Diese Seite ist gestört", crashedHint: "Laden Sie sie neu. Was Sie geschrieben haben, bleibt erhalten.", reload: "Neu laden" },
  toast: { failed: "Das hat nicht geklappt", close: "Schließen" },
  copy: { copy: "Kopieren", copied: "Kopiert" },
  confirm: { cancel: "Abbrechen", close: "Schließen", type: "Schreiben Sie {{text}}, um zu bestätigen" },
  secret: { once: "Das wird nur jetzt gezeigt. Niemand kann es noch einmal zeigen, auch der Server nicht.", done: "Ich habe es aufgehoben" },
  more: { loading: "Mehr ist unterwegs …", end: "Das sind alle." },
  define: { add: "Neu", name: "Name", taken: "So heißt schon etwas.", go: "Weiter", gone: "Es wird gelöscht", goneText: "{{key}} wird gelöscht, wenn Ihre Änderungen veröffentlicht werden.", keep: "Behalten", missing: "Nichts heißt {{key}}", missingText: "Vielleicht wurde es gelöscht oder umbenannt.", remove: "Löschen", readOnly: "Sie dürfen das ansehen, aber nicht ändern: Dafür braucht es die Rolle Bearbeiten.", uses: "Wo es verwendet wird", noUses: "Noch verwendet es nichts.", history: "Wer es geändert hat", noHistory: "Es ist noch nicht veröffentlicht." },
} satisfies Translation<typeof en>;
