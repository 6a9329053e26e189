import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

/** Languages of the console, as they call themselves. */
export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

const files = import.meta.glob<{ default: Record<string, unknown> }>("./{en,de}/*.ts");

/** Each page has its texts in a file of its own, which is loaded with the page. */
const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, namespace, done) {
    const load = files[`./${language}/${namespace}.ts`];
    if (!load) return done(new Error(`there are no texts ${namespace} in ${language}`), false);
    load().then((file) => done(null, file.default), (error: Error) => done(error, false));
  },
};

const kept = "fingerpost:language";

/** preferred is the language that was chosen here, or else the browser's. */
export function preferred(): Language {
  const known = (text: string | null | undefined): text is Language => text != null && text in languages;
  const chosen = localStorage.getItem(kept);
  if (known(chosen)) return chosen;
  return navigator.languages.map((language) => language.slice(0, 2)).find(known) ?? "en";
}

/** choose switches to a language and remembers it. */
export async function choose(language: Language): Promise<void> {
  localStorage.setItem(kept, language);
  await i18next.changeLanguage(language);
}

/** startTexts loads the texts of the shell. */
export async function startTexts(language: Language = preferred()): Promise<void> {
  i18next.on("languageChanged", (now) => {
    document.documentElement.lang = now;
    document.documentElement.dir = i18next.dir(now);
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language, supportedLngs: Object.keys(languages), load: "languageOnly", ns: ["shell"], defaultNS: "shell", fallbackLng: false,
      interpolation: { escapeValue: false }, react: { useSuspense: true },
    });
}
