// Package profiles holds what is known of one person: an immutable value that is
// folded from events, answers questions about them as of any instant, and says
// until when the answers hold. It reads no clock: instants are milliseconds
// since 1970 UTC that the caller passes in.
package profiles

import (
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/events"
)

// Profile is what is known of one person, or of one group. It is immutable, and
// so is everything that it refers to: every change returns a new Profile, which
// shares what did not change. All methods may be called concurrently.
//
// What a profile holds is bounded: see MaxTraits and the constants beside it.
// Only Identifiers and Merges are not, because forgetting one would leave behind
// what erasing the person has to find; whoever joins profiles bounds them.
type Profile struct {
	// Person is the bucketing id, which was made when the person was first seen.
	Person string
	// Applied is the highest sequence number folded in.
	Applied uint64
	// Into is the number of the profile that this one was merged into; 0 if it stands by itself.
	Into uint64
	Details
	Series   []*Series // sorted by name
	Calls    []uint64  // the sequence numbers of identify, group and alias calls, ascending, the latest MaxCalls
	Merges   []Merge   // the profiles that were merged into this one, in that order
	Segments []Since   // sorted by key
	Scores   []Score   // sorted by name
	Apart    []uint64  // the numbers of profiles from which it was parted, ascending: only who says so joins them again

	own *Details // those without the merged profiles'; nil if there are none
}

// The bounds of a profile.
const (
	MaxTraits      = 200     // beyond, those set longest ago are forgotten
	MaxTraitName   = 256     // bytes; a longer name is no trait
	MaxTraitValue  = 8 << 10 // bytes of JSON; a longer value removes the trait, for the one before holds no longer
	MaxGroups      = 100     // beyond, the earliest memberships are forgotten
	MaxEventNames  = 300     // beyond, the events that happened longest ago are forgotten
	MaxEntries     = 4096    // of an event; beyond, the older half becomes totals, see Older
	MaxText        = 1 << 10 // bytes of a text kept with an event; a longer one is not kept
	MaxCalls       = 1000    // beyond, the earliest are forgotten
	MaxGiven       = 2000    // beyond, the earliest are forgotten
	MaxGivenOfFlag = 5       // the same for one flag
)

// Shape says which properties of which events are kept: sorted names by the event's name.
type Shape map[string][]string

// Since is a segment and when the person entered it.
type Since struct {
	Key string
	At  int64
}

// Score is what a model or a percentile says of a person.
type Score struct {
	Name    string // of the model, or "%" and the attribute's
	Number  float64
	Text    string // of a cluster
	Version uint64 // of the model
}

// New returns the profile of a person of whom nothing is known but when it was first seen.
func New(person string, at int64) *Profile {
	return &Profile{Person: person, Details: Details{Created: at, Seen: at}}
}

// Fold takes an event into the profile. Sequence numbers come in ascending
// order: where seq is not above Applied the event was folded before, and p itself is returned. When the events
// happened may come in any order and leads to the same profile. The event's identifiers
// are not taken over, because not every caller may claim them: see WithIdentifier.
func (p *Profile) Fold(e *events.Event, seq uint64, shape Shape) *Profile {
	if seq <= p.Applied {
		return p
	}
	next := *p
	next.Applied = seq
	next.apply(func(d *Details) { d.fold(e) })
	switch e.Call {
	case events.Track, events.Page, events.Screen:
		next.Series = foldSeries(p.Series, e, seq, shape[e.Name])
	default:
		next.Calls = joinCalls(p.Calls, []uint64{seq})
	}
	return &next
}

// FoldGroup takes a group call into the profile of the group, whose traits it
// carries. As Fold, it returns p itself where seq is not above Applied.
func (p *Profile) FoldGroup(e *events.Event, seq uint64) *Profile {
	if seq <= p.Applied {
		return p
	}
	next := *p
	next.Applied = seq
	next.apply(func(d *Details) { d.see(e); d.foldTraits(e) })
	next.Calls = joinCalls(p.Calls, []uint64{seq})
	return &next
}

// apply changes the details, and those without the merged profiles' likewise. The profile is not shared yet.
func (p *Profile) apply(change func(*Details)) {
	change(&p.Details)
	if p.own != nil {
		own := *p.own
		change(&own)
		p.own = &own
	}
}

// Events returns what is kept of an event; nil if nothing is.
func (p *Profile) Events(name string) *Series {
	if i, found := p.find(name); found {
		return p.Series[i]
	}
	return nil
}

