package revisions

import (
	"context"
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
}

// Changeset is what somebody wants to publish.
type Changeset struct {
	Environment string
	// Expected is the number of the revision that the author saw; nil publishes on top of whatever is newest.
	Expected *uint64
	Author   string
	Message  string
	Changes  []environment.Change
}

// Service publishes revisions and hands out the compiled newest one of each
// environment. All methods may be called concurrently; Current takes no lock.
type Service struct{}

// Open reads all environments from the log, verifies their hash chains and
// compiles the newest revision of each. Clock gives the times of new revisions.
func Open(ctx context.Context, log Log, clock func() time.Time) (*Service, error) { return nil, nil }

// CreateEnvironment adds an empty environment.
func (s *Service) CreateEnvironment(ctx context.Context, name string) error { return nil }

// Environments returns the names of all environments, sorted.
func (s *Service) Environments() []string { return nil }

// Current returns the newest revision of an environment, or ErrUnknownEnvironment.
func (s *Service) Current(environment string) (*Published, error) { return nil, nil }

// Publish checks, compiles and stores a changeset, then makes it the current
// revision. Problems mean that nothing was stored; so does an error, such as
// ErrConflict. A changeset that changes nothing returns the current revision's record unchanged.
func (s *Service) Publish(ctx context.Context, c Changeset) (*Revision, environment.Problems, error) {
	return nil, nil, nil
}

// Rollback publishes a new revision whose definitions are those of an earlier one.
func (s *Service) Rollback(ctx context.Context, environment string, to uint64, expected *uint64, author string) (*Revision, environment.Problems, error) {
	return nil, nil, nil
}

// AsOf returns an environment as it was at a revision, compiled.
func (s *Service) AsOf(ctx context.Context, environment string, number uint64) (*Published, error) {
	return nil, nil
}

// Revisions returns up to limit revisions in ascending order beginning with number from.
func (s *Service) Revisions(ctx context.Context, environment string, from uint64, limit int) ([]*Revision, error) {
	return nil, nil
}

// Verify reads the whole log of an environment and checks every hash. It returns
// the number of revisions, and an error that names the first one that is not what was published.
func (s *Service) Verify(ctx context.Context, environment string) (uint64, error) { return 0, nil }

// Watch returns a channel that receives the newest revision each time one is
// published; a receiver that is slow misses those in between. The caller calls stop when done.
func (s *Service) Watch(environment string) (updates <-chan *Published, stop func()) { return nil, nil }
