// What the pages with slots show.

export interface Texts {
  /** The headline of the hero. */
  readonly headline?: string;
  /** Entries that take the place of those here. */
  readonly content?: Readonly<Record<string, object>>;
}

const slot = (entries: string | readonly string[], more: object = {}) => ({ type: "content", client: true, variants: { shown: entries }, default: "shown", ...more });

/** contentOf is an environment with an entry of each content type, in English, German and Arabic. */
export function contentOf({ headline = "Good to see you", content = {} }: Texts = {}): object {
  return {
    settings: { identity: "open", locales: ["en", "de", "ar"] },
    attributes: { first_name: { type: "string", client: true }, locale: { type: "string", client: true } },
    events: { invited: {}, named: {}, tried: {}, "Content Viewed": {}, "Content Clicked": {}, "Content Dismissed": {}, "Survey Answered": {} },
    content_types: { quote: { fields: { words: { type: "markdown", required: true }, by: { type: "text", localized: false } } }, strange: { fields: { a: { type: "text" } } } },
    content: {
      notice: {
        type: "banner",
        fields: {
          body: { en: "**New:** boards can be *shared*. [What else](/news)", de: "**Neu:** Boards kann man *teilen*. [Was noch](/news)", ar: "**جديد:** يمكن *مشاركة* اللوحات. [المزيد](/news)" },
          action: { en: "Share one", de: "Eins teilen", ar: "شارك لوحة" },
          link: "/share",
          tone: "success",
          dismissible: true,
        },
      },
      welcome: {
        type: "hero",
        fields: {
          title: { en: headline, de: "Schön, dass du da bist", ar: "سعداء برؤيتك" },
          body: {
            en: 'Hello {{ first_name | default: "there" }}, your first board takes **two minutes**.',
            de: 'Hallo {{ first_name | default: "du" }}, dein erstes Board dauert **zwei Minuten**.',
            ar: "مرحبًا، لوحتك الأولى تستغرق **دقيقتين**.",
          },
          image: { src: "https://images.invalid/board.png", alt: { en: "A board with notes", de: "Ein Board mit Zetteln", ar: "لوحة عليها ملاحظات" } },
          action: { en: "Make a board", de: "Board anlegen", ar: "أنشئ لوحة" },
          link: "#boards",
          second_action: { en: "Look around", de: "Umsehen", ar: "تجوّل" },
          second_link: "#tour",
        },
      },
      "first-steps": {
        type: "checklist",
        fields: {
          title: { en: "Your first steps", de: "Deine ersten Schritte", ar: "خطواتك الأولى" },
          body: { en: "Three things, and you know your way.", de: "Drei Dinge, und du kennst dich aus.", ar: "ثلاثة أشياء وستعرف طريقك." },
          items: [
            { title: { en: "Try a template", de: "Eine Vorlage ausprobieren", ar: "جرّب قالبًا" }, event: "tried", link: "#templates" },
            { title: { en: "Invite somebody", de: "Jemanden einladen", ar: "ادعُ أحدهم" }, body: { en: "Boards are more fun together.", de: "Zusammen macht es mehr Spaß.", ar: "اللوحات أمتع معًا." }, event: "invited", link: "#invite" },
            { title: { en: "Name your board", de: "Dem Board einen Namen geben", ar: "سمِّ لوحتك" }, event: "named" },
          ],
        },
      },
      "tour-1": {
        type: "tour-step",
        fields: { title: { en: "This is the target", de: "Das ist das Ziel", ar: "هذا هو الهدف" }, body: { en: "Everything begins **here**.", de: "Hier beginnt **alles**.", ar: "كل شيء يبدأ **هنا**." }, target: "#target", placement: "bottom", action: { en: "Next", de: "Weiter", ar: "التالي" } },
      },
      "tour-2": { type: "tour-step", fields: { title: { en: "And this is a field", de: "Und das ein Feld", ar: "وهذا حقل" }, body: { en: "Write something.", de: "Schreib etwas.", ar: "اكتب شيئًا." }, target: "#field", action: { en: "Done", de: "Fertig", ar: "تم" } } },
      hint: { type: "tooltip", fields: { body: { en: "Press it *once*.", de: "*Einmal* drücken.", ar: "اضغط *مرة واحدة*." }, target: "#target", placement: "right" } },
      offer: {
        type: "modal",
        fields: {
          title: { en: "Try it for free", de: "Kostenlos ausprobieren", ar: "جرّبه مجانًا" },
          body: { en: "All of it for 30 days:\n\n- boards without end\n- help from people", de: "Alles für 30 Tage:\n\n- Boards ohne Ende\n- Hilfe von Menschen", ar: "كل شيء لمدة 30 يومًا:\n\n- لوحات بلا حدود\n- مساعدة من بشر" },
          action: { en: "Begin", de: "Anfangen", ar: "ابدأ" },
          link: "#trial",
          dismiss: { en: "Not now", de: "Nicht jetzt", ar: "ليس الآن" },
        },
      },
      nps: {
        type: "survey",
        fields: {
          question: { en: "How likely are you to recommend us?", de: "Wie wahrscheinlich empfiehlst du uns weiter?", ar: "ما مدى احتمال أن توصي بنا؟" },
          low: { en: "Not at all", de: "Gar nicht", ar: "إطلاقًا" },
          high: { en: "Very", de: "Sehr", ar: "جدًا" },
          follow_up: { en: "What is the reason?", de: "Woran liegt das?", ar: "ما السبب؟" },
          thanks: { en: "Thank you!", de: "Danke!", ar: "شكرًا!" },
        },
      },
      mail: { type: "email", fields: { subject: "Hello", body: "Not on a page." } },
      ada: { type: "quote", fields: { words: { en: "It **just** works.", de: "Es geht **einfach**." }, by: "Ada" } },
      odd: { type: "strange", fields: { a: "never shown" } },
      ...content,
    },
    flags: {
      top: slot("notice"),
      start: slot("welcome"),
      steps: slot("first-steps"),
      tour: slot(["tour-1", "tour-2"], { max_items: 5 }),
      help: slot("hint"),
      dialogue: slot("offer"),
      question: slot("nps"),
      letter: slot(["mail", "odd"], { max_items: 5 }),
      own: slot("ada"),
      nothing: slot("ada", { enabled: false }),
    },
  };
}
