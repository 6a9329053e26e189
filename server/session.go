package server

import (
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
)

// People who work with the console are known by a session, which a cookie opens.
// The cookie is for this host only and never leaves HTTPS. At an address of the
// machine itself, where there is no HTTPS, its name is another.
const (
	sessionCookie      = "__Host-fingerpost"
	plainSessionCookie = "fingerpost-session"
	// deviceCookie says who has signed in here before.
	deviceCookie      = "__Host-fingerpost-device"
	plainDeviceCookie = "fingerpost-device"
	deviceBinding     = "devices" // the key that it is sealed with is derived with this
	deviceLife        = 365 * 24 * time.Hour
)

// admitPerson lets in whoever a session says it is, if their role is enough.
func (s *Server) admitPerson(c *call, secret string) error {
	if err := s.origins.Check(c.Request()); err != nil {
		return foreignPage()
	}
	session, err := s.config.Accounts.Session(c.Request().Context(), secret)
	if err != nil {
		return err
	}
	c.caller, c.session = callerOf(session.Account), session
	return c.suffices()
}

func foreignPage() *fault {
	return faultf(originForbidden, "a page of another origin sent this").or("use the console of this server, or send an admin token")
}

// callerOf is somebody as a caller; nobody can revoke them in the middle of an answer.
func callerOf(a *accounts.Account) *caller { return &caller{id: a.ID, name: a.Name, account: a} }

// role is what the caller may do in an environment. An admin token may do everything.
func (c *call) role(environment string) accounts.Role {
	if c.caller.account == nil {
		return accounts.Admin
	}
	return c.caller.account.Roles.In(environment)
}

// administers says whether the caller manages the server as a whole.
func (c *call) administers() bool {
	return c.caller.account == nil || c.caller.account.Roles.Administers()
}

// suffices refuses people whose role is not enough for the route.
func (c *call) suffices() error {
	needs, roles := c.route.needs, c.caller.account.Roles
	if strings.Contains(c.route.path, "/:env") {
		if roles.In(c.environment()) >= needs {
			return nil
		}
		return lacking(needs, "in environment "+quoted(c.environment()))
	}
	if needs < accounts.Admin || c.route.each {
		if roles.Highest() >= needs {
			return nil
		}
		return lacking(needs, "in at least one environment")
	}
	if !roles.Administers() {
		return lacking(needs, "in all environments")
	}
	return nil
}

// lacking is the fault of people whose role is not enough.
func lacking(needs accounts.Role, where string) *fault {
	return faultf(forbidden, "this takes the role %s %s", needs, where).or("ask somebody who administers Fingerpost for it")
}

// cookies are the names and properties of cookies, which depend on how the request came.
type cookies struct {
	session, device string
	secure          bool
}

// cookies says which cookies the request can have; an address that is neither HTTPS nor of this machine can have none.
func (c *call) cookies() (cookies, error) {
	if c.secure() {
		return cookies{sessionCookie, deviceCookie, true}, nil
	}
	if c.toItself() {
		return cookies{plainSessionCookie, plainDeviceCookie, false}, nil
	}
	return cookies{}, faultf(badRequest, "signing in takes HTTPS, except on the machine of the server itself").
		or("serve with --tls-cert and --tls-key; or, behind a proxy that does, name its address in --trusted-proxies and let it set X-Forwarded-Proto")
}

// secure says whether the request came by HTTPS, here or at a trusted proxy.
func (c *call) secure() bool {
	if c.Request().TLS != nil {
		return true
	}
	return c.Request().Header.Get("X-Forwarded-Proto") == "https" && c.server.trusts(c.Request().RemoteAddr)
}

// trusts says whether an address is one of a trusted proxy.
func (s *Server) trusts(remote string) bool {
	host, _, err := net.SplitHostPort(remote)
	address := net.ParseIP(host)
	if err != nil || address == nil {
		return false
	}
	return slices.ContainsFunc(s.proxies, func(network *net.IPNet) bool { return network.Contains(address) })
}

// toItself says whether the request came from this machine, and to a name of it: a page that
// had its own name point here would not have such a one.
func (c *call) toItself() bool {
	remote, err := netip.ParseAddrPort(c.Request().RemoteAddr)
	if err != nil || !remote.Addr().IsLoopback() {
		return false
	}
	host := c.Request().Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && address.IsLoopback()
}

// sessionSecret returns what the request's cookie opens; empty if there is none.
func (c *call) sessionSecret() string {
	if c.server.config.Accounts == nil {
		return ""
	}
	of, err := c.cookies()
	if err != nil {
		return ""
	}
	return c.cookie(of.session)
}

func (c *call) cookie(name string) string {
	found, err := c.Request().Cookie(name)
	if err != nil {
		return ""
	}
	return found.Value
}

// setCookie sets a cookie until an instant; the zero one deletes it.
func (c *call) setCookie(name, value string, until time.Time, secure bool) {
	cookie := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode, Expires: until}
	if until.IsZero() {
		cookie.MaxAge = -1
	} else {
		cookie.MaxAge = int(until.Sub(c.at).Seconds())
	}
	http.SetCookie(c.Response(), cookie)
}

// keep gives the client the cookies of a new session.
func (c *call) keep(session *accounts.Session) error {
	of, err := c.cookies()
	if err != nil {
		return err
	}
	c.setCookie(of.session, session.Secret, session.Expires, of.secure)
	if devices := c.server.devices; devices != nil {
		sealed := devices.Seal(nil, []byte(session.Account.ID), nil)
		c.setCookie(of.device, base64.RawURLEncoding.EncodeToString(sealed), c.at.Add(deviceLife), of.secure)
	}
	return nil
}

