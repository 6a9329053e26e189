package mem

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/storage"
)

// failures implements people.Failures.
type failures struct {
	mu           sync.RWMutex
	closed       bool
	environments map[string]*failureList
}

type failureList struct {
	last uint64
	kept []people.Failure // by ID
}

// Failures returns the events that were not accepted.
func (s *Store) Failures() people.Failures { return s.failures }

func (f *failures) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
}

// AddFailures implements people.Failures.
func (f *failures) AddFailures(ctx context.Context, environment string, added []people.Failure) error {
	if err := storage.CheckText("environment name", environment); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := usable(ctx, f.closed); err != nil {
		return err
	}
	list := f.environments[environment]
	if list == nil {
		list = &failureList{}
		f.environments[environment] = list
	}
	for i := range added {
		list.last++
		added[i].ID = list.last
		added[i].At = added[i].At.UTC().Truncate(time.Millisecond)
		list.kept = append(list.kept, copyOf(added[i]))
	}
	if beyond := len(list.kept) - people.KeptFailures; beyond > 0 {
		list.kept = slices.Delete(list.kept, 0, beyond)
	}
	return nil
}

// Failures implements people.Failures.
func (f *failures) Failures(ctx context.Context, environment string, before uint64, limit int) ([]people.Failure, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if err := usable(ctx, f.closed); err != nil {
		return nil, err
	}
	list := f.environments[environment]
	if list == nil {
		return nil, nil
	}
	end := len(list.kept)
	if before != 0 {
		end, _ = slices.BinarySearchFunc(list.kept, before, compareID)
	}
	var page []people.Failure
	for _, failure := range slices.Backward(list.kept[:end]) {
		if len(page) >= limit {
			break
		}
		page = append(page, copyOf(failure))
	}
	return page, nil
}

// DeleteFailures implements people.Failures.
func (f *failures) DeleteFailures(ctx context.Context, environment string, ids []uint64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := usable(ctx, f.closed); err != nil {
		return err
	}
	list := f.environments[environment]
	if list == nil {
		return nil
	}
	for _, id := range ids {
		if at, found := slices.BinarySearchFunc(list.kept, id, compareID); found {
			list.kept = slices.Delete(list.kept, at, at+1)
		}
	}
	return nil
}

func compareID(f people.Failure, id uint64) int {
	switch {
	case f.ID < id:
		return -1
	case f.ID > id:
		return 1
	}
	return 0
}

// copyOf keeps the store's failures apart from the callers'.
func copyOf(f people.Failure) people.Failure {
	f.Sealed = bytes.Clone(f.Sealed)
	f.Hashes = slices.Clone(f.Hashes)
	return f
}
