package revisions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
)

// Published is one revision of an environment, compiled. It is immutable.
type Published struct {
	Environment string
	// Number is the revision's number; 0 for an environment in which nothing was published yet.
	Number      uint64
	Hash        Hash
	At          time.Time
	Definitions *environment.Definitions
	Set         *flags.Set
	// Problems are what this version cannot read or compile any more of what was
	// right when it was published. A flag with a problem answers ERROR; a definition
	// that cannot be read is left out.
	Problems environment.Problems
}

// Service publishes revisions and hands out the compiled newest one of each
// environment. All methods may be called concurrently; Current takes no lock.
type Service struct {
	log   Log
	clock func() time.Time
	past  past

	// live has all environments. The map is replaced as a whole and never changed.
	live atomic.Pointer[map[string]*live]
	mu   sync.Mutex // held while live is replaced
}

// live is one environment.
type live struct {
	name    string
	current atomic.Pointer[Published]
	watchers

	mu     sync.Mutex // held by whoever publishes or catches up
	newest *Revision
}

// Open reads all environments from the log, verifies their hash chains and
// compiles the newest revision of each. Clock gives the times of new revisions.
// ErrTampered names the first revision that is not what was published.
func Open(ctx context.Context, log Log, clock func() time.Time) (*Service, error) {
	s := &Service{log: log, clock: clock}
	s.live.Store(&map[string]*live{})
	if err := s.Refresh(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Environments returns the names of all environments, sorted.
func (s *Service) Environments() []string { return slices.Sorted(maps.Keys(*s.live.Load())) }

// Current returns the newest revision of an environment, or ErrUnknownEnvironment.
func (s *Service) Current(environment string) (*Published, error) {
	l, err := s.environment(environment)
	if err != nil {
		return nil, err
	}
	return l.current.Load(), nil
}

func (s *Service) environment(name string) (*live, error) {
	if l := (*s.live.Load())[name]; l != nil {
		return l, nil
	}
	return nil, fmt.Errorf("%w %q", ErrUnknownEnvironment, name)
}

// CreateEnvironment adds an empty environment. Its name consists of up to 63
// lower-case letters, digits and hyphens and does not begin with a hyphen;
// another is ErrInvalid. A name that is taken is ErrEnvironmentExists.
func (s *Service) CreateEnvironment(ctx context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	err := s.log.CreateEnvironment(ctx, name)
	if err != nil && !errors.Is(err, ErrEnvironmentExists) {
		return fmt.Errorf("environment %q: %w", name, err)
	}
	// Also where the name is taken: another node may have taken it.
	if refreshed := s.refresh(ctx, name); refreshed != nil {
		return refreshed
	}
	return err
}

// Refresh takes over what other nodes have published and created since.
func (s *Service) Refresh(ctx context.Context) error {
	names, err := s.log.Environments(ctx)
	if err != nil {
		return fmt.Errorf("environments: %w", err)
	}
	for _, name := range names {
		if err := s.refresh(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// refresh takes over what is new in an environment that the log has.
func (s *Service) refresh(ctx context.Context, name string) error {
	if l, err := s.environment(name); err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		return s.catchUp(ctx, l)
	}
	l := &live{name: name}
	l.current.Store(compile(&Published{Environment: name, Definitions: &environment.Definitions{}}, nil))
	l.newest = &Revision{Environment: name}
	if err := s.catchUp(ctx, l); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := *s.live.Load()
	if all[name] != nil { // somebody else was faster
		return nil
	}
	next := maps.Clone(all)
	next[name] = l
	s.live.Store(&next)
	return nil
}

// catchUp reads the revisions after the current one and makes the newest the
// current one; l.mu is held.
func (s *Service) catchUp(ctx context.Context, l *live) error {
	base := l.current.Load()
	changed, newest := fold{}, l.newest
	at := link{l.name, base.Number, base.Hash}
	err := at.read(ctx, s.log, math.MaxUint64, func(r *Revision) {
		changed.add(r)
		newest = r
	})
	if err != nil || newest.Number == base.Number {
		return err
	}
	s.swap(l, newest, folded(base, newest, changed))
	return nil
}

// folded is a revision that came about by changes since another one.
func folded(base *Published, newest *Revision, changed fold) *Published {
	next := of(newest)
	if base.Number == 0 {
		changed.forgetDeletions()
	}
	next.Definitions, next.Problems = apply(base.Definitions, changed.changes())
	return compile(next, base.Set)
}

func of(r *Revision) *Published {
	return &Published{Environment: r.Environment, Number: r.Number, Hash: r.Hash, At: r.At}
}

// compile completes a revision; what does not compile joins its problems.
func compile(p *Published, previous *flags.Set) *Published {
	set, problems := environment.CompileSpread(p.Definitions, p.Number, previous, sideBySide)
	p.Set, p.Problems = set, append(p.Problems, problems...)
	return p
}

// swap makes a revision the current one; l.mu is held.
func (s *Service) swap(l *live, newest *Revision, p *Published) {
	l.newest = newest
	l.current.Store(p)
	l.notify(p)
}
