package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

type failuresCommand struct {
	List   failuresListCommand   `cmd:"" default:"withargs" help:"List events that were not accepted, and why."`
	Replay failuresReplayCommand `cmd:"" help:"Send failed events again, as they were or repaired."`
	Delete failuresDeleteCommand `cmd:"" help:"Forget failed events."`
}

type failuresListCommand struct {
	place
	output
	kindOfFailure
	Limit  int    `help:"The most to list." default:"50" placeholder:"N"`
	Before uint64 `help:"Only those before this id." placeholder:"ID"`
}

// kindOfFailure chooses failures.
type kindOfFailure struct {
	Reason string `help:"Only those that failed for this reason." placeholder:"WORD"`
	Event  string `help:"Only events of this name." placeholder:"NAME"`
}

func (k *kindOfFailure) query() url.Values {
	query := url.Values{}
	setIfGiven(query, "reason", k.Reason)
	setIfGiven(query, "event", k.Event)
	return query
}

// all returns the ids of all failures of the kind, the oldest first.
func (k *kindOfFailure) all(ctx context.Context, server *client, environment string) ([]uint64, error) {
	var ids []uint64
	query := k.query()
	query.Set("limit", "1000")
	for before, more := uint64(0), true; more; more = before != 0 {
		query.Set("before", strconv.FormatUint(before, 10))
		var page failurePage
		if err := server.get(ctx, environmentPath(environment, "failures"), query, &page); err != nil {
			return nil, err
		}
		for i := range page.Failures {
			ids = append(ids, page.Failures[i].ID)
		}
		before = page.Next
	}
	slices.Reverse(ids)
	return ids, nil
}

// failurePage is a page of failures.
type failurePage struct {
	Failures []struct {
		ID      uint64          `json:"id"`
		At      time.Time       `json:"at"`
		Reason  string          `json:"reason"`
		Message string          `json:"message"`
		Path    string          `json:"path,omitempty"`
		Call    string          `json:"call,omitempty"`
		Name    string          `json:"name,omitempty"`
		Event   json.RawMessage `json:"event,omitempty"`
		Raw     string          `json:"raw,omitempty"`
	} `json:"failures"`
	Next uint64 `json:"next,omitempty"`
}

// Run lists failures.
func (c *failuresListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	query := c.query()
	query.Set("limit", strconv.Itoa(c.Limit))
	if c.Before != 0 {
		query.Set("before", strconv.FormatUint(c.Before, 10))
	}
	var answer failurePage
	if err := server.get(ctx, environmentPath(c.Env, "failures"), query, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Failures) == 0 {
		if c.Reason+c.Event != "" {
			p.printf("no such event has failed in %s\n", c.Env)
			return nil
		}
		p.printf("no event has failed in %s\n", c.Env)
		return nil
	}
	for i := range answer.Failures {
		f := &answer.Failures[i]
		what := strings.TrimSpace(f.Call + " " + f.Name)
		p.printf("%s  %s  %s  %s\n", p.paint(bold, fmt.Sprint(f.ID)), f.At.Format("2006-01-02 15:04"), plainText(shorten(what)), p.paint(yellow, f.Reason))
		p.printf("    %s\n", plainText(f.Message))
	}
	if answer.Next != 0 {
		p.printf("there are more: --before %d\n", answer.Next)
	}
	return nil
}

type failuresReplayCommand struct {
	place
	output
	kindOfFailure
	IDs  []uint64 `arg:"" optional:"" name:"id" help:"The failures, by their ids."`
	All  bool     `help:"All of them, or of those of the --reason and --event."`
	File string   `short:"f" help:"The repaired event as JSON, for one id; - is standard input." placeholder:"FILE"`
}

// replayed is what became of a failure that was sent again.
type replayed struct {
	ID       uint64 `json:"id"`
	Accepted bool   `json:"accepted"`
	Reason   string `json:"reason,omitempty"`
	Message  string `json:"message,omitempty"`
	Path     string `json:"path,omitempty"`
}

