package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
)

// changeBody is one change with what it replaces.
type changeBody struct {
	Kind   string          `json:"kind"`
	Key    string          `json:"key"`
	Action string          `json:"action"` // add, change or delete
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// changeBodyOf is a change of what there was before; nil if that was nothing.
func changeBodyOf(change *environment.Change, before json.RawMessage) changeBody {
	body := changeBody{Kind: change.Kind, Key: change.Key, Action: "change", Before: before, After: change.Value}
	switch {
	case body.After == nil:
		body.Action = "delete"
	case body.Before == nil:
		body.Action = "add"
	}
	return body
}

// changesBetween returns what leads from one to the other.
func changesBetween(from, to *environment.Definitions) []changeBody {
	type name struct{ kind, key string }
	before := map[name]json.RawMessage{}
	for _, change := range environment.Diff(to, from) {
		before[name{change.Kind, change.Key}] = change.Value
	}
	forward := environment.Diff(from, to)
	bodies := make([]changeBody, 0, len(forward))
	for _, change := range forward {
		bodies = append(bodies, changeBodyOf(&change, before[name{change.Kind, change.Key}]))
	}
	return bodies
}

// publishedBody answers a publish, or what one would do.
type publishedBody struct {
	Revision uint64       `json:"revision"`
	Changes  []changeBody `json:"changes"`
	DryRun   bool         `json:"dry_run,omitempty"`
	// Stale says that a publish would be refused: another revision is expected.
	Stale bool `json:"stale,omitempty"`
}

// application is an environment file on its way into an environment.
type application struct {
	file     []byte
	wanted   *environment.Definitions
	expected *uint64
	prune    bool
	dryRun   bool
	message  string
}

// applyDefinitions makes the environment what a file says.
func applyDefinitions(c *call) error {
	a, err := c.application()
	if err != nil {
		return err
	}
	if a.dryRun {
		return c.rehearse(a)
	}
	return c.onTop(a.expected, func(current *revisions.Published) error { return c.apply(a, current) })
}

// onTop publishes on top of the newest revision, which has to be the expected one
// if there is one. Otherwise whoever publishes between reading and writing only makes us look again.
func (c *call) onTop(expected *uint64, publish func(current *revisions.Published) error) error {
	const rounds = 5
	for round := 1; ; round++ {
		current, err := c.newest(expected)
		if err == nil {
			err = publish(current)
		}
		if expected != nil || round == rounds || !errors.Is(err, revisions.ErrConflict) {
			return c.conflicted(err)
		}
	}
}

// newest returns the newest revision, or a conflict if another one is expected.
func (c *call) newest(expected *uint64) (*revisions.Published, error) {
	current, err := c.server.revisions.Current(c.environment())
	if err != nil || expected == nil || *expected == current.Number {
		return current, err
	}
	if *expected > current.Number { // the caller may have seen another node's
		if err := c.server.revisions.Refresh(c.Request().Context()); err != nil {
			return nil, err
		}
		if current, err = c.server.revisions.Current(c.environment()); err != nil || *expected == current.Number {
			return current, err
		}
	}
	return nil, fmt.Errorf("%w: expected %d, but %d is the newest", revisions.ErrConflict, *expected, current.Number)
}

func (c *call) application() (*application, error) {
	a := &application{message: c.QueryParam("message")}
	var err error
	if a.prune, err = c.truth("prune"); err != nil {
		return nil, err
	}
	if a.dryRun, err = c.truth("dry_run"); err != nil {
		return nil, err
	}
	if a.expected, err = c.ifMatch(); err != nil {
		return nil, err
	}
	if err := c.read(); err != nil {
		return nil, err
	}
	file, problems := environment.Parse(c.body)
	if len(problems) > 0 {
		return nil, c.refuseBroken(a, file, problems)
	}
	if file.Revision != 0 && a.expected == nil {
		a.expected = &file.Revision
	}
	if file.Revision != 0 && *a.expected != file.Revision {
		return nil, faultf(badRequest, "If-Match says revision %d, the file says revision %d", *a.expected, file.Revision)
	}
	a.file, a.wanted = c.body, file.Definitions
	return a, nil
}

// apply publishes what the file changes in the newest revision.
func (c *call) apply(a *application, current *revisions.Published) error {
	return a.placed(c.publish(current, a.message, a.changes(current)))
}

// placed gives the problems of a fault their places in the file.
func (a *application) placed(err error) error {
	if f, ok := errors.AsType[*fault](err); ok && len(f.problems) > 0 {
		f.problems = a.located(f.problems)
	}
	return err
}

// changes are what the file changes in the newest revision.
func (a *application) changes(current *revisions.Published) []environment.Change {
	changes := environment.Diff(current.Definitions, a.wanted)
	if a.prune {
		return changes
	}
	return withoutDeletions(changes)
}

// rehearse answers what the file changes in the newest revision, also if another one is expected.
func (c *call) rehearse(a *application) error {
	current, err := c.newest(a.expected)
	if errors.Is(err, revisions.ErrConflict) {
		current, err = c.server.revisions.Current(c.environment())
	}
	if err != nil {
		return err
	}
	after, problems := current.Definitions.Apply(a.changes(current))
	if len(problems) == 0 {
		_, problems = environment.Compile(after, current.Number+1, current.Set)
	}
	if len(problems) == 0 {
		if problems, err = c.publisher().Missing(c.Request().Context(), c.environment(), a.changes(current)); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return refused(a.located(problems))
	}
	return c.json(http.StatusOK, publishedBody{
		Revision: current.Number, Changes: changesBetween(current.Definitions, after), DryRun: true,
		Stale: a.expected != nil && *a.expected != current.Number,
	})
}

// publish makes changes of the current revision the next one, if the caller may publish without a draft, and answers what they were.
func (c *call) publish(current *revisions.Published, message string, changes []environment.Change) error {
	if err := c.mayPublishDirectly(); err != nil {
		return err
	}
	return c.makeRevision(current, message, changes)
}

// makeRevision makes changes of the current revision the next one, and answers what they were.
func (c *call) makeRevision(current *revisions.Published, message string, changes []environment.Change) error {
	revision, problems, err := c.publisher().Publish(c.Request().Context(), revisions.Changeset{
		Environment: c.environment(), Expected: &current.Number, Author: c.author(), Message: message, Changes: changes,
	})
	return c.published(current, revision, problems, err)
}

func (c *call) publisher() publisher { return publisher{c.server} }

// published answers what was published on top of the current revision.
func (c *call) published(current *revisions.Published, revision *revisions.Revision, problems environment.Problems, err error) error {
	switch {
	case err != nil:
		return err
	case len(problems) > 0:
		return refused(problems)
	case revision.Number == current.Number:
		return c.json(http.StatusOK, publishedBody{Revision: current.Number, Changes: []changeBody{}})
	}
	body, err := c.publishedBody(current, revision)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, body)
}

