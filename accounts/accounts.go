// Package accounts knows the people who work with the console: their accounts,
// what they may do where, how they sign in, and the sessions that follow.
//
// Everything is kept as records. Neither passwords nor what sessions and
// invitations are opened with are kept themselves: of a password there is an
// argon2id hash, of the others, which are random, a SHA-256.
package accounts

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Errors that a Service answers with.
var (
	// ErrUnknown says that there is no such account.
	ErrUnknown = errors.New("unknown account")
	// ErrUnknownInvitation says that there is no such invitation: it was accepted, taken back, has expired, or never was.
	ErrUnknownInvitation = errors.New("the invitation is not valid any more")
	// ErrSignedOut says that a session has ended, or never was.
	ErrSignedOut = errors.New("signed out")
	// ErrRefused says that an e-mail address and a password do not belong together, or that the account is disabled.
	ErrRefused = errors.New("the e-mail address or the password is wrong")
	// ErrTaken says that another account has the e-mail address.
	ErrTaken = errors.New("there is an account with this e-mail address already")
	// ErrSetUp says that the first account was made already.
	ErrSetUp = errors.New("there is an account already")
	// ErrSetupToken says that a token is not the one of the first set-up.
	ErrSetupToken = errors.New("this is not the set-up token that the server printed when it was started last")
	// ErrLastAdmin says that nobody would be left who can manage accounts.
	ErrLastAdmin = errors.New("this is the last administrator of all environments")
	// ErrInvalid says that a name, an e-mail address, a password or a role cannot be used.
	ErrInvalid = errors.New("invalid")
)

// Role says what somebody may do in an environment. Each role includes those before it.
type Role uint8

// The roles.
const (
	// None may do nothing.
	None Role = iota
	// Viewer reads everything, and previews.
	Viewer
	// Editor also drafts changes and uploads images.
	Editor
	// Publisher also publishes, rolls back, approves, and changes lists.
	Publisher
	// Admin also manages keys and settings, and erases people.
	Admin
)

var roleNames = [...]string{"", "viewer", "editor", "publisher", "admin"}

// String returns the role's name, empty for None.
func (r Role) String() string { return roleNames[min(int(r), len(roleNames)-1)] }

// MarshalText implements encoding.TextMarshaler.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; a name that is none is ErrInvalid.
func (r *Role) UnmarshalText(text []byte) error {
	for i, name := range roleNames {
		if i > 0 && name == string(text) {
			*r = Role(i)
			return nil
		}
	}
	return fmt.Errorf("%w: the role %q is none of viewer, editor, publisher and admin", ErrInvalid, text)
}

// Everywhere stands for all environments that Roles does not name.
const Everywhere = "*"

// Roles are somebody's roles, by environment.
type Roles map[string]Role

// In returns the role in an environment: the one that is named for it, else the one for everywhere.
func (r Roles) In(environment string) Role {
	if role, named := r[environment]; named {
		return role
	}
	return r[Everywhere]
}

// Highest returns the highest of the roles.
func (r Roles) Highest() (highest Role) {
	for _, role := range r {
		highest = max(highest, role)
	}
	return highest
}

// Administers says whether somebody manages the server as a whole: accounts, environments and backups.
func (r Roles) Administers() bool { return r[Everywhere] == Admin }

func (r Roles) check() error {
	const most = 1000
	switch {
	case len(r) == 0:
		return fmt.Errorf(`%w: there is no role; give one, such as {"production": "viewer"}, or {"*": "editor"} for all environments`, ErrInvalid)
	case len(r) > most:
		return fmt.Errorf("%w: there are more than %d roles", ErrInvalid, most)
	}
	for environment, role := range r {
		if environment == "" || role == None {
			return fmt.Errorf("%w: the role of environment %q is empty", ErrInvalid, environment)
		}
	}
	return nil
}

// Account is somebody who can sign in.
type Account struct {
	ID    string `json:"id"` // random
	Name  string `json:"name"`
	Email string `json:"email"` // in lower case; no two accounts have the same
	Roles Roles  `json:"roles"`
	// Disabled keeps somebody out without forgetting them.
	Disabled bool `json:"disabled,omitempty"`
	// Identity is who the account is at an identity provider; empty for those who sign in with a password only.
	Identity Identity `json:"identity,omitzero"`
	// Password is its argon2id hash in PHC's form; empty for those who sign in elsewhere.
	Password  string    `json:"password,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	// Era is counted up when all sessions are to end.
	Era uint64 `json:"era,omitempty"`
}

// Identity is somebody at an identity provider.
type Identity struct {
	Issuer  string `json:"issuer,omitempty"`
	Subject string `json:"subject,omitempty"`
}

// Person is what is asked of somebody who makes an account.
type Person struct{ Name, Email, Password string }

// Limits of what is kept, in bytes.
const (
	MaxName     = 100
	MaxEmail    = 254
	MaxPassword = 1024
)

// MinPassword is how many characters a password has at least.
const MinPassword = 10

// cleanEmail returns an address as it is kept.
func cleanEmail(text string) (string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > MaxEmail {
		return "", fmt.Errorf("%w: %.80q is not an e-mail address", ErrInvalid, text)
	}
	return text, nil
}

// cleanName returns a name as it is kept.
func cleanName(text string) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case text == "":
		return "", fmt.Errorf("%w: the name is empty", ErrInvalid)
	case len(text) > MaxName:
		return "", fmt.Errorf("%w: the name is longer than %d bytes", ErrInvalid, MaxName)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return "", fmt.Errorf("%w: the name holds something that is no text", ErrInvalid)
	}
	return text, nil
}
