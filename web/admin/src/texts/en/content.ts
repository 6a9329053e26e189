import type { Texts } from "../shape";

export default {
  title: "Content", about: "What people see, in your languages. Slots decide who sees what.", close: "Close", nothing: "Nothing like this",
  find: "Find content", none: "There is no content yet", noneText: "Write a first piece: a banner, a hero, a checklist. Nobody sees it before you publish.", noMatch: "Nothing matches", noMatchText: "Try another word, or take a filter away.",
  shown_one: "{{shown}} piece", shown_other: "{{shown}} pieces", variants_one: "{{shown}} variant", variants_other: "{{shown}} variants", usedTimes_one: "{{shown}} place", usedTimes_other: "{{shown}} places", usedNot: "Not used", usedBy: "Used by", usedNowhere: "No slot uses this yet.",
  saidOf: "{{said}} of {{most}} texts", languages: "Languages", allLanguages: "All, side by side", unknown: "There is no content called {{name}}", gone: "This is to be deleted", goneText: "It goes when you publish your changes.", bringBack: "Bring it back", delete: "Delete this content", deleted: "{{name}} goes when you publish.",
  column: { name: "Name", languages: "Languages", when: "Shown", used: "Used in" },
  filter: { type: "All types", state: "Everything", draft: "Drafts", incomplete: "Not translated everywhere", scheduled: "With a schedule" },
  action: { add: "New", change: "Changed", delete: "To be deleted" },
  state: { draft: "Draft", planned: "Planned", over: "Over", season: "In season", shown: "Shown" },
  new: { button: "New content", title: "What do you want to write?", type: "Type", name: "Name", nameHint: "Only you and your team see it.", example: "Spring offer", key: "It will be called {{key}}.", taken: "Something is called that already.", make: "Start writing" },
  types: { banner: "A message across the page", hero: "What a page begins with", checklist: "Steps to be done", "tour-step": "One stop of a guided tour", tooltip: "A short help beside something", modal: "A dialogue over the page", survey: "One question, answered from 0 to 10", email: "A block of an e-mail" },
  field: { required: "Has to be filled in", empty: "Nothing", choose: "Choose", clear: "Clear", yes: "Yes", no: "No", address: "Write https://…, mailto:… or an address on your site, such as /plans", json: "This is not JSON yet; what was there before is kept.", fallsBack: "Nothing said here: people read it in {{language}}." },
  list: { add: "Add one", remove: "Remove", up: "Move up", down: "Move down" },
  mark: { bold: "Bold", italic: "Italic", link: "Link", list: "List" },
  tag: {
    insert: "Insert something personal", change: "Something personal", value: "What to say", valueHint: "What you know of whoever reads this", choose: "Choose, such as first_name", missing: "Choose what to say.", fallback: "If it is not known", fallbackHint: "What everybody else reads in its place", fallbackMissing: "Say something for those of whom it is not known.",
    both: "Known: the reader's own {{name}}.\nNot known: “{{fallback}}”.", put: "Insert", save: "Save", chip: "{{name}}, or “{{fallback}}” if it is not known", none: "Nothing can be shown yet", noneText: "Texts may show attributes that are marked for clients or for content. Ask whoever looks after your data.",
    date: "How the date is written", dates: { "0": "March 1, 2026", "1": "Sunday, March 1, 2026", "2": "Mar 1, 2026", "3": "3/1/26" },
  },
  image: { drop: "Drop a picture here, or paste one", upload: "Upload", library: "Choose from the library", remove: "Remove", alt: "What is to be seen", altHint: "Read out to those who do not see the picture", none: "No pictures yet", noneText: "Upload the first one: JPEG, PNG, GIF or WebP.", more: "Show more" },
  variant: { title: "Variants", baseline: "For everybody", baselineHint: "The baseline", differs: "{{own}} of {{whole}} fields differ", add: "New variant", remove: "Delete {{name}}", inherit: "Inherit", change: "Change", name: "For whom is it?", nameHint: "It begins like the baseline; change only what is to be different.", example: "designers", taken: "There is one of that name." },
  when: { title: "When it is shown", draft: "Draft", draftHint: "Nobody sees a draft, and it need not be complete.", from: "From", until: "Until", order: "The end is before the beginning.", fromWords: "from {{at}}", untilWords: "until {{at}}", about: "Note", aboutHint: "For your team: what this is for" },
  preview: { title: "Preview", ground: "Ground", light: "Light", dark: "Dark", width: "Width", wide: "Wide", narrow: "Phone", known: "To somebody you know", busy: "Updating …", wrong: "There is nothing to see yet, because of this:" },
} as const satisfies Texts;
