import type { Texts } from "../shape";

export default {
  title: "Home", hello: "Good to see you, {{name}}", about_one: "{{shown}} person is known in {{env}}.", about_other: "{{shown}} people are known in {{env}}.",
  first: "Your first steps", progress: "{{done}} of {{all}} done", hide: "Do not show again",
  people: "Let Fingerpost know people", peopleText: "Your site or server tells who comes and what they do. The server printed requests to try it with.",
  segment: "Group them", segmentText: "Look at the segments, or make one of your own.", segmentGo: "To the segments",
  change: "Change something", changeText: "Whatever you edit waits in your changes. Nobody sees it yet.", changeGo: "Change “{{key}}”",
  publish: "Publish it", publishText: "One click brings all your changes live; another takes them back.", done: "Done",
  releases: "Last releases", noReleases: "Nothing was published yet", noReleasesText: "What you publish is listed here, with who did it and what changed.", by: "{{name}}, {{ago}}", revision: "Release {{number}}",
  live: "Live", liveText: "What is pushed to people right now", quiet: "Quiet at the moment", quietText: "As soon as somebody's answer changes, it stands here, usually within milliseconds.", connected: "Connected", connecting: "Connecting …",
  somebody: "somebody", causes: { publish: "a release", event: "the event {{name}}", time: "the clock", list: "the list {{name}}", profile: "a change of their profile" }, delay: "{{shown}} ms", nothing: "nothing",
} as const satisfies Texts;
