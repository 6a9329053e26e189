import type { Texts } from "../shape";

export default {
  title: "Settings", about: "What is set up once: people, keys, and what {{env}} knows of.", parts: "Parts of the settings", noPart: "There is no such part of the settings",
  part: { people: "People", keys: "Keys", environments: "Environments", attributes: "Attributes", lists: "Lists", publishing: "Approvals and audit", images: "Images", account: "My account" },
  cancel: "Cancel", close: "Close", save: "Save", saved: "Saved.", remove: "Delete", description: "What it is for", nothing: "Nothing is called that",
  action: { add: "New", change: "Changed", delete: "To be deleted" },
  uses_one: "Used {{shown}} time", uses_other: "Used {{shown}} times",
  roles: {
    everywhere: "In all environments", none: "No access", same: "As in all environments", viewer: "Viewer", editor: "Editor", publisher: "Publisher", admin: "Admin",
    about: {
      none: "Only where a role is named below.", viewer: "Sees everything, and previews it.", editor: "Also drafts changes and uploads images.",
      publisher: "Also publishes, approves, rolls back and changes lists.", admin: "Also manages accounts, keys and settings, and erases people.",
    },
  },
  people: {
    accounts: "Who has an account", invitations: "Invited, not here yet", invite: "Invite somebody", email: "E-mail address", makeLink: "Make the link", linkTitle: "The invitation", resetTitle: "A new password",
    linkText: "Give this link to {{email}}. It works once, for seven days.", roles: "Change roles", rolesOf: "What {{name}} may do", rolesSaved: "{{name}} has the new roles.",
    reset: "Link for a new password", disable: "Disable", enable: "Enable", delete: "Delete", you: "You", isDisabled: "Disabled", oidc: "Identity provider", isReset: "New password",
    seen: "last here", neverSeen: "never here", manage: "Manage {{name}}", by: "Invited by {{name}}", until: "runs out", withdraw: "Withdraw", deleted: "The account of {{name}} is deleted.",
    deleteTitle: "Delete the account of {{name}}?", deleteText: "They are signed out at once and cannot come back. What they published stays in the log, with their name.",
    disabledNow: "{{name}} is signed out and cannot come back in.", enabledNow: "{{name}} may sign in again.",
    onlyAdmins: "Accounts are the administrators' business", onlyAdminsText: "Whoever is admin of all environments invites people and gives roles. Ask one of them.",
  },
  keys: {
    title: "Keys of {{env}}", make: "Make a key", none: "No keys yet", noneText: "Your pages, apps and servers come in with keys. Make the first one.", noName: "Without a name", kindOf: "What kind", name: "What it is for", nameHint: "So that you find it again when it has to go.",
    kind: { client: "Client", server: "Server", identity: "Identity", admin: "Admin" },
    about: {
      client: "For browsers and apps. It is public, and sees only what clients may see.", server: "For your servers. Keep it secret: it sees everything in this environment.",
      identity: "Signs who somebody is. Keep it secret, on your servers.", admin: "For automation. Keep it secret: it may do everything, everywhere.",
    },
    madeTitle: "Your new key", deleteTitle: "Delete the key {{name}}?", deleteText: "Whoever comes in with it is refused at once, and its streams end. Make sure that nothing uses it any more.", deleted: "The key is deleted.",
    onlyAdmins: "Keys are the admins' business", onlyAdminsText: "Whoever is admin of {{env}} makes and deletes its keys. Ask one of them.",
  },
  origins: { title: "Pages that may use client keys", any: "Pages of any origin may use client keys now. Name yours to keep others out.", some: "Only pages of these origins may use client keys.", add: "Allow an origin", wrong: "Write an address such as https://app.example.com." },
  environments: { live: "People see this", empty: "Nothing is published yet", revision: "Revision {{revision}}", create: "New environment", name: "staging", onlyAdmins: "Whoever is admin of all environments makes new ones.", created: "{{name}} is there. It is empty." },
  attributes: {
    find: "Search attributes", count_one: "{{shown}} attribute", count_other: "{{shown}} attributes", create: "New attribute", none: "No attributes yet", noneText: "Declare the facts about people that rules may use: their country, their plan, when they signed up.",
    nameHint: "As it stands in rules, such as signed_up_at.", nameWrong: "Begin with a letter; then letters, digits and _ only.", taken: "There is an attribute of that name.", isClient: "Clients may set it", isComputed: "Computed",
    computed: "How it is computed", what: "What it is", who: "Who sets it, and what it may be used for", type: "Type", enum: "The only values", enumHint: "Press Enter after each. Leave it empty for any.", pattern: "Pattern", patternHint: "A regular expression that values match.",
    client: "Client keys may set it", clientHint: "Browsers and apps can claim it of themselves. Without this, only your servers.", content: "Texts of content may show it", contentHint: "To whoever it is about.",
    purposes: "Purposes of consent", purposesHint: "It is used only for people who agreed to one of these. Leave it empty for any.", source: "Where it comes from",
    sources: { any: "Profile or request", trait: "Only the profile", context: "Only the request", anyHint: "What a request says goes before the profile.", traitHint: "What was reported of the person earlier.", contextHint: "What is told with a request; it is never stored." },
  },
  types: { string: "Text", number: "Number", bool: "Yes or no", time: "Instant", version: "Version", list: "List", object: "Object" },
  violation: { label: "What is not like this", default: "As usual: convert it, or leave it out", accept: "Accept it as it is", coerce: "Convert it, or fail", drop: "Leave it out", quarantine: "Fail the whole event" },
  computed: {
    count: "How often {{event}} happened", sum: "The sum of {{property}} of all {{event}}", avg: "The average of {{property}} of all {{event}}", min: "The least {{property}} of all {{event}}", max: "The greatest {{property}} of all {{event}}",
    first: "The first {{event}}", last: "The latest {{event}}", unique: "How many different {{property}} the {{event}} have", top: "The most frequent {{property}} of {{event}}", duration: "The time between the first and the latest {{event}}",
    where: "where {{where}}", window: "in the last {{length}}", of: "within {{length}} of {{of}}", during: "while it lasts", session: "in the session that goes on now", formula: "The result of {{formula}}",
  },
  lists: {
    about: "Who or what is named one by one. Members count at once, without publishing.", create: "New list", none: "No lists yet", noneText: "A list names single people, such as beta testers, or other values, such as companies.", nameHint: "As it stands in rules, such as beta-testers.",
    nameWrong: "Begin with a letter or digit; then letters, digits, - _ and . only.", taken: "There is a list of that name.", of: "What its members are", ofHint: "The attribute whose values are listed; people if it is empty.", notYet: "Members can be added once the list is published.",
    onlyPublishers: "You may look at members, but not change them: that takes the role publisher.", addTitle: "Add members", add: "Members", addHint: "One a line, or with commas between.", addButton_one: "Add {{shown}}", addButton_other: "Add {{shown}}", added_one: "{{shown}} member is added.", added_other: "{{shown}} members are added.",
    file: "Upload a file", mode: "What the file does", modes: { add: "Add those in the file", remove: "Remove those in the file", replace: "Replace the whole list" }, sending: "Upload", sent: "{{part}} sent", reading: "The server reads it …",
    uploaded: "{{added}} added, {{removed}} removed.", replaceTitle: "Replace all members?", replaceText: "Whoever is not in {{name}} is no member any more, from now on.", members: "Members", firstOf: "The first {{shown}}", count_one: "{{shown}} member", count_other: "{{shown}} members",
    empty: "Nobody is in this list", emptyText: "Add the first above, or upload a file.", takeOut: "Take out",
  },
  approvals: { title: "Before people publish", label: "Somebody else has to approve", text: "Then a draft is published only after one who did not edit it has looked at it. Rolling back stays possible without.", onlyAdmins: "Only admins of the environment change this.", on: "From now on, somebody else has to approve.", off: "From now on, publishers publish on their own." },
  audit: { title: "The log of revisions", again: "Check again", ok_one: "{{shown}} revision is checked. Nobody has changed what was published.", ok_other: "All {{shown}} revisions are checked. Nobody has changed what was published.", broken: "The log is not what was published", hash: "The newest hash. Keep it elsewhere, and compare it later: it also shows a log that was made anew." },
  images: { room: "Room for images", used_one: "{{shown}} image takes {{bytes}} of {{limit}} ({{part}}).", used_other: "{{shown}} images take {{bytes}} of {{limit}} ({{part}}).", none: "No images yet", noneText: "Upload them where content is edited.", more: "Show more" },
  account: { who: "Who you are", name: "Your name", password: "Password", look: "Appearance and language", theme: "Appearance", language: "Language", light: "Light", dark: "Dark", auto: "As the system", oldPassword: "The password until now", newPassword: "The new password", showPassword: "Show what is typed", short: "Use 10 characters or more.", others: "Everywhere else you are signed out then.", change: "Change the password", passwordSaved: "Your password is changed." },
} as const satisfies Texts;
