package main

import (
	"bufio"
	"cmp"
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

type environmentsCommand struct {
	List   environmentsListCommand   `cmd:"" default:"withargs" help:"List the environments."`
	Create environmentsCreateCommand `cmd:"" help:"Create an empty environment."`
}

type environmentsListCommand struct {
	connection
	output
}

// Run lists the environments.
func (c *environmentsListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	environments, err := listEnvironments(ctx, server)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"environments": environments})
	}
	rows := [][]string{{"ENVIRONMENT", "REVISION"}}
	for _, e := range environments {
		rows = append(rows, []string{e.Name, strconv.FormatUint(e.Revision, 10)})
	}
	m.printer(m.Stdout).table(rows)
	return nil
}

type environmentsCreateCommand struct {
	connection
	Name string `arg:"" help:"The name of the environment, such as staging."`
}

// Run creates an environment.
func (c *environmentsCreateCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	if err := server.post(ctx, "/api/v1/environments", map[string]string{"name": c.Name}, nil); err != nil {
		return err
	}
	m.printer(m.Stdout).printf("created environment %s\n", c.Name)
	return nil
}

type keysCommand struct {
	Create keysCreateCommand `cmd:"" help:"Make a key and print it, once."`
	List   keysListCommand   `cmd:"" help:"List the keys, without their secrets."`
	Revoke keysRevokeCommand `cmd:"" help:"Revoke a key: from now on it opens nothing."`
}

// keyLine is a key as the API shows it.
type keyLine struct {
	ID          string    `json:"id"`
	Kind        string    `json:"kind"`
	Environment string    `json:"environment,omitempty"`
	Name        string    `json:"name,omitempty"`
	Hint        string    `json:"hint"`
	CreatedAt   time.Time `json:"created_at"`
	Secret      string    `json:"secret,omitempty"`
}

type keysCreateCommand struct {
	place
	output
	Kind string `required:"" enum:"server,client,identity,admin" help:"server (trusted back ends), client (browsers and apps, public), identity (signs identity tokens) or admin (publishing)." placeholder:"KIND"`
	Name string `help:"A name to know the key by." placeholder:"TEXT"`
}

// Run makes a key. Standard output has just the key, so that scripts can take it.
func (c *keysCreateCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	request := map[string]string{"kind": c.Kind, "name": c.Name}
	if c.Kind != "admin" {
		request["environment"] = c.Env
	}
	var key keyLine
	if err := server.post(ctx, "/api/v1/keys", request, &key); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(key)
	}
	m.printer(m.Stdout).printf("%s\n", key.Secret)
	if m.Interactive {
		m.printer(m.Stderr).printf("Keep it: it is not shown again. To take it back: %s keys revoke %s\n", m.Name, key.ID)
		if c.Kind == "identity" {
			m.printer(m.Stderr).printf("It belongs on your own server only, which signs tokens with it and never sends it.\n")
		}
	}
	return nil
}

type keysListCommand struct {
	connection
	output
}

// Run lists the keys, the oldest first.
func (c *keysListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Keys []keyLine `json:"keys"`
	}
	if err := server.get(ctx, "/api/v1/keys", nil, &answer); err != nil {
		return err
	}
	slices.SortStableFunc(answer.Keys, func(a, b keyLine) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.Environment, b.Environment), cmp.Compare(a.Kind, b.Kind))
	})
	if c.JSON {
		return m.printJSON(answer)
	}
	if len(answer.Keys) == 0 {
		m.printer(m.Stdout).printf("there are no keys yet\n")
		return nil
	}
	rows := [][]string{{"ID", "KEY", "KIND", "ENVIRONMENT", "CREATED", "NAME"}}
	for _, k := range answer.Keys {
		environment := k.Environment
		if environment == "" {
			environment = "all"
		}
		rows = append(rows, []string{k.ID, k.Hint + "…", k.Kind, environment, k.CreatedAt.UTC().Format(time.DateOnly), k.Name})
	}
	m.printer(m.Stdout).table(rows)
	return nil
}

type keysRevokeCommand struct {
	connection
	ID string `arg:"" help:"The key's ID, as keys list shows it."`
}

// Run revokes a key.
func (c *keysRevokeCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	if _, err := server.do(ctx, call{method: http.MethodDelete, path: "/api/v1/keys/" + url.PathEscape(c.ID)}); err != nil {
		return err
	}
	m.printer(m.Stdout).printf("revoked key %s\n", c.ID)
	return nil
}

type listsCommand struct {
	List   listsListCommand    `cmd:"" default:"withargs" help:"List the lists that the environment declares."`
	Show   listsMembersCommand `cmd:"" aliases:"members" help:"Print the members of a list, one to a line."`
	Add    listsAddCommand     `cmd:"" help:"Add members to a list."`
	Remove listsRemoveCommand  `cmd:"" help:"Remove members from a list."`
	Upload listsUploadCommand  `cmd:"" help:"Add or remove the members of a file: CSV, JSON lines, or one to a line."`
}

