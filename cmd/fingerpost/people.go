package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// person names somebody in one of the ways in which people are known.
type person struct {
	Person    string `arg:"" optional:"" help:"The person id, as profiles list prints it."`
	User      string `help:"The user id instead." placeholder:"ID"`
	Anonymous string `help:"The anonymous id instead." placeholder:"ID"`
	Group     string `help:"A group's id instead." placeholder:"ID"`
}

// find returns the person id.
func (p *person) find(ctx context.Context, server *client, environment string) (string, error) {
	query := url.Values{}
	for name, value := range map[string]string{"user_id": p.User, "anonymous_id": p.Anonymous, "group_id": p.Group} {
		if value != "" {
			query.Set(name, value)
		}
	}
	switch {
	case len(query) > 1 || p.Person != "" && len(query) > 0:
		return "", failf(exitUsage, "one person is named in several ways").or("name the person once")
	case p.Person != "":
		return p.Person, nil
	case len(query) == 0:
		return "", failf(exitUsage, "nobody is named").or("give a person id, or --user, --anonymous or --group")
	}
	var answer profilePage
	if err := server.get(ctx, environmentPath(environment, "profiles"), query, &answer); err != nil {
		return "", err
	}
	if len(answer.Profiles) == 0 {
		return "", failf(exitRefused, "nobody is known by that id in %s", environment)
	}
	return answer.Profiles[0].Person, nil
}

// profilePage is a page of profiles.
type profilePage struct {
	Profiles []struct {
		Person      string `json:"person"`
		Kind        string `json:"kind"`
		Identifiers []struct {
			Kind  string `json:"kind"`
			Value string `json:"value"`
		} `json:"identifiers"`
		FirstSeen time.Time                  `json:"first_seen"`
		LastSeen  time.Time                  `json:"last_seen"`
		Traits    map[string]json.RawMessage `json:"traits"`
	} `json:"profiles"`
	Next string `json:"next,omitempty"`
}

type profilesCommand struct {
	List  profilesListCommand  `cmd:"" default:"withargs" help:"List who is known."`
	Show  profilesShowCommand  `cmd:"" help:"Print everything that is known of somebody, as JSON."`
	Erase profilesEraseCommand `cmd:"" help:"Forget somebody for good, also in the log and in backups."`
}

type profilesListCommand struct {
	place
	output
	Limit int    `help:"The most to list." default:"100" placeholder:"N"`
	After string `help:"Go on behind a page." placeholder:"NEXT"`
}

// Run lists people.
func (c *profilesListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	query := url.Values{"limit": {strconv.Itoa(c.Limit)}}
	if c.After != "" {
		query.Set("after", c.After)
	}
	var answer profilePage
	if err := server.get(ctx, environmentPath(c.Env, "profiles"), query, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Profiles) == 0 {
		p.printf("nobody is known in %s yet\n", c.Env)
		return nil
	}
	rows := [][]string{{"PERSON", "KIND", "KNOWN AS", "FIRST SEEN", "LAST SEEN"}}
	for i := range answer.Profiles {
		one := &answer.Profiles[i]
		known := ""
		if len(one.Identifiers) > 0 {
			known = one.Identifiers[0].Kind + " " + shorten(one.Identifiers[0].Value)
		}
		if more := len(one.Identifiers) - 1; more > 0 {
			known += fmt.Sprintf(" +%d", more)
		}
		rows = append(rows, []string{one.Person, one.Kind, known, one.FirstSeen.Format(time.DateOnly), one.LastSeen.Format(time.DateOnly)})
	}
	p.table(rows)
	if answer.Next != "" {
		p.printf("there are more: --after %s\n", answer.Next)
	}
	return nil
}

type profilesShowCommand struct {
	place
	person
}

// Run prints a profile.
func (c *profilesShowCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	id, err := c.find(ctx, server, c.Env)
	if err != nil {
		return err
	}
	var answer json.RawMessage
	if err := server.get(ctx, environmentPath(c.Env, "profiles", id), nil, &answer); err != nil {
		return err
	}
	return m.printJSON(answer)
}

