package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/records"
)

// InvitationLife is how long an invitation can be accepted.
const InvitationLife = 7 * 24 * time.Hour

// Invitation lets somebody make an account, or set a new password. It is accepted once.
type Invitation struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Roles Roles  `json:"roles"`
	By    string `json:"by"` // the name of whoever invites
	// Account is whose password is set anew; empty for an invitation.
	Account string    `json:"account,omitempty"`
	Expires time.Time `json:"expires"`
	Sum     string    `json:"sum"` // of what opens it
}

// Invite makes an invitation by somebody of that name, and returns it with the token that opens it.
// It answers ErrInvalid, or ErrTaken.
func (s *Service) Invite(ctx context.Context, by, email string, roles Roles) (*Invitation, string, error) {
	email, err := cleanEmail(email)
	if err != nil {
		return nil, "", err
	}
	if err := roles.check(); err != nil {
		return nil, "", err
	}
	if _, _, err := s.byEmail(ctx, email); !errors.Is(err, ErrUnknown) {
		if err == nil {
			err = ErrTaken
		}
		return nil, "", err
	}
	return s.invite(ctx, &Invitation{Email: email, Roles: roles, By: by})
}

// Reset makes an invitation to set a new password. The old one works until it is accepted.
func (s *Service) Reset(ctx context.Context, by, id string) (*Invitation, string, error) {
	a, err := s.Account(ctx, id)
	if err != nil {
		return nil, "", err
	}
	return s.invite(ctx, &Invitation{Email: a.Email, Roles: a.Roles, By: by, Account: id})
}

func (s *Service) invite(ctx context.Context, i *Invitation) (*Invitation, string, error) {
	secret := newSecret()
	i.ID, i.Sum, i.Expires = newID(), sumOf(secret), s.now().Add(InvitationLife)
	_, err := s.store.EditRecords(ctx, edit(invitationKind, i.ID, records.New, i))
	return i, i.ID + "." + secret, err
}

// Invitations returns the invitations that can be accepted, in the order of their e-mail addresses.
func (s *Service) Invitations(ctx context.Context) ([]*Invitation, error) {
	stored, err := s.store.Records(ctx, invitationKind)
	if err != nil {
		return nil, err
	}
	var open []*Invitation
	for _, r := range stored {
		i := new(Invitation)
		if err := unmarshal(invitationKind, r, i); err != nil {
			return nil, err
		}
		if s.now().Before(i.Expires) {
			open = append(open, i)
		}
	}
	slices.SortFunc(open, func(a, b *Invitation) int { return strings.Compare(a.Email+a.ID, b.Email+b.ID) })
	return open, nil
}

// TakeBack makes an invitation void. It answers ErrUnknownInvitation.
func (s *Service) TakeBack(ctx context.Context, id string) error {
	var i Invitation
	version, err := s.read(ctx, invitationKind, id, &i)
	if err == nil {
		_, err = s.store.EditRecords(ctx, records.Edit{Kind: invitationKind, ID: id, Expected: version})
	}
	if errors.Is(err, records.ErrUnknown) {
		return ErrUnknownInvitation
	}
	return err
}

// OpenInvitation returns the invitation that a token opens, or ErrUnknownInvitation.
func (s *Service) OpenInvitation(ctx context.Context, token string) (*Invitation, error) {
	i, _, err := s.openInvitation(ctx, token)
	return i, err
}

func (s *Service) openInvitation(ctx context.Context, token string) (*Invitation, uint64, error) {
	id, secret, _ := strings.Cut(token, ".")
	var i Invitation
	version, err := s.read(ctx, invitationKind, id, &i)
	switch {
	case errors.Is(err, records.ErrUnknown):
		return nil, 0, ErrUnknownInvitation
	case err != nil:
		return nil, 0, err
	case !hasSum(secret, i.Sum) || !s.now().Before(i.Expires):
		return nil, 0, ErrUnknownInvitation
	}
	return &i, version, nil
}

// Accept makes the account of an invitation, or sets the new password, and begins a session. The e-mail address is the
// invitation's. It answers ErrUnknownInvitation, ErrInvalid, and ErrTaken.
func (s *Service) Accept(ctx context.Context, token string, p Person) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, version, err := s.openInvitation(ctx, token)
	if err != nil {
		return nil, err
	}
	used := records.Edit{Kind: invitationKind, ID: i.ID, Expected: version}
	p.Email = i.Email
	if i.Account != "" {
		return s.reset(ctx, i, used, p.Password)
	}
	a, err := s.newAccount(ctx, p, i.Roles)
	if err != nil {
		return nil, err
	}
	return s.add(ctx, a, used)
}

