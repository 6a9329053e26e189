package people

import (
	"context"
	"errors"
	"fmt"

	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// replay folds what the log has beyond the newest checkpoint. A profile that was
// stored later than the checkpoint says itself what it has of it already.
func (c *crowd) replay(ctx context.Context) error {
	position, err := c.service.config.Profiles.Scan(ctx, c.name, ^uint64(0), func(Document) bool { return false })
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last, c.checkpoint = position, position
	var broken error
	err = c.service.config.Log.Blocks(ctx, c.name, position+1, func(b *Block) bool {
		broken = c.replayBlock(ctx, b)
		return broken == nil
	})
	return errors.Join(err, broken)
}

func (c *crowd) replayBlock(ctx context.Context, b *Block) error {
	s := c.newStage(ctx)
	s.now = b.At.UnixMilli()
	for i := range b.Records {
		seq := b.First + uint64(i)
		if seq <= c.last {
			continue
		}
		err := s.replay(&b.Records[i], seq)
		switch {
		case errors.Is(err, privacy.ErrSealed), errors.Is(err, errRecord): // one that cannot be read does not keep the others from being folded
			c.service.config.Logger.Error("an event of the log cannot be read and was passed over", "environment", c.name, "event", seq, "error", err.Error())
		case err != nil:
			return fmt.Errorf("event %d: %w", seq, err)
		}
		s.next = seq + 1
	}
	s.derive()
	s.publish()
	return nil
}

// replay does what take did when the event came.
func (s *stage) replay(r *Record, seq uint64) error {
	p, err := s.revive(r.Profile, r.Time)
	if errors.Is(err, ErrErased) || errors.Is(err, ErrUnknownNumber) {
		return nil
	}
	if err != nil {
		return err
	}
	l, err := s.c.unseal(p.sealer(), r)
	if err != nil {
		return err
	}
	if l.undone != 0 {
		return s.replayUnmerge(p, l.undone, seq)
	}
	if l.given != nil {
		p.after = p.after.WithGiven(l.given...)
		return nil
	}
	if p.after.Applied >= seq { // it was stored later than the checkpoint
		if err := s.replayMerged(p, l.merges); err != nil {
			return err
		}
		return s.replayOthers(p, l, seq)
	}
	for _, from := range l.merges {
		if err := s.replayMerge(p, from, l.event.Time); err != nil {
			return err
		}
	}
	s.linkAll(p, l, l.links)
	return s.replayOthers(p, l, seq)
}

// replayOthers does to the other profiles what the event did, and folds it.
func (s *stage) replayOthers(p *staged, l *logged, seq uint64) error {
	for _, id := range p.after.Identifiers {
		s.links[id] = p.number
	}
	if l.group != 0 {
		g, err := s.revive(l.group, l.event.Time)
		if err == nil {
			s.link(g, profiles.GroupID, l.event.GroupID)
		} else if !errors.Is(err, ErrErased) && !errors.Is(err, ErrUnknownNumber) {
			return err
		}
	}
	return s.fold(p, l, seq)
}

func (s *stage) replayMerge(into *staged, number uint64, at int64) error {
	from, err := s.revive(number, at)
	switch {
	case errors.Is(err, ErrErased), errors.Is(err, ErrUnknownNumber):
		return nil
	case err != nil:
		return err
	}
	s.merge(into, from, at)
	return nil
}

// replayMerged brings the profiles up to date that one was joined from which is stored so
// already: a checkpoint that was cut off can have the one without the others.
func (s *stage) replayMerged(into *staged, numbers []uint64) error {
	for _, number := range numbers {
		if !mergedInto(into.after, number) { // it was undone later
			continue
		}
		from, err := s.revive(number, into.after.Created)
		if ignoreErased(err) != nil {
			return err
		}
		if err == nil {
			from.after = from.after.MergedInto(into.number)
		}
	}
	return nil
}

// revive returns the profile of a number, new if no checkpoint has it.
func (s *stage) revive(number uint64, at int64) (*staged, error) {
	p, err := s.person(number)
	if !errors.Is(err, ErrUnknownNumber) {
		return p, err
	}
	key, err := s.c.service.config.Vault.Key(s.ctx, number)
	if err != nil {
		return nil, err
	}
	return s.fresh(number, key, at), nil
}

// unseal opens a record.
func (c *crowd) unseal(sealer *privacy.Sealer, r *Record) (*logged, error) {
	text, err := sealer.Open(nil, r.Sealed, c.bound(boundEvent, r.Profile))
	if err != nil {
		return nil, err
	}
	return decodeRecord(text, r.Name, r.Time)
}
