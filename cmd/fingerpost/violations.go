package main

import (
	"context"
	"net/http"
	"strings"
	"time"
)

type violationsCommand struct {
	place
	output
	Clear bool `help:"Begin to count anew."`
}

// violation is what events had that is not as it is declared, all of one kind, and what became of it.
type violation struct {
	Of        string    `json:"of"`
	Event     string    `json:"event,omitempty"`
	Name      string    `json:"name,omitempty"`
	Problem   string    `json:"problem"`
	Outcome   string    `json:"outcome"`
	Count     int       `json:"count"`
	FirstSeen time.Time `json:"first_seen"`
	LastSeen  time.Time `json:"last_seen"`
	Path      string    `json:"path"`
}

// Run lists what events had that is not as it is declared.
func (c *violationsCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	path := environmentPath(c.Env, "violations")
	if c.Clear {
		if err := server.decode(ctx, call{method: http.MethodDelete, path: path}, nil); err != nil {
			return err
		}
		m.printer(m.Stdout).printf("violations in %s are counted anew\n", c.Env)
		return nil
	}
	var answer struct {
		Violations []violation `json:"violations"`
	}
	if err := server.get(ctx, path, nil, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Violations) == 0 {
		p.printf("all that came in %s is as it is declared\n", c.Env)
		return nil
	}
	const what = 0
	p.fitted(violationRows(answer.Violations), what)
	return nil
}

// violationRows are a line for each kind of violation.
func violationRows(all []violation) [][]string {
	rows := [][]string{{"WHAT", "PROBLEM", "OUTCOME", "COUNT", "FIRST", "LAST"}}
	for i := range all {
		v := &all[i]
		rows = append(rows, []string{
			plainText(v.what()), strings.ReplaceAll(v.Problem, "_", " "), v.Outcome, grouped(v.Count),
			v.FirstSeen.UTC().Format("2006-01-02 15:04"), v.LastSeen.UTC().Format("2006-01-02 15:04"),
		})
	}
	return rows
}

// what names the property or trait.
func (v *violation) what() string {
	switch v.Of {
	case "trait":
		return v.Path
	case "group":
		return "group " + v.Path
	}
	return v.Event + " " + v.Path
}
