package profiles

import (
	"slices"

	"github.com/fingerpost/fingerpost/events"
)

// Merge is a profile that was merged into another, with the details that it had, by which the merge can be undone.
type Merge struct {
	Number uint64
	At     int64
	Person string
	Details
}

// Merge returns the profile with what is known of another profile of the same
// person, whose number it has. The receiver's Person stays, and so do its segments
// and scores, which the caller derives anew. An event that both know of counts once. It is p itself if
// that number was merged before.
func (p *Profile) Merge(from *Profile, number uint64, at int64) *Profile {
	if p.merged(number) >= 0 {
		return p
	}
	next := *p
	if p.own == nil {
		own := p.Details
		next.own = &own
	}
	next.join(&from.Details)
	next.Merges = append(slices.Clip(p.Merges), Merge{number, at, from.Person, from.Details})
	next.Applied = max(p.Applied, from.Applied)
	next.Calls = joinCalls(p.Calls, from.Calls)
	next.Series = joinSeries(p.Series, from.Series)
	return &next
}

// Unmerge returns the profile as if another had not been merged into it. That
// other profile, as it was then, is given too. What came after the merge stays. It is p itself if
// that number is not merged into it.
//
// It is exact but for the bounds: what a bound made the profile forget does not
// come back, and of events that are totals only, counts and sums are taken away, not the extremes.
func (p *Profile) Unmerge(from *Profile, number uint64) *Profile {
	i := p.merged(number)
	if i < 0 {
		return p
	}
	next := *p
	next.Merges = slices.Concat(p.Merges[:i], p.Merges[i+1:])
	next.unite()
	next.Calls = withoutCalls(p.Calls, from.Calls)
	next.Series = make([]*Series, 0, len(p.Series))
	for _, s := range p.Series {
		if gone := from.Events(s.Name); gone != nil {
			s = s.without(gone)
		}
		if s != nil {
			next.Series = append(next.Series, s)
		}
	}
	return &next
}

// unite makes the details anew of the profile's own and those merged.
func (p *Profile) unite() {
	p.Details = joinAll(p.own, p.Merges)
	if len(p.Merges) == 0 {
		p.Merges, p.own = nil, nil
	}
}

// joinAll joins halves, so that many merges do not take the square of their number.
func joinAll(first *Details, merges []Merge) Details {
	joined := *first
	switch half := len(merges) / 2; len(merges) {
	case 0:
	case 1:
		joined.join(&merges[0].Details)
	default:
		joined = joinAll(first, merges[:half])
		rest := joinAll(&merges[half].Details, merges[half+1:])
		joined.join(&rest)
	}
	return joined
}

func (p *Profile) merged(number uint64) int {
	return slices.IndexFunc(p.Merges, func(m Merge) bool { return m.Number == number })
}

// withoutCalls returns those of sorted sequence numbers that others are not among.
func withoutCalls(all, others []uint64) []uint64 {
	return slices.DeleteFunc(slices.Clone(all), func(seq uint64) bool {
		_, found := slices.BinarySearch(others, seq)
		return found
	})
}

// joinSeries unites sorted series.
func joinSeries(a, b []*Series) []*Series {
	if len(b) == 0 {
		return a
	}
	joined := make([]*Series, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Name < b[0].Name:
			joined, a = append(joined, a[0]), a[1:]
		case a[0].Name > b[0].Name:
			joined, b = append(joined, b[0]), b[1:]
		default:
			joined = append(joined, a[0].join(b[0]))
			a, b = a[1:], b[1:]
		}
	}
	return latestSeries(append(append(joined, a...), b...))
}

// join unites two series of one name.
func (s *Series) join(other *Series) *Series {
	rows := other.except(s, s.all())
	joined := &Series{Name: s.Name, Properties: joinNames(s.Properties, other.Properties), Older: s.Older.join(other.Older)}
	return build(joined, rows)
}

// except appends those rows whose sequence numbers another series does not have.
func (s *Series) except(other *Series, to []Row) []Row {
	sequences := other.AppendSequences(nil)
	slices.Sort(sequences)
	for _, r := range s.all() {
		if _, found := slices.BinarySearch(sequences, r.Sequence()); !found {
			to = append(to, r)
		}
	}
	return to
}

// without takes the events of another series out; nil if nothing is left.
func (s *Series) without(gone *Series) *Series {
	rows := gone.except(s, nil) // those that may have become totals since
	older := s.Older.without(gone.Older)
	if older != nil {
		older = older.without(newOlder(nil).with(slices.DeleteFunc(rows, func(r Row) bool { return r.Time() > s.Older.Last }), gone.Properties))
	}
	rows = s.except(gone, nil)
	if len(rows) == 0 && older == nil {
		return nil
	}
	return build(&Series{Name: s.Name, Properties: s.Properties, Older: older}, rows)
}

func joinNames(a, b []string) []string {
	if slices.Equal(a, b) {
		return a
	}
	joined := slices.Concat(a, b)
	slices.Sort(joined)
	return slices.Compact(joined)
}

// Refill sets the kept properties of an event that was folded before they were
// declared. It is p itself if the event is not kept one by one, or nothing changes.
func (p *Profile) Refill(name string, seq uint64, e *events.Event, shape Shape) *Profile {
	i, found := p.find(name)
	if !found {
		return p
	}
	s := p.Series[i].keeping(shape[name])
	place, found := s.locate(seq, e.Time)
	if !found {
		return p
	}
	fresh := one(e, seq, s.Properties).Row(0)
	if s == p.Series[i] && same(s.Row(place), fresh) {
		return p
	}
	rows := s.all()
	rows[place] = fresh
	next := *p
	next.Series = slices.Clone(p.Series)
	next.Series[i] = build(&Series{Name: name, Properties: s.Properties, Older: s.Older}, rows)
	return &next
}

// same says whether two rows have the same values.
func same(a, b Row) bool {
	for _, property := range a.series.Properties {
		if a.Value(property) != b.Value(property) {
			return false
		}
	}
	return true
}

// Expire forgets the events that happened before the instant that keep returns
// for their name. It is p itself if there are none. Lifetime totals forget them too: a person's count becomes
// smaller as time passes. Only Older keeps counting events before that instant until its last one is before it.
func (p *Profile) Expire(keep func(name string) int64) *Profile {
	var kept []*Series
	changed := false
	for _, s := range p.Series {
		rest := s.since(keep(s.Name))
		changed = changed || rest != s
		if rest != nil {
			kept = append(kept, rest)
		}
	}
	if !changed {
		return p
	}
	next := *p
	next.Series = kept
	return &next
}

// since returns the series without what happened before an instant; s itself if that is nothing, nil if it is all.
func (s *Series) since(at int64) *Series {
	gone := s.before(at)
	older := s.Older
	if older != nil && older.Last < at {
		older = nil
	}
	switch {
	case gone == 0 && older == s.Older:
		return s
	case gone == s.Len() && older == nil:
		return nil
	}
	return build(&Series{Name: s.Name, Properties: s.Properties, Older: older}, s.all()[gone:])
}
