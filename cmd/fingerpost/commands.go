package main

import "github.com/alecthomas/kong"

// commandLine is all commands with their options.
type commandLine struct {
	Help helpFlag `short:"h" help:"Show help for a command."`

	Serve serveCommand `cmd:"" group:"run" help:"Serve decisions over HTTP."`

	Apply     applyCommand     `cmd:"" group:"publish" help:"Publish an environment file: add and change what it holds."`
	Diff      diffCommand      `cmd:"" group:"publish" help:"Show what apply would change, or what changed between two revisions."`
	Export    exportCommand    `cmd:"" group:"publish" help:"Write an environment as a file."`
	Import    importCommand    `cmd:"" group:"publish" help:"Make an environment file of what another system exports."`
	Drafts    draftsCommand    `cmd:"" group:"publish" help:"List drafts, show what one would publish, publish it."`
	Revisions revisionsCommand `cmd:"" aliases:"log" group:"publish" help:"List what was published, by whom and when."`
	Rollback  rollbackCommand  `cmd:"" group:"publish" help:"Publish an earlier revision again."`
	Audit     auditCommand     `cmd:"" group:"publish" help:"Check that nobody tampered with the revisions."`

	Check   checkCommand   `cmd:"" group:"try" help:"Find everything that is wrong with an environment file."`
	Impact  impactCommand  `cmd:"" group:"try" help:"Show who would be given something else if a file was published."`
	Eval    evalCommand    `cmd:"" group:"try" help:"Decide a flag, or all, for a person, and explain why."`
	Preview previewCommand `cmd:"" group:"try" help:"Show what the slots show somebody: content as it is, will be, or would be."`
	Explain explainCommand `cmd:"" group:"try" help:"Show how a decision comes about, or came about for somebody at some time."`
	Test    testCommand    `cmd:"" group:"try" help:"Run scenario files."`

	Codegen codegenCommand `cmd:"" group:"code" help:"Write the types of flags for TypeScript or Go."`

	Profiles    profilesCommand    `cmd:"" aliases:"people" group:"people" help:"List, show and erase people."`
	Segments    segmentsCommand    `cmd:"" group:"people" help:"Count who is in segments, and whom a rule is true for."`
	Percentiles percentilesCommand `cmd:"" group:"people" help:"Show how attributes are spread over all people."`
	Failures    failuresCommand    `cmd:"" group:"people" help:"List events that were not accepted, repair them and send them again."`
	Violations  violationsCommand  `cmd:"" group:"people" help:"Count what events and traits had that is not as it is declared."`
	Tail        tailCommand        `cmd:"" group:"people" help:"Watch whose answers change, and why."`
	Work        workCommand        `cmd:"" group:"people" help:"Show what goes on in the background."`

	Environments environmentsCommand `cmd:"" aliases:"envs" group:"administer" help:"List environments, or create one."`
	Accounts     accountsCommand     `cmd:"" group:"administer" help:"Invite people to the console, and say what they may do."`
	Keys         keysCommand         `cmd:"" group:"administer" help:"Make, list and revoke API keys."`
	Lists        listsCommand        `cmd:"" group:"administer" help:"Add and remove the members of lists."`
	Images       imagesCommand       `cmd:"" group:"administer" help:"Upload, list and delete the images that content shows."`
	Backup       backupCommand       `cmd:"" group:"administer" help:"Copy a store into one file."`
	Restore      restoreCommand      `cmd:"" group:"administer" help:"Make a store from a backup."`
	Store        storeCommand        `cmd:"" group:"administer" help:"Check a store for damage."`

	Version    versionCommand    `cmd:"" group:"program" help:"Print the version."`
	Completion completionCommand `cmd:"" group:"program" help:"Print a completion script for bash, zsh or fish."`
}

func commandGroups() []kong.Group {
	return []kong.Group{
		{Key: "run", Title: "Run"},
		{Key: "try", Title: "Try without publishing"},
		{Key: "publish", Title: "Publish"},
		{Key: "code", Title: "Use in code"},
		{Key: "people", Title: "People and events"},
		{Key: "administer", Title: "Administer"},
		{Key: "program", Title: "This program"},
	}
}

// defaultURL is where commands look for the server, and where it is unless told otherwise.
const defaultURL = "http://127.0.0.1:7070"

// connection says which environment of which server, or store, a command is about.
type connection struct {
	URL   string `help:"Where the server is." default:"http://127.0.0.1:7070" env:"FINGERPOST_URL" placeholder:"URL"`
	Token string `help:"An admin token (at_…)." env:"FINGERPOST_TOKEN,FINGERPOST_ADMIN_TOKEN" placeholder:"TOKEN"`
	Store string `help:"Open this store instead of asking a server; only one that nobody serves." placeholder:"URL"`
}

// place is a connection and an environment.
type place struct {
	connection
	Env string `help:"The environment." default:"production" env:"FINGERPOST_ENV" placeholder:"NAME"`
}

// output says how a command prints.
type output struct {
	JSON bool `name:"json" help:"Print JSON, for scripts."`
}
