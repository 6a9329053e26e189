package profiles

import (
	"cmp"
	"math"

	"github.com/fingerpost/fingerpost/events"
)

// Aggregate says what is asked of the events.
type Aggregate uint8

// The aggregates. Where a property is asked for, events without it, or without
// a number where numbers are needed, are passed over. Where none is left, Count, Sum and Unique are 0 and the others None.
const (
	Count    Aggregate = iota // how many events; the property does not matter
	Sum                       // of numbers
	Avg                       // of numbers
	Min                       // of numbers
	Max                       // of numbers
	First                     // the property at the first event that has it; without a property the Time of the first event
	Last                      // the same of the last event
	Unique                    // how many different values, of the events kept one by one
	Top                       // the most frequent value of the events kept one by one; of several the one seen last, then the largest
	Duration                  // seconds between the first and the last event; the property does not matter
)

// Query asks about a person's events of one name.
type Query struct {
	Aggregate Aggregate
	Event     string
	Property  string
	Window    Window
	// Where chooses among the events kept one by one; nil takes all. It must give the same answer whenever it is asked.
	Where func(row Row) bool
}

// Query answers as of an instant: events that happened later do not count yet.
// Until is the earliest instant after it at which the answer can change if no
// further event arrives; 0 if it never does. It is never late; sometimes the answer stays the same then.
func (p *Profile) Query(q *Query, now int64) (value events.Value, until int64) {
	s := p.Events(q.Event)
	if s == nil {
		return q.Aggregate.nothing(), 0
	}
	w := p.stretch(&q.Window, now)
	r := s.reader(q, &w, now)
	if q.Aggregate == Count && q.Where == nil {
		return r.countAll(&w)
	}
	a := r.answer()
	return a.value, w.until(&a, r.entering())
}

// nothing is the answer where there are no events.
func (a Aggregate) nothing() events.Value {
	switch a {
	case Count, Sum, Unique:
		return number64(0)
	}
	return events.Value{}
}

// answer is a value and by what it changes.
type answer struct {
	value events.Value
	// leaves is when that event happened whose leaving can be the first to change the value; latest if there is none.
	leaves int64
	// settled says that no later event can change the value.
	settled bool
}

// until returns when an answer can change; enters is when the next event that matters happens, latest if none does.
func (w *stretch) until(a *answer, enters int64) int64 {
	until := enters
	if a.settled {
		until = latest
	}
	if a.leaves != latest {
		until = min(until, w.ends)
		if w.length > 0 {
			until = min(until, plus(a.leaves, w.length))
		}
	}
	if until == latest {
		return 0
	}
	return until
}

// reader goes through those events of a window that a query is about.
type reader struct {
	s           *Series
	q           *Query
	older       *Older // counted in; nil if not
	awaited     int64  // when the older events begin to count; latest if they do already or never will
	place       int    // of the property within a row
	needs       need
	low, high   int // the places in rows of the events that are in the window
	coming, end int // those that will be
}

// need is what an event must have to be relevant.
type need uint8

const (
	needsNothing need = iota
	needsValue
	needsNumber
	needsTooMuch // a property that is not kept
)

func (s *Series) reader(q *Query, w *stretch, now int64) reader {
	r := reader{s: s, q: q, awaited: latest}
	if q.Window.Kind == Lifetime && q.Where == nil && s.Older != nil {
		if s.Older.Last <= now {
			r.older = s.Older
		} else {
			r.awaited = s.Older.Last
		}
	}
	stride := s.stride()
	r.low = s.before(w.first) * stride
	r.high = s.upTo(min(w.last, now)) * stride
	r.coming = max(r.low, r.high)
	r.end = r.coming
	if r.coming < len(s.rows) {
		r.end = max(r.coming, s.upTo(w.last)*stride)
	}
	r.place = s.place(q.Property)
	r.needs = q.need(r.place)
	return r
}

func (q *Query) need(place int) need {
	switch q.Aggregate {
	case Count, Duration:
		return needsNothing
	case First, Last:
		if q.Property == "" {
			return needsNothing
		}
	}
	switch {
	case place == 0:
		return needsTooMuch
	case q.Aggregate >= Sum && q.Aggregate <= Max:
		return needsNumber
	}
	return needsValue
}

