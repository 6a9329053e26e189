package profiles

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/fingerpost/fingerpost/events"
)

// Series is what is kept of the events of one name: the latest of them one by
// one, those before as totals. It is immutable.
type Series struct {
	Name string
	// Properties are the sorted names of those that are kept.
	Properties []string
	// Older are the totals of the events before; nil if there are none.
	Older *Older

	// rows has one entry after the other: the instant, the sequence number and a cell for each property.
	// They are sorted by instant, then by values, then by sequence number.
	rows  []uint64
	texts []string // those that cells refer to
	// claimed is how many words of the array behind rows are taken. Whoever moves it
	// on from the length of its own rows owns what comes after them; whoever cannot makes a
	// copy. So profiles share one growing array, and two successors of one do not meet in it. Nil never lets append.
	claimed *atomic.Int64
}

// Row is one event of a series.
type Row struct {
	series *Series
	at     int // the place in rows
}

// Time returns when the event happened, in milliseconds since 1970 UTC.
func (r Row) Time() int64 { return int64(r.series.rows[r.at]) }

// Sequence returns the event's sequence number.
func (r Row) Sequence() uint64 { return r.series.rows[r.at+1] }

// Value returns the value of a property; None if the event has none, or it is not kept.
func (r Row) Value(property string) events.Value {
	for i, name := range r.series.Properties {
		if name == property {
			return r.series.valueOf(r.series.rows[r.at+2+i])
		}
	}
	return events.Value{}
}

func (s *Series) stride() int { return 2 + len(s.Properties) }

// Len returns how many events are kept one by one.
func (s *Series) Len() int { return len(s.rows) / s.stride() }

// Row returns the event at a place from 0 to Len-1; the earliest is the first.
func (s *Series) Row(place int) Row { return Row{s, place * s.stride()} }

// AppendSequences appends the sequence numbers of the events kept one by one, in the order in which these happened.
func (s *Series) AppendSequences(to []uint64) []uint64 {
	for i := 0; i < len(s.rows); i += s.stride() {
		to = append(to, s.rows[i+1])
	}
	return to
}

func (s *Series) all() []Row {
	rows := make([]Row, 0, s.Len())
	for i := 0; i < len(s.rows); i += s.stride() {
		rows = append(rows, Row{s, i})
	}
	return rows
}

// place returns the place of a property within a row, 0 if it is not kept.
func (s *Series) place(property string) int {
	for i, name := range s.Properties {
		if name == property {
			return 2 + i
		}
	}
	return 0
}

