package people

import (
	"context"
	"errors"
	"slices"

	"github.com/fingerpost/fingerpost/privacy"
)

// Kept is all that is stored of a person, or of a group.
type Kept struct {
	Found
	// Merged are the profiles that were merged into it, at any depth, as they were then.
	Merged []Found

	c *crowd
}

// Everything finds all that is stored of the profile of a number, or ErrUnknownProfile.
func (s *Service) Everything(ctx context.Context, environment string, number uint64) (*Kept, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return nil, err
	}
	e, err := c.resolve(ctx, number)
	if err != nil {
		return nil, unknownIfGone(err)
	}
	kept := &Kept{Found: e.found(), c: c}
	return kept, kept.collect(ctx, kept.Found)
}

// collect finds the profiles that were merged into one.
func (k *Kept) collect(ctx context.Context, into Found) error {
	for _, merge := range into.Profile.Merges {
		e, err := k.c.entry(ctx, merge.Number)
		if ignoreErased(err) != nil {
			return err
		}
		if err != nil {
			continue
		}
		k.Merged = append(k.Merged, e.found())
		if err := k.collect(ctx, e.found()); err != nil {
			return err
		}
	}
	return nil
}

// Events visits every event that the log has of the person, oldest first, until visit
// returns false: also those that the profile remembers as totals only. It reads the whole log, for the log does not know where
// whose events are. Events that cannot be read any more are counted. Of a group it visits what its profile was told.
func (k *Kept) Events(ctx context.Context, visit func(Happening) bool) (unreadable int, err error) {
	if isGroup(k.Profile) {
		return 0, k.told(ctx, visit)
	}
	sealers := map[uint64]*privacy.Sealer{}
	for _, one := range append([]Found{k.Found}, k.Merged...) {
		e, err := k.c.keyed(ctx, one.Number)
		if err == nil {
			sealers[one.Number] = e.sealer()
		} else if ignoreErased(err) != nil {
			return 0, err
		}
	}
	err = k.c.service.config.Log.Blocks(ctx, k.c.name, 1, func(b *Block) bool {
		for i := range b.Records {
			sealer := sealers[b.Records[i].Profile]
			if sealer == nil {
				continue
			}
			l, broken := k.c.unseal(sealer, &b.Records[i])
			switch {
			case broken != nil:
				unreadable++
			case !l.isEvent():
			case !visit(Happening{Sequence: b.First + uint64(i), Event: l.event}):
				return false
			}
		}
		return ctx.Err() == nil
	})
	return unreadable, errors.Join(err, ctx.Err())
}

// told visits the calls that a group's profile was folded from.
func (k *Kept) told(ctx context.Context, visit func(Happening) bool) error {
	told, err := k.c.happenings(ctx, sequencesOf(k.Profile))
	for _, h := range told {
		if !visit(h) {
			break
		}
	}
	return err
}

// Failures visits the events that were not accepted and that name the person, newest first, until visit returns false.
func (k *Kept) Failures(ctx context.Context, visit func(FailedEvent) bool) error {
	const page = 1000
	hashes := k.hashes()
	for before := uint64(0); ; {
		stored, err := k.c.service.config.Failures.Failures(ctx, k.c.name, before, page)
		if err != nil {
			return err
		}
		for i := range stored {
			before = stored[i].ID
			if !slices.ContainsFunc(stored[i].Hashes, func(h privacy.Hash) bool { return hashes[h] }) {
				continue
			}
			f, err := k.c.openFailure(&stored[i])
			if err != nil {
				return err
			}
			if !visit(f) {
				return nil
			}
		}
		if len(stored) < page {
			return nil
		}
	}
}

// hashes are those of all identifiers of the person.
func (k *Kept) hashes() map[privacy.Hash]bool {
	hashes := map[privacy.Hash]bool{}
	for _, one := range append([]Found{k.Found}, k.Merged...) {
		for _, id := range one.Profile.Identifiers {
			hashes[k.c.hash(id)] = true
		}
	}
	return hashes
}
