package drafts

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

// Order is how a draft is to be published.
type Order struct {
	By Person
	// Automated says that no person gives the order, but a program with an admin token: it needs nobody's approval.
	Automated bool
	// Message goes into the revision; the draft's title if it is empty.
	Message string
	// Version is that of the draft that was reviewed; records.Any is whatever there is.
	Version uint64
	// Expected is the revision on top of which it was reviewed; nil is whatever is the newest.
	Expected *uint64
	// At is when to publish; the zero time is now.
	At time.Time
}

// RefusedError says that the definitions of a draft, or what they would make of the environment, have problems.
type RefusedError struct{ Problems environment.Problems }

// Error implements error.
func (r *RefusedError) Error() string { return r.Problems.Error() }

// MovedError says which changes have to be looked at again before the draft is published.
type MovedError struct{ Moved []Moved }

// Error implements error.
func (e *MovedError) Error() string {
	names := make([]string, len(e.Moved))
	for i, m := range e.Moved {
		names[i] = fmt.Sprintf("%s %s (by %s, revision %d)", m.Kind, m.Key, m.By, m.Revision)
	}
	const most = 5
	if more := len(names) - most; more > 0 {
		names = append(names[:most], fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("%s since it was first edited in the draft: %s", ErrMoved, strings.Join(names, ", "))
}

// Unwrap makes it an ErrMoved.
func (e *MovedError) Unwrap() error { return ErrMoved }

// Outcome is what has become of a draft that was to be published.
type Outcome struct {
	Draft *Draft
	// Base is the revision on top of which Revision was published; both are nil if it was only scheduled.
	Base     *revisions.Published
	Revision *revisions.Revision
}

// Publish makes a draft one revision, or, if the order says so, sets when that happens. It is refused while the
// definitions have problems (RefusedError), somebody has published a change of one of them (MovedError), nothing
// would change (ErrNothing), or an approval is missing (ErrNotApproved). Either everything is published or nothing.
func (s *Service) Publish(ctx context.Context, environmentName, id string, o Order) (*Outcome, error) {
	if !o.At.IsZero() {
		d, err := s.schedule(ctx, environmentName, id, o)
		return &Outcome{Draft: d}, err
	}
	const rounds = 5
	for round := 1; ; round++ {
		done, err := s.publish(ctx, environmentName, id, o)
		if !errors.Is(err, revisions.ErrConflict) || o.Expected != nil || done.Draft == nil || round == rounds {
			return done, err
		}
		if o.Version != records.Any { // trying has changed it
			o.Version = done.Draft.Version
		}
	}
}

// publish tries to publish on top of the newest revision.
func (s *Service) publish(ctx context.Context, environmentName, id string, o Order) (*Outcome, error) {
	base, set, err := s.begin(ctx, environmentName, id, o)
	if err != nil {
		return &Outcome{}, err
	}
	ended := false
	defer func() {
		if !ended { // it panicked
			s.release(environmentName, id)
		}
	}()
	revision, problems, err := s.publisher.Publish(ctx, *set)
	switch {
	case err == nil && len(problems) > 0:
		err = &RefusedError{problems}
	case err == nil && revision.Number == base.Number:
		err = fmt.Errorf("%w: everything in the draft is published already", ErrNothing)
	}
	ended = true
	d, unwritten := s.end(context.WithoutCancel(ctx), environmentName, id, revision, err)
	return &Outcome{d, base, revision}, errors.Join(err, unwritten)
}

// begin checks whether a draft can be published and notes that it is about to be, so that a crash leaves no doubt.
// Whoever calls it calls end.
func (s *Service) begin(ctx context.Context, environmentName, id string, o Order) (base *revisions.Published, set *revisions.Changeset, err error) {
	_, err = s.edit(ctx, environmentName, id, func(d *Draft) ([]records.Edit, error) {
		if err := d.expect(o.Version); err != nil {
			return nil, err
		}
		r, err := s.publishable(ctx, environmentName, d, o)
		if err != nil {
			return nil, err
		}
		base = r.Current
		set = &revisions.Changeset{
			Environment: environmentName, Expected: &base.Number, Author: o.By.String(), Message: d.message(o.Message), Changes: r.Wanted,
		}
		d.Intent = &intent{Number: base.Number + 1, Author: set.Author, Message: set.Message}
		return nil, nil
	}, func() { s.publishing[[2]string{environmentName, id}] = true })
	return base, set, err
}

// release notes that a draft is no longer being published.
func (s *Service) release(environmentName, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.publishing, [2]string{environmentName, id})
}

// publishable answers why a draft cannot be published, as far as that can be known without compiling it.
func (s *Service) publishable(ctx context.Context, environmentName string, d *Draft, o Order) (*Review, error) {
	if d.State.ended() {
		return nil, d.over()
	}
	current, err := s.revisions.Current(environmentName)
	if err != nil {
		return nil, err
	}
	if o.Expected != nil && *o.Expected != current.Number {
		return nil, fmt.Errorf("%w: expected %d, but %d is the newest", revisions.ErrConflict, *o.Expected, current.Number)
	}
	settings, err := s.Settings(ctx, environmentName)
	if err != nil {
		return nil, err
	}
	if !o.Automated && len(d.Approvals) < settings.Approvals {
		return nil, fmt.Errorf("%w: somebody who has not edited the draft has to approve it before it is published in %s", ErrNotApproved, environmentName)
	}
	changes, err := s.readChanges(ctx, environmentName, d.ID)
	if err != nil {
		return nil, err
	}
	moved, err := s.moved(ctx, current, changes)
	if err != nil {
		return nil, err
	}
	if len(moved) > 0 {
		return nil, &MovedError{moved}
	}
	r := &Review{Draft: d, Current: current, Wanted: wanted(changes, current.Definitions)}
	if len(r.Wanted) == 0 {
		return nil, fmt.Errorf("%w: the draft changes nothing", ErrNothing)
	}
	return r, nil
}

// message is what the revision says: what whoever publishes says, or the title, and who approved.
func (d *Draft) message(given string) string {
	message := given
	if message == "" {
		message = d.Title
	}
	if len(d.Approvals) == 0 {
		return message
	}
	names := make([]string, len(d.Approvals))
	for i, a := range d.Approvals {
		names[i] = a.By.String()
	}
	if with := message + "\n\nApproved by " + strings.Join(names, ", "); len(with) <= revisions.MaxMessage {
		return with
	}
	return message
}

// end notes what has become of a draft that was about to be published; failed is nil if it is the revision. Where
// that is not certain, because the store failed, whoever looks next finds out.
func (s *Service) end(ctx context.Context, environmentName, id string, revision *revisions.Revision, failed error) (*Draft, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.publishing, [2]string{environmentName, id})
	for {
		d, err := s.read(ctx, environmentName, id)
		if err != nil {
			return nil, err
		}
		if !known(failed) {
			return d, nil
		}
		d.Intent = nil
		if failed == nil {
			d.become(revision)
		}
		d.UpdatedAt = s.now()
		if err := s.write(ctx, environmentName, d); !errors.Is(err, records.ErrConflict) {
			return d, err
		}
	}
}