// relevant says whether the query is about the event at a place in rows.
func (r *reader) relevant(at int) bool {
	switch r.needs {
	case needsValue:
		if r.s.rows[at+r.place] == none {
			return false
		}
	case needsNumber:
		if !isNumber(r.s.rows[at+r.place]) {
			return false
		}
	case needsTooMuch:
		return false
	}
	return r.q.Where == nil || r.q.Where(Row{r.s, at})
}

// next returns the first relevant event from a place on, or the end.
func (r *reader) next(at, end int) int {
	for stride := r.s.stride(); at < end; at += stride {
		if r.relevant(at) {
			return at
		}
	}
	return end
}

// previous returns the last relevant event of the window; false if there is none.
func (r *reader) previous() (int, bool) {
	stride := r.s.stride()
	for at := r.high - stride; at >= r.low; at -= stride {
		if r.relevant(at) {
			return at, true
		}
	}
	return 0, false
}

func (r *reader) time(at int) int64 { return int64(r.s.rows[at]) }

func (r *reader) float(at int) float64 { return math.Float64frombits(r.s.rows[at+r.place]) }

// entering returns when the next relevant event that is yet to happen does; latest if there is none.
func (r *reader) entering() int64 {
	if at := r.next(r.coming, r.end); at < r.end {
		return min(r.time(at), r.awaited)
	}
	return r.awaited
}

// countAll counts without looking at the events.
func (r *reader) countAll(w *stretch) (events.Value, int64) {
	a := answer{leaves: latest}
	count := 0
	if r.low < r.high {
		count = (r.high - r.low) / r.s.stride()
		a.leaves = r.time(r.low)
	}
	a.value = number64(float64(count))
	if r.older != nil {
		a.value.Num += float64(r.older.Count)
	}
	enters := r.awaited
	if r.coming < r.end {
		enters = min(enters, r.time(r.coming))
	}
	return a.value, w.until(&a, enters)
}

func (r *reader) answer() answer {
	switch r.q.Aggregate {
	case Count:
		return r.count()
	case Sum, Avg, Min, Max:
		return r.numbers()
	case First:
		return r.first()
	case Last:
		return r.last()
	case Unique, Top:
		return r.values()
	case Duration:
		return r.duration()
	}
	return answer{leaves: latest}
}

func (r *reader) count() answer {
	a := answer{leaves: latest}
	count := 0
	for at := r.next(r.low, r.high); at < r.high; at = r.next(at+r.s.stride(), r.high) {
		if count == 0 {
			a.leaves = r.time(at)
		}
		count++
	}
	a.value = number64(float64(count))
	return a
}

// tally is what numbers come to.
type tally struct {
	n, sum, least, greatest   float64
	firstAt, leastAt, greatAt int64 // of the first number; of the last that is the least or the greatest
}

func (t *tally) add(f float64, at int64) {
	if t.n == 0 {
		*t = tally{least: f, greatest: f, firstAt: at, leastAt: at, greatAt: at}
	}
	t.n++
	t.sum += f
	if f <= t.least {
		t.least, t.leastAt = f, at
	}
	if f >= t.greatest {
		t.greatest, t.greatAt = f, at
	}
}

func (r *reader) numbers() answer {
	var t tally
	if o := r.olderProperty(); o != nil && o.Numbers > 0 {
		t = tally{n: float64(o.Numbers), sum: o.Sum, least: o.Min, greatest: o.Max}
	}
	for at := r.next(r.low, r.high); at < r.high; at = r.next(at+r.s.stride(), r.high) {
		t.add(r.float(at), r.time(at))
	}
	if t.n == 0 {
		return answer{value: r.q.Aggregate.nothing(), leaves: latest}
	}
	switch r.q.Aggregate {
	case Sum:
		return answer{value: number64(t.sum), leaves: t.firstAt}
	case Avg:
		return answer{value: number64(t.sum / t.n), leaves: t.firstAt}
	case Min:
		return answer{value: number64(t.least), leaves: t.leastAt}
	}
	return answer{value: number64(t.greatest), leaves: t.greatAt}
}

func (r *reader) olderProperty() *OlderProperty {
	if r.older == nil {
		return nil
	}
	return r.older.of(r.q.Property)
}

