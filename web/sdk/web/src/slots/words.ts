/** Words are what elements say that the content has no words for. */
export interface Words {
  readonly close: string;
  readonly send: string;
  readonly done: string;
}

const english: Words = { close: "Close", send: "Send", done: "Done" };

/** By language: close, send, done. */
const others: Readonly<Record<string, string>> = {
  ar: "إغلاق|إرسال|تم",
  de: "Schließen|Senden|Erledigt",
  es: "Cerrar|Enviar|Hecho",
  fr: "Fermer|Envoyer|Terminé",
  it: "Chiudi|Invia|Fatto",
  ja: "閉じる|送信|完了",
  nl: "Sluiten|Versturen|Klaar",
  pl: "Zamknij|Wyślij|Gotowe",
  pt: "Fechar|Enviar|Concluído",
  zh: "关闭|发送|完成",
};

/** wordsIn returns the words of a language, with those that the page gives in their place; those of English for a language that is not known. */
export function wordsIn(locale: string | undefined, given: Partial<Words> = {}): Words {
  const language = locale?.split("-")[0]?.toLowerCase() ?? "";
  const [close, send, done] = (Object.hasOwn(others, language) && others[language]?.split("|")) || [];
  return { ...english, ...(close && send && done && { close, send, done }), ...given };
}
