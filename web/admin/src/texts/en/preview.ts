import type { Texts } from "../shape";

export default {
  title: "Preview as", close: "Close", clear: "Clear", nothingShown: "Nothing is shown here.", yes: "Yes", no: "No",
  who: { label: "Who looks?", persona: "Somebody made up", known: "Somebody you know", whatif: "What if …" }, user: "User", userHint: "What your application calls them", facts: "What is known of them", attribute: "Attribute", value: "Value", valueOf: "Value of {{name}}", addFact: "Say something about them", forget: "Take {{name}} away",
  whoFirst: "Who is it?", whoFirstText: "Type what your application calls somebody, and see what they see.",
  language: "Language", languageOwn: "Their own", at: "When", atHint: "Empty is now; look into next week, or back at last Tuesday", now: "Now", drafts: "With content that is still a draft", dark: "On dark ground",
  of: { label: "What is shown?", draft: "Your changes", published: "Published", revision: "Earlier", number: "Revision", noDraft: "You have not changed anything, so this is what is published." },
  as: "Revision {{revision}}, at {{at}}", incomplete: "Some of what happened by then is not known any more.", noSlots: "There are no slots", noSlotsText: "A slot is a place that shows content. Make one to see it here.", problems: "Your changes cannot be shown yet:",
  why: { forced: "Shown because you chose it", off: "Switched off", broken: "Broken: the default is shown", because: "Because of “{{name}}”", default: "What everybody else sees" }, until: "until {{at}}", show: "Show something else in {{name}}", targeting: "As targeted",
  trace: {
    title: "Why?", unreached: "Not reached: another came first", true: "holds", false: "does not hold", unknown: "is not known", missing: "{{name}} is not known", is: "{{name}} is", flip: "It would match if this held:", flipNot: "It would match if this did not hold:", bucket: "Falls at {{bucket}} % when people are divided",
    results: { match: "Matches", "no match": "Does not match", unknown: "Not known, so it does not match", "not covered": "Matches, but not among those that it takes", "held out": "Left out, to compare", "seen often enough": "Matches, but was seen often enough", "not in force": "Not at this time", "nothing to bucket by": "Nothing to divide people by" },
  },
  link: { make: "Make a link", ends: "It ends", in: { "1": "in an hour", "24": "in a day", "168": "in a week", "720": "in 30 days" }, address: "Link to this preview", copy: "Copy", copied: "The link is copied.", until: "Whoever has it sees this until {{at}}." },
} as const satisfies Texts;
