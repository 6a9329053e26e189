import type { Texts } from "../shape";

export default {
  title: "Review and publish", about: "Everything that you have changed, and who will notice.", none: "Nothing to review", noneText: "As soon as you change something, it waits here until you publish it. Until then nobody notices.",
  changes_one: "{{shown}} change", changes_other: "{{shown}} changes", undo: "Undo the change of {{key}}", undone: "The change of {{key}} is undone.", same: "This changes nothing", sameText: "What you have written is what is published already.",
  impact: "Who gets something else", impactLater: "Put the problems right first; then you see who gets something else.", problems_one: "{{shown}} problem keeps this from being published", problems_other: "{{shown}} problems keep this from being published", notes: "Right, but perhaps not meant",
  moved: "Somebody has published something here meanwhile", movedBy: "was published by {{name}} in revision {{revision}}.", theirs: "What they have done", mine: "What you have done", keepMine: "Keep mine", takeTheirs: "Take theirs",
  checks: "Checks", checkRight: "Everything can be published.", checkWrong: "There are problems.", checkNewest: "Made on top of revision {{revision}}, the newest.", checkMoved: "Somebody else has published parts of it.", checkApproved: "It is approved.", checkApproval: "Somebody else has to approve it.",
  approvals: "Approval", somebodyElse: "Somebody who may publish and has changed nothing here has to approve it. Send them the address of this page.", mayBeYou: "You may approve it if you find it right.", takeBack: "Take my approval back", comment: "Comment", approve: "Approve",
  publish: "Publish", message: "What changes, in a sentence", when: "When", now: "Now", later: "At a time", time: "Date and time", timeHint: "Your clock, {{zone}}", past: "Choose a time that is yet to come.", doPublish: "Publish now", doPublishLive: "Publish now in {{env}}", doSchedule: "Schedule", notYou: "You may edit here, but others publish. Send them the address of this page.",
  clash: "{{name}} has published revision {{revision}} meanwhile", clashDraft: "These changes are not as you have seen them any more", again: "Look again",
  published: "Published", isRevision: "This is revision {{revision}} now", publishedText: "Whoever listens has been told already.", scheduled: "Scheduled", scheduledFor: "It will be published on {{at}}", scheduledText: "Until then it can be taken back under Releases.", toRevision: "See the revision", toReleases: "See releases", back: "Go on",
  somebody: "somebody", others: "Changes of others", draftOf_one: "{{name}}, {{shown}} change", draftOf_other: "{{name}}, {{shown}} changes", ofSomebody: "{{title}} – these are changes of {{name}}.",
} as const satisfies Texts;
