import type { Texts } from "../shape";

export default {
  title: "Profiles", about: "Everybody who is known, what is known of them, and what they were given.", find: "A user id, an anonymous id, a group or a person id", found: "Who was found", kind: "What to list", people: "People", groups: "Groups",
  nobody: "Nobody is called {{text}}", nobodyText: "Ids are looked up whole, as user, anonymous, group and person id. Check for capitals and spaces.", none: "Nobody is known yet", noneText: "Somebody is known as soon as an event or an identify names them.",
  noGroups: "No groups are known yet", noGroupsText: "A group, such as a company, is known as soon as a group call names it.", who: "Who", traits: "What is known", lastSeen: "Last seen", shown: "The first {{shown}}; scroll for more", all_one: "{{shown}} in all", all_other: "{{shown}} in all",
  known: "Known", anonymous: "Anonymous", group: "Group", moreNames_one: "{{count}} more id", moreNames_other: "{{count}} more ids",
  firstSeen: "First seen", lastSeenAt: "last seen", export: "Export", erase: "Erase", attributes: "Attributes", noAttributes: "Nothing was told of them yet.", told: "told", undeclared: "not declared", computed: "computed", until: "until {{at}} at least", score: "score, version {{version}} of the model",
  names: "Who it is", identifier: { user: "User", anonymous: "Anonymous", group: "Group" }, person: "Person", belongs: "Where they belong", segments: "Segments", noSegments: "None", since: "since", lists: "Lists",
  given: "What they were given", noGiven: "Nothing was decided for them yet.", noVariant: "no variant", because: "because of {{name}}", revision: "revision {{revision}}", did: "What they did", didNothing: "No events yet.", times_one: "{{shown}} time", times_other: "{{shown}} times",
  merged: "Profiles that became one with this", unmerge: "Undo", unmerged: "The profiles are two again.", unmergeTitle: "Make two profiles of it again?", unmergeText: "What came since the merge stays here. An event that names both joins them again.",
  timeline: "Timeline", noTimeline: "The log holds no events of them.", call: { track: "Did", identify: "Told", page: "Saw", screen: "Saw", group: "Joined", alias: "Is also" },
  replay: "What they got then", replayText: "Decides again what a flag gave them at an instant, from what was published and known then.", flag: "Flag", at: "When", atHint: "Now, if it is empty.", show: "Show", really: "They really were given {{variant}}", incomplete: "Some of their events of then are not known any more, so the answer may differ.", notReached: "was not reached",
  eraseTitle: "Erase {{name}}?", eraseText: "Their key is destroyed, and with it all that logs, stores and backups hold of them. Nobody can undo this.", suppress: "Also refuse later events of them", suppressText: "Of their ids only keyed hashes are kept for that.",
  erased_one: "They are forgotten: {{shown}} profile.", erased_other: "They are forgotten: {{shown}} profiles.", erasedBut: "They are forgotten. What they share with others is still in: {{lists}}.",
} as const satisfies Texts;
