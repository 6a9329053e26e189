package main

import (
	"strings"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/server"
)

// oidcOptions are about an identity provider that people sign in to the console with.
type oidcOptions struct {
	PublicURL    string   `help:"Where people reach this server, such as https://fingerpost.example.com; what the identity provider sends them back to." env:"FINGERPOST_PUBLIC_URL" placeholder:"URL"`
	Issuer       string   `name:"oidc-issuer" help:"Let people sign in with this identity provider (OpenID Connect)." env:"FINGERPOST_OIDC_ISSUER" placeholder:"URL"`
	ClientID     string   `name:"oidc-client-id" help:"What the identity provider knows this server by." env:"FINGERPOST_OIDC_CLIENT_ID" placeholder:"ID"`
	ClientSecret string   `name:"oidc-client-secret" help:"The secret that goes with it. Better set in the environment than here, where ps shows it." env:"FINGERPOST_OIDC_CLIENT_SECRET" placeholder:"SECRET"`
	Name         string   `name:"oidc-name" help:"What people call the identity provider." env:"FINGERPOST_OIDC_NAME" placeholder:"TEXT"`
	GroupsClaim  string   `name:"oidc-groups-claim" help:"The claim that lists somebody's groups." default:"groups" env:"FINGERPOST_OIDC_GROUPS_CLAIM" placeholder:"NAME"`
	Roles        []string `name:"oidc-role" help:"Which role a group gives: GROUP=ROLE for all environments, or GROUP=ENVIRONMENT:ROLE; may be given often. Without any, roles are managed in the console and only who was invited gets in." env:"FINGERPOST_OIDC_ROLE" placeholder:"GROUP=ROLE"`
}

// provider returns the identity provider; nil if none is wanted.
func (o *oidcOptions) provider() (*server.OIDC, error) {
	if o.Issuer == "" {
		return nil, nil
	}
	if o.ClientID == "" || o.PublicURL == "" {
		return nil, failf(exitUsage, "--oidc-issuer needs --oidc-client-id and --public-url").
			or("allow PUBLIC-URL/api/v1/session/oidc/callback as a redirect at the identity provider")
	}
	groups := map[string]accounts.Roles{}
	for _, word := range o.Roles {
		group, environment, role, err := groupRole(word)
		if err != nil {
			return nil, err
		}
		if groups[group] == nil {
			groups[group] = accounts.Roles{}
		}
		groups[group][environment] = role
	}
	return &server.OIDC{
		Issuer: o.Issuer, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Name: o.Name, URL: o.PublicURL, GroupsClaim: o.GroupsClaim, Groups: groups,
	}, nil
}

// groupRole reads GROUP=ROLE or GROUP=ENVIRONMENT:ROLE.
func groupRole(word string) (group, environment string, role accounts.Role, err error) {
	group, rest, found := strings.Cut(word, "=")
	environment, name, named := strings.Cut(rest, ":")
	if !named {
		environment, name = accounts.Everywhere, rest
	}
	if !found || group == "" || environment == "" || role.UnmarshalText([]byte(name)) != nil {
		return "", "", accounts.None, failf(exitUsage, "--oidc-role %q does not say which role a group gives", word).
			or("write it like marketing=editor, or marketing=production:publisher; roles are viewer, editor, publisher and admin")
	}
	return group, environment, role, nil
}
