package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

type draftsCommand struct {
	List    draftsListCommand    `cmd:"" default:"withargs" help:"List drafts, the newest first."`
	Show    draftsShowCommand    `cmd:"" help:"Show what a draft would change, and what is wrong with it."`
	Publish draftsPublishCommand `cmd:"" help:"Publish a draft as one revision, now or at a time."`
	Discard draftsDiscardCommand `cmd:"" help:"Discard a draft. It can be restored for 30 days."`
	Restore draftsRestoreCommand `cmd:"" help:"Bring a discarded draft back."`
}

// authorLine is who did something.
type authorLine struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

func (a authorLine) String() string {
	if a.Name != "" {
		return a.Name
	}
	return a.ID
}

// draftLine is a draft as the API shows it.
type draftLine struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	State     string         `json:"state"`
	By        authorLine     `json:"by"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
	Version   uint64         `json:"version"`
	Changes   int            `json:"changes"`
	Editors   []authorLine   `json:"editors"`
	Approvals []approvalLine `json:"approvals"`
	PublishAt *time.Time     `json:"publish_at,omitempty"`
	PublishBy *authorLine    `json:"publish_by,omitempty"`
	Problem   string         `json:"problem,omitempty"`
	Revision  uint64         `json:"revision,omitempty"`
	EndedAt   *time.Time     `json:"ended_at,omitempty"`
}

type approvalLine struct {
	By      authorLine `json:"by"`
	At      time.Time  `json:"at"`
	Comment string     `json:"comment,omitempty"`
}

// standing says in a few words how far a draft has come.
func (d *draftLine) standing() string {
	switch {
	case d.State == "published":
		return "published as revision " + strconv.FormatUint(d.Revision, 10)
	case d.State == "scheduled" && d.PublishAt != nil:
		return "scheduled for " + d.PublishAt.UTC().Format(time.RFC3339)
	}
	return d.State
}

type draftsListCommand struct {
	place
	output
	State string `help:"Only drafts in this state: open, scheduled, published, discarded or failed." placeholder:"STATE"`
}

// Run lists drafts.
func (c *draftsListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	query := url.Values{}
	if c.State != "" {
		query.Set("state", c.State)
	}
	answer := struct {
		Drafts []draftLine `json:"drafts"`
	}{}
	if err := server.get(ctx, environmentPath(c.Env, "drafts"), query, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	if len(answer.Drafts) == 0 {
		m.printer(m.Stdout).printf("there are no drafts in %s\n", c.Env)
		return nil
	}
	rows := [][]string{{"DRAFT", "CHANGES", "BY", "EDITED", "STATE", "TITLE"}}
	for i := range answer.Drafts {
		d := &answer.Drafts[i]
		rows = append(rows, []string{d.ID, grouped(d.Changes), d.By.String(), d.UpdatedAt.UTC().Format("2006-01-02 15:04"), d.standing(), d.Title})
	}
	m.printer(m.Stdout).table(rows)
	return nil
}

// oneDraft is a draft of an environment.
type oneDraft struct {
	place
	output
	ID string `arg:"" name:"draft" help:"The draft's ID, as drafts list shows it."`
}

func (c *oneDraft) path(more ...string) string {
	return environmentPath(c.Env, append([]string{"drafts", c.ID}, more...)...)
}

type draftsShowCommand struct{ oneDraft }

// reviewed is what would be published of a draft.
type reviewed struct {
	Revision      uint64             `json:"revision"`
	Version       uint64             `json:"version"`
	Changes       []definitionChange `json:"changes"`
	Problems      []problemLine      `json:"problems"`
	Notes         []problemLine      `json:"notes"`
	Moved         []movedLine        `json:"moved"`
	NeedsApproval bool               `json:"needs_approval"`
	Approved      bool               `json:"approved"`
	MayPublish    bool               `json:"may_publish"`
}

type movedLine struct {
	Kind        string `json:"kind"`
	Key         string `json:"key"`
	PublishedBy string `json:"published_by"`
	Revision    uint64 `json:"revision"`
}

// Run shows what a draft would publish.
func (c *draftsShowCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var shown struct {
		Draft struct {
			draftLine
			List []json.RawMessage `json:"list"`
		} `json:"draft"`
		Review reviewed `json:"review"`
	}
	if err := server.get(ctx, c.path(), nil, &shown.Draft); err != nil {
		return err
	}
	if err := server.get(ctx, c.path("review"), nil, &shown.Review); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(shown)
	}
	p := m.printer(m.Stdout)
	p.printf("%s, by %s: %s\n", p.paint(bold, shown.Draft.Title), shown.Draft.By, shown.Draft.standing())
	if len(shown.Draft.Editors) > 0 {
		p.printf("edited by %s, last %s\n", names(shown.Draft.Editors), shown.Draft.UpdatedAt.UTC().Format("2006-01-02 15:04"))
	}
	if shown.Draft.Problem != "" {
		p.printf("%s %s\n", p.paint(red, "not published:"), strings.ReplaceAll(shown.Draft.Problem, "\n", "\n  "))
	}
	if shown.Draft.State == "published" || shown.Draft.State == "discarded" {
		return nil
	}
	p.review(&shown.Draft.draftLine, &shown.Review)
	return nil
}

func names(authors []authorLine) string {
	all := make([]string, len(authors))
	for i, a := range authors {
		all[i] = a.String()
	}
	return strings.Join(all, ", ")
}

// review prints what a draft would publish, and what keeps it from that.
func (p *printer) review(d *draftLine, r *reviewed) {
	p.changes(r.Changes, "--json")
	for _, m := range r.Moved {
		p.printf("  %s %s %s was published by %s since it was first edited here (revision %d)\n", p.paint(red, "moved:"), m.Kind, m.Key, m.PublishedBy, m.Revision)
	}
	p.problems("draft", nil, r.Problems)
	p.notes(r.Notes)
	for _, a := range d.Approvals {
		p.printf("  %s by %s\n", p.paint(green, "approved"), a.By)
	}
	switch {
	case r.MayPublish && r.NeedsApproval && !r.Approved:
		p.printf("%s to be published on top of revision %d; people have to have it approved first\n", p.paint(green, "Ready"), r.Revision)
	case r.MayPublish:
		p.printf("%s to be published on top of revision %d\n", p.paint(green, "Ready"), r.Revision)
	case len(r.Changes) == 0 && len(r.Problems) == 0:
		p.printf("it changes nothing\n")
	default:
		p.printf("%s\n", p.paint(yellow, "It cannot be published yet."))
	}
}

type draftsPublishCommand struct {
	oneDraft
	Message  string    `short:"m" help:"Say in a sentence why; the draft's title if not given." placeholder:"TEXT"`
	At       time.Time `help:"Publish it at this instant, such as 2026-03-02T09:00:00Z, up to a year ahead." placeholder:"INSTANT"`
	Expected *uint64   `help:"Refuse if the newest revision is another than this." placeholder:"N"`
}

// Run publishes a draft.
func (c *draftsPublishCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	request := map[string]any{"message": c.Message}
	if !c.At.IsZero() {
		request["at"] = c.At
	}
	if c.Expected != nil {
		request["expected"] = c.Expected
	}
	var result struct {
		Draft draftLine `json:"draft"`
		published
	}
	if err := server.post(ctx, c.path("publish"), request, &result); err != nil {
		return about(err, "draft", nil)
	}
	if c.JSON {
		return m.printJSON(result)
	}
	p := m.printer(m.Stdout)
	if result.Draft.State == "scheduled" {
		p.printf("%s for %s: it will be published then, unless somebody publishes a change of the same definitions before\n",
			p.paint(green, "Scheduled"), result.Draft.PublishAt.UTC().Format(time.RFC3339))
		return nil
	}
	p.printf("%s revision %d of %s: %s\n", p.paint(green, "Published"), result.Revision, c.Env, plural(len(result.Changes), "change"))
	p.changes(result.Changes, "diff --json")
	return nil
}

type draftsDiscardCommand struct{ oneDraft }

// Run discards a draft.
func (c *draftsDiscardCommand) Run(ctx context.Context, m *Main) error {
	return c.do(ctx, m, call{method: http.MethodDelete, path: c.path()}, "discarded draft %[1]s; `%[2]s drafts restore %[1]s` brings it back\n")
}

type draftsRestoreCommand struct{ oneDraft }

// Run brings a draft back.
func (c *draftsRestoreCommand) Run(ctx context.Context, m *Main) error {
	return c.do(ctx, m, call{method: http.MethodPost, path: c.path("restore")}, "restored draft %[1]s\n")
}

// do asks for something that is answered with the draft; said gets the draft's ID and the program's name.
func (c *oneDraft) do(ctx context.Context, m *Main, request call, said string) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer draftLine
	if err := server.decode(ctx, request, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	m.printer(m.Stdout).printf(said, c.ID, m.Name)
	return nil
}