// Run sends failures again.
func (c *failuresReplayCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	if err := c.choose(ctx, server); err != nil {
		return err
	}
	var outcomes []replayed
	if c.File != "" {
		outcomes, err = c.repaired(ctx, m, server)
	} else {
		outcomes, err = c.again(ctx, server)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		err = m.printJSON(map[string]any{"replayed": outcomes})
	} else {
		m.printer(m.Stdout).replayed(outcomes)
	}
	if err == nil && slices.ContainsFunc(outcomes, func(r replayed) bool { return !r.Accepted }) {
		err = errProblems()
	}
	return err
}

// choose finds which failures are meant.
func (c *failuresReplayCommand) choose(ctx context.Context, server *client) (err error) {
	switch kind := c.Reason+c.Event != ""; {
	case c.All && len(c.IDs) > 0, kind && !c.All:
		return failf(exitUsage, "failures are named by their ids, or by --all with --reason and --event").or("write failures replay 12 13, or failures replay --all --event bought")
	case c.All:
		c.IDs, err = c.all(ctx, server, c.Env)
		return err
	case len(c.IDs) == 0:
		return failf(exitUsage, "no failure is named").or("write failures replay 12 13, or failures replay --all")
	}
	return nil
}

// again sends failures as they were, some at a time.
func (c *failuresReplayCommand) again(ctx context.Context, server *client) ([]replayed, error) {
	const batch = 500
	outcomes := []replayed{}
	for ids := range slices.Chunk(c.IDs, batch) {
		some, err := c.send(ctx, server, map[string]any{"ids": ids})
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, some...)
	}
	return outcomes, nil
}

// repaired sends one failure as the file has it.
func (c *failuresReplayCommand) repaired(ctx context.Context, m *Main, server *client) ([]replayed, error) {
	event, err := m.readFile(c.File)
	if err != nil {
		return nil, err
	}
	if len(c.IDs) != 1 || !json.Valid(event) {
		return nil, failf(exitUsage, "a repaired event is JSON, and stands for one failure").or("write failures replay 12 -f event.json")
	}
	return c.send(ctx, server, map[string]any{"id": c.IDs[0], "event": json.RawMessage(event)})
}

func (c *failuresReplayCommand) send(ctx context.Context, server *client, body any) ([]replayed, error) {
	var answer struct {
		Replayed []replayed `json:"replayed"`
	}
	err := server.patient().post(ctx, environmentPath(c.Env, "failures", "replay"), body, &answer)
	return answer.Replayed, err
}

// replayed prints what became of failures, of many only those that failed again.
func (p *printer) replayed(outcomes []replayed) {
	accepted := 0
	for _, r := range outcomes {
		switch {
		case !r.Accepted:
			p.printf("%s %d: %s\n", p.paint(red, "✗"), r.ID, plainText(r.Message))
			continue
		case len(outcomes) <= mostShown:
			p.printf("%s %d: accepted\n", p.paint(green, "✓"), r.ID)
		}
		accepted++
	}
	if len(outcomes) > mostShown || len(outcomes) == 0 {
		p.printf("%s of %s accepted\n", grouped(accepted), plural(len(outcomes), "event"))
	}
}

type failuresDeleteCommand struct {
	place
	IDs []uint64 `arg:"" optional:"" name:"id" help:"The failures, by their ids."`
	All bool     `help:"All there are."`
}

// Run deletes failures.
func (c *failuresDeleteCommand) Run(ctx context.Context, m *Main) error {
	request := call{method: http.MethodDelete, path: environmentPath(c.Env, "failures")}
	switch {
	case c.All == (len(c.IDs) > 0):
		return failf(exitUsage, "failures are named by their ids, or by --all").or("write failures delete 12 13, or failures delete --all")
	case c.All:
		request.query = url.Values{"all": {"true"}}
	default:
		body, err := json.Marshal(map[string]any{"ids": c.IDs})
		if err != nil {
			return err
		}
		request.body = body
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct{ Deleted int }
	if err := server.decode(ctx, request, &answer); err != nil {
		return err
	}
	m.printer(m.Stdout).printf("deleted %s\n", plural(answer.Deleted, "failure"))
	return nil
}