func (p *Profile) find(name string) (int, bool) { return findSeries(p.Series, name) }

func findSeries(series []*Series, name string) (int, bool) {
	low, high := 0, len(series)
	for low < high {
		middle := int(uint(low+high) >> 1)
		switch c := strings.Compare(series[middle].Name, name); {
		case c == 0:
			return middle, true
		case c < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return low, false
}

// Since returns when the person entered a segment; false if it is not in it.
func (p *Profile) Since(segment string) (int64, bool) {
	i, found := slices.BinarySearchFunc(p.Segments, segment, func(s Since, key string) int { return strings.Compare(s.Key, key) })
	if !found {
		return 0, false
	}
	return p.Segments[i].At, true
}

// Score returns the score of a name; false if there is none.
func (p *Profile) Score(name string) (Score, bool) {
	i, found := p.findScore(name)
	if !found {
		return Score{}, false
	}
	return p.Scores[i], true
}

func (p *Profile) findScore(name string) (int, bool) {
	return slices.BinarySearchFunc(p.Scores, name, func(s Score, name string) int { return strings.Compare(s.Name, name) })
}

// WithIdentifier returns the profile of somebody who is also known by an
// identifier; p itself if that is known already.
func (p *Profile) WithIdentifier(id Identifier) *Profile {
	known := p.own == nil || slices.Contains(p.own.Identifiers, id)
	if known && slices.Contains(p.Identifiers, id) {
		return p
	}
	id.Value = strings.Clone(id.Value)
	next := *p
	next.apply(func(d *Details) { d.Identifiers = joinIdentifiers(d.Identifiers, []Identifier{id}) })
	return &next
}

// MergedInto returns the profile with the number of the one that it was merged into; 0 makes it stand by itself again.
func (p *Profile) MergedInto(number uint64) *Profile {
	if p.Into == number {
		return p
	}
	next := *p
	next.Into = number
	return &next
}

// PartedFrom returns the profile as one that was parted from that of a number; p itself if it was before.
func (p *Profile) PartedFrom(number uint64) *Profile {
	i, found := slices.BinarySearch(p.Apart, number)
	if found {
		return p
	}
	next := *p
	next.Apart = slices.Insert(slices.Clone(p.Apart), i, number)
	return &next
}

// WithSegments returns the profile with exactly these segments, which must be
// sorted by key and are not changed afterwards; p itself if it has them.
func (p *Profile) WithSegments(segments []Since) *Profile {
	if slices.Equal(p.Segments, segments) {
		return p
	}
	next := *p
	next.Segments = segments
	return &next
}

// WithScore returns the profile with a score in the place of the one of the same name; p itself if it has it.
func (p *Profile) WithScore(score Score) *Profile {
	i, found := p.findScore(score.Name)
	if found && p.Scores[i] == score {
		return p
	}
	next := *p
	next.Scores = make([]Score, 0, len(p.Scores)+1)
	next.Scores = append(append(next.Scores, p.Scores[:i]...), score)
	if found {
		i++
	}
	next.Scores = append(next.Scores, p.Scores[i:]...)
	return &next
}

// WithoutScore returns the profile without the score of a name; p itself if it has none.
func (p *Profile) WithoutScore(name string) *Profile {
	i, found := p.findScore(name)
	if !found {
		return p
	}
	next := *p
	next.Scores = slices.Concat(p.Scores[:i], p.Scores[i+1:])
	return &next
}

// WithGiven returns the profile with decisions added to what the person was
// given. A decision that differs from the flag's latest in nothing but its revision
// and instant is not added: At is since when. It is p itself if none is added.
func (p *Profile) WithGiven(given ...Given) *Profile {
	var fresh []Given
	for _, g := range given {
		if latest, found := p.LatestGiven(g.Flag); !found || !latest.Same(g) {
			fresh = append(fresh, g)
		}
	}
	if len(fresh) == 0 {
		return p
	}
	next := *p
	next.apply(func(d *Details) { d.Given = joinGiven(d.Given, fresh) })
	return &next
}

// joinCalls unites sequence numbers in ascending order.
func joinCalls(a, b []uint64) []uint64 {
	joined := make([]uint64, 0, len(a)+len(b))
	joined = append(append(joined, a...), b...)
	if len(a) > 0 && len(b) > 0 && b[0] <= a[len(a)-1] {
		slices.Sort(joined)
		joined = slices.Compact(joined)
	}
	return joined[max(0, len(joined)-MaxCalls):]
}
