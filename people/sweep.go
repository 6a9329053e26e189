package people

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"sync"

	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// Progress says how far something is that goes through everybody, or through the log.
type Progress struct {
	Kind    string `json:"kind"`             // "memberships", "backfill" or "retention"
	About   string `json:"about,omitempty"`  // what was declared anew; "groups" where traits of groups have changed
	Done    uint64 `json:"done"`             // profiles or events looked at
	Total   uint64 `json:"total,omitempty"`  // 0 if it is not known yet
	Changed uint64 `json:"changed"`          // profiles that changed
	Started int64  `json:"started"`          // milliseconds since 1970 UTC
	Ended   int64  `json:"ended,omitempty"`  // 0 while it goes on
	Failed  string `json:"failed,omitempty"` // why it ended early
}

// census counts the members of segments. Counts are complete once everybody was swept.
type census struct {
	sizes map[string]int
	// people is how many profiles stand by themselves and are persons.
	people int
	// upTo is the highest number that was counted; those born in this process were counted when they were made.
	upTo uint64
	born func(number uint64) bool
	// touched are the numbers beyond upTo that changed while the sweep was on its way to them.
	touched map[uint64]bool
	whole   bool
}

// includes says whether a number is part of the counts.
func (n *census) includes(number uint64) bool { return number <= n.upTo || n.born(number) }

// count takes a change of a profile into account; before is nil for a new one.
func (n *census) count(number uint64, before, after *profiles.Profile) {
	if !n.includes(number) {
		n.touched[number] = true
		return
	}
	n.add(before, -1)
	n.add(after, 1)
}

func (n *census) add(p *profiles.Profile, by int) {
	if p == nil || p.Into != 0 || isGroup(p) {
		return
	}
	n.people += by
	for _, since := range p.Segments {
		n.sizes[since.Key] += by
	}
}

// isGroup says whether a profile is that of a group of people.
func isGroup(p *profiles.Profile) bool {
	return len(p.Identifiers) > 0 && p.Identifiers[0].Kind == profiles.GroupID
}

// sweep derives everybody anew, counts whom it meets for the first time, and stores
// what changed as it goes, so that memory stays bounded. Events go on coming in meanwhile.
func (c *crowd) sweep(ctx context.Context, progress func(done, changed uint64)) error {
	c.mu.Lock()
	first := !c.census.whole
	end := c.groups.beginSweep(c.service.now())
	c.mu.Unlock()
	err := c.sweepAll(ctx, first, progress)
	c.mu.Lock()
	defer c.mu.Unlock()
	end(c.service.now(), err)
	return err
}

func (c *crowd) sweepAll(ctx context.Context, first bool, progress func(done, changed uint64)) error {
	const slice = 512
	if first { // so that all from before this process are met on the way
		if err := c.save(ctx); err != nil {
			return err
		}
	}
	var docs []Document
	var done, changed uint64
	var broken error
	work := func() bool {
		var n int
		n, broken = c.sweepSome(ctx, docs)
		done, changed = done+uint64(len(docs)), changed+uint64(n)
		docs = docs[:0]
		progress(done, changed)
		return broken == nil && ctx.Err() == nil
	}
	err := c.scan(ctx, 1, func(d Document) bool {
		docs = append(docs, Document{d.Number, slices.Clone(d.Sealed)})
		return len(docs) < slice || work()
	})
	if err == nil && broken == nil && len(docs) > 0 {
		work()
	}
	if err := errors.Join(err, broken, ctx.Err()); err != nil {
		return err
	}
	return c.sweepRest(ctx)
}

// sweepRest brings those up to date who are in memory only, and ends the counting.
func (c *crowd) sweepRest(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.newStage(ctx)
	for _, e := range c.dirty {
		if _, err := s.person(e.number); err != nil {
			return err
		}
	}
	s.deriveAll()
	c.census.upTo, c.census.whole = math.MaxUint64, true
	clear(c.census.touched)
	s.publish()
	return nil
}

// sweepSome derives some of those stored. It returns how many changed.
func (c *crowd) sweepSome(ctx context.Context, docs []Document) (changed int, err error) {
	states := c.openAll(ctx, docs)
	c.mu.Lock()
	crowded := len(c.dirty)
	s := c.newStage(ctx)
	for i, d := range docs {
		if err == nil && states[i] != nil {
			err = s.sweepOne(d.Number, states[i])
		}
	}
	for _, p := range s.order {
		if p.after != p.before {
			changed++
		}
	}
	s.publish()
	c.mu.Unlock()
	const most = 20_000
	if err == nil && crowded > most {
		err = c.save(ctx)
		c.shrink(c.service.config.Memory)
	}
	return changed, err
}

// openAll opens stored profiles, on all cores. Those that were erased meanwhile, or cannot be read, are nil.
func (c *crowd) openAll(ctx context.Context, docs []Document) []*profiles.Profile {
	states := make([]*profiles.Profile, len(docs))
	var all sync.WaitGroup
	workers := Workers()
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(docs); i += workers {
				states[i] = c.openStored(ctx, docs[i])
			}
		})
	}
	all.Wait()
	return states
}

// openStored opens a stored profile without keeping it.
func (c *crowd) openStored(ctx context.Context, d Document) *profiles.Profile {
	key, err := c.service.config.Vault.Key(ctx, d.Number)
	if err != nil {
		return nil
	}
	p, err := c.open(privacy.NewSealer(key), d)
	if err != nil {
		c.service.config.Logger.Error("a profile cannot be read", "environment", c.name, "error", err.Error())
		return nil
	}
	return p
}

// sweepOne derives one, and loads it only if that changes it. The lock is held.
func (s *stage) sweepOne(number uint64, stored *profiles.Profile) error {
	n := &s.c.census
	e := s.c.cached(number)
	if e != nil || n.touched[number] {
		p, err := s.person(number)
		if err != nil {
			return ignoreErased(err)
		}
		stored = p.after
	}
	if !n.includes(number) {
		n.add(stored, 1)
		n.upTo = number
		delete(n.touched, number)
	}
	if stored.Into != 0 {
		return nil
	}
	derived, until := s.derived(stored)
	if derived == stored {
		if e != nil {
			s.c.expect(e, until)
		} else if until != 0 {
			s.c.await(number, until)
		}
		return nil
	}
	p, err := s.person(number)
	if err != nil {
		return ignoreErased(err)
	}
	p.after, p.until = s.derived(p.after)
	return nil
}

// deriveAll brings everybody in the stage up to date.
func (s *stage) deriveAll() {
	for _, p := range s.order {
		if p.after.Into == 0 {
			p.after, p.until = s.derived(p.after)
			s.c.expect(p.entry, p.until)
		}
	}
}

func ignoreErased(err error) error {
	if errors.Is(err, ErrErased) || errors.Is(err, ErrUnknownNumber) {
		return nil
	}
	return err
}

// cached returns the entry of a number if it is in memory.
func (c *crowd) cached(number uint64) *entry {
	shard := &c.cache.entries[number%shards]
	shard.RLock()
	defer shard.RUnlock()
	return shard.byNumber[number]
}

// Sizes are how many people an environment has, and how many are in each segment.
type Sizes struct {
	People   int
	Segments map[string]int
	// Whole says that everybody was counted; until then the sizes are those of the people counted so far.
	Whole bool
}

// Sizes returns the sizes of the segments as they are kept.
func (s *Service) Sizes(ctx context.Context, environment string) (Sizes, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Sizes{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return Sizes{People: c.census.people, Segments: maps.Clone(c.census.sizes), Whole: c.census.whole}, nil
}