// known says whether it is certain of a publish that ended like this what has become of it.
func known(failed error) bool {
	_, refused := errors.AsType[*RefusedError](failed)
	return failed == nil || refused || errors.Is(failed, ErrNothing) || errors.Is(failed, revisions.ErrConflict) || errors.Is(failed, revisions.ErrInvalid)
}

// become makes a draft the revision.
func (d *Draft) become(revision *revisions.Revision) {
	at := revision.At
	d.State, d.Revision, d.EndedAt, d.Schedule, d.Problem = Published, revision.Number, &at, nil, ""
}

// settled returns a draft of which it is known whether it was published; s.mu is held. One that is being
// published right now is ErrState.
func (s *Service) settled(ctx context.Context, environmentName, id string) (*Draft, error) {
	d, err := s.read(ctx, environmentName, id)
	if err != nil || d.Intent == nil {
		return d, err
	}
	if s.publishing[[2]string{environmentName, id}] {
		return nil, fmt.Errorf("%w: it is being published right now; look again in a moment", ErrState)
	}
	revision, err := s.became(ctx, environmentName, d)
	if err != nil {
		return nil, err
	}
	if d.Intent = nil; revision != nil {
		d.become(revision)
	}
	return d, s.write(ctx, environmentName, d)
}

// became returns the revision that a draft has become if the process ended in the middle of publishing it; nil
// if that was not published.
func (s *Service) became(ctx context.Context, environmentName string, d *Draft) (*revisions.Revision, error) {
	found, err := s.revisions.Revisions(ctx, environmentName, d.Intent.Number, 1)
	if err != nil || len(found) == 0 || found[0].Number != d.Intent.Number {
		return nil, err
	}
	r := found[0]
	if r.Author != d.Intent.Author || r.Message != d.Intent.Message {
		return nil, nil
	}
	changes, err := s.readChanges(ctx, environmentName, d.ID)
	if err != nil {
		return nil, err
	}
	before, err := s.revisions.AsOf(ctx, environmentName, r.Number-1)
	if err != nil {
		return nil, err
	}
	after, err := s.revisions.AsOf(ctx, environmentName, r.Number)
	if err != nil {
		return nil, err
	}
	made, problems := before.Definitions.Apply(wanted(changes, before.Definitions))
	if len(problems) > 0 || len(environment.Diff(made, after.Definitions)) > 0 {
		return nil, nil
	}
	return r, nil
}
