// Writes content/languages_table.go: how dates and numbers are written in the languages that texts know, from the
// Unicode Common Locale Data Repository that Node.js holds. From the root: node tools/languages/languages.mjs
import { writeFileSync } from "node:fs";

const tags = ("en en-AU en-CA en-GB en-IN en-IE en-NZ de de-AT de-CH fr fr-CA fr-CH es es-AR es-CO es-MX it it-CH pt pt-PT nl nl-BE pl sv da nb fi cs sk tr ja ko zh zh-Hant zh-TW zh-HK " +
  "ar ar-EG ar-SA he ru uk el hu ro bg hr sl et lv lt ca vi id").split(" ");

const UTC = { timeZone: "UTC", calendar: "gregory" };
const days = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(2028, 0, 1 + i)));
const months = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2028, i, 20)));
const week = Array.from({ length: 7 }, (_, i) => new Date(Date.UTC(2028, 0, 2 + i))); // from Sunday on

/** one part of a date in a language */
function part(tag, type, options, date) {
  const found = new Intl.DateTimeFormat(tag, { ...UTC, ...options }).formatToParts(date).find((p) => p.type === type);
  if (!found) throw new Error(`${tag}: no ${type}`);
  return found.value;
}

/** the names of the months: beside a day, and alone */
function monthNames(tag, month) {
  const alone = months.map((d) => new Intl.DateTimeFormat(tag, { ...UTC, month }).format(d));
  const beside = months.map((d) => part(tag, "month", { month, day: "numeric" }, d));
  return { alone, beside: beside.some((name) => /^\p{Nd}+$/u.test(name)) ? alone : beside };
}

const digits = (tag) => new Intl.NumberFormat(tag, { useGrouping: false }).format(0);

/** ASCII digits for those of the language */
function ascii(tag, text) {
  const zero = digits(tag).codePointAt(0);
  return text.replace(/\p{Nd}/gu, (c) => (c.codePointAt(0) >= zero && c.codePointAt(0) < zero + 10 ? String(c.codePointAt(0) - zero) : c));
}

/** the format of a style, as strftime has it */
function format(tag, style, l) {
  const date = new Date(Date.UTC(2028, 8, 3)); // a Sunday in September
  const parts = new Intl.DateTimeFormat(tag, { ...UTC, dateStyle: style }).formatToParts(date);
  return parts.map(({ type, value }) => {
    const plain = ascii(tag, value);
    switch (type) {
      case "literal": return value.replaceAll("%", "%%");
      case "weekday": if (value === l.days[0]) return "%A"; if (value === l.shortDays[0]) return "%a"; break;
      case "day": return plain === "03" ? "%d" : "%-d";
      case "year": return plain === "28" ? "%y" : "%Y";
      case "month":
        if (plain === "09") return "%m";
        if (plain === "9") return "%-m";
        if (value === l.months[8]) return "%B";
        if (value === l.shortMonths[8]) return "%b";
        if (value + "月" === l.months[8] || value + "월" === l.months[8]) return "%-m";
    }
    throw new Error(`${tag} ${style}: ${type} ${value}`);
  }).join("");
}

/** a date in a format, to see that the format is right */
function written(tag, pattern, l, date) {
  const two = (n) => String(n).padStart(2, "0");
  const zero = digits(tag).codePointAt(0);
  const local = (text) => text.replace(/[0-9]/g, (c) => String.fromCodePoint(zero + Number(c)));
  return pattern.replace(/%(-?[a-zA-Z%])/g, (_, c) => ({
    A: l.days[date.getUTCDay()], a: l.shortDays[date.getUTCDay()], B: l.months[date.getUTCMonth()], b: l.shortMonths[date.getUTCMonth()],
    d: local(two(date.getUTCDate())), "-d": local(String(date.getUTCDate())), m: local(two(date.getUTCMonth() + 1)), "-m": local(String(date.getUTCMonth() + 1)),
    Y: local(String(date.getUTCFullYear())), y: local(two(date.getUTCFullYear() % 100)), "%": "%",
  })[c]);
}

function language(tag) {
  const long = monthNames(tag, "long");
  const short = monthNames(tag, "short");
  const l = {
    months: long.beside, aloneMonths: long.alone, shortMonths: short.beside, shortAloneMonths: short.alone,
    days: week.map((d) => part(tag, "weekday", { dateStyle: "full" }, d)),
    shortDays: week.map((d) => part(tag, "weekday", { weekday: "short" }, d)),
  };
  for (const style of ["full", "long", "medium", "short"]) {
    l[style] = format(tag, style, l);
    for (const date of days) {
      const want = new Intl.DateTimeFormat(tag, { ...UTC, dateStyle: style }).formatToParts(date).map((p) => p.value).join("");
      const got = written(tag, l[style], l, date);
      if (got !== want) throw new Error(`${tag} ${style}: ${got}, not ${want}`);
    }
  }
  const halves = [3, 15].map((hour) => part(tag, "dayPeriod", { hour: "numeric", hour12: true }, new Date(Date.UTC(2028, 0, 1, hour))));
  const numbers = new Intl.NumberFormat(tag).formatToParts(-1234567.5);
  const piece = (type) => numbers.find((p) => p.type === type).value;
  const least = new Intl.NumberFormat(tag).formatToParts(1234).some((p) => p.type === "group") ? 1 : 2;
  return { ...l, halves, decimal: piece("decimal"), group: piece("group"), minus: numbers.slice(0, numbers.findIndex((p) => p.type === "integer")).map((p) => p.value).join(""), least, zero: digits(tag), lakh: tag === "en-IN" };
}

/** a Go string, with what cannot be seen written out */
function quoted(text) {
  return '"' + text.replace(/["\\]/g, "\\$&").replace(/[\p{C}\p{Z}]/gu, (c) => (c === " " ? c : "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"))) + '"';
}

const joined = (list) => quoted(list.join("|"));

function literal(tag, l) {
  const same = (a, b) => a.join("|") === b.join("|");
  const lines = [
    `months: ${joined(l.months)},`, ...(same(l.months, l.aloneMonths) ? [] : [`aloneMonths: ${joined(l.aloneMonths)},`]),
    `shortMonths: ${joined(l.shortMonths)},`, ...(same(l.shortMonths, l.shortAloneMonths) ? [] : [`shortAloneMonths: ${joined(l.shortAloneMonths)},`]),
    `days: ${joined(l.days)},`, `shortDays: ${joined(l.shortDays)},`, `halves: ${joined(l.halves)},`,
    `full: ${quoted(l.full)}, long: ${quoted(l.long)}, medium: ${quoted(l.medium)}, short: ${quoted(l.short)},`,
    `decimal: ${quoted(l.decimal)}, group: ${quoted(l.group)}, minus: ${quoted(l.minus)}, least: ${l.least},${l.lakh ? " lakh: true," : ""}${l.zero === "0" ? "" : ` zero: '${l.zero}',`}`,
  ];
  return `\t"${tag.toLowerCase()}": {\n${lines.map((line) => "\t\t" + line + "\n").join("")}\t},\n`;
}

writeFileSync("content/languages_table.go", `// Code generated by tools/languages/languages.mjs from the Unicode CLDR ${process.versions.cldr}; DO NOT EDIT.

package content

// languages are the languages whose way to write dates and numbers is known, by their tags in lower case.
var languages = map[string]*language{ //nolint:gochecknoglobals // nobody changes it
${tags.map((tag) => literal(tag, language(tag))).join("")}}
`);
