package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/records"
)

// The kinds of records.
const (
	accountKind    = "account"          // by ID
	emailKind      = "account-email"    // by e-mail address: the ID of its account
	identityKind   = "account-identity" // by what stands for the identity: the ID of its account
	seenKind       = "account-seen"     // by ID: when they last did something, to some minutes
	sessionKind    = "session"          // by the sum of its secret
	invitationKind = "invitation"       // by ID
)

// Service makes accounts and signs people in. All methods may be called concurrently. Make one with New.
type Service struct {
	store  records.Store
	clock  func() time.Time
	hasher *hasher
	guard  *guard

	mu    sync.Mutex // held by whoever changes accounts, of which one administrator has to be left
	setup string     // the sum of the set-up token; empty if none was asked for
}

// New returns a service over a store; clock gives the time.
func New(store records.Store, clock func() time.Time) *Service {
	return &Service{store: store, clock: clock, hasher: newHasher(), guard: newGuard()}
}

// now is the time as it is kept.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Second) }

// read reads a record into v.
func (s *Service) read(ctx context.Context, kind, id string, v any) (version uint64, err error) {
	r, err := s.store.Record(ctx, kind, id)
	if err != nil {
		return 0, err
	}
	return r.Version, unmarshal(kind, r, v)
}

func unmarshal(kind string, r records.Record, v any) error {
	if err := json.Unmarshal(r.Value, v); err != nil {
		return fmt.Errorf("%s %q cannot be read: %w", kind, r.ID, err)
	}
	return nil
}

// edit makes an edit that stores v.
func edit(kind, id string, expected uint64, v any) records.Edit {
	value, err := json.Marshal(v)
	if err != nil {
		panic(err) // what is kept has a JSON form
	}
	return records.Edit{Kind: kind, ID: id, Expected: expected, Value: value}
}

// Account returns an account, or ErrUnknown.
func (s *Service) Account(ctx context.Context, id string) (*Account, error) {
	a, _, err := s.account(ctx, id)
	return a, err
}

func (s *Service) account(ctx context.Context, id string) (*Account, uint64, error) {
	var a Account
	version, err := s.read(ctx, accountKind, id, &a)
	if errors.Is(err, records.ErrUnknown) {
		err = fmt.Errorf("%w %q", ErrUnknown, id)
	}
	return &a, version, err
}

// byEmail returns the account with an e-mail address, or ErrUnknown.
func (s *Service) byEmail(ctx context.Context, email string) (*Account, uint64, error) {
	return s.by(ctx, emailKind, email)
}

// by finds an account by what points to it.
func (s *Service) by(ctx context.Context, kind, what string) (*Account, uint64, error) {
	var id string
	if _, err := s.read(ctx, kind, what, &id); err != nil {
		if errors.Is(err, records.ErrUnknown) {
			err = ErrUnknown
		}
		return nil, 0, err
	}
	return s.account(ctx, id)
}

