package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/scenario"
)

type evalCommand struct {
	place
	output
	Flag      string    `arg:"" optional:"" help:"The flag; all if none is named."`
	Facts     []string  `arg:"" optional:"" name:"name=value" help:"What is known of the person, such as country=DE."`
	For       string    `help:"Who is asked about: the targeting key." placeholder:"PERSON"`
	Profile   string    `xor:"who" help:"Somebody who is known, by the person id; what is known of the person goes below the facts." placeholder:"PERSON"`
	User      string    `xor:"who" help:"Somebody who is known, by the user id." placeholder:"ID"`
	Anonymous string    `xor:"who" help:"Somebody who is known, by the anonymous id." placeholder:"ID"`
	Context   string    `help:"What is known of the person, as a JSON object." placeholder:"JSON"`
	File      string    `short:"f" help:"Decide from this environment file, without a server." placeholder:"FILE"`
	At        time.Time `help:"Decide as of this instant, such as 2026-03-02T09:00:00Z." placeholder:"INSTANT"`
	Revision  *uint64   `help:"Decide as of this revision (with --explain)." placeholder:"N"`
	Explain   bool      `help:"Show how the decision came about."`
}

// Help is printed below the command's options.
func (evalCommand) Help() string {
	return "For example: fingerpost eval next-step --for ada role=designer first_day_uses=7 --explain"
}

// explainCommand is eval --explain by a name of its own.
type explainCommand struct {
	evalCommand
}

// Help is printed below the command's options.
func (explainCommand) Help() string {
	return "For example: fingerpost explain next-step --user ada --at 2026-03-02T09:00:00Z, to see what ada got then, and why."
}

// Run explains a decision.
func (c *explainCommand) Run(ctx context.Context, m *Main) error {
	c.Explain = true
	return c.evalCommand.Run(ctx, m)
}

// decided is a decision with everything that is known of it.
type decided struct {
	Flag         string          `json:"flag"`
	Reason       flags.Reason    `json:"reason"`
	Variant      string          `json:"variant,omitempty"`
	Value        json.RawMessage `json:"value,omitempty"`
	Targeting    string          `json:"targeting,omitempty"`
	ErrorCode    flags.ErrorCode `json:"errorCode,omitempty"`
	ErrorDetails string          `json:"errorDetails,omitempty"`
	Metadata     map[string]any  `json:"metadata,omitempty"`
	Revision     uint64          `json:"revision"`
	Until        *time.Time      `json:"until,omitempty"`
}

// explained is a decision and how it came about.
type explained struct {
	Decision decided                `json:"decision"`
	Entries  []flags.ExplainedEntry `json:"entries"`
	// Person is who was named, of those who are known.
	Person string `json:"person,omitempty"`
	// Incomplete says that some of the person's events are not known any more.
	Incomplete bool `json:"incomplete,omitempty"`
	// Given is what was noted that the person was really given by then.
	Given *struct {
		Flag      string    `json:"flag"`
		Variant   string    `json:"variant,omitempty"`
		Reason    string    `json:"reason"`
		Targeting string    `json:"targeting,omitempty"`
		Revision  uint64    `json:"revision"`
		At        time.Time `json:"at"`
	} `json:"given,omitempty"`
}

// decider decides from a server or from a file.
type decider interface {
	definitions(ctx context.Context) (*environment.Definitions, error)
	evaluate(ctx context.Context, q *question) ([]decided, error)
	explain(ctx context.Context, q *question) (*explained, error)
}

// question is what a decider is asked.
type question struct {
	Flag     string          `json:"flag,omitempty"`
	Flags    []string        `json:"flags,omitempty"`
	Context  json.RawMessage `json:"context"`
	At       *time.Time      `json:"at,omitempty"`
	Revision *uint64         `json:"revision,omitempty"`

	Person      string `json:"person,omitempty"`
	UserID      string `json:"user_id,omitempty"`
	AnonymousID string `json:"anonymous_id,omitempty"`
}

func (q *question) named() bool { return q.Person != "" || q.UserID != "" || q.AnonymousID != "" }

// Run decides.
func (c *evalCommand) Run(ctx context.Context, m *Main) error {
	if strings.Contains(c.Flag, "=") { // no flag is named: the first fact stands in its place
		c.Flag, c.Facts = "", append([]string{c.Flag}, c.Facts...)
	}
	if (c.Explain || c.Revision != nil) && c.Flag == "" {
		return failf(exitUsage, "--explain and --revision need a flag").or("%s eval FLAG --explain", m.Name)
	}
	decider, err := c.decider(ctx, m)
	if err != nil {
		return err
	}
	d, err := decider.definitions(ctx)
	if err != nil {
		return err
	}
	q, err := c.question(m, d)
	if err != nil {
		return err
	}
	if c.Explain || c.Revision != nil {
		return c.explain(ctx, m, decider, q)
	}
	return c.evaluate(ctx, m, decider, q)
}

