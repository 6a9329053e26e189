package drafts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

// schedule sets when a draft is published. It has to be ready for that now.
func (s *Service) schedule(ctx context.Context, environment, id string, o Order) (*Draft, error) {
	at := o.At.UTC().Truncate(time.Millisecond)
	if now := s.now(); !at.After(now) || at.After(now.Add(MaxAhead)) {
		return nil, fmt.Errorf("%w: a draft is scheduled for a time between now and in a year, not for %s", ErrInvalid, at.Format(time.RFC3339))
	}
	if len(o.Message) > revisions.MaxMessage {
		return nil, fmt.Errorf("%w: the message has %d bytes, at most %d are allowed", ErrInvalid, len(o.Message), revisions.MaxMessage)
	}
	r, err := s.Review(ctx, environment, id)
	if err != nil {
		return nil, err
	}
	switch {
	case len(r.Moved) > 0: // before problems that may come of it
		return nil, &MovedError{r.Moved}
	case len(r.Problems) > 0:
		return nil, &RefusedError{r.Problems}
	}
	d, err := s.edit(ctx, environment, id, func(d *Draft) ([]records.Edit, error) {
		if err := d.expect(o.Version); err != nil {
			return nil, err
		}
		if d.Edits != r.Draft.Edits { // since it was looked at
			return nil, fmt.Errorf("%w: look at the draft again", ErrConflict)
		}
		if _, err := s.publishable(ctx, environment, d, o); err != nil {
			return nil, err
		}
		d.State, d.Problem, d.Schedule = Scheduled, "", &Schedule{At: at, By: o.By, Automated: o.Automated, Message: o.Message}
		return nil, nil
	})
	if err == nil {
		s.awake()
	}
	return d, err
}

// Unschedule opens a draft again that is scheduled, or has failed.
func (s *Service) Unschedule(ctx context.Context, environment, id string) (*Draft, error) {
	return s.edit(ctx, environment, id, func(d *Draft) ([]records.Edit, error) {
		switch {
		case d.State.ended():
			return nil, d.over()
		case d.State == Open:
			return nil, errUnchanged
		}
		d.reopen()
		return nil, nil
	})
}

// awake makes Work look for what is due.
func (s *Service) awake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// mostWait bounds how long is waited at once, so that a clock that was set is noticed.
const mostWait = time.Minute

// Work publishes scheduled drafts when they are due, at once those that became due while nobody did, and
// removes what was kept long enough. It returns when ctx is done.
func (s *Service) Work(ctx context.Context) {
	for ctx.Err() == nil {
		next := s.round(ctx)
		alarm := time.NewTimer(min(max(next.Sub(s.clock()), 0), mostWait))
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-alarm.C:
		}
		alarm.Stop()
	}
}

// round does what is due in all environments, and returns when to look again.
func (s *Service) round(ctx context.Context) time.Time {
	next := s.clock().Add(mostWait)
	for _, name := range s.revisions.Environments() {
		if err := s.due(ctx, name, &next); err != nil && ctx.Err() == nil {
			s.log.Error("drafts", "environment", name, "error", err.Error())
		}
	}
	return next
}

// due does what is due in an environment.
func (s *Service) due(ctx context.Context, environment string, next *time.Time) error {
	if err := s.sweep(ctx, environment); err != nil {
		return err
	}
	scheduled, err := s.List(ctx, environment, Scheduled)
	if err != nil {
		return err
	}
	slices.SortStableFunc(scheduled, func(a, b *Draft) int { return a.Schedule.At.Compare(b.Schedule.At) })
	for _, d := range scheduled {
		switch at := d.Schedule.At; {
		case !at.After(s.now()):
			err = errors.Join(err, s.carryOut(ctx, environment, d))
		case at.Before(*next):
			*next = at
		}
	}
	return err
}

// carryOut publishes a draft whose time has come. What keeps it from being published makes it fail; a store that
// cannot be reached does not: it is tried again.
func (s *Service) carryOut(ctx context.Context, environment string, d *Draft) error {
	done, err := s.publishScheduled(ctx, environment, d)
	switch {
	case err == nil:
		s.log.Info("draft published at its time", "environment", environment, "draft", d.ID, "revision", done.Revision.Number)
		return nil
	case errors.Is(err, ErrConflict), errors.Is(err, ErrState), errors.Is(err, ErrUnknown): // somebody has done something else with it
		return nil
	case !lasting(err):
		return fmt.Errorf("draft %s: %w", d.ID, err)
	}
	s.log.Warn("draft not published at its time", "environment", environment, "draft", d.ID, "problem", err.Error())
	return s.fail(ctx, environment, d, err)
}

func (s *Service) publishScheduled(ctx context.Context, environment string, d *Draft) (*Outcome, error) {
	allowed, err := s.publisher.Allowed(ctx, environment, d.Schedule)
	if err != nil {
		return nil, err
	}
	if !allowed {
		return nil, fmt.Errorf("%w: %s, who has scheduled the draft, may no longer publish in %s", ErrNotAllowed, d.Schedule.By, environment)
	}
	o := Order{By: d.Schedule.By, Automated: d.Schedule.Automated, Message: d.Schedule.Message, Version: d.Version}
	return s.Publish(ctx, environment, d.ID, o)
}

// fail notes why a scheduled draft could not be published, unless somebody has taken the schedule back.
func (s *Service) fail(ctx context.Context, environment string, scheduled *Draft, why error) error {
	_, err := s.edit(ctx, environment, scheduled.ID, func(d *Draft) ([]records.Edit, error) {
		if d.State != Scheduled || !d.Schedule.At.Equal(scheduled.Schedule.At) {
			return nil, errUnchanged
		}
		d.State, d.Problem = Failed, problemOf(why)
		return nil, nil
	})
	return err
}

// lasting says whether publishing again would end the same way.
func lasting(err error) bool {
	if _, refused := errors.AsType[*RefusedError](err); refused {
		return true
	}
	return slices.ContainsFunc([]error{ErrMoved, ErrNothing, ErrNotApproved, ErrNotAllowed, revisions.ErrInvalid}, func(known error) bool { return errors.Is(err, known) })
}

// problemOf puts into one text why a draft could not be published.
func problemOf(err error) string {
	const longest = 4000
	text := err.Error()
	if len(text) > longest {
		text = text[:longest] + " …"
	}
	return text
}

// sweep removes drafts that were kept long enough, with their changes.
func (s *Service) sweep(ctx context.Context, environment string) error {
	stored, err := s.records.Records(ctx, draftKind+environment)
	if err != nil {
		return err
	}
	for _, r := range stored {
		d, err := parseDraft(r)
		if err != nil {
			return err
		}
		if s.forgotten(d) {
			if err := s.remove(ctx, environment, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) remove(ctx context.Context, environment string, d *Draft) error {
	changes, err := s.records.Records(ctx, changesOf(environment, d.ID))
	if err != nil {
		return err
	}
	edits := []records.Edit{{Kind: draftKind + environment, ID: d.ID, Expected: records.Any}}
	for _, c := range changes {
		edits = append(edits, records.Edit{Kind: changesOf(environment, d.ID), ID: c.ID, Expected: records.Any})
	}
	_, err = s.records.EditRecords(ctx, edits...)
	return err
}
