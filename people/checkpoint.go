package people

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// keep stores changed profiles every now and then, forgets unused ones and wakes
// those whose time has come, until the service ends.
func (c *crowd) keep() {
	const beat = 250 * time.Millisecond
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	var sinceSaved time.Duration
	for {
		select {
		case <-c.service.ctx.Done():
			return
		case <-ticker.C:
		}
		c.wake()
		c.regroup()
		sinceSaved += beat
		if c.due(sinceSaved) || c.crowded() {
			sinceSaved = 0
			if err := errors.Join(c.save(c.service.ctx), c.keepSeen(c.service.ctx), c.keepViolations(c.service.ctx)); err != nil && !errors.Is(err, context.Canceled) {
				c.service.config.Logger.Error("profiles could not be stored; the log of events has what they hold", "environment", c.name, "error", err.Error())
			}
		}
		if limit := c.service.config.Memory; c.cache.bytes.Load() > limit {
			c.shrink(limit)
		}
	}
}

// due says whether it is time for a checkpoint.
func (c *crowd) due(since time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.dirty) == 0 && len(c.dirtyLinks) == 0 {
		return false
	}
	return since >= c.service.config.CheckpointEvery || c.last-c.checkpoint >= c.service.config.CheckpointAfter
}

// crowded says whether so much of what is in memory is not stored that little can be forgotten.
func (c *crowd) crowded() bool {
	limit := c.service.config.Memory
	if c.cache.bytes.Load() <= limit+limit/2 {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.dirty) > 0
}

// waitForRoom makes events wait while profiles take twice the memory that they may, until a checkpoint has made room. It
// does not wait long: if nothing can be stored, what is in the log is folded all the same, slowly.
func (c *crowd) waitForRoom(ctx context.Context) {
	const beat, longest = 5 * time.Millisecond, time.Second
	if c.cache.bytes.Load() <= 2*c.service.config.Memory {
		return
	}
	c.tallies.slowed.Add(1)
	ended := time.After(longest)
	for c.cache.bytes.Load() > 2*c.service.config.Memory {
		select {
		case <-ctx.Done():
			return
		case <-ended:
			return
		case <-time.After(beat):
		}
	}
}

// saving is a checkpoint on its way.
type saving struct {
	entries  []*entry
	states   []*profiles.Profile // of the entries, as they are stored
	links    map[privacy.Hash]uint64
	position uint64
}

// save writes a checkpoint.
func (c *crowd) save(ctx context.Context) error {
	c.checkpointing.Lock()
	defer c.checkpointing.Unlock()
	return c.saveLocked(ctx)
}

// saveLocked writes a checkpoint; the lock of checkpoints is held.
func (c *crowd) saveLocked(ctx context.Context) error {
	s := c.beginSaving()
	if len(s.entries) == 0 && len(s.links) == 0 {
		return nil
	}
	err := c.write(ctx, s)
	c.endSaving(s, err)
	return err
}

// documentsAtOnce is how many profiles are sealed and written at once, so that a checkpoint takes little memory.
const documentsAtOnce = 2000

// write writes a checkpoint in parts, its position with the last, which is all that is left of it then.
func (c *crowd) write(ctx context.Context, s *saving) error {
	for len(s.entries) > documentsAtOnce {
		part := &saving{entries: s.entries[:documentsAtOnce], states: s.states[:documentsAtOnce]}
		if err := c.service.config.Profiles.Write(ctx, c.name, c.seal(part)); err != nil {
			return err
		}
		s.entries, s.states = s.entries[documentsAtOnce:], s.states[documentsAtOnce:]
		c.endPart(part, s.links)
		clear(part.entries) // what was forgotten is not to be kept here
		clear(part.states)
	}
	return c.service.config.Profiles.Write(ctx, c.name, c.seal(s))
}

// endPart notes that a part of a checkpoint with some links is stored.
func (c *crowd) endPart(part *saving, links map[privacy.Hash]uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stored(part)
	c.release(part, links)
}

// release forgets profiles that are stored, if memory is short, before they change again: those that change all the
// time would never be forgotten else. Those stay whose identifiers are not stored yet, because nobody would find
// them. The lock is held.
func (c *crowd) release(part *saving, links map[privacy.Hash]uint64) {
	if c.cache.bytes.Load() <= c.service.config.Memory {
		return
	}
	linked := map[uint64]bool{}
	for _, waiting := range []map[privacy.Hash]uint64{links, c.dirtyLinks} {
		for _, number := range waiting {
			linked[number] = true
		}
	}
	for _, e := range part.entries {
		if !e.dirty && !linked[e.number] && c.cached(e.number) == e {
			c.cache.drop(e)
		}
	}
}

// stored notes that profiles are stored as they were; the lock is held.
func (c *crowd) stored(s *saving) {
	for i, e := range s.entries {
		e.stored = true
		if e.current.Load() == s.states[i] {
			e.dirty = false
		} else { // it changed meanwhile, and nobody queued it because it was dirty already
			c.dirty = append(c.dirty, e)
		}
	}
}

// beginSaving takes what is dirty as of one instant.
func (c *crowd) beginSaving() *saving {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &saving{entries: c.dirty, links: c.dirtyLinks, position: c.last}
	slices.SortFunc(s.entries, func(a, b *entry) int { return cmp.Compare(a.number, b.number) })
	s.states = make([]*profiles.Profile, len(s.entries))
	for i, e := range s.entries {
		s.states[i] = e.current.Load()
	}
	c.dirty, c.dirtyLinks = nil, map[privacy.Hash]uint64{}
	return s
}

// seal encodes and encrypts the profiles of a checkpoint.
func (c *crowd) seal(s *saving) *Checkpoint {
	cp := &Checkpoint{Position: s.position, Documents: make([]Document, len(s.entries)), Links: make([]Link, 0, len(s.links))}
	var text []byte
	for i, e := range s.entries {
		text = s.states[i].Encode(text[:0])
		sealed := make([]byte, 0, len(text)+privacy.Overhead)
		cp.Documents[i] = Document{Number: e.number, Sealed: e.sealer().Seal(sealed, text, c.bound(boundProfile, e.number))}
	}
	for hash, number := range s.links {
		cp.Links = append(cp.Links, Link{hash, number})
	}
	return cp
}

// endSaving notes that what is left of a checkpoint is stored now; after an error that is dirty still.
func (c *crowd) endSaving(s *saving, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.dirty = append(c.dirty, s.entries...)
		for hash, number := range s.links {
			if _, newer := c.dirtyLinks[hash]; !newer {
				c.dirtyLinks[hash] = number
			}
		}
		return
	}
	c.checkpoint = s.position
	c.stored(s)
	c.release(s, nil)
}

// forget drops an entry whatever its state; the lock is held.
func (c *crowd) forget(e *entry) {
	if e.dirty {
		c.dirty = slices.DeleteFunc(c.dirty, func(other *entry) bool { return other == e })
	}
	c.cache.drop(e)
}

func sortDocuments(documents []Document) {
	slices.SortFunc(documents, func(a, b Document) int { return cmp.Compare(a.Number, b.Number) })
}
