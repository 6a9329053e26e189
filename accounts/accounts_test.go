package accounts_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/storage/mem"
)

const password = "correct horse battery"

// office is a service with a clock to turn.
type office struct {
	*accounts.Service
	t   *testing.T
	now time.Time
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	store := mem.Open()
	t.Cleanup(func() { _ = store.Close() })
	o.Service = accounts.New(store, func() time.Time { return o.now })
	return o
}

// founded is an office in which Ada administers everything.
func founded(t *testing.T) (*office, *accounts.Session) {
	o := newOffice(t)
	token, err := o.SetupToken(t.Context())
	o.must(err)
	session, err := o.SetUp(t.Context(), token, accounts.Person{Name: "Ada", Email: "ada@example.com", Password: password})
	o.must(err)
	return o, session
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) refuses(err, want error) {
	o.t.Helper()
	if !errors.Is(err, want) {
		o.t.Errorf("got %v, want %v", err, want)
	}
}

// hire makes an account by invitation.
func (o *office) hire(name string, roles accounts.Roles) *accounts.Session {
	o.t.Helper()
	_, token, err := o.Invite(o.t.Context(), "Ada", name+"@example.com", roles)
	o.must(err)
	session, err := o.Accept(o.t.Context(), token, accounts.Person{Name: name, Password: password})
	o.must(err)
	return session
}

func (o *office) signIn(email, password string) (*accounts.Session, error) {
	return o.SignIn(o.t.Context(), accounts.Attempt{Email: email, Password: password, Address: "192.0.2.1"})
}

func TestTheFirstAccountIsMadeWithTheTokenOfTheSetUp(t *testing.T) {
	o := newOffice(t)
	ada := accounts.Person{Name: " Ada  Lovelace ", Email: "Ada@Example.com ", Password: password}
	_, err := o.SetUp(t.Context(), "", ada)
	o.refuses(err, accounts.ErrSetupToken) // no token was printed yet
	void, err := o.SetupToken(t.Context())
	o.must(err)
	token, err := o.SetupToken(t.Context())
	o.must(err)
	_, err = o.SetUp(t.Context(), void, ada)
	o.refuses(err, accounts.ErrSetupToken)
	_, err = o.SetUp(t.Context(), token, accounts.Person{Name: "Ada", Email: "ada@example.com", Password: "short"})
	o.refuses(err, accounts.ErrInvalid)
	session, err := o.SetUp(t.Context(), token, ada)
	o.must(err)
	if a := session.Account; a.Name != "Ada Lovelace" || a.Email != "ada@example.com" || !a.Roles.Administers() {
		t.Errorf("got %+v", a)
	}
	_, err = o.SetUp(t.Context(), token, accounts.Person{Name: "Eve", Email: "eve@example.com", Password: password})
	o.refuses(err, accounts.ErrSetUp)
	if again, err := o.SetupToken(t.Context()); err != nil || again != "" {
		t.Errorf("a claimed server has the set-up token %q, %v", again, err)
	}
}

func TestSomebodySignsInAndOut(t *testing.T) {
	o, _ := founded(t)
	session, err := o.signIn("ADA@example.com", password)
	o.must(err)
	again, err := o.Session(t.Context(), session.Secret)
	o.must(err)
	if again.Account.Name != "Ada" || again.Secret != "" {
		t.Errorf("got %+v", again)
	}
	o.must(o.SignOut(t.Context(), session.Secret))
	o.must(o.SignOut(t.Context(), session.Secret))
	_, err = o.Session(t.Context(), session.Secret)
	o.refuses(err, accounts.ErrSignedOut)
	_, err = o.Session(t.Context(), "made up")
	o.refuses(err, accounts.ErrSignedOut)
	for _, wrong := range []struct{ email, password string }{
		{"ada@example.com", password + "!"}, {"eve@example.com", password}, {"ada@example.com", ""},
	} {
		_, err = o.signIn(wrong.email, wrong.password)
		o.refuses(err, accounts.ErrRefused)
	}
}

func TestASessionEndsByItself(t *testing.T) {
	for name, c := range map[string]struct {
		every, after time.Duration
		ended        bool
	}{
		"not while it is used":          {accounts.SessionIdle - time.Hour, 21 * 24 * time.Hour, false},
		"after a week without use":      {accounts.SessionIdle, accounts.SessionIdle, true},
		"after a month, used or not":    {time.Hour * 24, accounts.SessionLife, true},
		"not a second before the month": {time.Hour*24 - time.Second/30, accounts.SessionLife - time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			o, session := founded(t)
			end := o.now.Add(c.after)
			var err error
			for o.now.Before(end) && err == nil {
				o.now = o.now.Add(min(c.every, end.Sub(o.now)))
				_, err = o.Session(t.Context(), session.Secret)
			}
			if ended := errors.Is(err, accounts.ErrSignedOut); ended != c.ended {
				t.Errorf("after %s: %v", c.after, err)
			}
			if c.ended {
				_, err := o.signIn("ada@example.com", password) // which forgets what has ended
				o.must(err)
			}
		})
	}
}

