package main

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// revisionLine is a revision as lists show it.
type revisionLine struct {
	Number  uint64            `json:"number"`
	Author  string            `json:"author"`
	Message string            `json:"message,omitempty"`
	At      time.Time         `json:"at"`
	Changes []json.RawMessage `json:"changes"`
	Hash    string            `json:"hash"`
}

type revisionsCommand struct {
	place
	output
	Limit int `short:"n" default:"20" help:"How many at most, the newest first." placeholder:"N"`
}

// Run lists revisions.
func (c *revisionsCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	newest, err := newestRevision(ctx, server, c.Env)
	if err != nil {
		return err
	}
	limit := uint64(max(c.Limit, 1))
	from := uint64(1)
	if newest > limit {
		from = newest - limit + 1
	}
	found, err := revisionsFrom(ctx, server, c.Env, from)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"revisions": found})
	}
	m.printRevisions(c.Env, found)
	return nil
}

func revisionsFrom(ctx context.Context, server *client, environment string, from uint64) ([]revisionLine, error) {
	found := []revisionLine{}
	for {
		var page struct {
			Revisions []revisionLine `json:"revisions"`
		}
		query := url.Values{"from": {strconv.FormatUint(from+uint64(len(found)), 10)}, "limit": {"1000"}}
		if err := server.get(ctx, environmentPath(environment, "revisions"), query, &page); err != nil {
			return nil, err
		}
		found = append(found, page.Revisions...)
		if len(page.Revisions) == 0 {
			return found, nil
		}
	}
}

func (m *Main) printRevisions(environment string, found []revisionLine) {
	p := m.printer(m.Stdout)
	if len(found) == 0 {
		p.printf("nothing was published in %s yet\n", environment)
		return
	}
	rows := [][]string{{"REVISION", "AT", "AUTHOR", "CHANGES", "MESSAGE"}}
	for _, r := range slices.Backward(found) {
		rows = append(rows, []string{
			strconv.FormatUint(r.Number, 10), r.At.UTC().Format("2006-01-02 15:04:05"), r.Author, strconv.Itoa(len(r.Changes)), r.Message,
		})
	}
	p.table(rows)
}

// environmentLine is an environment as lists show it.
type environmentLine struct {
	Name     string `json:"name"`
	Revision uint64 `json:"revision"`
}

func listEnvironments(ctx context.Context, server *client) ([]environmentLine, error) {
	var answer struct {
		Environments []environmentLine `json:"environments"`
	}
	err := server.get(ctx, "/api/v1/environments", nil, &answer)
	return answer.Environments, err
}

func newestRevision(ctx context.Context, server *client, environment string) (uint64, error) {
	environments, err := listEnvironments(ctx, server)
	if err != nil {
		return 0, err
	}
	names := make([]string, len(environments))
	for i, e := range environments {
		if e.Name == environment {
			return e.Revision, nil
		}
		names[i] = e.Name
	}
	return 0, failf(exitRefused, "there is no environment %q", environment).or("%s", nearestOf(environment, names))
}

type rollbackCommand struct {
	place
	output
	To       uint64  `arg:"" name:"revision" help:"The revision to publish again."`
	Expected *uint64 `help:"Refuse if the newest revision is another than this." placeholder:"N"`
}

// Help is printed below the command's options.
func (rollbackCommand) Help() string {
	return "Nothing is lost: going back is a new revision, and can itself be rolled back."
}

// Run publishes an earlier revision again.
func (c *rollbackCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	request := map[string]any{"to": c.To}
	if c.Expected != nil {
		request["expected"] = *c.Expected
	}
	var result published
	if err := server.post(ctx, environmentPath(c.Env, "rollback"), request, &result); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(result)
	}
	p := m.printer(m.Stdout)
	if len(result.Changes) == 0 {
		p.printf("%s already is as it was at revision %d\n", c.Env, c.To)
		return nil
	}
	p.printf("%s revision %d of %s: as it was at revision %d\n", p.paint(green, "Published"), result.Revision, c.Env, c.To)
	p.changes(result.Changes, "diff --json")
	return nil
}