// device returns the ID of the account that was used here before; empty if none was.
func (c *call) device(of cookies) string {
	sealed, err := base64.RawURLEncoding.DecodeString(c.cookie(of.device))
	if err != nil || c.server.devices == nil {
		return ""
	}
	id, err := c.server.devices.Open(nil, sealed, nil)
	if err != nil {
		return ""
	}
	return string(id)
}

// own keeps what pages of other origins send away from the handlers with which sessions begin and end, and says where there are no accounts.
func own(handle func(*call) error) func(*call) error {
	return func(c *call) error {
		if c.server.config.Accounts == nil {
			return errNoAccounts
		}
		if err := c.server.origins.Check(c.Request()); err != nil {
			return foreignPage()
		}
		return handle(c)
	}
}

// errNoAccounts says that the server was made without accounts.
var errNoAccounts = errors.New("this server has no accounts")

// sessionBody says who is signed in, and to what.
type sessionBody struct {
	SignedIn bool `json:"signed_in"`
	// Setup says that nobody has an account yet.
	Setup        bool                     `json:"setup"`
	OIDC         *providerBody            `json:"oidc,omitempty"`
	Version      string                   `json:"version,omitempty"`
	Account      *accountBody             `json:"account,omitempty"`
	Environments []sessionEnvironmentBody `json:"environments,omitempty"`
}

// providerBody is an identity provider to sign in with.
type providerBody struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type sessionEnvironmentBody struct {
	Name     string        `json:"name"`
	Role     accounts.Role `json:"role"`
	Revision uint64        `json:"revision"`
}

// showSession says who is signed in. It never fails for want of a session.
func showSession(c *call) error {
	if c.server.config.Accounts == nil {
		return errNoAccounts
	}
	var session *accounts.Session
	if secret := c.sessionSecret(); secret != "" {
		var err error
		session, err = c.server.config.Accounts.Session(c.Request().Context(), secret)
		if err != nil && !errors.Is(err, accounts.ErrSignedOut) {
			return err
		}
	}
	return c.answerSession(http.StatusOK, session)
}

// answerSession answers with who is signed in; nil is nobody.
func (c *call) answerSession(status int, session *accounts.Session) error {
	body := sessionBody{SignedIn: session != nil, Version: c.server.config.Version, OIDC: c.server.oidc.body()}
	if session == nil {
		var err error
		if body.Setup, err = c.server.config.Accounts.Unclaimed(c.Request().Context()); err != nil {
			return err
		}
		return c.json(status, body)
	}
	body.Account = accountBodyOf(session.Account)
	for _, name := range c.server.revisions.Environments() {
		role := session.Account.Roles.In(name)
		if role == accounts.None {
			continue
		}
		published, err := c.server.revisions.Current(name)
		if err != nil {
			return err
		}
		body.Environments = append(body.Environments, sessionEnvironmentBody{name, role, published.Number})
	}
	return c.json(status, body)
}

// signIn begins a session with an e-mail address and a password.
func signIn(c *call) error {
	var request struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	of, err := c.cookies()
	if err != nil {
		return err
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	session, err := c.server.config.Accounts.SignIn(c.Request().Context(), accounts.Attempt{
		Email: request.Email, Password: request.Password, Address: bucketOf(c.RealIP()).String(), Device: c.device(of),
	})
	if wait, ok := errors.AsType[*accounts.WaitError](err); ok {
		f := faultf(tooManyAttempts, "%s", wait.Error()).or("at a device where you have signed in before, you need not wait for others")
		f.retryAfter = int(wait.For/time.Second) + 1
		return f
	}
	return c.begun(http.StatusOK, session, err)
}

// begun answers a session that has just begun.
func (c *call) begun(status int, session *accounts.Session, err error) error {
	if err != nil {
		return err
	}
	if err := c.keep(session); err != nil {
		return err
	}
	return c.answerSession(status, session)
}

// signOut ends the session, if there is one.
func signOut(c *call) error {
	of, err := c.cookies()
	if err != nil {
		return err
	}
	if secret := c.cookie(of.session); secret != "" {
		if err := c.server.config.Accounts.SignOut(c.Request().Context(), secret); err != nil {
			return err
		}
	}
	c.setCookie(of.session, "", time.Time{}, of.secure)
	return c.NoContent(http.StatusNoContent)
}

// setUp makes the first account.
func setUp(c *call) error {
	var request struct {
		Token    string `json:"token"`
		Name     string `json:"name"`
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	if _, err := c.cookies(); err != nil {
		return err
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	session, err := c.server.config.Accounts.SetUp(c.Request().Context(), request.Token,
		accounts.Person{Name: request.Name, Email: request.Email, Password: request.Password})
	return c.begun(http.StatusCreated, session, err)
}

// openInvitation says whom an invitation is for, so that they can see that it is for them.
func openInvitation(c *call) error {
	var request struct {
		Token string `json:"token"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	i, err := c.server.config.Accounts.OpenInvitation(c.Request().Context(), request.Token)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, struct {
		Email   string    `json:"email"`
		By      string    `json:"by"`
		Expires time.Time `json:"expires_at"`
		Reset   bool      `json:"reset"`
	}{i.Email, i.By, i.Expires, i.Account != ""})
}

// acceptInvitation makes the account of an invitation, or sets the new password.
func acceptInvitation(c *call) error {
	var request struct {
		Token    string `json:"token"`
		Name     string `json:"name"`
		Password string `json:"password"`
	}
	if _, err := c.cookies(); err != nil {
		return err
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	session, err := c.server.config.Accounts.Accept(c.Request().Context(), request.Token,
		accounts.Person{Name: request.Name, Password: request.Password})
	return c.begun(http.StatusCreated, session, err)
}