func TestInvitationsAreAcceptedOnce(t *testing.T) {
	o, _ := founded(t)
	roles := accounts.Roles{"production": accounts.Viewer}
	invitation, token, err := o.Invite(t.Context(), "Ada", "Bob@example.com", roles)
	o.must(err)
	if open, err := o.OpenInvitation(t.Context(), token); err != nil || open.Email != "bob@example.com" || open.By != "Ada" {
		t.Fatalf("got %+v, %v", open, err)
	}
	_, err = o.Accept(t.Context(), invitation.ID+".guess", accounts.Person{Name: "Eve", Password: password})
	o.refuses(err, accounts.ErrUnknownInvitation)
	session, err := o.Accept(t.Context(), token, accounts.Person{Name: "Bob", Email: "eve@example.com", Password: password})
	o.must(err)
	if a := session.Account; a.Email != "bob@example.com" || !maps.Equal(a.Roles, roles) {
		t.Errorf("got %+v", a)
	}
	_, err = o.Accept(t.Context(), token, accounts.Person{Name: "Bob", Password: password})
	o.refuses(err, accounts.ErrUnknownInvitation)
	_, _, err = o.Invite(t.Context(), "Ada", "bob@example.com", roles)
	o.refuses(err, accounts.ErrTaken)

	void, token, err := o.Invite(t.Context(), "Ada", "cyd@example.com", roles)
	o.must(err)
	o.must(o.TakeBack(t.Context(), void.ID))
	o.refuses(o.TakeBack(t.Context(), void.ID), accounts.ErrUnknownInvitation)
	_, err = o.OpenInvitation(t.Context(), token)
	o.refuses(err, accounts.ErrUnknownInvitation)

	_, token, err = o.Invite(t.Context(), "Ada", "dee@example.com", roles)
	o.must(err)
	o.now = o.now.Add(accounts.InvitationLife)
	_, err = o.Accept(t.Context(), token, accounts.Person{Name: "Dee", Password: password})
	o.refuses(err, accounts.ErrUnknownInvitation)
	if open, err := o.Invitations(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("open are %v, %v", open, err)
	}
}

func TestAResetSetsANewPasswordAndEndsSessions(t *testing.T) {
	o, _ := founded(t)
	before := o.hire("bob", accounts.Roles{"production": accounts.Editor})
	_, token, err := o.Reset(t.Context(), "Ada", before.Account.ID)
	o.must(err)
	_, err = o.Session(t.Context(), before.Secret)
	o.must(err) // until it is accepted
	after, err := o.Accept(t.Context(), token, accounts.Person{Name: "ignored", Password: "another long one"})
	o.must(err)
	if after.Account.Name != "bob" {
		t.Errorf("the name became %q", after.Account.Name)
	}
	_, err = o.Session(t.Context(), before.Secret)
	o.refuses(err, accounts.ErrSignedOut)
	_, err = o.Session(t.Context(), after.Secret)
	o.must(err)
	_, err = o.signIn("bob@example.com", password)
	o.refuses(err, accounts.ErrRefused)
	_, err = o.signIn("bob@example.com", "another long one")
	o.must(err)
}

func TestANewPasswordEndsOtherSessions(t *testing.T) {
	o, first := founded(t)
	second, err := o.signIn("ada@example.com", password)
	o.must(err)
	second, err = o.Session(t.Context(), second.Secret)
	o.must(err)
	o.refuses(o.SetPassword(t.Context(), second, "wrong", "another long one"), accounts.ErrRefused)
	o.refuses(o.SetPassword(t.Context(), second, password, "ada@example.com"), accounts.ErrInvalid)
	secret := first.Secret
	first, err = o.Session(t.Context(), secret)
	o.must(err)
	o.must(o.SetPassword(t.Context(), first, password, "another long one"))
	_, err = o.Session(t.Context(), secret)
	o.must(err)
	_, err = o.signIn("ada@example.com", password)
	o.refuses(err, accounts.ErrRefused)
}

