// Package mem keeps everything in memory: for tests, and for trying things out.
package mem

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage"
)

// Store implements revisions.Log, decision.Lists, keys.Store and records.Store, and holds the stores
// of what is known of people and of images. What it holds is gone when it is. Make one with Open.
type Store struct {
	vault    *vault
	events   *events
	profiles *profiles
	failures *failures
	gallery  *gallery

	mu           sync.RWMutex
	closed       bool
	environments map[string]*environment
	keys         map[string]keys.Key
	records      recordSet
}

type environment struct {
	revisions []*revisions.Revision
	lists     map[string][]string // each sorted, none empty
}

var (
	_ revisions.Log  = (*Store)(nil)
	_ decision.Lists = (*Store)(nil)
	_ keys.Store     = (*Store)(nil)
	_ records.Store  = (*Store)(nil)
)

// Open returns an empty store.
func Open() *Store {
	return &Store{
		vault:        &vault{secrets: privacy.NewSecrets()},
		events:       &events{environments: map[string]*eventLog{}},
		profiles:     &profiles{environments: map[string]*profileSet{}},
		failures:     &failures{environments: map[string]*failureList{}},
		gallery:      &gallery{environments: map[string]*imageSet{}},
		environments: map[string]*environment{},
		keys:         map[string]keys.Key{},
		records:      recordSet{kinds: map[string]map[string]records.Record{}},
	}
}

// Close makes every later call answer storage.ErrClosed.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.vault.close()
	s.events.close()
	s.profiles.close()
	s.failures.close()
	s.gallery.close()
	return nil
}

// usable answers why a call must not go on; the lock is held.
func (s *Store) usable(ctx context.Context) error {
	return usable(ctx, s.closed)
}

// usable answers why a call must not go on; the lock of whatever is closed is held.
func usable(ctx context.Context, closed bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if closed {
		return storage.ErrClosed
	}
	return nil
}

// environment finds an environment; the lock is held.
func (s *Store) environment(ctx context.Context, name string) (*environment, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	if e := s.environments[name]; e != nil {
		return e, nil
	}
	return nil, revisions.ErrUnknownEnvironment
}

// CreateEnvironment implements revisions.Log.
func (s *Store) CreateEnvironment(ctx context.Context, name string) error {
	if err := storage.CheckText("environment name", name); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(ctx); err != nil {
		return err
	}
	if s.environments[name] != nil {
		return revisions.ErrEnvironmentExists
	}
	s.environments[name] = &environment{lists: map[string][]string{}}
	return nil
}

// Environments implements revisions.Log.
func (s *Store) Environments(ctx context.Context) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(s.environments)), nil
}

// Append implements revisions.Log.
func (s *Store) Append(ctx context.Context, revision *revisions.Revision) error {
	if err := storage.CheckRevision(revision); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e, err := s.environment(ctx, revision.Environment)
	if err != nil {
		return err
	}
	var newest revisions.Hash
	if n := len(e.revisions); n > 0 {
		newest = e.revisions[n-1].Hash
	}
	if revision.Number != uint64(len(e.revisions))+1 || revision.Parent != newest {
		return revisions.ErrConflict
	}
	e.revisions = append(e.revisions, clone(revision))
	return nil
}

// Revisions implements revisions.Log.
func (s *Store) Revisions(ctx context.Context, environment string, from uint64, limit int) ([]*revisions.Revision, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, err := s.environment(ctx, environment)
	if err != nil {
		return nil, err
	}
	from = max(from, 1)
	if limit <= 0 || from > uint64(len(e.revisions)) {
		return nil, nil
	}
	rest := e.revisions[from-1:]
	page := make([]*revisions.Revision, min(limit, len(rest)))
	for i := range page {
		page[i] = clone(rest[i])
	}
	return page, nil
}

// clone keeps the store's revisions apart from the callers'.
func clone(revision *revisions.Revision) *revisions.Revision {
	copied := *revision
	copied.Changes = slices.Clone(revision.Changes)
	for i, change := range copied.Changes {
		copied.Changes[i].Value = json.RawMessage(slices.Clone([]byte(change.Value)))
	}
	return &copied
}
