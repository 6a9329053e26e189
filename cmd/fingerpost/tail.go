package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

type tailCommand struct {
	place
	output
	Flag   string `help:"Only changes of this flag." placeholder:"FLAG"`
	Person string `help:"Only those of the person with this id." placeholder:"PERSON"`
}

// Help is printed below the command's options.
func (tailCommand) Help() string {
	return "Shows what those are told who listen, as long as it goes on: whose answer has changed from which variant to which, and why.\n" +
		"Where the connection breaks it is made again. Ctrl-C ends it."
}

// seen is one change of somebody's answer.
type seen struct {
	At       time.Time `json:"at"`
	Person   string    `json:"person,omitempty"`
	Flag     string    `json:"flag"`
	From     string    `json:"from,omitempty"`
	To       string    `json:"to,omitempty"`
	Changed  string    `json:"changed"`
	Reason   string    `json:"reason,omitempty"`
	Revision uint64    `json:"revision"`
	Cause    struct {
		Kind     string `json:"kind"`
		Revision uint64 `json:"revision,omitempty"`
		Event    string `json:"event,omitempty"`
		List     string `json:"list,omitempty"`
	} `json:"cause"`
	Listeners int     `json:"listeners"`
	Delay     float64 `json:"delay"`
}

// Run prints changes until the context is done.
func (c *tailCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	if c.Store != "" {
		return failf(exitUsage, "nobody listens to a store that is not served").or("leave --store out, and name the server with --url")
	}
	const pause = 2 * time.Second
	for connected := false; ; connected = true {
		err := c.follow(ctx, m, server)
		if ctx.Err() != nil {
			return nil
		}
		if refused, ok := err.(*refusal); ok && refused.Status < http.StatusInternalServerError || err != nil && !connected { //nolint:errorlint // it is returned as it is
			return err
		}
		m.printer(m.Stderr).printf("the connection has ended; another one is made\n")
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// follow prints the changes of one connection.
func (c *tailCommand) follow(ctx context.Context, m *Main, server *client) error {
	query := url.Values{}
	if c.Flag != "" {
		query.Set("flag", c.Flag)
	}
	if c.Person != "" {
		query.Set("person", c.Person)
	}
	endless := *server
	endless.http = &http.Client{Transport: server.http.Transport}
	lines, to := io.Pipe()
	go func() {
		to.CloseWithError(endless.download(ctx, call{method: http.MethodGet, path: environmentPath(c.Env, "live"), query: query}, to))
	}()
	defer lines.Close()
	scanner := bufio.NewScanner(lines)
	name := ""
	for scanner.Scan() {
		field, value, _ := strings.Cut(scanner.Text(), ": ")
		switch {
		case field == "" && value == "watching" && !c.JSON:
			m.printer(m.Stderr).printf("watching %s; what those are told who listen is shown here\n", c.Env)
		case field == "event":
			name = value
		case field == "data":
			if err := c.show(m, name, value); err != nil {
				return err
			}
		}
	}
	return scanner.Err()
}

// show prints an event.
func (c *tailCommand) show(m *Main, name, data string) error {
	if c.JSON {
		m.printer(m.Stdout).printf("%s\n", data)
		return nil
	}
	if name == "missed" {
		m.printer(m.Stdout).printf("… and more than could be shown\n")
		return nil
	}
	var s seen
	if err := json.Unmarshal([]byte(data), &s); err != nil {
		return failf(exitReach, "the server sent something that is no change: %s", err)
	}
	p := m.printer(m.Stdout)
	p.printf("%s  %s  %s  %s  %s\n", p.paint(faint, s.At.Local().Format("15:04:05.000")), s.who(), p.paint(bold, s.Flag), s.what(p), p.paint(faint, s.why()))
	return nil
}

func (s *seen) who() string {
	if s.Person == "" {
		return "somebody unknown"
	}
	return "person " + s.Person
}

// what says from which variant to which.
func (s *seen) what(p *printer) string {
	shown := func(variant string) string {
		if variant == "" {
			return "nothing"
		}
		return variant
	}
	switch s.Changed { // the variant stays
	case "text", "value", "reason":
		return p.paint(cyan, shown(s.To)) + ", whose " + s.Changed + " changed"
	}
	return shown(s.From) + " → " + p.paint(cyan, shown(s.To))
}

// why names the cause.
func (s *seen) why() string {
	cause := s.Cause.Kind
	switch s.Cause.Kind {
	case "publish":
		cause = fmt.Sprintf("publish of revision %d", s.Cause.Revision)
	case "event":
		cause = "event " + s.Cause.Event
	case "list":
		cause = "list " + s.Cause.List
	case "time":
		cause = "time passed"
	case "profile":
		cause = "the profile changed"
	}
	listeners := "1 listener"
	if s.Listeners != 1 {
		listeners = fmt.Sprintf("%d listeners", s.Listeners)
	}
	return fmt.Sprintf("%s, %s, %.1f ms after it", cause, listeners, s.Delay)
}
