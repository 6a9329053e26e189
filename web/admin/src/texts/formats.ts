import i18next from "i18next";

/** count writes a whole number as the language does. */
export function count(value: number): string {
  return new Intl.NumberFormat(i18next.language).format(value);
}

/** share writes a part of a whole: 0.3 %, 12 %. */
export function share(part: number, whole: number): string {
  const value = whole === 0 ? 0 : part / whole;
  const digits = value !== 0 && value < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(i18next.language, { style: "percent", maximumFractionDigits: digits }).format(value);
}

/** moment writes an instant: the date and the time of day. */
export function moment(text: string): string {
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** ago writes how long an instant is past, or ahead. */
export function ago(text: string, now: number = Date.now()): string {
  const seconds = (new Date(text).getTime() - now) / 1000;
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(i18next.language, { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

/** languageName calls a language by its name in the language of the console: German, Arabic (Egypt). */
export function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames([i18next.language], { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}

const sizes = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** bytes writes how large something is: 3.4 MB. */
export function bytes(value: number): string {
  const step = Math.min(sizes.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3));
  return new Intl.NumberFormat(i18next.language, { style: "unit", unit: sizes[step] ?? "byte", unitDisplay: "short", maximumFractionDigits: 1 }).format(value / 1000 ** step);
}
