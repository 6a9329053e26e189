package main

import (
	"context"
	"time"
)

type workCommand struct {
	place
	output
}

// Run prints what goes on in the background.
func (c *workCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Work []struct {
			Kind    string     `json:"kind"`
			About   string     `json:"about,omitempty"`
			Done    uint64     `json:"done"`
			Total   uint64     `json:"total,omitempty"`
			Changed uint64     `json:"changed"`
			Started time.Time  `json:"started"`
			Ended   *time.Time `json:"ended,omitempty"`
			Problem string     `json:"problem,omitempty"`
		} `json:"work"`
	}
	if err := server.get(ctx, environmentPath(c.Env, "work"), nil, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	rows := [][]string{{"WORK", "ABOUT", "DONE", "OF", "CHANGED", "STARTED", "STATE"}}
	for _, w := range answer.Work {
		state := "goes on"
		switch {
		case w.Problem != "":
			state = w.Problem
		case w.Ended != nil:
			state = "done in " + w.Ended.Sub(w.Started).Round(time.Millisecond).String()
		}
		total := ""
		if w.Total > 0 {
			total = grouped(int(w.Total))
		}
		rows = append(rows, []string{w.Kind, w.About, grouped(int(w.Done)), total, grouped(int(w.Changed)), w.Started.Format(time.DateTime), state})
	}
	if len(answer.Work) == 0 {
		m.printer(m.Stdout).printf("nothing goes on in %s, nor did lately\n", c.Env)
		return nil
	}
	const about, how = 1, 6
	m.printer(m.Stdout).fitted(rows, about, how)
	return nil
}