func TestOneAdministratorIsLeft(t *testing.T) {
	o, ada := founded(t)
	disabled := true
	lesser := accounts.Patch{Roles: accounts.Roles{accounts.Everywhere: accounts.Publisher}}
	for name, change := range map[string]func(id string) error{
		"disabled": func(id string) error {
			_, err := o.Change(t.Context(), id, accounts.Patch{Disabled: &disabled})
			return err
		},
		"demoted": func(id string) error { _, err := o.Change(t.Context(), id, lesser); return err },
		"deleted": func(id string) error { return o.Delete(t.Context(), id) },
	} {
		if err := change(ada.Account.ID); !errors.Is(err, accounts.ErrLastAdmin) {
			t.Errorf("the last one %s: %v", name, err)
		}
		bob := o.hire("bob-"+name, accounts.Roles{accounts.Everywhere: accounts.Admin})
		if err := change(bob.Account.ID); err != nil {
			t.Errorf("another one %s: %v", name, err)
		}
	}
	_, err := o.Session(t.Context(), ada.Secret)
	o.must(err)
}

func TestWhoIsDisabledOrDeletedIsSignedOut(t *testing.T) {
	o, _ := founded(t)
	bob := o.hire("bob", accounts.Roles{"production": accounts.Editor})
	yes, no := true, false
	_, err := o.Change(t.Context(), bob.Account.ID, accounts.Patch{Disabled: &yes})
	o.must(err)
	_, err = o.Session(t.Context(), bob.Secret)
	o.refuses(err, accounts.ErrSignedOut)
	_, err = o.signIn("bob@example.com", password)
	o.refuses(err, accounts.ErrRefused)
	_, err = o.Change(t.Context(), bob.Account.ID, accounts.Patch{Disabled: &no})
	o.must(err)
	_, err = o.Session(t.Context(), bob.Secret)
	o.refuses(err, accounts.ErrSignedOut) // the old session stays ended
	again, err := o.signIn("bob@example.com", password)
	o.must(err)
	o.must(o.Delete(t.Context(), bob.Account.ID))
	_, err = o.Session(t.Context(), again.Secret)
	o.refuses(err, accounts.ErrSignedOut)
	o.refuses(o.Delete(t.Context(), bob.Account.ID), accounts.ErrUnknown)
	o.hire("bob", accounts.Roles{"production": accounts.Editor}) // the address is free again
}

func TestRolesNamedForAnEnvironmentGoBeforeThoseForAll(t *testing.T) {
	roles := accounts.Roles{accounts.Everywhere: accounts.Editor, "production": accounts.Viewer}
	for environment, want := range map[string]accounts.Role{"production": accounts.Viewer, "staging": accounts.Editor} {
		if got := roles.In(environment); got != want {
			t.Errorf("in %s: %v, want %v", environment, got, want)
		}
	}
	if got := (accounts.Roles{"production": accounts.Admin}).In("staging"); got != accounts.None {
		t.Errorf("where there is no role: %v", got)
	}
}

func TestWhatCannotBeUsedIsRefused(t *testing.T) {
	o, _ := founded(t)
	_, token, err := o.Invite(t.Context(), "Ada", "bob@example.com", accounts.Roles{"production": accounts.Viewer})
	o.must(err)
	for _, c := range []struct{ name, password string }{
		{"", password},
		{strings.Repeat("x", 101), password},
		{"a\x00b", password},
		{"Bob", "123456789"},
		{"Bob", "1234567890"},
		{"Bob", "aaaaaaaaaaaa"},
		{"Bob", "Password123"},
		{"Bob", "bob@example.com"},
		{"Bob Builder Jr", "bob builder jr"},
		{"Bob", strings.Repeat("long enough", 100)},
		{"Bob", "not utf-8 \xff\xff\xff"},
	} {
		_, err := o.Accept(t.Context(), token, accounts.Person{Name: c.name, Password: c.password})
		if !errors.Is(err, accounts.ErrInvalid) {
			t.Errorf("%.20q with password %.20q: %v", c.name, c.password, err)
		}
	}
	for _, email := range []string{"", "bob", "Bob <bob@example.com>", "bob@example.com, eve@example.com", strings.Repeat("x", 300) + "@example.com"} {
		_, _, err := o.Invite(t.Context(), "Ada", email, accounts.Roles{"production": accounts.Viewer})
		o.refuses(err, accounts.ErrInvalid)
	}
	for _, roles := range []accounts.Roles{nil, {}, {"": accounts.Viewer}, {"production": accounts.None}} {
		_, _, err := o.Invite(t.Context(), "Ada", "cyd@example.com", roles)
		o.refuses(err, accounts.ErrInvalid)
	}
	if err := new(accounts.Role).UnmarshalText([]byte("owner")); !errors.Is(err, accounts.ErrInvalid) {
		t.Errorf("a role that is none: %v", err)
	}
	for _, name := range []string{"Ünïcødé 🎉", "أدا", "Ada"} {
		_, err := o.Rename(t.Context(), mustOpen(o, "ada@example.com").Account.ID, name)
		o.must(err)
	}
}

func mustOpen(o *office, email string) *accounts.Session {
	session, err := o.signIn(email, password)
	o.must(err)
	return session
}

