package accounts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fingerpost/fingerpost/records"
)

// How long a session lasts.
const (
	// SessionLife is the longest that somebody stays signed in.
	SessionLife = 30 * 24 * time.Hour
	// SessionIdle is how long somebody stays signed in without doing anything.
	SessionIdle = 7 * 24 * time.Hour
	// seenEvery is how exactly it is kept when somebody last did something.
	seenEvery = 5 * time.Minute
)

// Session is somebody who is signed in.
type Session struct {
	Account *Account
	// Secret opens the session; it is known only when the session begins.
	Secret  string
	Expires time.Time

	sum  string
	kept keptSession
}

// keptSession is what is kept of a session.
type keptSession struct {
	Account string    `json:"account"`
	Era     uint64    `json:"era,omitempty"`
	Began   time.Time `json:"began"`
	Seen    time.Time `json:"seen"`
}

// expires is when the session ends if nothing more is done.
func (k *keptSession) expires() time.Time {
	idle, life := k.Seen.Add(SessionIdle), k.Began.Add(SessionLife)
	if idle.Before(life) {
		return idle
	}
	return life
}

// newSession makes a session that is not stored yet.
func (s *Service) newSession(a *Account) (*Session, records.Edit) {
	now := s.now()
	session := &Session{Account: a, Secret: newSecret(), kept: keptSession{Account: a.ID, Era: a.Era, Began: now, Seen: now}}
	session.sum, session.Expires = sumOf(session.Secret), session.kept.expires()
	return session, edit(sessionKind, session.sum, records.New, session.kept)
}

// begin stores a new session of somebody who was let in, and forgets those of everybody that have ended.
func (s *Service) begin(ctx context.Context, a *Account) (*Session, error) {
	session, opened := s.newSession(a)
	ended, err := s.ended(ctx)
	if err != nil {
		return nil, err
	}
	_, err = s.store.EditRecords(ctx, append(ended, opened)...)
	return session, err
}

// ended returns the edits that forget sessions that are over.
func (s *Service) ended(ctx context.Context) ([]records.Edit, error) {
	stored, err := s.store.Records(ctx, sessionKind)
	if err != nil {
		return nil, err
	}
	var edits []records.Edit
	for _, r := range stored {
		var kept keptSession
		if err := unmarshal(sessionKind, r, &kept); err != nil {
			return nil, err
		}
		if !s.now().Before(kept.expires()) {
			edits = append(edits, records.Edit{Kind: sessionKind, ID: r.ID, Expected: records.Any})
		}
	}
	return edits, nil
}

// Session returns the session that a secret opens, or ErrSignedOut.
func (s *Service) Session(ctx context.Context, secret string) (*Session, error) {
	session := &Session{sum: sumOf(secret)}
	version, err := s.read(ctx, sessionKind, session.sum, &session.kept)
	switch {
	case errors.Is(err, records.ErrUnknown):
		return nil, ErrSignedOut
	case err != nil:
		return nil, err
	}
	now := s.now()
	a, _, err := s.account(ctx, session.kept.Account)
	switch {
	case errors.Is(err, ErrUnknown):
		return nil, ErrSignedOut
	case err != nil:
		return nil, err
	case a.Disabled || a.Era != session.kept.Era || !now.Before(session.kept.expires()):
		return nil, ErrSignedOut
	}
	session.Account = a
	if now.Sub(session.kept.Seen) >= seenEvery {
		session.kept.Seen = now
		_, err = s.store.EditRecords(ctx, edit(sessionKind, session.sum, version, session.kept), edit(seenKind, a.ID, records.Any, now))
		if errors.Is(err, records.ErrConflict) || errors.Is(err, records.ErrUnknown) { // whoever was faster keeps it as well
			err = nil
		}
	}
	session.Expires = session.kept.expires()
	return session, err
}

// SignOut ends a session; one that has ended already is all right.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	_, err := s.store.EditRecords(ctx, records.Edit{Kind: sessionKind, ID: sumOf(secret), Expected: records.Any})
	return err
}

// Attempt is somebody who wants to sign in.
type Attempt struct {
	Email, Password string
	// Address is where from: addresses that fail too often have to wait.
	Address string
	// Device is what Known returned when somebody signed in there before; empty for a device that is not known.
	Device string
}

// WaitError says that somebody has to wait before trying to sign in again.
type WaitError struct{ For time.Duration }

// Error says for how long.
func (e *WaitError) Error() string {
	return fmt.Sprintf("too many failed attempts to sign in; try again in %s", e.For.Round(time.Second))
}

// SignIn begins a session. It answers ErrRefused, after as long a time whether or not there is
// such an account, and *WaitError to those who fail too often: see guard.
func (s *Service) SignIn(ctx context.Context, attempt Attempt) (*Session, error) {
	email, err := cleanEmail(attempt.Email)
	if err != nil {
		return nil, err
	}
	a, _, err := s.byEmail(ctx, email)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return nil, err
	}
	who := suspects(attempt.Address, email, a != nil && attempt.Device == a.ID)
	if wait := s.guard.wait(s.clock(), who); wait > 0 {
		return nil, &WaitError{wait}
	}
	hash := ""
	if a != nil {
		hash = a.Password
	}
	matches, err := s.hasher.matches(ctx, hash, attempt.Password)
	if err != nil {
		return nil, err
	}
	if !matches || a == nil || a.Disabled {
		s.guard.failed(s.clock(), who)
		return nil, ErrRefused
	}
	return s.begin(ctx, a)
}
