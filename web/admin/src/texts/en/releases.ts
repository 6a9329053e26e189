import type { Texts } from "../shape";

export default {
  title: "Releases", about: "Everything that was ever published, by whom and why. Nothing is lost: you can go back to each of them.", none: "Nothing was published yet", noneText: "Each time that changes are published, a revision appears here.",
  revision: "Revision {{number}}", current: "Now", nothing: "Nothing changed", more: "Earlier ones", missing: "There is no such revision", earlier: "The one before", later: "The one after", turn: "Other revisions",
  scheduled: "On its way", willBe_one: "Will be published on {{at}} – {{shown}} change by {{name}}", willBe_other: "Will be published on {{at}} – {{shown}} changes by {{name}}", failedAt_one: "Could not be published on {{at}} – {{shown}} change by {{name}}", failedAt_other: "Could not be published on {{at}} – {{shown}} changes by {{name}}", takeBack: "Take back", takenBack: "It will not be published by itself any more.",
  verify: "Verify the log", verifyHint: "Each revision holds the hash of the one before. This computes all of them again.", intact_one: "Intact: {{shown}} revision", intact_other: "Intact: {{shown}} revisions", broken: "The log is not what was published.",
  undoThis: "Undo this release", goBack: "Go back to this", rollbackTitle: "Go back to revision {{to}}", rollbackText: "Everything becomes as it was then, as the new revision {{next}}. You can go forward again in the same way.", impact: "Who gets something else", whatChanges: "What changes", sameAsNow: "Everything is as it was then already.", why: "Why", whyHint: "Roll back to {{to}}", cancel: "Cancel", doRollback: "Go back to {{to}}", rolledBack: "As in revision {{to}} again, as revision {{revision}}.", clash: "Somebody has published meanwhile", again: "Look again",
  proof: "Hashes", hash: "Of this revision", parent: "Of the one before",
} as const satisfies Texts;
