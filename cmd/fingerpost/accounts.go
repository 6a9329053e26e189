package main

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

type accountsCommand struct {
	List    accountsListCommand    `cmd:"" default:"withargs" help:"List who can sign in to the console, and who is invited."`
	Invite  accountsInviteCommand  `cmd:"" help:"Print a link with which somebody makes an account."`
	Role    accountsRoleCommand    `cmd:"" help:"Give somebody other roles."`
	Reset   accountsResetCommand   `cmd:"" help:"Print a link with which somebody sets a new password."`
	Disable accountsDisableCommand `cmd:"" help:"Sign somebody out and keep them out."`
	Enable  accountsEnableCommand  `cmd:"" help:"Let somebody in again who was disabled."`
	Delete  accountsDeleteCommand  `cmd:"" help:"Delete an account."`
}

// accountLine is an account as the API shows it.
type accountLine struct {
	ID        string            `json:"id"`
	Name      string            `json:"name"`
	Email     string            `json:"email"`
	Roles     map[string]string `json:"roles"`
	Disabled  bool              `json:"disabled,omitempty"`
	OIDC      bool              `json:"oidc,omitempty"`
	CreatedAt time.Time         `json:"created_at"`
	SeenAt    *time.Time        `json:"seen_at,omitempty"`
}

// invitationLine is an invitation as the API shows it.
type invitationLine struct {
	ID      string            `json:"id"`
	Email   string            `json:"email"`
	Roles   map[string]string `json:"roles"`
	By      string            `json:"by"`
	Reset   bool              `json:"reset,omitempty"`
	Expires time.Time         `json:"expires_at"`
	Token   string            `json:"token,omitempty"`
}

// rolesText shows roles as the commands take them: production=editor,all=viewer.
func rolesText(roles map[string]string) string {
	var words []string
	for _, environment := range slices.Sorted(maps.Keys(roles)) {
		name := environment
		if name == "*" {
			name = "all"
		}
		words = append(words, name+"="+roles[environment])
	}
	return strings.Join(words, ",")
}

// rolesOf reads roles as they are given: a role for all environments, or environment=role.
func rolesOf(words []string) (map[string]string, error) {
	roles := map[string]string{}
	for _, word := range words {
		environment, role, named := strings.Cut(word, "=")
		if !named {
			environment, role = "*", word
		}
		if environment == "all" {
			environment = "*"
		}
		if !slices.Contains([]string{"viewer", "editor", "publisher", "admin"}, role) || environment == "" {
			return nil, failf(exitUsage, "%q is no role", word).
				or("give viewer, editor, publisher or admin, for all environments, or for one: production=editor")
		}
		roles[environment] = role
	}
	return roles, nil
}

type accountsListCommand struct {
	connection
	output
}

// Run lists accounts and invitations.
func (c *accountsListCommand) Run(ctx context.Context, m *Main) error {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	all, err := listAccounts(ctx, server)
	if err != nil {
		return err
	}
	var open struct {
		Invitations []invitationLine `json:"invitations"`
	}
	if err := server.get(ctx, "/api/v1/invitations", nil, &open); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"accounts": all, "invitations": open.Invitations})
	}
	p := m.printer(m.Stdout)
	if len(all) == 0 && len(open.Invitations) == 0 {
		p.printf("nobody has an account yet; the server prints a link for the first when it starts\n")
		return nil
	}
	rows := [][]string{{"EMAIL", "NAME", "ROLES", "SEEN"}}
	for _, a := range all {
		rows = append(rows, []string{a.Email, a.Name, rolesText(a.Roles), a.seen()})
	}
	for _, i := range open.Invitations {
		state := "invited by " + i.By
		if i.Reset {
			state = "may set a new password"
		}
		rows = append(rows, []string{i.Email, "", rolesText(i.Roles), state})
	}
	p.table(rows)
	return nil
}

func (a *accountLine) seen() string {
	switch {
	case a.Disabled:
		return "disabled"
	case a.SeenAt == nil:
		return "not lately"
	}
	return a.SeenAt.UTC().Format(time.DateOnly)
}

// listAccounts returns all accounts by e-mail address.
func listAccounts(ctx context.Context, server *client) ([]accountLine, error) {
	var answer struct {
		Accounts []accountLine `json:"accounts"`
	}
	err := server.get(ctx, "/api/v1/accounts", nil, &answer)
	slices.SortFunc(answer.Accounts, func(a, b accountLine) int { return cmp.Compare(a.Email, b.Email) })
	return answer.Accounts, err
}