// publishedBody says what was published on top of the current revision.
func (c *call) publishedBody(current *revisions.Published, revision *revisions.Revision) (publishedBody, error) {
	c.made = revision.Number
	after, problems := current.Definitions.Apply(revision.Changes)
	if len(problems) > 0 {
		return publishedBody{}, fmt.Errorf("revision %d: its own changes have problems: %s", revision.Number, problems[0].Message)
	}
	return publishedBody{Revision: revision.Number, Changes: changesBetween(current.Definitions, after)}, nil
}

func withoutDeletions(changes []environment.Change) []environment.Change {
	kept := changes[:0]
	for _, change := range changes {
		if change.Value != nil {
			kept = append(kept, change)
		}
	}
	return kept
}

// located gives problems of the whole environment their places in the file, where they lie in it.
func (a *application) located(problems environment.Problems) environment.Problems {
	_, inFile := environment.Check(a.file)
	places := map[string]environment.Problem{}
	for _, p := range inFile {
		places[p.Path+"\x00"+p.Message] = p
	}
	located := make(environment.Problems, len(problems))
	for i, p := range problems {
		if known, ok := places[p.Path+"\x00"+p.Message]; ok && p.Line == 0 {
			p.Line, p.Column = known.Line, known.Column
		}
		located[i] = p
	}
	return located
}

// conflicted adds to a conflict which revision is the newest, and who published it.
func (c *call) conflicted(err error) error {
	if !errors.Is(err, revisions.ErrConflict) {
		return err
	}
	f := faultOf(err)
	current, unread := c.server.revisions.Current(c.environment())
	if unread != nil || current.Number == 0 {
		return f
	}
	newest, unread := c.server.revisions.Revisions(c.Request().Context(), c.environment(), current.Number, 1)
	if unread == nil && len(newest) == 1 {
		f.current = newest[0]
		f.message = "revision " + strconv.FormatUint(newest[0].Number, 10) + " was published by " + quoted(newest[0].Author) +
			" since the revision that you expected"
	}
	return f
}

// ifMatch reads the revision that the caller expects to change; nil if any will do.
func (c *call) ifMatch() (*uint64, error) {
	text := strings.TrimSpace(c.Request().Header.Get("If-Match"))
	if text == "" || text == "*" {
		return nil, nil
	}
	n, err := strconv.ParseUint(opaque(text), 10, 53)
	if err != nil {
		return nil, faultf(badRequest, "If-Match: %s is not the number of a revision", quoted(text)).or(`write If-Match: "12"`)
	}
	return &n, nil
}

// publishChanges publishes single changes.
func publishChanges(c *call) error {
	var request struct {
		Expected *uint64              `json:"expected"`
		Message  string               `json:"message"`
		Changes  []environment.Change `json:"changes"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	return c.onTop(request.Expected, func(current *revisions.Published) error {
		return c.publish(current, request.Message, request.Changes)
	})
}

// rollBack publishes the definitions of an earlier revision again.
func rollBack(c *call) error {
	var request struct {
		To       *uint64 `json:"to"`
		Expected *uint64 `json:"expected"`
		Message  string  `json:"message"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	if request.To == nil {
		return faultf(badRequest, "the body does not say which revision to roll back to").or(`send {"to": 12}`)
	}
	return c.onTop(request.Expected, func(current *revisions.Published) error {
		target, err := c.asOf(*request.To)
		if err != nil {
			return err
		}
		changes := environment.Diff(current.Definitions, target.Definitions)
		if request.Message != "" {
			return c.makeRevision(current, request.Message, changes)
		}
		ctx := c.Request().Context()
		revision, problems, err := c.publisher().with(ctx, c.environment(), changes, func() (*revisions.Revision, environment.Problems, error) {
			return c.server.revisions.Rollback(ctx, c.environment(), *request.To, &current.Number, c.author())
		})
		return c.published(current, revision, problems, err)
	})
}