type profilesEraseCommand struct {
	place
	output
	person
	Yes bool `short:"y" help:"Do not ask."`
}

// Run erases a person.
func (c *profilesEraseCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	id, err := c.find(ctx, server, c.Env)
	if err != nil {
		return err
	}
	p := m.printer(m.Stdout)
	if m.Interactive && !c.Yes {
		p.printf("Forget %s for good, with all events? This cannot be undone. [y/N] ", id)
		var reply string
		if _, err := fmt.Fscanln(m.Stdin, &reply); err != nil || !strings.HasPrefix(strings.ToLower(reply), "y") {
			return failf(exitRefused, "nobody was erased")
		}
	}
	var answer json.RawMessage
	if err := server.decode(ctx, call{method: http.MethodDelete, path: environmentPath(c.Env, "profiles", id)}, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p.printf("%s %s: the keys are destroyed, so that nothing of the person can be read any more, in backups neither\n", p.paint(green, "erased"), id)
	return nil
}

type failuresCommand struct {
	List   failuresListCommand   `cmd:"" default:"withargs" help:"List events that were not accepted, and why."`
	Replay failuresReplayCommand `cmd:"" help:"Send failed events again, as they were or repaired."`
	Delete failuresDeleteCommand `cmd:"" help:"Forget failed events."`
}

type failuresListCommand struct {
	place
	output
	Reason string `help:"Only those that failed for this reason." placeholder:"WORD"`
	Event  string `help:"Only events of this name." placeholder:"NAME"`
	Limit  int    `help:"The most to look at." default:"50" placeholder:"N"`
	Before uint64 `help:"Only those before this id." placeholder:"ID"`
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
	query := url.Values{"limit": {strconv.Itoa(c.Limit)}}
	for name, value := range map[string]string{"reason": c.Reason, "event": c.Event} {
		if value != "" {
			query.Set(name, value)
		}
	}
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
		p.printf("no event has failed in %s\n", c.Env)
		return nil
	}
	for i := range answer.Failures {
		f := &answer.Failures[i]
		what := strings.TrimSpace(f.Call + " " + f.Name)
		p.printf("%s  %s  %s  %s\n", p.paint(bold, fmt.Sprint(f.ID)), f.At.Format("2006-01-02 15:04"), what, p.paint(yellow, f.Reason))
		p.printf("    %s\n", f.Message)
	}
	if answer.Next != 0 {
		p.printf("there may be more: --before %d\n", answer.Next)
	}
	return nil
}

type failuresReplayCommand struct {
	place
	output
	IDs  []uint64 `arg:"" name:"id" help:"The failures, by their ids."`
	File string   `short:"f" help:"The repaired event as JSON, for one id; - is standard input." placeholder:"FILE"`
}

// Run sends failures again.
func (c *failuresReplayCommand) Run(ctx context.Context, m *Main) error {
	body := map[string]any{"ids": c.IDs}
	if c.File != "" {
		event, err := m.readFile(c.File)
		if err != nil {
			return err
		}
		if len(c.IDs) != 1 || !json.Valid(event) {
			return failf(exitUsage, "a repaired event is JSON, and stands for one failure").or("write failures replay 12 -f event.json")
		}
		body = map[string]any{"id": c.IDs[0], "event": json.RawMessage(event)}
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Replayed []struct {
			ID       uint64 `json:"id"`
			Accepted bool   `json:"accepted"`
			Reason   string `json:"reason,omitempty"`
			Message  string `json:"message,omitempty"`
			Path     string `json:"path,omitempty"`
		} `json:"replayed"`
	}
	if err := server.post(ctx, environmentPath(c.Env, "failures", "replay"), body, &answer); err != nil {
		return err
	}
	failed := false
	p := m.printer(m.Stdout)
	for _, r := range answer.Replayed {
		failed = failed || !r.Accepted
		switch {
		case c.JSON:
		case r.Accepted:
			p.printf("%s %d: accepted\n", p.paint(green, "✓"), r.ID)
		default:
			p.printf("%s %d: %s\n", p.paint(red, "✗"), r.ID, r.Message)
		}
	}
	if c.JSON {
		if err := m.printJSON(answer); err != nil {
			return err
		}
	}
	if failed {
		return errProblems()
	}
	return nil
}

