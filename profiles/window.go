package profiles

import "math"

// WindowKind says how a window is laid.
type WindowKind uint8

// The kinds of windows.
const (
	Lifetime WindowKind = iota // everything up to now
	Past                       // (now - Length, now]
	Within                     // [From, From + Length), as far as it is not after now
	Session                    // the run of events of any name, less than SessionGap apart, that goes on now
)

// SessionGap is the length of silence that ends a session: an event exactly
// this many milliseconds after the last begins a new one.
const SessionGap = 30 * 60 * 1000

// Window is the stretch of time that a query looks at. Lengths are of time that
// passes, whatever clocks and calendars do meanwhile.
type Window struct {
	Kind   WindowKind
	Length int64 // in milliseconds; of Past and Within. One that is not positive finds nothing.
	From   int64 // of Within
}

const (
	earliest = math.MinInt64
	latest   = math.MaxInt64
)

// stretch is a window as of an instant. What is in it and not after that
// instant counts; what is in it after that instant will count once it comes.
type stretch struct {
	first, last int64 // both inclusive
	ends        int64 // when everything in it stops counting, of a session; latest if it does not
	length      int64 // of Past: each event stops counting by itself; 0 otherwise
}

// empty is a stretch with nothing in it, ever.
func empty() stretch { return stretch{first: latest, last: earliest} }

// stretch lays a window.
func (p *Profile) stretch(w *Window, now int64) stretch {
	switch w.Kind {
	case Past:
		if w.Length <= 0 {
			return empty()
		}
		return stretch{first: less(now, w.Length-1), last: latest, ends: latest, length: w.Length}
	case Within:
		if w.Length <= 0 {
			return empty()
		}
		return stretch{first: w.From, last: plus(w.From, w.Length-1), ends: latest}
	case Session:
		return p.session(now)
	}
	return stretch{first: earliest, last: latest, ends: latest}
}

// session finds the session that goes on at an instant. If there is none, one can still begin.
func (p *Profile) session(now int64) stretch {
	begins, found := p.lastBefore(now)
	if !found || now >= plus(begins, SessionGap) {
		return stretch{first: plus(now, 1), last: latest, ends: latest}
	}
	ends := begins
	for {
		before, found := p.firstAfter(less(begins, SessionGap))
		if !found || before >= begins {
			break
		}
		begins = before
	}
	for {
		after, found := p.lastBefore(plus(ends, SessionGap-1))
		if !found || after <= ends {
			break
		}
		ends = after
	}
	return stretch{first: begins, last: latest, ends: plus(ends, SessionGap)}
}

// lastBefore returns when the last event of any name up to an instant happened.
func (p *Profile) lastBefore(at int64) (last int64, found bool) {
	last = earliest
	for _, s := range p.Series {
		if i := s.upTo(at); i > 0 {
			last, found = max(last, s.Row(i-1).Time()), true
		}
	}
	return last, found
}

// firstAfter returns when the first event of any name after an instant happened.
func (p *Profile) firstAfter(at int64) (first int64, found bool) {
	first = latest
	for _, s := range p.Series {
		if i := s.upTo(at); i < s.Len() {
			first, found = min(first, s.Row(i).Time()), true
		}
	}
	return first, found
}

// plus adds a length that is not negative, as far as instants go.
func plus(at, length int64) int64 {
	if at > latest-length {
		return latest
	}
	return at + length
}

// less takes away a length that is not negative, as far as instants go.
func less(at, length int64) int64 {
	if at < earliest+length {
		return earliest
	}
	return at - length
}