// upTo returns how many events there are up to and including an instant.
func (s *Series) upTo(at int64) int {
	stride := s.stride()
	low, high := 0, len(s.rows)/stride
	if high == 0 || int64(s.rows[(high-1)*stride]) <= at {
		return high
	}
	for low < high {
		if middle := int(uint(low+high) >> 1); int64(s.rows[middle*stride]) <= at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// before returns how many events there are before an instant.
func (s *Series) before(at int64) int {
	if at == earliest {
		return 0
	}
	return s.upTo(at - 1)
}

// locate returns the place of the event of a sequence number and an instant; false if it is not kept one by one.
func (s *Series) locate(seq uint64, at int64) (int, bool) {
	for i := s.before(at); i < s.Len() && s.Row(i).Time() == at; i++ {
		if s.Row(i).Sequence() == seq {
			return i, true
		}
	}
	return 0, false
}

// compareRows is the order of rows of one series.
func (s *Series) compareRows(a, b int) int {
	if c := cmp.Compare(int64(s.rows[a]), int64(s.rows[b])); c != 0 {
		return c
	}
	for i := 2; i < s.stride(); i++ {
		if s.rows[a+i] == s.rows[b+i] {
			continue
		}
		if c := compareValues(s.valueOf(s.rows[a+i]), s.valueOf(s.rows[b+i])); c != 0 {
			return c
		}
	}
	return cmp.Compare(s.rows[a+1], s.rows[b+1])
}

// foldSeries takes an event into the series of its name.
func foldSeries(all []*Series, e *events.Event, seq uint64, properties []string) []*Series {
	i, found := findSeries(all, e.Name)
	if found {
		next := slices.Clone(all)
		next[i] = all[i].keeping(properties).add(e, seq)
		return next
	}
	s := one(e, seq, properties)
	next := make([]*Series, len(all)+1)
	copy(next, all[:i])
	next[i] = s
	copy(next[i+1:], all[i:])
	return latestSeries(next)
}

// latestSeries forgets those of too many series whose events happened longest ago.
func latestSeries(series []*Series) []*Series {
	if len(series) <= MaxEventNames {
		return series
	}
	kept := slices.Clone(series)
	slices.SortFunc(kept, func(a, b *Series) int {
		return cmp.Or(cmp.Compare(b.last(), a.last()), cmp.Compare(a.Name, b.Name))
	})
	kept = slices.Clone(kept[:MaxEventNames])
	slices.SortFunc(kept, func(a, b *Series) int { return cmp.Compare(a.Name, b.Name) })
	return kept
}

// last returns when the latest event happened.
func (s *Series) last() int64 {
	if n := s.Len(); n > 0 {
		return s.Row(n - 1).Time()
	}
	if s.Older != nil {
		return s.Older.Last
	}
	return earliest
}

// keeping returns the series with exactly these properties, s itself if it has them.
func (s *Series) keeping(properties []string) *Series {
	if slices.Equal(s.Properties, properties) {
		return s
	}
	return build(&Series{Name: s.Name, Properties: properties, Older: s.Older.keeping(properties)}, s.all())
}

// build fills an empty series with rows, of other series too, in any order.
func build(s *Series, rows []Row) *Series {
	s.rows = make([]uint64, 0, len(rows)*s.stride())
	s.texts = nil
	for _, r := range rows {
		s.rows = append(s.rows, r.series.rows[r.at], r.series.rows[r.at+1])
		for _, name := range s.Properties {
			s.rows = append(s.rows, s.cellOf(r.Value(name)))
		}
	}
	s.sort()
	if s.Len() > MaxEntries {
		return s.overflow()
	}
	return s
}

// sort puts the rows of a series that is not shared yet in order.
func (s *Series) sort() {
	places := make([]int, s.Len())
	for i := range places {
		places[i] = i * s.stride()
	}
	if slices.IsSortedFunc(places, s.compareRows) {
		return
	}
	slices.SortFunc(places, s.compareRows)
	sorted := make([]uint64, 0, len(s.rows))
	for _, at := range places {
		sorted = append(sorted, s.rows[at:at+s.stride()]...)
	}
	s.rows = sorted
}

// add takes in an event.
func (s *Series) add(e *events.Event, seq uint64) *Series {
	if s.Older != nil && e.Time < s.Older.Last {
		next := *s
		single := one(e, seq, s.Properties)
		next.Older = s.Older.with(single.all(), s.Properties)
		return &next
	}
	next := s.with(e, seq)
	if next.Len() > MaxEntries {
		return next.overflow()
	}
	return next
}

// with adds an event, in place if it is the last of all.
func (s *Series) with(e *events.Event, seq uint64) *Series {
	var next *Series
	if n := s.Len(); n > 0 && e.Time < s.Row(n-1).Time() {
		next = s.copied()
	} else {
		next = s.grown()
	}
	next.write(e, seq)
	if next.misplaced() {
		if next.claimed != nil { // earlier rows are shared
			next = next.copied()
		}
		next.settle()
	}
	if next.claimed == nil {
		next.claimed = new(atomic.Int64)
		next.claimed.Store(int64(len(next.rows)))
	}
	return next
}

// one returns a series of one event.
func one(e *events.Event, seq uint64, properties []string) *Series {
	s := &Series{Name: strings.Clone(e.Name), Properties: properties}
	s.write(e, seq)
	return s
}

// write appends an event to a series whose rows may grow.
func (s *Series) write(e *events.Event, seq uint64) {
	at := len(s.rows) + 2
	s.rows = append(s.rows, uint64(e.Time), seq)
	for range s.Properties {
		s.rows = append(s.rows, none)
	}
	if len(s.Properties) == 0 {
		return
	}
	for name, value := range events.Members(e.Properties) {
		if i, kept := slices.BinarySearch(s.Properties, name); kept {
			s.rows[at+i] = s.cellOf(value.Value())
		}
	}
}

// grown returns the series with room for a row behind its own, in the same array if that is free.
func (s *Series) grown() *Series {
	length, stride := int64(len(s.rows)), int64(s.stride())
	if s.claimed == nil || int64(cap(s.rows)) < length+stride || !s.claimed.CompareAndSwap(length, length+stride) {
		return s.copied()
	}
	next := *s
	return &next
}

// copied returns the series with room for a row, in an array that is not shared yet.
func (s *Series) copied() *Series {
	next := *s
	length, stride := len(s.rows), s.stride()
	room := length + max(2*stride, length/4/stride*stride)
	next.rows = append(make([]uint64, 0, room), s.rows...)
	next.texts = slices.Clip(s.texts)
	next.claimed = nil
	return &next
}

// misplaced says whether the last row belongs before others.
func (s *Series) misplaced() bool {
	at := len(s.rows) - s.stride()
	return at > 0 && s.compareRows(at-s.stride(), at) > 0
}

// settle moves a misplaced last row to where it belongs. The rows are not shared yet.
func (s *Series) settle() {
	stride, at := s.stride(), len(s.rows)-s.stride()
	to := s.before(int64(s.rows[at])) * stride
	for s.compareRows(to, at) < 0 {
		to += stride
	}
	row := slices.Clone(s.rows[at:])
	copy(s.rows[to+stride:], s.rows[to:at])
	copy(s.rows[to:], row)
}

// overflow makes totals of the older half of the events of a series that is not shared yet.
func (s *Series) overflow() *Series {
	rows := s.all()
	half := len(rows) / 2
	return build(&Series{Name: s.Name, Properties: s.Properties, Older: s.Older.with(rows[:half], s.Properties)}, rows[half:])
}