type failuresDeleteCommand struct {
	place
	IDs []uint64 `arg:"" name:"id" help:"The failures, by their ids."`
}

// Run deletes failures.
func (c *failuresDeleteCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"ids": c.IDs})
	if err != nil {
		return err
	}
	if err := server.decode(ctx, call{method: http.MethodDelete, path: environmentPath(c.Env, "failures"), body: body}, nil); err != nil {
		return err
	}
	m.printer(m.Stdout).printf("deleted %s\n", plural(len(c.IDs), "failure"))
	return nil
}

type segmentsCommand struct {
	List segmentsListCommand `cmd:"" default:"withargs" help:"List segments with how many people are in them."`
	Size segmentsSizeCommand `cmd:"" help:"Count whom a rule is true for, before it is published."`
}

type segmentsListCommand struct {
	place
	output
}

// Run lists segments.
func (c *segmentsListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Segments []struct {
			Key         string   `json:"key"`
			Description string   `json:"description,omitempty"`
			When        string   `json:"when"`
			Size        int      `json:"size"`
			UsedBy      []string `json:"used_by"`
		} `json:"segments"`
		People int  `json:"people"`
		Whole  bool `json:"whole"`
	}
	if err := server.get(ctx, environmentPath(c.Env, "segments"), nil, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	if len(answer.Segments) == 0 {
		p.printf("%s has no segments\n", c.Env)
		return nil
	}
	rows := [][]string{{"SEGMENT", "PEOPLE", "SHARE", "USED BY"}}
	for _, s := range answer.Segments {
		rows = append(rows, []string{s.Key, fmt.Sprint(s.Size), percent(s.Size, answer.People), shorten(strings.Join(s.UsedBy, ", "))})
	}
	p.table(rows)
	if !answer.Whole {
		p.printf("%s people are still being counted\n", p.paint(yellow, "note:"))
	}
	return nil
}

type segmentsSizeCommand struct {
	place
	output
	Rule string `arg:"" help:"The rule, in quotation marks."`
}

// segmentSize is whom a rule is true for.
type segmentSize struct {
	People     int `json:"people"`
	Members    int `json:"members"`
	Unknown    int `json:"unknown"`
	Conditions []struct {
		Text    string `json:"text"`
		Members int    `json:"members"`
		Without int    `json:"without"`
	} `json:"conditions,omitempty"`
	Sample []string `json:"sample,omitempty"`
}

// Run counts.
func (c *segmentsSizeCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer segmentSize
	if err := server.post(ctx, environmentPath(c.Env, "segments", "size"), map[string]string{"when": c.Rule}, &answer); err != nil {
		return about(err, "the rule", []byte(c.Rule))
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	p.printf("%s of %s (%s)", p.paint(bold, fmt.Sprint(answer.Members)), peopleCount(answer.People), percent(answer.Members, answer.People))
	if answer.Unknown > 0 {
		p.printf("; for %s it cannot be said", peopleCount(answer.Unknown))
	}
	p.printf("\n")
	if len(answer.Conditions) > 0 {
		rows := [][]string{{"  CONDITION", "MEET IT", "WITHOUT IT"}}
		for _, condition := range answer.Conditions {
			rows = append(rows, []string{"  " + condition.Text, fmt.Sprint(condition.Members), fmt.Sprint(condition.Without)})
		}
		p.table(rows)
	}
	return nil
}

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
			total = fmt.Sprint(w.Total)
		}
		rows = append(rows, []string{w.Kind, shorten(w.About), fmt.Sprint(w.Done), total, fmt.Sprint(w.Changed), w.Started.Format("2006-01-02 15:04:05"), state})
	}
	m.printer(m.Stdout).table(rows)
	return nil
}
