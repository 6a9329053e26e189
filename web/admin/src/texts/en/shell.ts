import type { Texts } from "../shape";

export default {
  previewAs: "Preview as",
  nav: {
    label: "Pages", open: "Open the navigation", home: "Home", segments: "Segments", flags: "Flags", content: "Content", slots: "Slots",
    profiles: "Profiles", events: "Events", live: "Live", releases: "Releases", settings: "Settings",
    people: "People", decide: "What they get", watch: "What happens",
  },
  environment: { label: "Environment", choose: "Choose an environment", live: "People see this", unknown: "There is no environment called {{name}}", unknownHint: "It may have another name, or you may not see it." },
  search: { open: "Search", placeholder: "Jump to a page, a segment, a flag …", nothing: "Nothing is called that.", pages: "Pages", segments: "Segments", flags: "Flags", content: "Content", hint: "↑↓ to choose, Enter to open, Esc to close", results: "Results" },
  shortcuts: { title: "Keyboard shortcuts", open: "Keyboard shortcuts", search: "Search everything", help: "Show this list", filter: "Search on this page", undo: "Undo in an editor", go: "Go to {{page}}", then: "then", close: "Close" },
  account: { menu: "Your account", theme: "Appearance", light: "Light", dark: "Dark", auto: "As the system", language: "Language", signOut: "Sign out" },
  draft: {
    none: "No changes", one: "Your changes", review: "Review", saved: "Saved in your changes", saving: "Saving …", unsaved: "Not saved yet",
    failed: "Could not be saved", leave: "Something that you typed is not saved yet.", undo: "Undo", undone: "The change of {{key}} is undone.", title: "Changes of {{name}}",
    conflict: "{{name}} has changed {{key}} at the same time", mine: "Keep mine", theirs: "Take theirs", mineTitle: "Yours", theirsTitle: "Theirs", somebody: "Somebody else",
    changed: "Changed", added: "New", deleted: "To be deleted", empty: "Nothing is waiting to be published.", close: "Close", publish: "Publish", message: "What changes, in a sentence",
    published: "Published as revision {{revision}}.", listTitle: "Your changes", retry: "Try again",
  },
  entry: {
    welcome: "Welcome back", signIn: "Sign in", email: "E-mail address", password: "Password", name: "Your name", with: "Sign in with {{name}}", or: "or",
    wrong: "That did not work", setupTitle: "Set up Fingerpost", setupText: "You are the first here. Make an account with which you can do everything; then invite the others.",
    setupButton: "Make the account", setupToken: "Set-up code", setupTokenHint: "The server prints it when it starts, behind /admin/setup#", done: "Fingerpost is set up already", toSignIn: "Go to sign in",
    passwordHint: "10 characters or more. A few words are easier to remember than signs.", invitationTitle: "{{by}} invites you", invitationText: "You will sign in as {{email}}.",
    resetTitle: "Choose a new password", accept: "Begin", reset: "Save the password", noToken: "This link is not complete", noTokenHint: "Copy the whole address, with everything behind the #.",
    claim: "Each visitor, shown the right way.", again: "Please sign in again", againText: "Your session has ended. What you typed is still here, and is saved as soon as you are back.",
    short: "Use 10 characters or more.", missing: "Please fill this in.", other: "Go on as somebody else",
  },
  state: { loading: "Loading …", failed: "This could not be loaded", retry: "Try again", unreachable: "The server does not answer", unreachableHint: "Check your connection; this page tries again by itself when you come back to it.", forbidden: "You may not see this", notFound: "There is nothing here", notFoundHint: "The address may be mistyped, or what was here was deleted.", home: "Go home", crashed: "This page broke", crashedHint: "Load it again. What you typed is kept.", reload: "Load again" },
  toast: { failed: "That did not work", close: "Close" },
  copy: { copy: "Copy", copied: "Copied" },
  confirm: { cancel: "Cancel", close: "Close", type: "Type {{text}} to confirm" },
  secret: { once: "It is shown only now. Nobody can show it again, not even the server.", done: "I have kept it" },
  more: { loading: "More is on its way …", end: "That is all." },
  define: { add: "New", name: "Name", taken: "There is one of that name.", go: "Continue", gone: "It will be deleted", goneText: "{{key}} is deleted when your changes are published.", keep: "Keep it", missing: "There is nothing called {{key}}", missingText: "It may have been deleted or renamed.", remove: "Delete", readOnly: "You may look at this, but not change it: that takes the role editor.", uses: "Where it is used", noUses: "Nothing uses it yet.", history: "Who changed it", noHistory: "It is not published yet." },
} as const satisfies Texts;
