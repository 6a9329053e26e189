import type { Texts } from "../shape";

export default {
  sentences: "Who is in it", expression: "As an expression", all: "all of these", any: "at least one of these", matchBefore: "Everyone for whom", matchAfter: "is true", match: "How the conditions are joined",
  and: "and", or: "or", add: "Add a condition", addGroup: "Add a group", subject: "What the condition is about", comparison: "How it is compared", value: "Value", remove: "Remove the condition {{text}}", removeGroup: "Remove the group",
  everybody: "Everybody", everybodyText: "Without a condition everyone is in it. Add the first one.",
  facts: "What is known of them", did: "What they did", segments: "Segments", lists: "Lists", flags: "What a flag gives them",
  inSegment: "Segment {{key}}", onList: "List {{key}}", flag: "Flag {{key}}", choose: "Choose …", noMatch: "Nothing is called that.",
  card: "Written as an expression", cardHint: "No sentence says this. It is kept as it is; change it in the expression.",
  waiting: "A condition is not complete yet.", broken: "The expression has a mistake. Sentences follow when it is right again.",
  words: {
    is: "is", isNot: "is not", oneOf: "is one of", noneOf: "is none of", contains: "contains", containsNot: "does not contain", startsWith: "begins with", endsWith: "ends with",
    known: "is known", unknown: "is not known", equals: "is exactly", differs: "is not", more: "is more than", atLeast: "is at least", less: "is less than", atMost: "is at most",
    between: "is between", top: "is in the top", within: "was in the last", longerAgo: "was longer ago than", after: "was after", before: "was before",
    holds: "has", holdsNot: "does not have", newerOrSame: "is at least version", older: "is older than version", in: "is in it", notIn: "is not in it",
  },
  eventWords: { equals: "exactly", differs: "not exactly", more: "more than", atLeast: "at least", less: "fewer than", atMost: "at most" },
  yes: "yes", no: "no", percent: "%", times: "times", sum: "in all, {{property}}", avg: "on average, {{property}}", min: "at the least, {{property}}", max: "at the most, {{property}}",
  measure: "What is counted", period: "In which time", ever: "ever", last: "in the last", session: "in this session", withinOf: "since {{attribute}}, within",
  amount: "How many", unit: "Unit", minutes: "minutes", hours: "hours", days: "days", weeks: "weeks",
  people_one: "{{shown}} person", people_other: "{{shown}} people", seen: "{{shown}} people have it",
  size: "How many", of: "{{share}} of {{shown}} known people", about: "about, between {{low}} and {{high}}", nobodyKnown: "Nobody is known yet. Sizes appear as soon as events arrive.", counting: "Counting …",
  unknownPeople: "Of {{shown}} it is not known", only: "{{shown}} by itself", without: "{{shown}} without it", sample: "Some of them", noSample: "Nobody is in it now.", fixTo: "Change to “{{text}}”", wrong: "Mistakes in the expression",
  editor: "The rule as an expression", loadingEditor: "Loading the editor …",
} as const satisfies Texts;