// reset sets a new password and ends all sessions that began with the old one; the lock is held.
func (s *Service) reset(ctx context.Context, i *Invitation, used records.Edit, password string) (*Session, error) {
	a, version, err := s.account(ctx, i.Account)
	if errors.Is(err, ErrUnknown) {
		return nil, ErrUnknownInvitation
	}
	if err == nil {
		err = checkPassword(password, &Person{Name: a.Name, Email: a.Email})
	}
	if err == nil && a.Disabled {
		err = fmt.Errorf("%w: the account is disabled", ErrInvalid)
	}
	if err != nil {
		return nil, err
	}
	if a.Password, err = s.hasher.hash(ctx, password); err != nil {
		return nil, err
	}
	a.Era++
	session, opened := s.newSession(a)
	_, err = s.store.EditRecords(ctx, used, edit(accountKind, a.ID, version, a), opened)
	return session, err
}

// Unclaimed says whether nobody has an account yet.
func (s *Service) Unclaimed(ctx context.Context) (bool, error) {
	stored, err := s.store.Records(ctx, accountKind)
	return len(stored) == 0, err
}

// SetupToken returns a token with which the first account can be made, and makes any earlier one void;
// empty if there is an account already.
func (s *Service) SetupToken(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	unclaimed, err := s.Unclaimed(ctx)
	if err != nil || !unclaimed {
		return "", err
	}
	token := newSecret()
	s.setup = sumOf(token)
	return token, nil
}

// SetUp makes the first account, which administers everything, and begins a session. It answers ErrSetUp, ErrSetupToken and ErrInvalid.
func (s *Service) SetUp(ctx context.Context, token string, p Person) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	unclaimed, err := s.Unclaimed(ctx)
	switch {
	case err != nil:
		return nil, err
	case !unclaimed:
		return nil, ErrSetUp
	case s.setup == "" || !hasSum(token, s.setup):
		return nil, ErrSetupToken
	}
	a, err := s.newAccount(ctx, p, Roles{Everywhere: Admin})
	if err != nil {
		return nil, err
	}
	session, err := s.add(ctx, a)
	if err == nil {
		s.setup = ""
	}
	return session, err
}

// Claim is what an identity provider says of somebody who has signed in there.
type Claim struct {
	Identity    Identity
	Name, Email string
	// Roles are those that their groups give; nil if groups give none, so that roles are managed here.
	Roles Roles
}

// Enter begins a session of somebody whom an identity provider vouches for. Who is not known yet gets an account if their groups give
// a role or somebody has invited their address; who has an account with a password keeps that. It answers ErrRefused if neither holds, or the account is disabled.
func (s *Service) Enter(ctx context.Context, c Claim) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	email, err := cleanEmail(c.Email)
	if err != nil {
		return nil, err
	}
	a, version, err := s.by(ctx, identityKind, c.Identity.key())
	if errors.Is(err, ErrUnknown) {
		a, version, err = s.byEmail(ctx, email)
	}
	if errors.Is(err, ErrUnknown) {
		return s.enterFirst(ctx, &c, email)
	}
	if err != nil {
		return nil, err
	}
	if a.Disabled {
		return nil, ErrRefused
	}
	if a.Identity != (Identity{}) && a.Identity != c.Identity {
		return nil, fmt.Errorf("%w: the account belongs to somebody else at the identity provider", ErrRefused)
	}
	a.Identity = c.Identity
	if c.Roles != nil {
		a.Roles = c.Roles
		if err := s.leavesAdmin(ctx, a); err != nil {
			return nil, err
		}
	}
	session, opened := s.newSession(a)
	_, err = s.store.EditRecords(ctx, edit(accountKind, a.ID, version, a), edit(identityKind, c.Identity.key(), records.Any, a.ID), opened)
	return session, err
}

// enterFirst makes the account of somebody who enters for the first time; the lock is held.
func (s *Service) enterFirst(ctx context.Context, c *Claim, email string) (*Session, error) {
	roles := c.Roles
	var used []records.Edit
	open, err := s.Invitations(ctx)
	if err != nil {
		return nil, err
	}
	for _, i := range open {
		if i.Email == email && i.Account == "" {
			used = append(used, records.Edit{Kind: invitationKind, ID: i.ID, Expected: records.Any})
			if roles == nil {
				roles = i.Roles
			}
		}
	}
	if roles == nil {
		return nil, fmt.Errorf("%w: nobody has invited this address, and none of its groups has a role here", ErrRefused)
	}
	name, err := cleanName(c.Name)
	if err != nil {
		name = email
	}
	return s.add(ctx, &Account{ID: newID(), Name: name, Email: email, Roles: roles, Identity: c.Identity, CreatedAt: s.now()}, used...)
}
