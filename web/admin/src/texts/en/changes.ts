import type { Texts } from "../shape";

export default {
  actions: { add: "New", change: "Changed", delete: "Deleted" },
  kinds: { flag: "Flag", segment: "Segment", content: "Content", content_type: "Content type", attribute: "Attribute", group: "Attribute of groups", event: "Event", list: "List", model: "Model", setting: "Setting" },
  details: "What is written differently",
  sentences: {
    flagOn: "Is switched on.", flagOff: "Is switched off.", madeVisible: "Browsers and apps may ask for it.", madeHidden: "Browsers and apps may no longer ask for it.", flagNew: "Can be {{variants}}; everybody else gets {{default}}.",
    variantAdded: "New variant {{name}}: {{value}}", variantRemoved: "The variant {{name}} goes.", variantChanged: "The variant {{name}} is {{after}} instead of {{before}}.", variantsReordered: "The order of variants is now {{order}}; shares follow it.",
    ruleAdded: "New rule “{{name}}”: {{serve}} for {{when}}", ruleRemoved: "The rule “{{name}}” goes.", ruleWhen: "The rule “{{name}}” is for {{after}} instead of {{before}}", ruleServes: "The rule “{{name}}” gives {{after}} instead of {{before}}.", ruleOther: "Share, schedule or name of the rule “{{name}}” change.", rulesReordered: "Rules are asked in another order: {{order}}.",
    default: "Everybody else gets {{after}} instead of {{before}}.", off: "While it is off, everybody gets {{after}} instead of {{before}}.", description: "Description: {{after}}", when: "Is for {{after}} instead of {{before}}", field: "{{field}}: {{after}} instead of {{before}}", fieldAdded: "{{field}}: {{after}}", fieldRemoved: "{{field}} goes (it was {{before}}).",
  },
  counting: "Asking for everybody …", notYet: "Put the problems right first; then you see who gets something else.", nobodyKnown: "Nobody is known yet, so nobody gets anything else.", nobody: "None of {{people}} known people gets anything else.",
  changed_one: "{{shown}} of {{people}} known people ({{share}}) gets something else.", changed_other: "{{shown}} of {{people}} known people ({{share}}) get something else.", nothing: "nothing", altered: "the same, with another value", to: "to", people_one: "{{shown}} person", people_other: "{{shown}} people", forExample: "For example",
} as const satisfies Texts;
