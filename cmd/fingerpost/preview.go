package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/scenario"
)

type previewCommand struct {
	place
	output
	Facts     []string          `arg:"" optional:"" name:"name=value" help:"What is known of the person, such as role=designer or locale=de."`
	For       string            `help:"Who is asked about: the targeting key." placeholder:"PERSON"`
	Profile   string            `xor:"who" help:"Somebody who is known, by the person id." placeholder:"PERSON"`
	User      string            `xor:"who" help:"Somebody who is known, by the user id." placeholder:"ID"`
	Anonymous string            `xor:"who" help:"Somebody who is known, by the anonymous id." placeholder:"ID"`
	Context   string            `help:"What is known of the person, as a JSON object." placeholder:"JSON"`
	At        time.Time         `help:"As of this instant, such as 2026-03-02T09:00:00Z." placeholder:"INSTANT"`
	Revision  *uint64           `xor:"what" help:"As of this revision." placeholder:"N"`
	File      string            `short:"f" xor:"what" help:"As if this environment file was published; - is standard input." placeholder:"FILE"`
	Draft     string            `xor:"what" help:"As if this draft was published; its ID." placeholder:"DRAFT"`
	Drafts    bool              `help:"Show entries that are marked as drafts as if they were none."`
	Slot      []string          `help:"Only this slot; may be repeated." placeholder:"SLOT"`
	Show      map[string]string `help:"Show a variant whatever the targeting says; may be repeated." placeholder:"SLOT=VARIANT"`
	Explain   bool              `help:"Show how each decision came about."`
	Link      bool              `help:"Print a link to the preview, for a browser, instead."`
	Expires   time.Duration     `help:"How long the link is good (24h, at most 720h)." default:"24h" placeholder:"LENGTH"`
}

// Help is printed below the command's options.
func (previewCommand) Help() string {
	return "For example: fingerpost preview role=designer locale=de --at 2026-03-02T09:00:00Z\n\n" +
		"Nothing is published, and nobody is noted to have been given anything. Whoever has a link sees the preview, with what it says of the person, until it expires."
}

// previewQuestion is what the server is asked.
type previewQuestion struct {
	question
	Changes []environment.Change `json:"changes,omitempty"`
	Draft   string               `json:"draft,omitempty"`
	Drafts  bool                 `json:"drafts,omitempty"`
	Slots   []string             `json:"slots,omitempty"`
	Show    map[string]string    `json:"show,omitempty"`
	Trace   bool                 `json:"trace,omitempty"`
	Expires *time.Time           `json:"expires,omitempty"`
}

// previewAnswer is what the slots show.
type previewAnswer struct {
	Environment string          `json:"environment"`
	Revision    uint64          `json:"revision"`
	At          time.Time       `json:"at"`
	Person      string          `json:"person,omitempty"`
	Incomplete  bool            `json:"incomplete,omitempty"`
	Slots       []previewedSlot `json:"slots"`
}

type previewedSlot struct {
	Slot        string `json:"slot"`
	Description string `json:"description,omitempty"`
	decided
	Forced   bool                   `json:"forced,omitempty"`
	HTML     string                 `json:"html,omitempty"`
	Problem  string                 `json:"problem,omitempty"`
	Variants []string               `json:"variants"`
	Entries  []flags.ExplainedEntry `json:"entries,omitempty"`
}

// Run shows what the slots show.
func (c *previewCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	q, err := c.question(ctx, m, &serverDecider{server, c.Env})
	if err != nil {
		return err
	}
	path := environmentPath(c.Env, "preview")
	if c.Link {
		return c.link(ctx, m, server, q)
	}
	var answer previewAnswer
	if err := server.post(ctx, path, q, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Slots) == 0 {
		p.printf("there is no such slot in %s; a slot is a flag of type content\n", c.Env)
	}
	for i := range answer.Slots {
		if i > 0 {
			p.printf("\n")
		}
		p.previewed(&answer.Slots[i], c.Explain)
	}
	return nil
}

