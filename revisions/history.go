package revisions

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/environment"
)

// MaxRevisions is how many revisions are read at once.
const MaxRevisions = 1000

// Revisions returns up to limit revisions, but at most MaxRevisions, in ascending
// order beginning with number from (1 is the first). The records must not be changed.
func (s *Service) Revisions(ctx context.Context, environment string, from uint64, limit int) ([]*Revision, error) {
	if _, err := s.environment(environment); err != nil {
		return nil, err
	}
	return s.log.Revisions(ctx, environment, max(from, 1), min(limit, MaxRevisions))
}

// AsOf returns an environment as it was at a revision, compiled by this version
// of the program; see Published.Problems. Revision 0 is the empty environment. A number
// that the log does not have is ErrUnknownRevision.
func (s *Service) AsOf(ctx context.Context, environmentName string, number uint64) (*Published, error) {
	current, err := s.Current(environmentName)
	if err != nil || current.Number == number {
		return current, err
	}
	if p := s.past.find(environmentName, number); p != nil {
		return p, nil
	}
	newest := &Revision{Environment: environmentName}
	changed := fold{}
	at := link{environment: environmentName}
	err = at.read(ctx, s.log, number, func(r *Revision) {
		changed.add(r)
		newest = r
	})
	if err != nil {
		return nil, err
	}
	if newest.Number != number {
		return nil, fmt.Errorf("%w %d of environment %q: the newest is %d", ErrUnknownRevision, number, environmentName, newest.Number)
	}
	p := folded(&Published{Definitions: &environment.Definitions{}}, newest, changed)
	s.past.add(p)
	return p, nil
}

// Diff returns the changes that lead from one revision of an environment to
// another, sorted by kind and key. Revision 0 is the empty environment.
func (s *Service) Diff(ctx context.Context, environmentName string, from, to uint64) ([]environment.Change, error) {
	before, err := s.AsOf(ctx, environmentName, from)
	if err != nil {
		return nil, err
	}
	after, err := s.AsOf(ctx, environmentName, to)
	if err != nil {
		return nil, err
	}
	return environment.Diff(before.Definitions, after.Definitions), nil
}

// Verify reads the whole log of an environment and checks every hash, and that
// the log holds the revision that is served. It returns the number and the hash of the last revision that is
// what was published, and an ErrTampered that names the first one that is not.
func (s *Service) Verify(ctx context.Context, environment string) (number uint64, hash Hash, err error) {
	current, err := s.Current(environment)
	if err != nil {
		return 0, Hash{}, err
	}
	replaced := false
	at := link{environment: environment}
	err = at.read(ctx, s.log, math.MaxUint64, func(r *Revision) {
		replaced = replaced || r.Number == current.Number && r.Hash != current.Hash
	})
	switch {
	case err != nil:
	case at.number < current.Number:
		err = fmt.Errorf("environment %q, revision %d: %w: it is missing", environment, at.number+1, ErrTampered)
	case replaced:
		err = fmt.Errorf("environment %q, revision %d: %w: it is not the one that is served", environment, current.Number, ErrTampered)
	}
	return at.number, at.hash, err
}

// VerifyLog does what Verify does of a log that nobody serves: it can only find what contradicts itself.
func VerifyLog(ctx context.Context, log Log, environment string) (number uint64, hash Hash, err error) {
	at := link{environment: environment}
	err = at.read(ctx, log, math.MaxUint64, func(*Revision) {})
	return at.number, at.hash, err
}

// past remembers a few revisions that somebody looked at, the latest first.
type past struct {
	mu       sync.Mutex
	compiled []*Published
}

// remembered is how many revisions are kept: enough to go back and forth
// between two in several windows, few enough to forget about their memory.
const remembered = 8

func (p *past) find(environment string, number uint64) *Published {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.compiled, func(c *Published) bool {
		return c.Environment == environment && c.Number == number
	})
	if i < 0 {
		return nil
	}
	found := p.compiled[i]
	copy(p.compiled[1:i+1], p.compiled[:i])
	p.compiled[0] = found
	return found
}

func (p *past) add(c *Published) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.compiled) == remembered {
		p.compiled = p.compiled[:remembered-1]
	}
	p.compiled = slices.Insert(p.compiled, 0, c)
}

// NumberAt returns the number of the newest revision of an environment that was
// published at or before an instant; 0 if none was yet.
func (s *Service) NumberAt(ctx context.Context, environmentName string, at time.Time) (uint64, error) {
	current, err := s.Current(environmentName)
	if err != nil || !current.At.After(at) {
		return numberOf(current), err
	}
	low, high := uint64(0), current.Number // revision low was published by then, high was not
	for high-low > 1 {
		middle := low + (high-low)/2
		found, err := s.log.Revisions(ctx, environmentName, middle, 1)
		if err != nil {
			return 0, err
		}
		if len(found) != 1 || found[0].Number != middle {
			return 0, fmt.Errorf("%w %d of environment %q", ErrUnknownRevision, middle, environmentName)
		}
		if found[0].At.After(at) {
			high = middle
		} else {
			low = middle
		}
	}
	return low, nil
}

func numberOf(p *Published) uint64 {
	if p == nil {
		return 0
	}
	return p.Number
}
