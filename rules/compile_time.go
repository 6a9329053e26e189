package rules

import "time"

func (c *compiler) instant(n *Node) instantFunc {
	switch {
	case c.stored(n):
		slot := c.slot(n)
		return func(e *Env) (float64, bool, bool) { v := &e.slots[slot]; return v.num, false, v.kind == Time }
	case n.Op == opAttribute:
		value := c.attribute(n)
		return func(e *Env) (float64, bool, bool) { v := value(e); return v.num, false, v.kind == Time }
	case n.Op == opCoalesce:
		left, right, wrong := c.instant(n.Args[0]), c.instant(n.Args[1]), c.wrong(n.Args[0])
		return func(e *Env) (float64, bool, bool) {
			if at, moves, known := left(e); known || wrong(e) {
				return at, moves, known
			}
			return right(e)
		}
	case n.Name == "now":
		return c.moving(0)
	case n.Name == "ago":
		length, _ := ParseLength(n.Args[0].Text)
		return c.moving(-float64(length.Milliseconds()))
	case n.Name == "ahead":
		length, _ := ParseLength(n.Args[0].Text)
		return c.moving(float64(length.Milliseconds()))
	case n.Name == "date":
		at := dateLiteral(n)
		return func(*Env) (float64, bool, bool) { return at, false, true }
	}
	value := c.value(n)
	return func(e *Env) (float64, bool, bool) { v := value(e); return v.num, false, v.kind == Time }
}

// moving is an instant that keeps its distance from now.
func (c *compiler) moving(distance float64) instantFunc {
	c.reads.time()
	return func(e *Env) (float64, bool, bool) { return e.now + distance, true, true }
}

func dateLiteral(n *Node) float64 {
	if len(n.Args) == 1 {
		at, _ := parseInstant(n.Args[0].Text)
		return at
	}
	zone, _ := loadZone(n.Args[1].Text)
	day, _ := time.ParseInLocation(time.DateOnly, n.Args[0].Text, zone)
	return float64(day.UnixMilli())
}

// instantComparison compares two instants. Where one moves and the other does not,
// they meet when now has moved by the distance between them: then, or in the
// millisecond after, time alone changes the outcome.
func instantComparison(op string, left, right instantFunc) truthFunc {
	holds := numberHolds(op)
	return func(e *Env) Truth {
		x, xMoves, xKnown := left(e)
		y, yMoves, yKnown := right(e)
		switch {
		case !xKnown || !yKnown:
			return Unknown
		case xMoves && !yMoves:
			e.holdMeeting(op, y-x)
		case yMoves && !xMoves:
			e.holdMeeting(mirrored[op], x-y)
		}
		return truthOf(holds(x, y))
	}
}

// holdMeeting holds until a comparison changes whose left side moves and meets the right one after a distance.
func (e *Env) holdMeeting(op string, distance float64) {
	if op != "<=" && op != ">" {
		e.Hold(e.now + distance)
	}
	if op != "<" && op != ">=" {
		e.Hold(e.now + distance + 1)
	}
}

// calendar evaluates a time expression in its zone and tells when the part that a
// function gives can next change, if the time moves.
func (c *compiler) calendar(n *Node) func(*Env) (time.Time, bool) {
	zone, _ := loadZone(n.Args[len(n.Args)-1].Text)
	at := c.moving(0)
	if len(n.Args) == 2 {
		at = c.instant(n.Args[0])
	}
	change := calendarChange(n.Name)
	return func(e *Env) (time.Time, bool) {
		instant, moves, known := at(e)
		if !known {
			return time.Time{}, false
		}
		t := time.UnixMilli(int64(instant)).In(zone)
		if moves {
			e.Hold(e.now + float64(change(t).UnixMilli()) - instant)
		}
		return t, true
	}
}

// parts are the parts of a date that the calendar functions give, and the civil
// time (in UTC, which never shifts) at which each next changes.
var parts = map[string]struct {
	of   func(time.Time) int
	next func(time.Time) time.Time
}{
	"hour": {time.Time.Hour, func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour()+1, 0, 0, 0, time.UTC)
	}},
	"weekday": {func(t time.Time) int { return int(t.Weekday()) }, nextDay},
	"day":     {time.Time.Day, nextDay},
	"month": {func(t time.Time) int { return int(t.Month()) }, func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	}},
	"year": {time.Time.Year, func(t time.Time) time.Time { return time.Date(t.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC) }},
}

func nextDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, time.UTC)
}

// maxShifts bounds how many shifts of a zone's clocks are looked at; no zone has as
// many in a year. After them the answer is too early, which costs one decision more.
const maxShifts = 16

// calendarChange returns when a part of a date next changes. Until a zone shifts its
// clocks, its distance from UTC is fixed and the change is that of the calendar; a
// shift itself can change the part, too.
func calendarChange(name string) func(t time.Time) time.Time {
	part := parts[name]
	return func(t time.Time) time.Time {
		now := part.of(t)
		for range maxShifts {
			_, offset := t.Zone()
			distance := time.Duration(offset) * time.Second
			change := part.next(t.UTC().Add(distance)).Add(-distance)
			_, shift := t.ZoneBounds()
			if shift.IsZero() || change.Before(shift) {
				return change
			}
			if t = shift; part.of(t) != now {
				break
			}
		}
		return t
	}
}

func (c *compiler) calendarNumber(n *Node) numberFunc {
	at, part := c.calendar(n), parts[n.Name].of
	return func(e *Env) (float64, bool) {
		t, known := at(e)
		if !known {
			return 0, false
		}
		return float64(part(t)), true
	}
}

func (c *compiler) weekday(n *Node) stringFunc {
	at := c.calendar(n)
	return func(e *Env) (string, bool) {
		t, known := at(e)
		if !known {
			return "", false
		}
		return weekdays[t.Weekday()], true
	}
}