type listsUploadCommand struct {
	place
	List string `arg:"" help:"The list."`
	File string `arg:"" help:"The file: .csv (the first column counts), .ndjson or .jsonl, else one member to a line; - is standard input."`
	Mode string `help:"add, remove, or replace what is there." enum:"add,remove,replace" default:"add" placeholder:"MODE"`
}

// Run uploads a file.
func (c *listsUploadCommand) Run(ctx context.Context, m *Main) error {
	file, err := m.readFile(c.File)
	if err != nil {
		return err
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	mediaType := "text/plain"
	switch filepath.Ext(c.File) {
	case ".csv":
		mediaType = "text/csv"
	case ".ndjson", ".jsonl":
		mediaType = "application/x-ndjson"
	}
	var answer struct{ Added, Removed int }
	err = server.patient().decode(ctx, call{
		method: http.MethodPost, path: environmentPath(c.Env, "lists", c.List, "upload"), query: url.Values{"mode": {c.Mode}},
		header: http.Header{"Content-Type": {mediaType}}, body: file,
	}, &answer)
	if err != nil {
		return about(err, c.File, file)
	}
	p := m.printer(m.Stdout)
	switch c.Mode {
	case "remove":
		p.printf("removed %s from %s\n", plural(answer.Removed, "member"), c.List)
	case "replace":
		p.printf("%s has %s now; %d taken out\n", c.List, plural(answer.Added, "member"), answer.Removed)
	default:
		p.printf("added %s to %s\n", plural(answer.Added, "member"), c.List)
	}
	return nil
}

type listsListCommand struct {
	place
	output
}

// Run lists the lists.
func (c *listsListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var answer struct {
		Lists []struct {
			Key         string `json:"key"`
			Description string `json:"description,omitempty"`
			Of          string `json:"of"`
		} `json:"lists"`
	}
	if err := server.get(ctx, environmentPath(c.Env, "lists"), nil, &answer); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(answer)
	}
	if len(answer.Lists) == 0 {
		m.printer(m.Stdout).printf("%s declares no lists\n", c.Env)
		return nil
	}
	rows := [][]string{{"LIST", "OF", "DESCRIPTION"}}
	for _, l := range answer.Lists {
		rows = append(rows, []string{l.Key, l.Of, l.Description})
	}
	m.printer(m.Stdout).table(rows)
	return nil
}

type listsMembersCommand struct {
	place
	output
	Key string `arg:"" name:"list" help:"The list."`
}

// Run prints the members of a list.
func (c *listsMembersCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	members := []string{}
	for after, more := "", true; more; more = after != "" {
		var page struct {
			Members []string `json:"members"`
			Next    string   `json:"next"`
		}
		query := url.Values{"limit": {"1000"}, "after": {after}}
		if err := server.get(ctx, environmentPath(c.Env, "lists", c.Key, "members"), query, &page); err != nil {
			return err
		}
		members, after = append(members, page.Members...), page.Next
	}
	if c.JSON {
		return m.printJSON(map[string]any{"members": members})
	}
	for _, member := range members {
		m.printer(m.Stdout).printf("%s\n", member)
	}
	return nil
}

// membership is a list and some of its members.
type membership struct {
	place
	Key     string   `arg:"" name:"list" help:"The list."`
	Members []string `arg:"" name:"member" help:"The members; - reads them from standard input, one to a line."`
}

type listsAddCommand struct{ membership }

// Run adds members.
func (c *listsAddCommand) Run(ctx context.Context, m *Main) error {
	return c.change(ctx, m, "add", "added %s to %s\n")
}

type listsRemoveCommand struct{ membership }

// Run removes members.
func (c *listsRemoveCommand) Run(ctx context.Context, m *Main) error {
	return c.change(ctx, m, "remove", "removed %s from %s\n")
}

func (c *membership) change(ctx context.Context, m *Main, action, said string) error {
	members := c.Members
	if len(members) == 1 && members[0] == "-" {
		var err error
		if members, err = m.readLines(); err != nil {
			return err
		}
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	const batch = 10000
	for rest := members; len(rest) > 0; rest = rest[min(batch, len(rest)):] {
		request := map[string][]string{action: rest[:min(batch, len(rest))]}
		if err := server.post(ctx, environmentPath(c.Env, "lists", c.Key, "members"), request, nil); err != nil {
			return err
		}
	}
	m.printer(m.Stdout).printf(said, plural(len(members), "member"), c.Key)
	return nil
}

// readLines reads standard input without its empty lines.
func (m *Main) readLines() ([]string, error) {
	var lines []string
	scanner := bufio.NewScanner(m.Stdin)
	for scanner.Scan() {
		if line := strings.TrimSpace(scanner.Text()); line != "" {
			lines = append(lines, line)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, failf(exitReach, "standard input cannot be read: %s", err)
	}
	return lines, nil
}