func (c *previewCommand) link(ctx context.Context, m *Main, server *client, q *previewQuestion) error {
	expires := m.Clock().Add(c.Expires).UTC().Truncate(time.Second)
	q.Expires = &expires
	var made struct {
		URL     string    `json:"url"`
		Expires time.Time `json:"expires"`
	}
	if err := server.post(ctx, environmentPath(c.Env, "preview", "links"), q, &made); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(made)
	}
	m.printer(m.Stdout).printf("%s\n", made.URL)
	return nil
}

// question makes what the server is asked of the command's options.
func (c *previewCommand) question(ctx context.Context, m *Main, decider *serverDecider) (*previewQuestion, error) {
	d, err := decider.definitions(ctx)
	if err != nil {
		return nil, err
	}
	q := &previewQuestion{Draft: c.Draft, Drafts: c.Drafts, Slots: c.Slot, Show: c.Show, Trace: c.Explain}
	if c.File != "" {
		if q.Changes, err = c.changes(m, d); err != nil {
			return nil, err
		}
	}
	asked := evalCommand{Facts: c.Facts, For: c.For, Profile: c.Profile, User: c.User, Anonymous: c.Anonymous, Context: c.Context, At: c.At, Revision: c.Revision}
	plain, err := asked.question(m, d)
	if err != nil {
		return nil, err
	}
	q.question, q.Revision = *plain, c.Revision
	return q, nil
}

// changes returns what publishing the file would add and change.
func (c *previewCommand) changes(m *Main, d *environment.Definitions) ([]environment.Change, error) {
	source, err := m.readFile(c.File)
	if err != nil {
		return nil, err
	}
	file, problems := environment.Parse(source)
	if len(problems) > 0 {
		m.printer(m.Stderr).problems(c.File, source, linesOf(problems))
		return nil, failf(exitProblems, "%s has %s", spoken(c.File), plural(len(problems), "problem"))
	}
	changes := environment.Diff(d, file.Definitions)
	return slices.DeleteFunc(changes, func(c environment.Change) bool { return c.Value == nil }), nil
}

// previewed prints what a slot shows, and why.
func (p *printer) previewed(s *previewedSlot, explain bool) {
	why := "by default"
	switch {
	case s.Forced:
		why = "whatever the targeting says"
	case s.Targeting != "":
		why = "by " + s.Targeting
	}
	p.printf("%s  %s  %s\n", p.paint(bold, s.Slot), s.Variant, p.paint(faint, why))
	if s.ErrorCode != "" {
		p.printf("  %s %s\n", p.paint(red, "cannot be decided:"), s.ErrorDetails)
	}
	if s.Problem != "" {
		p.printf("  %s %s\n", p.paint(yellow, "the default is shown:"), s.Problem)
	}
	items, _ := content.ItemsOf(s.Value) // a slot that shows nothing has no value
	for i := range items {
		p.item(&items[i])
	}
	if s.Until != nil {
		p.fact("until", s.Until.UTC().Format(time.RFC3339))
	}
	if explain {
		p.printf("%s", p.marks(scenario.Explain(&flags.Explanation{Entries: s.Entries})))
	}
}

// item prints an entry with its texts.
func (p *printer) item(it *content.Shown) {
	p.printf("  %s %s\n", p.paint(green, it.Name()), p.paint(faint, strings.TrimSpace(it.Type+" "+it.Locale)))
	decoder := json.NewDecoder(strings.NewReader(string(it.Fields)))
	if _, err := decoder.Token(); err != nil {
		return
	}
	for decoder.More() {
		token, err := decoder.Token()
		var value any
		if err != nil || decoder.Decode(&value) != nil {
			return
		}
		p.printf("    %s  %s\n", p.paint(faint, fmt.Sprintf("%-8s", token)), inWords(value))
	}
}

// inWords is the value of a field for people.
func inWords(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case map[string]any:
		for _, name := range []string{"text", "title", "src", "entry"} {
			if text, ok := v[name].(string); ok {
				return strings.Join(strings.Fields(text), " ")
			}
		}
	case []any:
		words := make([]string, len(v))
		for i := range v {
			words[i] = inWords(v[i])
		}
		return strings.Join(words, " · ")
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}
