package rules

import "time"

func (c *compiler) instant(n *Node) instantFunc {
	switch {
	case n.Op == opAttribute:
		slot := c.slot(n)
		return func(e *Env) (float64, bool, bool) { v := &e.slots[slot]; return v.num, false, v.kind == Time }
	case n.Op == opCoalesce:
		left, right := c.instant(n.Args[0]), c.instant(n.Args[1])
		return func(e *Env) (float64, bool, bool) {
			if at, moves, known := left(e); known {
				return at, moves, true
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
// they meet when now has moved by the distance between them: that instant, or the
// millisecond after it, is when time alone changes the outcome.
func instantComparison(op string, left, right instantFunc) truthFunc {
	holds := numberHolds(op)
	return func(e *Env) Truth {
		x, xMoves, xKnown := left(e)
		y, yMoves, yKnown := right(e)
		if !xKnown || !yKnown {
			return Unknown
		}
		if xMoves != yMoves {
			distance := x - y
			if xMoves {
				distance = y - x
			}
			e.Hold(e.now + distance)
			e.Hold(e.now + distance + 1)
		}
		return truthOf(holds(x, y))
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
	next := nextChange[n.Name]
	return func(e *Env) (time.Time, bool) {
		instant, moves, known := at(e)
		if !known {
			return time.Time{}, false
		}
		t := time.UnixMilli(int64(instant)).In(zone)
		if moves {
			e.Hold(e.now + float64(changeAfter(t, next).UnixMilli()) - instant)
		}
		return t, true
	}
}

// nextChange gives the civil time at which a part of a date next changes.
var nextChange = map[string]func(t time.Time) time.Time{
	"hour": func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour()+1, 0, 0, 0, t.Location())
	},
	"weekday": nextDay,
	"day":     nextDay,
	"month":   func(t time.Time) time.Time { return time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, t.Location()) },
	"year":    func(t time.Time) time.Time { return time.Date(t.Year()+1, 1, 1, 0, 0, 0, 0, t.Location()) },
}

func nextDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location())
}

// changeAfter bounds the next change by the zone's next shift of its clocks,
// which can bring it forward; an instant too early only costs one decision more.
func changeAfter(t time.Time, next func(time.Time) time.Time) time.Time {
	change := next(t)
	if !change.After(t) {
		change = t.Add(time.Hour).Truncate(15 * time.Minute)
	}
	if _, shift := t.ZoneBounds(); !shift.IsZero() && shift.Before(change) {
		return shift
	}
	return change
}

func (c *compiler) calendarNumber(n *Node) numberFunc {
	at := c.calendar(n)
	part := map[string]func(t time.Time) int{
		"hour": time.Time.Hour, "day": time.Time.Day, "year": time.Time.Year,
		"month": func(t time.Time) int { return int(t.Month()) },
	}[n.Name]
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