// account names somebody who has an account.
type account struct {
	connection
	Email string `arg:"" help:"Their e-mail address."`
}

// find connects and finds the account.
func (c *account) find(ctx context.Context, m *Main) (*client, *accountLine, error) {
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return nil, nil, err
	}
	all, err := listAccounts(ctx, server)
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		if strings.EqualFold(all[i].Email, c.Email) {
			return server, &all[i], nil
		}
	}
	return nil, nil, failf(exitRefused, "nobody has an account with the e-mail address %s", c.Email).or("`%s accounts` lists them", m.Name)
}

// path is where the API has the account.
func (a *accountLine) path() string { return "/api/v1/accounts/" + url.PathEscape(a.ID) }

type accountsInviteCommand struct {
	connection
	output
	Email string   `arg:"" help:"Whom to invite."`
	Role  []string `required:"" help:"viewer, editor, publisher or admin, for all environments; or for one: production=editor." placeholder:"ROLE"`
}

// Run prints just the link, so that scripts can take it.
func (c *accountsInviteCommand) Run(ctx context.Context, m *Main) error {
	roles, err := rolesOf(c.Role)
	if err != nil {
		return err
	}
	server, err := m.connect(ctx, c.connection)
	if err != nil {
		return err
	}
	var made invitationLine
	if err := server.post(ctx, "/api/v1/invitations", map[string]any{"email": c.Email, "roles": roles}, &made); err != nil {
		return err
	}
	return c.output.show(m, c.connection, &made)
}

// show prints the link of an invitation.
func (o output) show(m *Main, at connection, made *invitationLine) error {
	if o.JSON {
		return m.printJSON(made)
	}
	m.printer(m.Stdout).printf("%s/admin/invitation#%s\n", strings.TrimSuffix(at.URL, "/"), made.Token)
	if m.Interactive {
		m.printer(m.Stderr).printf("Send it to %s. It works once, until %s.\n", made.Email, made.Expires.UTC().Format(time.DateOnly))
	}
	return nil
}

type accountsResetCommand struct {
	account
	output
}

// Run prints just the link.
func (c *accountsResetCommand) Run(ctx context.Context, m *Main) error {
	server, a, err := c.find(ctx, m)
	if err != nil {
		return err
	}
	var made invitationLine
	if err := server.post(ctx, a.path()+"/reset", nil, &made); err != nil {
		return err
	}
	return c.output.show(m, c.connection, &made)
}

type accountsRoleCommand struct {
	account
	Role []string `arg:"" help:"All their roles from now on: viewer, editor, publisher or admin, for all environments; or for one: production=editor."`
}

// Run gives somebody other roles.
func (c *accountsRoleCommand) Run(ctx context.Context, m *Main) error {
	roles, err := rolesOf(c.Role)
	if err != nil {
		return err
	}
	return c.change(ctx, m, map[string]any{"roles": roles}, "has the roles "+rolesText(roles))
}

// change changes an account and says what it is like now.
func (c *account) change(ctx context.Context, m *Main, patch map[string]any, now string) error {
	server, a, err := c.find(ctx, m)
	if err != nil {
		return err
	}
	encoded, err := json.Marshal(patch)
	if err != nil {
		return err
	}
	if _, err := server.do(ctx, call{method: http.MethodPatch, path: a.path(), body: encoded}); err != nil {
		return err
	}
	m.printer(m.Stdout).printf("%s %s\n", a.Email, now)
	return nil
}

type accountsDisableCommand struct{ account }

// Run keeps somebody out.
func (c *accountsDisableCommand) Run(ctx context.Context, m *Main) error {
	return c.change(ctx, m, map[string]any{"disabled": true}, "is signed out and cannot sign in")
}

type accountsEnableCommand struct{ account }

// Run lets somebody in again.
func (c *accountsEnableCommand) Run(ctx context.Context, m *Main) error {
	return c.change(ctx, m, map[string]any{"disabled": false}, "can sign in again")
}

type accountsDeleteCommand struct{ account }

// Run deletes an account.
func (c *accountsDeleteCommand) Run(ctx context.Context, m *Main) error {
	server, a, err := c.find(ctx, m)
	if err != nil {
		return err
	}
	if _, err := server.do(ctx, call{method: http.MethodDelete, path: a.path()}); err != nil {
		return err
	}
	m.printer(m.Stdout).printf("deleted the account of %s\n", a.Email)
	return nil
}
