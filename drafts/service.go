package drafts

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
)

// Publisher is the path by which everything is published.
type Publisher interface {
	// Missing reports what changes mention that has to be there before they are published, such as images.
	Missing(ctx context.Context, environment string, changes []environment.Change) (environment.Problems, error)
	// Publish publishes changes of which nothing is missing; for the rest it is revisions.Service's.
	Publish(ctx context.Context, c revisions.Changeset) (*revisions.Revision, environment.Problems, error)
	// Allowed says whether who has scheduled something may still publish in an environment when its time has come.
	Allowed(ctx context.Context, environment string, scheduled *Schedule) (bool, error)
}

// Config is what a Service is made of. Everything but Logger is required.
type Config struct {
	Records   records.Store
	Revisions *revisions.Service
	Publisher Publisher
	Clock     func() time.Time
	// Logger is told of drafts that were published, or could not be, at their time; nil discards that.
	Logger *slog.Logger
}

// Service keeps the drafts of all environments. All methods may be called concurrently.
type Service struct {
	records   records.Store
	revisions *revisions.Service
	publisher Publisher
	clock     func() time.Time
	log       *slog.Logger
	wake      chan struct{} // something is to be published earlier than was known

	mu sync.Mutex // one edit of records at a time, so that edits of one draft need not repeat themselves
	// publishing are the drafts that are being published right now, by environment and ID.
	publishing map[[2]string]bool
}