func (c *evalCommand) question(m *Main, d *environment.Definitions) (*question, error) {
	if _, known := d.Flags[c.Flag]; c.Flag != "" && !known && c.Revision == nil && !c.then(m) {
		return nil, failf(exitRefused, "there is no flag %q", c.Flag).or("%s", nearestOf(c.Flag, sortedKeys(d.Flags)))
	}
	declared := declarationsOf(d)
	facts, err := c.facts(declared)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(facts)
	if err != nil {
		return nil, err
	}
	if err := declared.scan(body); err != nil {
		return nil, failf(exitUsage, "what is said of the person cannot be read: %s", err)
	}
	m.noteUnread(declared, facts)
	q := &question{Context: body, Person: c.Profile, UserID: c.User, AnonymousID: c.Anonymous}
	if c.File != "" && q.named() {
		return nil, failf(exitUsage, "a file knows nobody").or("leave out -f to ask a server, or say what is known of the person: --for ada country=DE")
	}
	if !c.At.IsZero() {
		q.At = &c.At
	}
	return q, nil
}

// then says whether it is asked what somebody got in the past, of flags as they were.
func (c *evalCommand) then(m *Main) bool {
	return c.Profile+c.User+c.Anonymous != "" && !c.At.IsZero() && c.At.Before(m.Clock())
}

func (c *evalCommand) evaluate(ctx context.Context, m *Main, decider decider, q *question) error {
	if c.Flag != "" {
		q.Flags = []string{c.Flag}
	}
	decisions, err := decider.evaluate(ctx, q)
	if err != nil {
		return err
	}
	p := m.printer(m.Stdout)
	switch {
	case c.JSON && c.Flag != "":
		err = m.printJSON(decisions[0])
	case c.JSON:
		err = m.printJSON(map[string]any{"decisions": decisions})
	case c.Flag != "":
		c.show(p, &decisions[0])
	default:
		p.decisions(decisions)
	}
	if err != nil {
		return err
	}
	for i := range decisions {
		if decisions[i].ErrorCode != "" {
			return errProblems()
		}
	}
	return nil
}

func (c *evalCommand) explain(ctx context.Context, m *Main, decider decider, q *question) error {
	q.Flag, q.Revision = c.Flag, c.Revision
	e, err := decider.explain(ctx, q)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(e)
	}
	p := m.printer(m.Stdout)
	c.show(p, &e.Decision)
	if c.then(m) {
		p.fact("revision", strconv.FormatUint(e.Decision.Revision, 10)+", the newest then")
	}
	if g := e.Given; g != nil {
		p.fact("was given", strings.TrimSpace(g.Variant+" since "+g.At.UTC().Format(time.DateTime)+", by revision "+strconv.FormatUint(g.Revision, 10)))
	}
	if e.Incomplete {
		p.printf("  %s some events that the person had then have expired, so that the answer may have been another one\n", p.paint(yellow, "note:"))
	}
	if c.Explain {
		p.printf("\n%s", p.marks(scenario.Explain(&flags.Explanation{Entries: e.Entries})))
	}
	if e.Decision.ErrorCode != "" {
		return errProblems()
	}
	return nil
}

// show prints one decision.
func (c *evalCommand) show(p *printer, d *decided) {
	whom := ""
	for _, name := range []string{c.For, c.User, c.Anonymous, c.Profile} {
		if name != "" {
			whom = " for " + name
		}
	}
	p.printf("%s %s%s\n", p.paint(bold, d.Flag), d.answer(p), whom)
	rows := [][2]string{{"variant", d.Variant}, {"reason", string(d.Reason)}, {"decided by", d.Targeting}}
	if d.Until != nil {
		rows = append(rows, [2]string{"until", d.Until.UTC().Format(time.RFC3339Nano)})
	}
	if d.ErrorCode != "" {
		rows = append(rows, [2]string{"error", string(d.ErrorCode) + ": " + d.ErrorDetails})
	}
	for _, row := range rows {
		if row[1] != "" {
			p.fact(row[0], row[1])
		}
	}
}

// fact prints what is to be said of a decision.
func (p *printer) fact(name, value string) {
	p.printf("  %s  %s\n", p.paint(faint, fmt.Sprintf("%-10s", name)), value)
}

// answer is the value in words.
func (d *decided) answer(p *printer) string {
	switch {
	case d.ErrorCode != "":
		return p.paint(red, "cannot be decided")
	case d.Value == nil:
		return "has no value, so that the caller's default holds"
	}
	return "is " + p.paint(cyan, string(d.Value))
}

// decisions prints all flags in a table.
func (p *printer) decisions(decisions []decided) {
	rows := [][]string{{"FLAG", "VARIANT", "REASON", "DECIDED BY", "VALUE"}}
	for i := range decisions {
		d := &decisions[i]
		reason := string(d.Reason)
		if d.ErrorCode != "" {
			reason = string(d.ErrorCode)
		}
		rows = append(rows, []string{d.Flag, d.Variant, reason, d.Targeting, shorten(string(d.Value))})
	}
	p.table(rows)
}

// shorten cuts a value that would not fit on a line.
func shorten(text string) string {
	const longest = 60
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}

// marks colours the marks of an explanation.
func (p *printer) marks(text string) string {
	return strings.NewReplacer(
		scenario.Matched+" ", p.paint(green, scenario.Matched)+" ",
		scenario.Unmatched+" ", p.paint(red, scenario.Unmatched)+" ",
		scenario.Unknown+" ", p.paint(yellow, scenario.Unknown)+" ",
	).Replace(text)
}
