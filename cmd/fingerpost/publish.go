package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
)

// definitionChange is one definition that a publish adds, changes or deletes.
type definitionChange struct {
	Kind   string          `json:"kind"`
	Key    string          `json:"key"`
	Action string          `json:"action"` // add, change or delete
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// published answers a publish, or what one would do.
type published struct {
	Revision uint64             `json:"revision"`
	Changes  []definitionChange `json:"changes"`
	DryRun   bool               `json:"dry_run,omitempty"`
	// Stale says that the file expects an earlier revision, so that publishing it would be refused.
	Stale bool `json:"stale,omitempty"`
}

type applyCommand struct {
	place
	output
	File    string `short:"f" required:"" help:"The environment file; - is standard input." placeholder:"FILE"`
	Prune   bool   `help:"Delete what the file lacks as well."`
	Message string `short:"m" help:"Say in a sentence why." placeholder:"TEXT"`
	Yes     bool   `short:"y" help:"Do not ask before deleting."`
}

// Help is printed below the command's options.
func (applyCommand) Help() string {
	return "A `revision:` in the file makes the server refuse it if somebody else has published since; `fingerpost export` writes one."
}

// Run publishes the file.
func (c *applyCommand) Run(ctx context.Context, m *Main) error {
	file, err := m.readFile(c.File)
	if err != nil {
		return err
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	application := application{environment: c.Env, file: file, name: c.File, prune: c.Prune, message: c.Message}
	if c.Prune && !c.JSON {
		if err := c.confirm(ctx, m, server, &application); err != nil {
			return err
		}
	}
	result, err := application.send(ctx, server)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(result)
	}
	c.show(m.printer(m.Stdout), result)
	m.noteRevision(c.File, file, result.Revision)
	return nil
}

// noteRevision says that a file which expects a revision has to be told of the new one before it is applied again.
func (m *Main) noteRevision(name string, source []byte, published uint64) {
	expected := expectedBy(source)
	if expected == 0 || expected == published {
		return
	}
	p := m.printer(m.Stderr)
	p.printf("%s %s says `revision: %d`; before you apply it again, write `revision: %d` there, or leave the line out\n",
		p.paint(yellow, "note:"), spoken(name), expected, published)
}

func (c *applyCommand) show(p *printer, result *published) {
	if len(result.Changes) == 0 {
		p.printf("%s already is as %s says (revision %d)\n", c.Env, spoken(c.File), result.Revision)
		return
	}
	p.printf("%s %s of %s: %s\n", p.paint(green, "Published"), p.paint(bold, "revision "+strconv.FormatUint(result.Revision, 10)), c.Env, plural(len(result.Changes), "change"))
	p.changes(result.Changes, "diff --json")
}

// confirm shows what will be deleted, and asks where somebody can be asked. What
// was shown is what is published: the revision that it was compared with is expected.
func (c *applyCommand) confirm(ctx context.Context, m *Main, server *client, a *application) error {
	trial := *a
	trial.dryRun = true
	result, err := trial.send(ctx, server)
	if err != nil {
		return err
	}
	if result.Stale {
		return a.conflict(result.Revision)
	}
	a.expected = &result.Revision
	deleted := slices.DeleteFunc(slices.Clone(result.Changes), func(d definitionChange) bool { return d.Action != "delete" })
	if len(deleted) == 0 {
		return nil
	}
	p := m.printer(m.Stdout)
	p.printf("%s lacks, so that %s will lose:\n", spoken(c.File), c.Env)
	p.changes(deleted, "diff --prune --json")
	if c.Yes || !m.Interactive {
		return nil
	}
	p.printf("Delete %s? [y/N] ", plural(len(deleted), "definition"))
	reply, err := bufio.NewReader(m.Stdin).ReadString('\n')
	if err != nil || !slices.Contains([]string{"y", "yes"}, strings.ToLower(strings.TrimSpace(reply))) {
		return failf(exitRefused, "nothing was published").or("without --prune, apply deletes nothing")
	}
	return nil
}

// application is a file on its way into an environment.
type application struct {
	environment string
	file        []byte
	name        string
	prune       bool
	dryRun      bool
	message     string
	expected    *uint64
}

func (a *application) send(ctx context.Context, server *client) (*published, error) {
	request := call{
		method: http.MethodPut,
		path:   environmentPath(a.environment, "definitions"),
		query:  url.Values{},
		header: http.Header{"Content-Type": {"application/yaml"}},
		body:   a.file,
	}
	if a.prune {
		request.query.Set("prune", "true")
	}
	if a.dryRun {
		request.query.Set("dry_run", "true")
	}
	if a.message != "" {
		request.query.Set("message", a.message)
	}
	if a.expected != nil {
		request.header.Set("If-Match", strconv.Quote(strconv.FormatUint(*a.expected, 10)))
	}
	result := &published{}
	if err := server.decode(ctx, request, result); err != nil {
		return nil, about(err, a.name, a.file)
	}
	return result, nil
}

// conflict is what a server answers that was not asked for a rehearsal only.
func (a *application) conflict(newest uint64) error {
	r := &refusal{Status: http.StatusConflict, Code: "conflict", name: a.name, source: a.file}
	r.Message = fmt.Sprintf("%s expects revision %d, and %d is the newest", spoken(a.name), expectedBy(a.file), newest)
	r.Current = &revisionNumber{newest}
	return r
}

// expectedBy returns the revision that a file expects; 0 if any will do.
func expectedBy(source []byte) uint64 {
	file, problems := environment.Parse(source)
	if len(problems) > 0 {
		return 0
	}
	return file.Revision
}

type diffCommand struct {
	place
	output
	File  string  `short:"f" xor:"what" help:"Compare with this environment file; - is standard input." placeholder:"FILE"`
	Prune bool    `help:"Count what the file lacks as deleted."`
	From  *uint64 `xor:"what" help:"Compare this revision (with --to)." placeholder:"N"`
	To    *uint64 `help:"The later revision; the newest if not given." placeholder:"N"`
}

// Help is printed below the command's options.
func (diffCommand) Help() string {
	return "Exits with 1 where there are differences, 0 where there are none. Without -f and --from it shows what the newest revision changed."
}

// Run shows differences.
func (c *diffCommand) Run(ctx context.Context, m *Main) error {
	if c.File == "" && c.Prune {
		return failf(exitUsage, "--prune is about a file").or("name one with -f")
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	found, err := c.find(ctx, m, server)
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		if err := m.printJSON(found); err != nil {
			return err
		}
	case len(found.Changes) == 0:
		m.printer(m.Stdout).printf("no differences\n")
	default:
		m.printer(m.Stdout).changes(found.Changes, "--json")
	}
	if len(found.Changes) > 0 {
		return errProblems()
	}
	return nil
}

// different is what diff prints as JSON.
type different struct {
	Changes []definitionChange `json:"changes"`
	Stale   bool               `json:"stale,omitempty"`
}

func (c *diffCommand) find(ctx context.Context, m *Main, server *client) (*different, error) {
	if c.File == "" {
		return c.between(ctx, server)
	}
	file, err := m.readFile(c.File)
	if err != nil {
		return nil, err
	}
	trial := application{environment: c.Env, file: file, name: c.File, prune: c.Prune, dryRun: true}
	result, err := trial.send(ctx, server)
	if err != nil {
		return nil, err
	}
	if result.Stale {
		p := m.printer(m.Stderr)
		p.printf("%s %s expects revision %d, and %d is the newest: apply will refuse it\n",
			p.paint(yellow, "note:"), spoken(c.File), expectedBy(file), result.Revision)
	}
	return &different{result.Changes, result.Stale}, nil
}

func (c *diffCommand) between(ctx context.Context, server *client) (*different, error) {
	query := url.Values{}
	if c.From != nil {
		query.Set("from", strconv.FormatUint(*c.From, 10))
	}
	if c.To != nil {
		query.Set("to", strconv.FormatUint(*c.To, 10))
	}
	answer := &different{}
	err := server.get(ctx, environmentPath(c.Env, "diff"), query, answer)
	return answer, err
}

type exportCommand struct {
	place
	output
	File     string  `short:"f" name:"file" help:"Write to this file instead of standard output." placeholder:"FILE"`
	Revision *uint64 `help:"As it was at this revision." placeholder:"N"`
}

// Run writes the environment as a file.
func (c *exportCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	file, err := definitions(ctx, server, c.Env, c.Revision, c.JSON)
	if err != nil {
		return err
	}
	if c.File == "" || c.File == "-" {
		_, err = m.Stdout.Write(file)
		return err
	}
	const readable = 0o644
	if err := os.WriteFile(c.File, file, readable); err != nil {
		return failf(exitReach, "%s cannot be written: %s", c.File, err)
	}
	return nil
}

func definitions(ctx context.Context, server *client, environment string, revision *uint64, inJSON bool) ([]byte, error) {
	request := call{method: http.MethodGet, path: environmentPath(environment, "definitions"), query: url.Values{}, header: http.Header{}}
	if !inJSON {
		request.header.Set("Accept", "application/yaml")
	}
	if revision != nil {
		request.query.Set("revision", strconv.FormatUint(*revision, 10))
	}
	return server.do(ctx, request)
}

type checkCommand struct {
	output
	File []string `short:"f" required:"" help:"The environment files; - is standard input." placeholder:"FILE" sep:"none"`
}

// checked is what was found out about a file.
type checked struct {
	File     string        `json:"file"`
	OK       bool          `json:"ok"`
	Problems []problemLine `json:"problems"`
	// Notes are about what is right, and yet may not be meant.
	Notes  []problemLine `json:"notes"`
	source []byte
}

// Run checks the files, without a server.
func (c *checkCommand) Run(m *Main) error {
	var results []checked
	ok := true
	for _, path := range c.File {
		source, err := m.readFile(path)
		if err != nil {
			return err
		}
		file, problems := environment.Check(source)
		results = append(results, checked{File: path, OK: len(problems) == 0, Problems: linesOf(problems), Notes: linesOf(environment.Notes(source)), source: source})
		ok = ok && len(problems) == 0
		if !c.JSON {
			m.printChecked(&results[len(results)-1], file)
		}
	}
	if c.JSON {
		if err := m.printJSON(map[string]any{"ok": ok, "files": results}); err != nil {
			return err
		}
	}
	if !ok {
		return errProblems()
	}
	return nil
}

func (m *Main) printChecked(result *checked, file *environment.File) {
	p := m.printer(m.Stdout)
	if result.OK {
		p.printf("%s %s is right: %s\n", p.paint(green, "✓"), spoken(result.File), contents(file.Definitions))
		p.notes(result.Notes)
		return
	}
	p.problems(result.File, result.source, result.Problems)
	p.printf("%s %s has %s\n", p.paint(red, "✗"), spoken(result.File), plural(len(result.Problems), "problem"))
}

// contents counts what an environment defines.
func contents(d *environment.Definitions) string {
	return strings.Join([]string{
		plural(len(d.Flags), "flag"), plural(len(d.Segments), "segment"), plural(len(d.Attributes), "attribute"), plural(len(d.Lists), "list"),
	}, ", ")
}
