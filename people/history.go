package people

import (
	"context"
	"errors"
	"slices"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
)

// Happening is an event of a profile's history.
type Happening struct {
	Sequence uint64
	Event    *events.Event

	profile uint64 // whose it was when it came
}

// History is a page of what a profile remembers to have happened, newest first.
type History struct {
	Happenings []Happening
	// Lost counts the events of the page that the log does not have any more, because they expired or were erased.
	Lost int
	// Next is the "before" of the following page; 0 if there is none.
	Next uint64
}

// History returns the events that a profile remembers one by one, newest first, those before a sequence
// number (0 for the newest), up to limit of them. Of those that it remembers as totals only it knows nothing; see Export.
func (s *Service) History(ctx context.Context, environment string, number, before uint64, limit int) (History, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return History{}, err
	}
	e, err := c.entry(ctx, number)
	if err != nil {
		return History{}, unknownIfGone(err)
	}
	sequences := sequencesOf(e.current.Load())
	if before != 0 {
		end, _ := slices.BinarySearch(sequences, before)
		sequences = sequences[:end]
	}
	var h History
	if len(sequences) > limit {
		sequences = sequences[len(sequences)-limit:]
		h.Next = sequences[0]
	}
	h.Happenings, err = c.happenings(ctx, sequences)
	slices.Reverse(h.Happenings)
	h.Lost = len(sequences) - len(h.Happenings)
	return h, err
}

// sequencesOf returns the sequence numbers of all events that a profile remembers, in ascending order.
func sequencesOf(p *profiles.Profile) []uint64 {
	sequences := slices.Clone(p.Calls)
	for _, series := range p.Series {
		sequences = series.AppendSequences(sequences)
	}
	slices.Sort(sequences)
	return slices.Compact(sequences)
}

// happenings reads events by their sequence numbers, which ascend.
func (c *crowd) happenings(ctx context.Context, sequences []uint64) ([]Happening, error) {
	history := make([]Happening, 0, len(sequences))
	var broken error
	for more := true; more && len(sequences) > 0; {
		more = false
		err := c.service.config.Log.Blocks(ctx, c.name, sequences[0], func(b *Block) bool {
			more = true
			end := b.First + uint64(len(b.Records))
			for ; len(sequences) > 0 && sequences[0] < end && broken == nil; sequences = sequences[1:] {
				if seq := sequences[0]; seq >= b.First {
					var h Happening
					if h, broken = c.happening(ctx, &b.Records[seq-b.First], seq); h.Event != nil {
						history = append(history, h)
					}
				}
			}
			return false
		})
		if err := errors.Join(err, broken); err != nil {
			return nil, err
		}
	}
	return history, nil
}

// happening opens a record; an erased one is no happening.
func (c *crowd) happening(ctx context.Context, r *Record, seq uint64) (Happening, error) {
	e, err := c.keyed(ctx, r.Profile)
	if err != nil {
		return Happening{}, ignoreErased(err)
	}
	l, err := c.unseal(e.sealer(), r)
	if err != nil {
		return Happening{}, err
	}
	return Happening{seq, l.event, r.Profile}, nil
}
