package server

import (
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
)

const mostOfAccount = 16 << 10 // bytes of what is sent about accounts

// accountRoutes are about the people who work with the console.
func (s *Server) accountRoutes() []route {
	const session, invitations, all = "/api/v1/session", "/api/v1/invitations", "/api/v1/accounts"
	return []route{
		{method: "GET", path: session, handle: showSession},
		{method: "POST", path: session, handle: own(signIn), limit: mostOfAccount, writes: true},
		{method: "DELETE", path: session, handle: own(signOut), writes: true},
		{method: "PATCH", path: session + "/account", access: mastering, needs: accounts.Viewer, handle: withAccounts(changeOwnAccount), limit: mostOfAccount, writes: true},
		{method: "GET", path: session + "/oidc", handle: enterOIDC},
		{method: "GET", path: session + "/oidc/callback", handle: returnOIDC},
		{method: "POST", path: "/api/v1/setup", handle: own(setUp), limit: mostOfAccount, writes: true},

		{method: "POST", path: invitations + "/open", handle: own(openInvitation), limit: mostOfAccount},
		{method: "POST", path: invitations + "/accept", handle: own(acceptInvitation), limit: mostOfAccount, writes: true},
		{method: "GET", path: invitations, access: mastering, needs: accounts.Admin, handle: withAccounts(listInvitations)},
		{method: "POST", path: invitations, access: mastering, needs: accounts.Admin, handle: withAccounts(invite), limit: mostOfAccount, writes: true},
		{method: "DELETE", path: invitations + "/:id", access: mastering, needs: accounts.Admin, handle: withAccounts(takeBackInvitation), writes: true},

		{method: "GET", path: all, access: mastering, needs: accounts.Admin, handle: withAccounts(listAccounts)},
		{method: "PATCH", path: all + "/:id", access: mastering, needs: accounts.Admin, handle: withAccounts(changeAccount), limit: mostOfAccount, writes: true},
		{method: "DELETE", path: all + "/:id", access: mastering, needs: accounts.Admin, handle: withAccounts(deleteAccount), writes: true},
		{method: "POST", path: all + "/:id/reset", access: mastering, needs: accounts.Admin, handle: withAccounts(resetAccount), writes: true},
	}
}

// accountBody is an account as the API shows it.
type accountBody struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Email     string         `json:"email"`
	Roles     accounts.Roles `json:"roles"`
	Disabled  bool           `json:"disabled,omitempty"`
	OIDC      bool           `json:"oidc,omitempty"` // signs in with the identity provider
	CreatedAt time.Time      `json:"created_at"`
	SeenAt    *time.Time     `json:"seen_at,omitempty"`
}

func accountBodyOf(a *accounts.Account) *accountBody {
	return &accountBody{
		ID: a.ID, Name: a.Name, Email: a.Email, Roles: a.Roles, Disabled: a.Disabled, OIDC: a.Identity != (accounts.Identity{}), CreatedAt: a.CreatedAt,
	}
}

// invitationBody is an invitation as the API shows it.
type invitationBody struct {
	ID      string         `json:"id"`
	Email   string         `json:"email"`
	Roles   accounts.Roles `json:"roles"`
	By      string         `json:"by"`
	Reset   bool           `json:"reset,omitempty"`
	Expires time.Time      `json:"expires_at"`
	// Token opens the invitation; it is shown once, when the invitation is made.
	Token string `json:"token,omitempty"`
}

func invitationBodyOf(i *accounts.Invitation, token string) invitationBody {
	return invitationBody{i.ID, i.Email, i.Roles, i.By, i.Account != "", i.Expires, token}
}

// withAccounts gives a handler the accounts, or says that there are none.
func withAccounts(handle func(*call, *accounts.Service) error) func(*call) error {
	return func(c *call) error {
		if c.server.config.Accounts == nil {
			return errNoAccounts
		}
		return handle(c, c.server.config.Accounts)
	}
}

// listAccounts answers all accounts.
func listAccounts(c *call, service *accounts.Service) error {
	all, err := service.Accounts(c.Request().Context())
	if err != nil {
		return err
	}
	seen, err := service.Seen(c.Request().Context())
	if err != nil {
		return err
	}
	bodies := make([]*accountBody, len(all))
	for i, a := range all {
		bodies[i] = accountBodyOf(a)
		if at, known := seen[a.ID]; known {
			bodies[i].SeenAt = &at
		}
	}
	return c.json(http.StatusOK, map[string]any{"accounts": bodies})
}

// changeAccount changes somebody's name and roles, or keeps them out.
func changeAccount(c *call, service *accounts.Service) error {
	var request struct {
		Name     *string        `json:"name"`
		Roles    accounts.Roles `json:"roles"`
		Disabled *bool          `json:"disabled"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	changed, err := service.Change(c.Request().Context(), pathParam(c.Context, "id"),
		accounts.Patch{Name: request.Name, Roles: request.Roles, Disabled: request.Disabled})
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, accountBodyOf(changed))
}

// deleteAccount deletes an account.
func deleteAccount(c *call, service *accounts.Service) error {
	if err := service.Delete(c.Request().Context(), pathParam(c.Context, "id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// resetAccount makes an invitation with which somebody sets a new password.
func resetAccount(c *call, service *accounts.Service) error {
	i, token, err := service.Reset(c.Request().Context(), c.author(), pathParam(c.Context, "id"))
	if err != nil {
		return err
	}
	return c.json(http.StatusCreated, invitationBodyOf(i, token))
}

// changeOwnAccount changes one's own name or password.
func changeOwnAccount(c *call, service *accounts.Service) error {
	if c.session == nil {
		return faultf(badRequest, "an admin token has no account of its own").or("PATCH /api/v1/accounts/{id} changes somebody's")
	}
	var request struct {
		Name        *string `json:"name"`
		OldPassword string  `json:"old_password"`
		NewPassword *string `json:"new_password"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if request.NewPassword != nil {
		if err := service.SetPassword(ctx, c.session, request.OldPassword, *request.NewPassword); err != nil {
			return err
		}
	}
	if request.Name != nil {
		if _, err := service.Change(ctx, c.caller.id, accounts.Patch{Name: request.Name}); err != nil {
			return err
		}
	}
	own, err := service.Account(ctx, c.caller.id)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, accountBodyOf(own))
}

// listInvitations answers the invitations that were not accepted yet.
func listInvitations(c *call, service *accounts.Service) error {
	open, err := service.Invitations(c.Request().Context())
	if err != nil {
		return err
	}
	bodies := make([]invitationBody, len(open))
	for i, one := range open {
		bodies[i] = invitationBodyOf(one, "")
	}
	return c.json(http.StatusOK, map[string]any{"invitations": bodies})
}

// invite makes an invitation.
func invite(c *call, service *accounts.Service) error {
	var request struct {
		Email string         `json:"email"`
		Roles accounts.Roles `json:"roles"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	i, token, err := service.Invite(c.Request().Context(), c.author(), request.Email, request.Roles)
	if err != nil {
		return err
	}
	return c.json(http.StatusCreated, invitationBodyOf(i, token))
}

// takeBackInvitation makes an invitation void.
func takeBackInvitation(c *call, service *accounts.Service) error {
	if err := service.TakeBack(c.Request().Context(), pathParam(c.Context, "id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
