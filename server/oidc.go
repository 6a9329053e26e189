package server

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/privacy"
)

// OIDC is an identity provider with which people sign in, by OpenID Connect.
type OIDC struct {
	// Issuer is the provider's address, at which its configuration is discovered when it is needed first.
	Issuer string
	// ClientID and ClientSecret are what the provider knows this server by.
	ClientID, ClientSecret string
	// Name is what people call the provider; empty shows the host of its address.
	Name string
	// URL is where people reach this server, such as https://fingerpost.example.com; the provider
	// has to allow URL/api/v1/session/oidc/callback as a redirect.
	URL string
	// GroupsClaim names the claim that lists somebody's groups; empty is "groups".
	GroupsClaim string
	// Groups says which roles each group gives. Where it is empty, roles are managed here, and only who was invited gets in.
	Groups map[string]accounts.Roles
}

const (
	oidcPath          = "/api/v1/session/oidc"
	oidcCookie        = "__Host-fingerpost-oidc"
	plainOIDCCookie   = "fingerpost-oidc"
	oidcBinding       = "oidc" // the key that what is remembered is sealed with is derived with this
	oidcLife          = 10 * time.Minute
	oidcPatience      = 10 * time.Second
	adminPath         = "/admin/"
	mostOfOIDCReturns = 2000 // bytes of the page to go back to
)

// provider signs people in by OpenID Connect. nil is none.
type provider struct {
	config OIDC
	sealer *privacy.Sealer

	mu    sync.Mutex
	known *oidc.Provider // nil until it was reached
}

func newProvider(config *OIDC, secrets *privacy.Secrets) (*provider, error) {
	if config == nil {
		return nil, nil
	}
	p := &provider{config: *config, sealer: sealerOf(secrets, oidcBinding)}
	for name, text := range map[string]string{"Issuer": config.Issuer, "URL": config.URL} {
		if u, err := url.Parse(text); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return nil, fmt.Errorf("server: OIDC.%s %q is not an address such as https://id.example.com", name, text)
		}
	}
	switch {
	case config.ClientID == "":
		return nil, errors.New("server: OIDC.ClientID is required")
	case p.sealer == nil:
		return nil, errors.New("server: OIDC takes Secrets")
	}
	p.config.URL = strings.TrimSuffix(p.config.URL, "/")
	p.config.GroupsClaim = cmp.Or(p.config.GroupsClaim, "groups")
	return p, nil
}

// body says where people sign in with the provider; nil if there is none.
func (p *provider) body() *providerBody {
	if p == nil {
		return nil
	}
	name := p.config.Name
	if u, err := url.Parse(p.config.Issuer); name == "" && err == nil {
		name = u.Host
	}
	return &providerBody{Name: name, URL: oidcPath}
}

// discover returns the provider's configuration, which is read once.
func (p *provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// The provider keeps the context for later requests for its keys: it must not end with this one.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client()), p.config.Issuer)
	if err != nil {
		return nil, err
	}
	p.known = found
	return found, nil
}

func (p *provider) client() *http.Client { return &http.Client{Timeout: oidcPatience} }

func (p *provider) oauth(known *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, Endpoint: known.Endpoint(),
		RedirectURL: p.config.URL + oidcPath + "/callback", Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
}

// journey is what is remembered, sealed in a cookie, of somebody who is at the provider.
type journey struct {
	State    string `json:"s"`
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	Return   string `json:"r"`
	Expires  int64  `json:"e"`
}

// enterOIDC sends somebody to the provider.
func enterOIDC(c *call) error {
	p := c.server.oidc
	if p == nil || c.server.config.Accounts == nil {
		return faultf(notFound, "this server has no identity provider").or("sign in with a password")
	}
	of, err := c.cookies()
	if err != nil {
		return err
	}
	known, err := p.discover(c.Request().Context())
	if err != nil {
		f := faultf(unavailable, "the identity provider cannot be reached").or("try again in a moment, or sign in with a password")
		f.cause = err
		return f
	}
	j := journey{
		State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier(),
		Return: ownPage(c.QueryParam("return")), Expires: c.at.Add(oidcLife).Unix(),
	}
	plain, err := encode(j)
	if err != nil {
		return err
	}
	sealed := base64.RawURLEncoding.EncodeToString(p.sealer.Seal(nil, plain, nil))
	c.setCookie(oidcName(of), sealed, c.at.Add(oidcLife), of.secure)
	return c.Redirect(http.StatusFound, p.oauth(known).AuthCodeURL(j.State, oidc.Nonce(j.Nonce), oauth2.S256ChallengeOption(j.Verifier)))
}

func oidcName(of cookies) string {
	if of.secure {
		return oidcCookie
	}
	return plainOIDCCookie
}

// ownPage returns a page of the console to go back to: nobody is sent elsewhere.
func ownPage(page string) string {
	if !strings.HasPrefix(page, adminPath) || strings.Contains(page, "//") || strings.ContainsAny(page, "\\\r\n") || len(page) > mostOfOIDCReturns {
		return adminPath
	}
	return page
}

