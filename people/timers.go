package people

import (
	"cmp"
	"container/heap"
	"errors"
	"slices"
)

// timer says when time alone can change a profile's memberships.
type timer struct {
	at     int64
	number uint64
}

// timers is a heap, earliest first. A timer says that something may have changed, not what: there can be several of a profile.
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
	c.thin()
}

// expect sets when an entry is to be looked at again, 0 for never; the lock is held. An entry needs its
// earliest timer only: when that comes it sets the next one, so that timers do not pile up while events come.
func (c *crowd) expect(e *entry, until int64) {
	e.until = until
	if until != 0 && (e.timer == 0 || until < e.timer) {
		e.timer = until
		c.await(e.number, until)
	}
}

// thin forgets all timers but the earliest of each profile, if there are twice as many as the last time; the lock is
// held. A profile that was forgotten and is read again sets another one.
func (c *crowd) thin() {
	const few = 10_000
	if len(c.timers) >= max(few, c.fewTimers) {
		c.thinNow()
	}
}

func (c *crowd) thinNow() {
	slices.SortFunc(c.timers, func(a, b timer) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.at, b.at)) })
	c.timers = slices.Clip(slices.CompactFunc(c.timers, func(a, b timer) bool { return a.number == b.number }))
	slices.SortFunc(c.timers, func(a, b timer) int { return cmp.Compare(a.at, b.at) })
	c.fewTimers = 2 * len(c.timers)
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
	case p.after.Into != 0:
		return nil
	}
	if t.at <= p.entry.timer {
		p.entry.timer = 0
	}
	if p.entry.until != t.at && p.entry.until != 0 { // it waits for another instant now
		s.c.expect(p.entry, p.entry.until)
		return nil
	}
	definitions, at := s.c.service.definitions, t.at
	for range 100 { // an instant that is due may lead to another one
		p.after, p.until = definitions.Derive(s.c.name, p.after, s.groupOf(p.after), at)
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