func TestGuessingIsSlowedDownAndLocksNobodyOut(t *testing.T) {
	o, ada := founded(t)
	guess := func(address string) error {
		_, err := o.SignIn(t.Context(), accounts.Attempt{Email: "ada@example.com", Password: "guess", Address: address})
		return err
	}
	tries := 0
	for ; tries < 200; tries++ { // from many addresses
		if _, waits := errors.AsType[*accounts.WaitError](guess(fmt.Sprintf("192.0.2.%d", tries))); waits {
			break
		}
	}
	if tries > 30 {
		t.Fatalf("%d guesses were let through", tries)
	}
	right := accounts.Attempt{Email: "ada@example.com", Password: password, Address: "198.51.100.7"}
	_, err := o.SignIn(t.Context(), right)
	if _, waits := errors.AsType[*accounts.WaitError](err); !waits {
		t.Errorf("a strange device: %v, want to be told to wait", err)
	}
	right.Device = ada.Account.ID
	_, err = o.SignIn(t.Context(), right)
	o.must(err) // the owner at their own device
	o.now = o.now.Add(11 * time.Minute)
	right.Device = ""
	_, err = o.SignIn(t.Context(), right)
	o.must(err)
}

func TestOneAddressHasToWait(t *testing.T) {
	o, _ := founded(t)
	for i := range 25 {
		_, err := o.signIn(fmt.Sprintf("somebody-%d@example.com", i), "guess")
		if _, waits := errors.AsType[*accounts.WaitError](err); waits != (i >= 20) {
			t.Fatalf("guess %d: %v", i, err)
		}
	}
}

func TestWhoEntersByAnIdentityProvider(t *testing.T) {
	o, _ := founded(t)
	claim := func(subject, email string, roles accounts.Roles) accounts.Claim {
		return accounts.Claim{Identity: accounts.Identity{Issuer: "https://id.example.com", Subject: subject}, Name: "Bob", Email: email, Roles: roles}
	}
	enter := func(c accounts.Claim) (*accounts.Session, error) { return o.Enter(t.Context(), c) }
	_, err := enter(claim("1", "bob@example.com", nil))
	o.refuses(err, accounts.ErrRefused) // neither a group nor an invitation
	viewer, editor := accounts.Roles{"production": accounts.Viewer}, accounts.Roles{"production": accounts.Editor}
	first, err := enter(claim("1", "bob@example.com", viewer))
	o.must(err)
	second, err := enter(claim("1", "robert@example.com", editor)) // known by the identity, whatever the address is now
	o.must(err)
	if second.Account.ID != first.Account.ID || second.Account.Roles["production"] != accounts.Editor {
		t.Errorf("got %+v", second.Account)
	}
	_, err = enter(claim("2", "bob@example.com", viewer))
	o.refuses(err, accounts.ErrRefused) // somebody else with the same address
	ada, err := enter(claim("3", "ada@example.com", nil))
	o.must(err)
	if !ada.Account.Roles.Administers() {
		t.Errorf("roles that are managed here became %v", ada.Account.Roles)
	}
	_, err = enter(claim("3", "ada@example.com", viewer))
	o.refuses(err, accounts.ErrLastAdmin)
	_, _, err = o.Invite(t.Context(), "Ada", "cyd@example.com", editor)
	o.must(err)
	cyd, err := enter(claim("4", "cyd@example.com", nil))
	o.must(err)
	if !maps.Equal(cyd.Account.Roles, editor) {
		t.Errorf("got roles %v", cyd.Account.Roles)
	}
	if open, err := o.Invitations(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("open are %v, %v", open, err)
	}
	_, err = o.signIn("cyd@example.com", "")
	o.refuses(err, accounts.ErrRefused) // there is no password
}

func TestOfParallelAcceptsOneWins(t *testing.T) {
	o, _ := founded(t)
	_, token, err := o.Invite(t.Context(), "Ada", "bob@example.com", accounts.Roles{"production": accounts.Viewer})
	o.must(err)
	var group sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for range 4 {
		group.Go(func() {
			_, err := o.Accept(t.Context(), token, accounts.Person{Name: "Bob", Password: password})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else {
				o.refuses(err, accounts.ErrUnknownInvitation)
			}
		})
	}
	group.Wait()
	if won != 1 {
		t.Errorf("%d won", won)
	}
}

func TestWhenSomebodyWasSeenIsKept(t *testing.T) {
	o, ada := founded(t)
	o.now = o.now.Add(time.Hour)
	_, err := o.Session(t.Context(), ada.Secret)
	o.must(err)
	seen, err := o.Seen(t.Context())
	o.must(err)
	if at := seen[ada.Account.ID]; !at.Equal(o.now) {
		t.Errorf("seen at %s, want %s", at, o.now)
	}
}
