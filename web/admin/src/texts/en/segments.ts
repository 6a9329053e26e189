import type { Texts } from "../shape";

export default {
  title: "Segments", about: "Named groups of people. Give a group a name once, and use it in every flag and slot.", create: "New segment", find: "Search segments",
  name: "Segment", size: "People", used: "Used by", notUsed: "Nothing yet", usedTimes_one: "{{shown}} place", usedTimes_other: "{{shown}} places",
  none: "No segments yet", noneText: "A segment is everyone for whom a few conditions hold: trial users in Europe, say, or people who used a feature often.",
  noMatch: "No segment is called that", noMatchText: "Search looks at names, descriptions and rules.", counting: "Sizes are still being counted.",
  added: "New", changed: "Changed", deleted: "To be deleted", count_one: "{{shown}} segment", count_other: "{{shown}} segments",
  newTitle: "New segment", key: "Name", keyHint: "As it stands in rules: letters, digits, - _ and .", keyWrong: "Begin with a letter or digit; then letters, digits, - _ and . only.", keyTaken: "There is a segment of that name.", start: "Continue", cancel: "Cancel",
  back: "Segments", description: "What it is for", descriptionHint: "So that others know when to use it.", remove: "Delete", removeText: "It is deleted when your changes are published.",
  usedTitle: "Where it is used", usedHint: "Whoever comes in or falls out may get something else there.", notUsedText: "No flag and no segment uses it yet.", inUse: "It is in use, and so cannot be deleted.",
  gone: "It will be deleted", goneText: "{{key}} is deleted when your changes are published.", keep: "Keep it", missing: "There is no segment {{key}}", missingText: "It may have been deleted or renamed.", toList: "All segments",
  compare: "What publishing changes", enter: "Come in", leave: "Fall out", nobody: "Nobody", asOf: "Compared with what is published", readOnly: "You may look at segments here, but not change them.",
} as const satisfies Texts;
