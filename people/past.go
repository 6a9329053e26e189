package people

import (
	"context"
	"slices"

	"github.com/fingerpost/fingerpost/profiles"
)

// Past is a profile as it was.
type Past struct {
	Profile *profiles.Profile
	// Whole says that all that the profile remembers to have happened by then is in the log still. If
	// not, events have expired, or were so many that only their totals are left.
	Whole bool
}

// AsOf returns a profile as it was at an instant in milliseconds since 1970 UTC: folded anew, in the shape of
// today, from those of its events that had been received by then. Profiles that were merged into it later are not part
// of it. A profile that nothing was received of by then is ErrUnknownProfile.
func (s *Service) AsOf(ctx context.Context, environment string, number uint64, at int64) (Past, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Past{}, err
	}
	e, err := c.entry(ctx, number)
	if err != nil {
		return Past{}, unknownIfGone(err)
	}
	p := e.current.Load()
	sequences := sequencesOf(p)
	history, err := c.happenings(ctx, sequences)
	if err != nil {
		return Past{}, err
	}
	past := Past{Whole: len(history) == len(sequences) && !totalled(p)}
	later := mergedLater(p, at)
	for i := range history {
		if h := &history[i]; h.Event.ReceivedAt <= at && !later[h.profile] {
			past.Profile = c.foldPast(past.Profile, p, h)
		}
	}
	if past.Profile == nil {
		return Past{}, ErrUnknownProfile
	}
	return past, nil
}

// foldPast folds an event into a profile as it was, which is nil before the first.
func (c *crowd) foldPast(past, now *profiles.Profile, h *Happening) *profiles.Profile {
	if past == nil {
		past = profiles.New(now.Person, h.Event.Time)
	}
	for _, id := range [...]profiles.Identifier{{Kind: profiles.User, Value: h.Event.UserID}, {Kind: profiles.Anonymous, Value: h.Event.AnonymousID}} {
		if id.Value != "" && slices.Contains(now.Identifiers, id) {
			past = past.WithIdentifier(id)
		}
	}
	if isGroup(now) {
		return past.WithIdentifier(now.Identifiers[0]).FoldGroup(h.Event, h.Sequence)
	}
	return past.Fold(h.Event, h.Sequence, c.service.definitions.Shape(c.name))
}

// totalled says whether some events are left as totals only.
func totalled(p *profiles.Profile) bool {
	for _, series := range p.Series {
		if series.Older != nil {
			return true
		}
	}
	return false
}

// mergedLater returns the numbers of the profiles that were merged into one after an instant.
func mergedLater(p *profiles.Profile, at int64) map[uint64]bool {
	later := map[uint64]bool{}
	for _, merge := range p.Merges {
		if merge.At > at {
			later[merge.Number] = true
		}
	}
	return later
}

// Called is what somebody was called at an instant: by an identifier or, if that is zero, by a person id.
type Called struct {
	Identifier profiles.Identifier
	Person     string
	At         int64 // milliseconds since 1970 UTC
}

// Then returns the profile that stood for what somebody was called at an instant, if the one that stands for it now
// is known: that itself, or one that was merged into it later. AsOf tells what was known of it.
func (s *Service) Then(ctx context.Context, environment string, now Found, called Called) (Found, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Found{}, err
	}
	for {
		number := called.within(now.Profile)
		if number == 0 {
			return now, nil
		}
		e, err := c.entry(ctx, number)
		if err != nil {
			return now, ignoreErased(err)
		}
		now = e.found()
	}
}

// within returns the number of the profile, among those that were merged into one since the instant, that was called so; 0 if none was.
func (k *Called) within(p *profiles.Profile) uint64 {
	for i := range p.Merges {
		m := &p.Merges[i]
		byID := k.Identifier != profiles.Identifier{} && slices.Contains(m.Identifiers, k.Identifier)
		if m.At > k.At && (byID || k.Person != "" && m.Person == k.Person) {
			return m.Number
		}
	}
	return 0
}
