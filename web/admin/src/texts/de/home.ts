import type en from "../en/home";
import type { Translation } from "../shape";

export default {
  title: "Start", hello: "Schön, dass Sie da sind, {{name}}", about_one: "In {{env}} kennt man {{shown}} Menschen.", about_other: "In {{env}} kennt man {{shown}} Menschen.",
  first: "Ihre ersten Schritte", progress: "{{done}} von {{all}} erledigt", hide: "Nicht mehr zeigen",
  people: "Fingerpost Menschen kennenlernen lassen", peopleText: "Ihre Website oder Ihr Server sagt, wer kommt und was sie tun. Der Server hat Anfragen zum Ausprobieren ausgegeben.",
  segment: "Gruppen bilden", segmentText: "Sehen Sie sich die Segmente an, oder machen Sie ein eigenes.", segmentGo: "Zu den Segmenten",
  change: "Etwas ändern", changeText: "Was Sie bearbeiten, wartet in Ihren Änderungen. Noch sieht es niemand.", changeGo: "„{{key}}“ ändern",
  publish: "Veröffentlichen", publishText: "Ein Klick bringt alle Ihre Änderungen live; ein zweiter nimmt sie zurück.", done: "Erledigt",
  releases: "Letzte Veröffentlichungen", noReleases: "Noch wurde nichts veröffentlicht", noReleasesText: "Was Sie veröffentlichen, steht hier: wer es war, und was sich geändert hat.", by: "{{name}}, {{ago}}", revision: "Veröffentlichung {{number}}",
  live: "Live", liveText: "Was Menschen gerade mitgeteilt wird", quiet: "Im Moment ist es ruhig", quietText: "Sobald jemand etwas anderes bekommt, steht es hier, meist nach Millisekunden.", connected: "Verbunden", connecting: "Verbindet …",
  somebody: "jemand", causes: { publish: "eine Veröffentlichung", event: "das Ereignis {{name}}", time: "die Uhr", list: "die Liste {{name}}", profile: "eine Änderung am Profil" }, delay: "{{shown}} ms", nothing: "nichts",
} satisfies Translation<typeof en>;
