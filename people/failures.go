package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// FailedEvent is an event that was not accepted as it was sent.
type FailedEvent struct {
	ID     uint64
	At     time.Time
	Failed *events.Failed
}

// takenIn says whether the event of a failure was taken in all the same, without something.
func takenIn(f *events.Failed) bool {
	return f.Partial || warned(f)
}

// warned says whether nothing is lost with a failure, but for what its sender may not say: few of those are kept.
func warned(f *events.Failed) bool {
	return f.Reason == reasonTrait || f.Reason == reasonUnverified && f.AnonymousID != ""
}

// warnings bounds how many failures are kept of events that were taken in: a page that
// sends what it may not would otherwise make one of each event.
type warnings struct {
	mu     sync.Mutex
	minute int64
	counts map[string]int
}

// room says whether another warning is kept.
func (w *warnings) room(f *events.Failed, now int64) bool {
	const mostPerMinute, mostKinds = 10, 1000
	w.mu.Lock()
	defer w.mu.Unlock()
	if minute := now / time.Minute.Milliseconds(); minute != w.minute {
		w.minute, w.counts = minute, map[string]int{}
	}
	kind := string(f.Reason) + " " + f.Path
	if len(w.counts) >= mostKinds || w.counts[kind] >= mostPerMinute {
		return false
	}
	w.counts[kind]++
	return true
}

// noteFailures makes failures durable.
func (c *crowd) noteFailures(ctx context.Context, failed []*events.Failed) error {
	failed = slices.DeleteFunc(failed, func(f *events.Failed) bool { return warned(f) && !c.warnings.room(f, c.service.now()) })
	if len(failed) == 0 {
		return nil
	}
	at := c.service.config.Clock().UTC().Truncate(time.Millisecond)
	stored := make([]Failure, len(failed))
	for i, f := range failed {
		text, err := json.Marshal(f)
		if err != nil {
			return fmt.Errorf("failed event: %w", err)
		}
		stored[i] = Failure{At: at, Hashes: c.hashesOf(f)}
		stored[i].Sealed = c.service.failure.Seal(nil, text, c.bound(boundFailure, 0))
	}
	if err := c.service.config.Failures.AddFailures(ctx, c.name, stored); err != nil {
		return fmt.Errorf("failed events of environment %q: %w", c.name, err)
	}
	return nil
}

// hashesOf returns the hashes of the identifiers that a failed event names, as far as they could be read.
func (c *crowd) hashesOf(f *events.Failed) []privacy.Hash {
	var hashes []privacy.Hash
	for _, id := range idsOf(f) {
		if id.Value != "" {
			hashes = append(hashes, c.hash(id))
		}
	}
	return hashes
}

// idsOf returns whom a failed event may name; empty values name nobody.
func idsOf(f *events.Failed) [4]profiles.Identifier {
	return [...]profiles.Identifier{
		{Kind: profiles.User, Value: f.UserID}, {Kind: profiles.Anonymous, Value: f.AnonymousID},
		{Kind: profiles.User, Value: f.PreviousID}, {Kind: profiles.Anonymous, Value: f.PreviousID},
	}
}

// Failed returns events that were not accepted, newest first, those before an ID (0 for the newest), up to limit of them.
func (s *Service) Failed(ctx context.Context, environment string, before uint64, limit int) ([]FailedEvent, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return nil, err
	}
	stored, err := s.config.Failures.Failures(ctx, environment, before, limit)
	if err != nil {
		return nil, err
	}
	failed := make([]FailedEvent, 0, len(stored))
	for i := range stored {
		f, err := c.openFailure(&stored[i])
		if err != nil {
			return nil, err
		}
		failed = append(failed, f)
	}
	return failed, nil
}

// openFailure unseals a stored failure.
func (c *crowd) openFailure(stored *Failure) (FailedEvent, error) {
	f := FailedEvent{ID: stored.ID, At: stored.At, Failed: &events.Failed{}}
	text, err := c.service.failure.Open(nil, stored.Sealed, c.bound(boundFailure, 0))
	if err == nil {
		err = json.Unmarshal(text, f.Failed)
	}
	if err != nil {
		return f, fmt.Errorf("failed event %d of environment %q: %w", f.ID, c.name, err)
	}
	return f, nil
}

// DeleteFailed deletes failed events, such as those that were repaired and sent again.
func (s *Service) DeleteFailed(ctx context.Context, environment string, ids []uint64) error {
	if _, err := s.crowd(ctx, environment); err != nil {
		return err
	}
	return s.config.Failures.DeleteFailures(ctx, environment, ids)
}

// eraseFailures deletes the failures that name one of the identifiers.
func (c *crowd) eraseFailures(ctx context.Context, hashes []privacy.Hash) (int, error) {
	const page = 1000
	count := 0
	for before := uint64(0); ; {
		some, err := c.service.config.Failures.Failures(ctx, c.name, before, page)
		if err != nil {
			return count, err
		}
		var ids []uint64
		for i := range some {
			before = some[i].ID
			if slices.ContainsFunc(some[i].Hashes, func(h privacy.Hash) bool { return slices.Contains(hashes, h) }) {
				ids = append(ids, some[i].ID)
			}
		}
		if len(ids) > 0 {
			if err := c.service.config.Failures.DeleteFailures(ctx, c.name, ids); err != nil {
				return count, err
			}
			count += len(ids)
		}
		if len(some) < page {
			return count, nil
		}
	}
}