// returnOIDC takes in somebody who comes back from the provider. What goes wrong is shown on the page for signing in.
func returnOIDC(c *call) error {
	p := c.server.oidc
	if p == nil || c.server.config.Accounts == nil {
		return faultf(notFound, "this server has no identity provider").or("sign in with a password")
	}
	of, err := c.cookies()
	if err != nil {
		return err
	}
	session, back, err := c.arrive(p, c.cookie(oidcName(of)))
	c.setCookie(oidcName(of), "", time.Time{}, of.secure)
	if err == nil {
		err = c.keep(session)
	}
	if err != nil {
		c.server.log.Warn("signing in with the identity provider failed", "error", err.Error())
		f := faultOf(err)
		return c.Redirect(http.StatusSeeOther, adminPath+"sign-in#problem="+url.QueryEscape(f.message))
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// arrive begins the session of somebody who comes back.
func (c *call) arrive(p *provider, sealed string) (session *accounts.Session, back string, err error) {
	j, err := p.journey(sealed, c.at)
	if err != nil {
		return nil, "", err
	}
	query := c.QueryParams()
	if query.Get("state") != j.State {
		return nil, "", faultf(badRequest, "this answer of the identity provider belongs to another attempt; sign in again")
	}
	if problem := query.Get("error"); problem != "" {
		return nil, "", faultf(forbidden, "the identity provider says: %s", cmp.Or(query.Get("error_description"), problem))
	}
	claim, err := p.claim(c.Request().Context(), j, query.Get("code"))
	if err != nil {
		return nil, "", err
	}
	session, err = c.server.config.Accounts.Enter(c.Request().Context(), *claim)
	return session, j.Return, err
}

// journey opens what was remembered.
func (p *provider) journey(sealed string, now time.Time) (j journey, err error) {
	expired := faultf(badRequest, "signing in took too long, or began in another browser; sign in again")
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return j, expired
	}
	plain, err := p.sealer.Open(nil, raw, nil)
	if err != nil || json.Unmarshal(plain, &j) != nil || now.Unix() >= j.Expires {
		return j, expired
	}
	return j, nil
}

// claim exchanges the provider's code for what it says of somebody.
func (p *provider) claim(ctx context.Context, j journey, code string) (*accounts.Claim, error) {
	known, err := p.discover(ctx)
	if err != nil {
		return nil, unbelievable(err)
	}
	ctx = oidc.ClientContext(ctx, p.client())
	token, err := p.oauth(known).Exchange(ctx, code, oauth2.VerifierOption(j.Verifier))
	if err != nil {
		return nil, unbelievable(err)
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := known.Verifier(&oidc.Config{ClientID: p.config.ClientID}).Verify(ctx, raw)
	if err != nil {
		return nil, unbelievable(err)
	}
	if verified.Nonce != j.Nonce {
		return nil, unbelievable(errors.New("the nonce is another"))
	}
	return p.read(verified)
}

// unbelievable is the fault of an answer that cannot be verified; why is for the log.
func unbelievable(err error) *fault {
	f := faultf(unavailable, "the answer of the identity provider could not be verified; sign in again")
	f.cause = err
	return f
}

// read takes the claims that count out of an ID token.
func (p *provider) read(token *oidc.IDToken) (*accounts.Claim, error) {
	var said struct {
		Email    string `json:"email"`
		Verified *bool  `json:"email_verified"`
		Name     string `json:"name"`
	}
	all := map[string]any{}
	if err := errors.Join(token.Claims(&said), token.Claims(&all)); err != nil {
		return nil, unbelievable(err)
	}
	if said.Email == "" || said.Verified == nil || !*said.Verified {
		return nil, faultf(forbidden, "the identity provider does not say that your e-mail address is verified")
	}
	claim := &accounts.Claim{Identity: accounts.Identity{Issuer: token.Issuer, Subject: token.Subject}, Name: said.Name, Email: said.Email}
	if len(p.config.Groups) > 0 {
		claim.Roles = p.rolesOf(all[p.config.GroupsClaim])
		if len(claim.Roles) == 0 {
			return nil, faultf(forbidden, "none of your groups has a role here").or("ask somebody who administers Fingerpost")
		}
	}
	return claim, nil
}

// rolesOf joins what somebody's groups give: in each environment the highest role.
func (p *provider) rolesOf(groups any) accounts.Roles {
	list, _ := groups.([]any)
	if one, ok := groups.(string); ok {
		list = []any{one}
	}
	roles := accounts.Roles{}
	for _, group := range list {
		name, _ := group.(string)
		given := p.config.Groups[name]
		for _, environment := range slices.Sorted(maps.Keys(given)) {
			roles[environment] = max(roles[environment], given[environment])
		}
	}
	return roles
}
