package people

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"github.com/fingerpost/fingerpost/profiles"
)

// ErrNotMerged says that a profile is not among those that were merged into another one.
var ErrNotMerged = errors.New("that profile was not merged into this one")

// Unmerge undoes a merge: the profile of a person id that was merged into that of a number stands by itself
// again, with the events and identifiers that it had then. What came since stays where it is, because nobody
// can tell whose it was. ErrNotMerged also where it was merged into one that was itself merged into this: that merge
// has to be undone first. It is durable when it returns. An event that names both does not join them again: that takes
// an alias of a server.
func (s *Service) Unmerge(ctx context.Context, environment string, number uint64, person string) (restored Found, err error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Found{}, err
	}
	merged, ok := s.hasher.Number(person)
	if !ok {
		return Found{}, ErrNotMerged
	}
	ctx = context.WithoutCancel(ctx)
	c.checkpointing.Lock()
	defer c.checkpointing.Unlock()
	if err := c.saveLocked(ctx); err != nil {
		return Found{}, err
	}
	into, from, err := c.unmerge(ctx, number, merged, person)
	if err != nil {
		return Found{}, err
	}
	// Both are stored as of one state, before and after: what the one is without the other can only be told as of one instant.
	if err := c.savePair(ctx, into, from); err != nil {
		s.config.Logger.Error("two profiles could not be stored; the log of events has that they are two", "environment", environment, "error", err.Error())
	}
	return from.found(), nil
}

// unmerge makes two profiles of one again, durably.
func (c *crowd) unmerge(ctx context.Context, number, merged uint64, person string) (into, from *staged, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.newStage(ctx)
	if into, err = s.person(number); err != nil {
		return nil, nil, unknownIfGone(err)
	}
	if !mergedInto(into.after, merged) {
		return nil, nil, ErrNotMerged
	}
	from, err = s.person(merged)
	switch {
	case errors.Is(err, ErrErased), errors.Is(err, ErrUnknownNumber), err == nil && from.after.Person != person:
		return nil, nil, ErrNotMerged
	case err != nil:
		return nil, nil, err
	}
	s.noteUndo(into, merged)
	s.unmerge(into, from, s.next-1)
	return into, from, s.commit()
}

// savePair stores two profiles at once; the lock of checkpoints is held.
func (c *crowd) savePair(ctx context.Context, a, b *staged) error {
	s := &saving{entries: []*entry{a.entry, b.entry}, states: []*profiles.Profile{a.after, b.after}}
	cp := c.seal(s)
	sortDocuments(cp.Documents)
	return c.service.config.Profiles.Write(ctx, c.name, cp)
}

// mergedInto says whether the profile of a number is among those that were merged into another one.
func mergedInto(p *profiles.Profile, number uint64) bool {
	return slices.ContainsFunc(p.Merges, func(m profiles.Merge) bool { return m.Number == number })
}

// noteUndo makes a record of a merge that is undone.
func (s *stage) noteUndo(into *staged, merged uint64) {
	sealed := into.sealer().Seal(nil, encodeUndo(nil, merged), s.c.bound(boundEvent, into.number))
	message := s.c.service.hasher.Message(s.c.name, rand.Text())
	s.records = append(s.records, Record{Profile: into.number, Message: message, Time: s.now, Sealed: sealed})
	s.messages[message] = struct{}{}
	s.next++
}

// unmerge makes two profiles of one again, as far as their states do not say that it was done already.
func (s *stage) unmerge(into, from *staged, seq uint64) {
	if into.after.Applied < seq {
		into.after = applied(into.after.Unmerge(from.after, from.number), seq)
	}
	if from.after.Applied < seq {
		from.after = applied(from.after.MergedInto(0).PartedFrom(into.number), seq)
	}
	for _, id := range from.after.Identifiers {
		if !slices.Contains(into.after.Identifiers, id) {
			s.links[id] = from.number
		}
	}
}

// applied returns the profile as one that has what a record did.
func applied(p *profiles.Profile, seq uint64) *profiles.Profile {
	next := *p
	next.Applied = seq
	return &next
}

// parted says whether a merge of a profile into another one, or into what was merged into that, was undone.
func (s *stage) parted(from, into *staged) (bool, error) {
	for _, number := range from.after.Apart {
		p, err := s.standing(number)
		if ignoreErased(err) != nil {
			return false, err
		}
		if err == nil && p.number == into.number {
			return true, nil
		}
	}
	return false, nil
}

// replayUnmerge does again what Unmerge did.
func (s *stage) replayUnmerge(into *staged, number, seq uint64) error {
	from, err := s.revive(number, into.after.Created)
	if err != nil {
		return ignoreErased(err)
	}
	s.unmerge(into, from, seq)
	return nil
}