// Accounts returns all accounts in the order of their IDs.
func (s *Service) Accounts(ctx context.Context) ([]*Account, error) {
	stored, err := s.store.Records(ctx, accountKind)
	if err != nil {
		return nil, err
	}
	all := make([]*Account, len(stored))
	for i, r := range stored {
		all[i] = new(Account)
		if err := unmarshal(accountKind, r, all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Seen returns when each account last did something, to some minutes, by ID.
func (s *Service) Seen(ctx context.Context) (map[string]time.Time, error) {
	stored, err := s.store.Records(ctx, seenKind)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]time.Time, len(stored))
	for _, r := range stored {
		var at time.Time
		if err := unmarshal(seenKind, r, &at); err != nil {
			return nil, err
		}
		seen[r.ID] = at
	}
	return seen, nil
}

// Patch is what changes of an account; nil leaves it as it is.
type Patch struct {
	Name     *string
	Roles    Roles
	Disabled *bool
}

// Change changes an account. Somebody who is disabled is signed out.
// It answers ErrUnknown, ErrInvalid, or ErrLastAdmin.
func (s *Service) Change(ctx context.Context, id string, p Patch) (*Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, version, err := s.account(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := p.apply(a); err != nil {
		return nil, err
	}
	if err := s.leavesAdmin(ctx, a); err != nil {
		return nil, err
	}
	_, err = s.store.EditRecords(ctx, edit(accountKind, id, version, a))
	return a, err
}

func (p *Patch) apply(a *Account) (err error) {
	if p.Name != nil {
		if a.Name, err = cleanName(*p.Name); err != nil {
			return err
		}
	}
	if p.Roles != nil {
		if err := p.Roles.check(); err != nil {
			return err
		}
		a.Roles = p.Roles
	}
	if p.Disabled != nil && *p.Disabled != a.Disabled {
		a.Disabled = *p.Disabled
		a.Era++
	}
	return nil
}

// leavesAdmin answers ErrLastAdmin if nobody can manage accounts once an account is as given; the lock is held.
func (s *Service) leavesAdmin(ctx context.Context, changed *Account) error {
	all, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	before, after := false, false
	for _, a := range all {
		before = before || a.manages()
		if a.ID == changed.ID {
			a = changed
		}
		after = after || a.manages()
	}
	if before && !after {
		return ErrLastAdmin
	}
	return nil
}

// manages says whether somebody can sign in and manage accounts.
func (a *Account) manages() bool { return a.Roles.Administers() && !a.Disabled }

// Delete deletes an account and signs its owner out. It answers ErrUnknown or ErrLastAdmin.
func (s *Service) Delete(ctx context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, version, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	gone := *a
	gone.Disabled = true
	if err := s.leavesAdmin(ctx, &gone); err != nil {
		return err
	}
	edits := []records.Edit{{Kind: accountKind, ID: id, Expected: version}, {Kind: emailKind, ID: a.Email, Expected: records.Any},
		{Kind: seenKind, ID: id, Expected: records.Any}}
	if a.Identity != (Identity{}) {
		edits = append(edits, records.Edit{Kind: identityKind, ID: a.Identity.key(), Expected: records.Any})
	}
	_, err = s.store.EditRecords(ctx, edits...)
	return err
}

// key is what an identity is found by.
func (i Identity) key() string { return sumOf(i.Issuer + "\x00" + i.Subject) }

// newAccount makes an account that is not stored yet.
func (s *Service) newAccount(ctx context.Context, p Person, roles Roles) (*Account, error) {
	a := &Account{ID: newID(), Roles: roles, CreatedAt: s.now()}
	var err error
	if a.Name, err = cleanName(p.Name); err != nil {
		return nil, err
	}
	if a.Email, err = cleanEmail(p.Email); err != nil {
		return nil, err
	}
	if err := checkPassword(p.Password, &p); err != nil {
		return nil, err
	}
	a.Password, err = s.hasher.hash(ctx, p.Password)
	return a, err
}

// add stores a new account together with its first session and whatever else is edited with it.
func (s *Service) add(ctx context.Context, a *Account, others ...records.Edit) (*Session, error) {
	session, opened := s.newSession(a)
	edits := slices.Concat(others, []records.Edit{edit(accountKind, a.ID, records.New, a), edit(emailKind, a.Email, records.New, a.ID), opened})
	if a.Identity != (Identity{}) {
		edits = append(edits, edit(identityKind, a.Identity.key(), records.New, a.ID))
	}
	if _, err := s.store.EditRecords(ctx, edits...); err != nil {
		if _, _, taken := s.byEmail(ctx, a.Email); taken == nil && errors.Is(err, records.ErrConflict) {
			err = ErrTaken
		}
		return nil, err
	}
	return session, nil
}

// Rename changes somebody's own name, or answers ErrInvalid.
func (s *Service) Rename(ctx context.Context, id, name string) (*Account, error) {
	return s.Change(ctx, id, Patch{Name: &name})
}

// SetPassword gives somebody who knows the old password a new one, and ends their other sessions.
// It answers ErrRefused if the old one is wrong, and ErrInvalid.
func (s *Service) SetPassword(ctx context.Context, session *Session, old, password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, version, err := s.account(ctx, session.Account.ID)
	if err != nil {
		return err
	}
	matches, err := s.hasher.matches(ctx, a.Password, old)
	if err == nil && !matches {
		err = ErrRefused
	}
	if err == nil {
		err = checkPassword(password, &Person{Name: a.Name, Email: a.Email})
	}
	if err != nil {
		return err
	}
	if a.Password, err = s.hasher.hash(ctx, password); err != nil {
		return err
	}
	a.Era++
	kept := session.kept
	kept.Era = a.Era
	_, err = s.store.EditRecords(ctx, edit(accountKind, a.ID, version, a), edit(sessionKind, session.sum, records.Any, kept))
	return err
}
