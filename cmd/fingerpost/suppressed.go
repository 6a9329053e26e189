package main

import (
	"context"
	"net/url"
)

// namedIDs are identifiers of one person.
type namedIDs struct {
	User      string `help:"The user id." placeholder:"ID"`
	Anonymous string `help:"The anonymous id." placeholder:"ID"`
}

type profilesSuppressedCommand struct {
	place
	output
	namedIDs
}

// suppressed says of how many identifiers nothing is taken in.
type suppressed struct {
	Identifiers int   `json:"identifiers"`
	Refused     int   `json:"refused"`
	Suppressed  *bool `json:"suppressed,omitempty"`
}

// Run counts what is suppressed.
func (c *profilesSuppressedCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	query := url.Values{}
	setIfGiven(query, "user_id", c.User)
	setIfGiven(query, "anonymous_id", c.Anonymous)
	var answer suppressed
	if err := server.get(ctx, environmentPath(c.Env, "suppressed"), query, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	p := m.printer(m.Stdout)
	switch {
	case answer.Suppressed == nil:
		p.printf("%s suppressed in %s; %s refused since the server was started\n", plural(answer.Identifiers, "identifier"), c.Env, plural(answer.Refused, "event"))
	case *answer.Suppressed:
		p.printf("events of that identifier are refused in %s\n", c.Env)
	default:
		p.printf("that identifier is not suppressed in %s\n", c.Env)
	}
	return nil
}

type profilesLiftCommand struct {
	place
	namedIDs
}

// Run lifts what is suppressed.
func (c *profilesLiftCommand) Run(ctx context.Context, m *Main) error {
	if c.User+c.Anonymous == "" {
		return failf(exitUsage, "nobody is named").or("give --user, --anonymous or both")
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	body := map[string]string{}
	for name, value := range map[string]string{"user_id": c.User, "anonymous_id": c.Anonymous} {
		if value != "" {
			body[name] = value
		}
	}
	var answer struct{ Lifted int }
	if err := server.post(ctx, environmentPath(c.Env, "suppressed", "lift"), body, &answer); err != nil {
		return err
	}
	if answer.Lifted == 0 {
		return failf(exitRefused, "nothing of that is suppressed in %s", c.Env)
	}
	m.printer(m.Stdout).printf("events of %s are taken in again\n", plural(answer.Lifted, "identifier"))
	return nil
}