func (r *reader) first() answer {
	a := answer{leaves: latest}
	if at := r.next(r.low, r.high); at < r.high {
		a = answer{value: r.pick(at), leaves: r.time(at), settled: r.awaited == latest}
	}
	if o := r.olderProperty(); o != nil && o.First.Kind != events.None && o.FirstAt <= a.leaves {
		a = answer{value: o.First, leaves: o.FirstAt, settled: r.awaited == latest}
	}
	if r.q.Property == "" && r.older != nil && r.older.First <= a.leaves {
		a = answer{value: timeOf(r.older.First), leaves: r.older.First, settled: r.awaited == latest}
	}
	return a
}

func (r *reader) last() answer {
	a := answer{leaves: latest}
	at, found := r.previous()
	if found {
		a = answer{value: r.pick(at), leaves: r.time(at)}
	}
	if o := r.olderProperty(); o != nil && o.Last.Kind != events.None && (!found || o.LastAt > a.leaves) {
		a = answer{value: o.Last, leaves: o.LastAt}
	}
	if r.q.Property == "" && r.older != nil && (!found || r.older.Last > a.leaves) {
		a = answer{value: timeOf(r.older.Last), leaves: r.older.Last}
	}
	return a
}

// pick is what First and Last say of an event.
func (r *reader) pick(at int) events.Value {
	if r.q.Property == "" {
		return timeOf(r.time(at))
	}
	return r.s.valueOf(r.s.rows[at+r.place])
}

func (r *reader) duration() answer {
	first, last := int64(latest), int64(earliest)
	if at := r.next(r.low, r.high); at < r.high {
		end, _ := r.previous()
		first, last = r.time(at), r.time(end)
	}
	if r.older != nil {
		first, last = min(first, r.older.First), max(last, r.older.Last)
	}
	if first > last {
		return answer{leaves: latest}
	}
	return answer{value: number64(float64(last-first) / 1000), leaves: first}
}

// seen is how often a value was seen, and when last.
type seen struct {
	value events.Value
	times int
	last  int64
}

// values tells the different values apart.
func (r *reader) values() answer {
	var few [16]seen
	found := few[:0]
	var places map[events.Value]int
	first := int64(latest)
	for at := r.next(r.low, r.high); at < r.high; at = r.next(at+r.s.stride(), r.high) {
		value := r.pick(at)
		first = min(first, r.time(at))
		i := placeOf(found, value, places)
		if i == len(found) {
			found = append(found, seen{value: value})
			places = index(found, places)
		}
		found[i].times++
		found[i].last = r.time(at)
	}
	if len(found) == 0 {
		return answer{value: r.q.Aggregate.nothing(), leaves: latest}
	}
	if r.q.Aggregate == Top {
		return answer{value: most(found), leaves: first}
	}
	a := answer{value: number64(float64(len(found))), leaves: latest}
	for i := range found {
		a.leaves = min(a.leaves, found[i].last) // the count shrinks when a value was seen for the last time
	}
	return a
}

// placeOf finds a value: few are looked through, many are indexed.
func placeOf(found []seen, value events.Value, places map[events.Value]int) int {
	if places != nil {
		if i, known := places[value]; known {
			return i
		}
		return len(found)
	}
	for i := range found {
		if found[i].value == value {
			return i
		}
	}
	return len(found)
}

// index adds the newest value to the index, which begins when there are more than few.
func index(found []seen, places map[events.Value]int) map[events.Value]int {
	const few = 16
	switch {
	case places != nil:
		places[found[len(found)-1].value] = len(found) - 1
	case len(found) > few:
		places = make(map[events.Value]int, 4*few)
		for i := range found {
			places[found[i].value] = i
		}
	}
	return places
}

func most(found []seen) events.Value {
	top := &found[0]
	for i := range found {
		f := &found[i]
		if cmp.Or(cmp.Compare(f.times, top.times), cmp.Compare(f.last, top.last), compareValues(f.value, top.value)) > 0 {
			top = f
		}
	}
	return top.value
}

func number64(f float64) events.Value { return events.Value{Kind: events.Number, Num: f} }

func timeOf(at int64) events.Value { return events.Value{Kind: events.Time, Num: float64(at)} }