// New makes a service. What is due is only published while Work runs.
func New(config Config) *Service {
	s := &Service{
		records: config.Records, revisions: config.Revisions, publisher: config.Publisher, clock: config.Clock, log: config.Logger,
		wake: make(chan struct{}, 1), publishing: map[[2]string]bool{},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	return s
}

// now is the instant of what happens, as it is stored.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Millisecond) }

// forgotten says whether a draft ended so long ago that it is to be removed.
func (s *Service) forgotten(d *Draft) bool {
	return d.EndedAt != nil && !s.now().Before(d.EndedAt.Add(Kept))
}

// IDs are "dr_" and random letters and digits.
const idPrefix = "dr_"

func newID() string { return idPrefix + strings.ToLower(rand.Text()[:16]) }

func validID(id string) bool {
	rest, ok := strings.CutPrefix(id, idPrefix)
	ok = ok && rest != "" && len(rest) <= 40
	for _, c := range []byte(rest) {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	return ok
}

// Create begins a draft. A title is one line of up to MaxTitle bytes; another is ErrInvalid.
// ErrTooMany says that the environment has MaxOpen drafts already.
func (s *Service) Create(ctx context.Context, environment, title string, by Person) (*Draft, error) {
	if _, err := s.revisions.Current(environment); err != nil {
		return nil, err
	}
	if err := checkText("title", title, MaxTitle); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.room(ctx, environment); err != nil {
		return nil, err
	}
	now := s.now()
	d := &Draft{ID: newID(), Title: title, State: Open, By: by, CreatedAt: now, UpdatedAt: now}
	return d, s.write(ctx, environment, d)
}

// room answers ErrTooMany if there is none for another open draft.
func (s *Service) room(ctx context.Context, environment string) error {
	all, err := s.list(ctx, environment)
	if err != nil {
		return err
	}
	open := 0
	for _, d := range all {
		if !d.State.ended() {
			open++
		}
	}
	if open >= MaxOpen {
		return fmt.Errorf("%w: %s has %d drafts that are neither published nor discarded", ErrTooMany, environment, open)
	}
	return nil
}

// write stores a draft in place of the version that it was read in, together with other edits.
func (s *Service) write(ctx context.Context, environment string, d *Draft, more ...records.Edit) error {
	value, err := encode(d)
	if err != nil {
		return err
	}
	version, err := s.records.EditRecords(ctx, append(more, records.Edit{Kind: draftKind + environment, ID: d.ID, Expected: d.Version, Value: value})...)
	if err != nil {
		return err
	}
	d.Version = version
	return nil
}

// List returns the drafts of an environment in the given states (all if none is given), the newest first.
func (s *Service) List(ctx context.Context, environment string, states ...State) ([]*Draft, error) {
	if _, err := s.revisions.Current(environment); err != nil {
		return nil, err
	}
	all, err := s.list(ctx, environment)
	if err != nil {
		return nil, err
	}
	var found []*Draft
	for _, d := range all {
		if d, err = s.certain(ctx, environment, d); err != nil {
			return nil, err
		}
		if len(states) == 0 || slices.Contains(states, d.State) {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b *Draft) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	return found, nil
}

// list returns all drafts of an environment as they are stored.
func (s *Service) list(ctx context.Context, environment string) ([]*Draft, error) {
	stored, err := s.records.Records(ctx, draftKind+environment)
	if err != nil {
		return nil, err
	}
	all := make([]*Draft, 0, len(stored))
	for _, r := range stored {
		d, err := parseDraft(r)
		if err != nil {
			return nil, err
		}
		if !s.forgotten(d) {
			all = append(all, d)
		}
	}
	return all, nil
}

// Draft returns one draft, or ErrUnknown.
func (s *Service) Draft(ctx context.Context, environment, id string) (*Draft, error) {
	d, err := s.read(ctx, environment, id)
	if err != nil {
		return nil, err
	}
	return s.certain(ctx, environment, d)
}

// certain returns a draft as it is once it is known whether it was published.
func (s *Service) certain(ctx context.Context, environment string, d *Draft) (*Draft, error) {
	if d.Intent == nil {
		return d, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	settled, err := s.settled(ctx, environment, d.ID)
	if errors.Is(err, ErrState) { // it is being published right now
		return d, nil
	}
	return settled, err
}

// Changes returns a draft with its changes, sorted by kind and key, as they were at one time.
func (s *Service) Changes(ctx context.Context, environment, id string) (*Draft, []*Change, error) {
	for {
		d, err := s.Draft(ctx, environment, id)
		if err != nil {
			return nil, nil, err
		}
		changes, err := s.readChanges(ctx, environment, id)
		if err != nil {
			return nil, nil, err
		}
		again, err := s.read(ctx, environment, id)
		if err != nil {
			return nil, nil, err
		}
		if again.Edits == d.Edits {
			return again, changes, nil
		}
	}
}

// errUnchanged ends an edit that has nothing to do.
var errUnchanged = errors.New("unchanged")

// edit changes a draft and, with the edits that change returns, its records, all at once. Change is called
// again with the draft as it is then if another node was faster. Done is called, before anybody else edits, if that went well.
func (s *Service) edit(ctx context.Context, environment, id string, change func(d *Draft) ([]records.Edit, error), done ...func()) (*Draft, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		d, err := s.settled(ctx, environment, id)
		if err != nil {
			return nil, err
		}
		edits, err := change(d)
		if errors.Is(err, errUnchanged) {
			return d, nil
		}
		if err != nil {
			return nil, err
		}
		d.UpdatedAt = s.now()
		err = s.write(ctx, environment, d, edits...)
		if err == nil {
			for _, f := range done {
				f()
			}
			return d, nil
		}
		if !errors.Is(err, records.ErrConflict) && !errors.Is(err, records.ErrUnknown) {
			return nil, err
		}
	}
}

// expect answers ErrConflict unless a draft is in the expected version.
func (d *Draft) expect(version uint64) error {
	if version == records.Any || version == d.Version {
		return nil
	}
	return fmt.Errorf("%w: version %d of the draft is expected, %d is the newest", ErrConflict, version, d.Version)
}

// Rename gives a draft another title, if it is in the expected version; records.Any is whatever there is.
func (s *Service) Rename(ctx context.Context, environment, id string, expected uint64, title string) (*Draft, error) {
	if err := checkText("title", title, MaxTitle); err != nil {
		return nil, err
	}
	return s.edit(ctx, environment, id, func(d *Draft) ([]records.Edit, error) {
		if err := d.editable(); err != nil {
			return nil, err
		}
		d.Title = title
		return nil, d.expect(expected)
	})
}

// Discard ends a draft. It can be restored for as long as it is Kept.
func (s *Service) Discard(ctx context.Context, environment, id string) (*Draft, error) {
	return s.edit(ctx, environment, id, func(d *Draft) ([]records.Edit, error) {
		if d.State == Discarded {
			return nil, errUnchanged
		}
		if err := d.editable(); err != nil {
			return nil, err
		}
		d.reopen()
		now := s.now()
		d.State, d.EndedAt = Discarded, &now
		return nil, nil
	})
}

// Restore opens a draft again that was discarded.
func (s *Service) Restore(ctx context.Context, environment, id string) (*Draft, error) {
	return s.edit(ctx, environment, id, func(d *Draft) ([]records.Edit, error) {
		switch d.State {
		case Published:
			return nil, d.over()
		case Discarded:
			if err := s.room(ctx, environment); err != nil {
				return nil, err
			}
			d.reopen()
			return nil, nil
		}
		return nil, errUnchanged
	})
}
