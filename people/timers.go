package people

import (
	"container/heap"
	"errors"
)

// timer says when time alone can change a profile's memberships.
type timer struct {
	at     int64
	number uint64
}

// timers is a heap, earliest first. A timer that is no longer its profile's is passed over.
type timers []timer

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (t timers) Len() int           { return len(t) }
func (t timers) Less(i, j int) bool { return t[i].at < t[j].at }
func (t timers) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }

// Push implements heap.Interface.
func (t *timers) Push(x any) { *t = append(*t, x.(timer)) }

// Pop implements heap.Interface.
func (t *timers) Pop() any {
	last := len(*t) - 1
	x := (*t)[last]
	*t = (*t)[:last]
	return x
}

// await sets when a profile that is not in memory is to be looked at; the lock is held.
func (c *crowd) await(number uint64, until int64) {
	heap.Push(&c.timers, timer{until, number})
}

// expect sets when an entry is to be looked at again; the lock is held.
func (c *crowd) expect(e *entry, until int64) {
	if until == e.until {
		return
	}
	e.until = until
	if until != 0 {
		heap.Push(&c.timers, timer{until, e.number})
	}
}

// wake brings those profiles up to date whose time has come, some at once.
func (c *crowd) wake() {
	const most = 1000
	now := c.service.now()
	for more := true; more; {
		c.mu.Lock()
		more = c.wakeSome(now, most)
		c.mu.Unlock()
	}
}

// wakeSome says whether there may be more to wake; the lock is held.
func (c *crowd) wakeSome(now int64, most int) bool {
	s := c.newStage(c.service.ctx)
	s.next = c.last + 1
	for ; most > 0 && len(c.timers) > 0 && c.timers[0].at <= now; most-- {
		t := heap.Pop(&c.timers).(timer)
		if err := s.wakeOne(t, now); err != nil {
			c.service.config.Logger.Error("a profile could not be brought up to date", "environment", c.name, "error", err.Error())
		}
	}
	if len(s.order) > 0 {
		s.publish()
	}
	return most == 0
}

// wakeOne derives a profile as of the instant that it waited for, so that memberships begin and end then.
func (s *stage) wakeOne(t timer, now int64) error {
	p, err := s.person(t.number)
	switch {
	case errors.Is(err, ErrErased), errors.Is(err, ErrUnknownNumber):
		return nil
	case err != nil:
		return err
	case p.after.Into != 0, p.entry.until != t.at && p.entry.until != 0: // it waits for another instant now
		return nil
	}
	definitions, at := s.c.service.definitions, t.at
	for range 100 { // an instant that is due may lead to another one
		p.after, p.until = definitions.Derive(s.c.name, p.after, at)
		if p.until == 0 || p.until > now {
			break
		}
		at = p.until
	}
	if p.after == p.before {
		s.c.expect(p.entry, p.until)
	}
	return nil
}
