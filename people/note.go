package people

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/profiles"
)

// noteEvery is how long notes wait at most for events to be made durable together with.
const noteEvery = 250 * time.Millisecond

// mostNotes bounds the notes that wait in an environment. Nobody who is decided for waits for a note: what comes
// while so many wait is dropped, and counted. About 140 bytes each.
const mostNotes = 1 << 18

// note is what a person was given, on its way into the log and the profile.
type note struct {
	number uint64
	given  profiles.Given
}

// noteKey tells apart what notes are about.
type noteKey struct {
	number uint64
	flag   string
}

// notes are those that wait to be made durable, in the order in which they came.
type notes struct {
	many chan struct{} // told when so many wait that they should not wait any longer

	taken, dropped atomic.Uint64 // since the service was started

	mu      sync.Mutex
	waiting []note
	latest  map[noteKey]profiles.Given // what waits last of each, so that the same is not noted twice

	reported uint64 // how many dropped ones the logger has heard of; of the committer
	failing  bool   // the latest could not be made durable; of the committer
}

// add takes notes in, and says whether there was room for all of them.
func (n *notes) add(number uint64, given []profiles.Given) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range given {
		key := noteKey{number, given[i].Flag}
		if latest, waits := n.latest[key]; waits && latest.Same(given[i]) {
			continue
		}
		if len(n.waiting) >= mostNotes {
			n.dropped.Add(uint64(len(given) - i))
			return false
		}
		n.waiting = append(n.waiting, note{number, given[i]})
		n.latest[key] = given[i]
	}
	if len(n.waiting) >= mostAtOnce {
		select {
		case n.many <- struct{}{}:
		default:
		}
	}
	return true
}

// take returns those that have waited longest, up to most of them.
func (n *notes) take(most int) []note {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.waiting) <= most {
		all := n.waiting
		n.waiting, n.latest = nil, map[noteKey]profiles.Given{}
		return all
	}
	some := n.waiting[:most:most]
	n.waiting = n.waiting[most:]
	n.unlist(some)
	return some
}

// putBack lets notes wait that could not be made durable, before those that came since.
func (n *notes) putBack(some []note) {
	n.mu.Lock()
	defer n.mu.Unlock()
	all := append(some, n.waiting...)
	if over := len(all) - mostNotes; over > 0 {
		n.dropped.Add(uint64(over))
		n.unlist(all[mostNotes:])
		all = all[:mostNotes]
	}
	n.waiting = all
}

// unlist forgets that notes were the latest; the lock is held.
func (n *notes) unlist(some []note) {
	for i := range some {
		key := noteKey{some[i].number, some[i].given.Flag}
		if n.latest[key] == some[i].given {
			delete(n.latest, key)
		}
	}
}

func (n *notes) length() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.waiting)
}

// Note remembers what a person was given, as far as the profile does not say so of the flags already. It does not
// wait: the note is in the log and in the profile within a second, also if the process is killed after that. It is false
// if something was dropped, because too many notes wait; Status counts those.
func (s *Service) Note(environment string, found Found, given ...profiles.Given) bool {
	fresh := freshOf(found.Profile, given)
	c := (*s.crowds.Load())[environment]
	if len(fresh) == 0 || c == nil {
		return true
	}
	if found.Noted != nil {
		found.Noted.Store(0)
	}
	return c.notes.add(found.Number, fresh)
}

// commitNotes makes notes durable that no events came with.
func (c *crowd) commitNotes(ctx context.Context) {
	if c.notes.length() == 0 {
		return
	}
	err := c.commit(ctx, nil)
	if err != nil && !c.notes.failing {
		c.service.Report(c.name, "what people were given could not be noted; it is tried again", err)
	}
	c.notes.failing = err != nil
	if dropped := c.notes.dropped.Load(); dropped > c.notes.reported {
		c.service.config.Logger.Error("of what people were given some could not be noted: too much waited, or their profiles cannot be read",
			"environment", c.name, "notes", dropped-c.notes.reported)
		c.notes.reported = dropped
	}
}

// cutRun cuts off a run of notes no two of which are of the same flag.
func cutRun(given []profiles.Given) (run, rest []profiles.Given) {
	flags := make(map[string]bool, len(given))
	for i := range given {
		if flags[given[i].Flag] {
			return given[:i], given[i:]
		}
		flags[given[i].Flag] = true
	}
	return given, nil
}

// freshOf returns what a profile does not say yet.
func freshOf(p *profiles.Profile, given []profiles.Given) []profiles.Given {
	var fresh []profiles.Given
	for i := range given {
		was, noted := p.LatestGiven(given[i].Flag)
		if !noted || !was.Same(given[i]) {
			fresh = append(fresh, given[i])
		}
	}
	return fresh
}

// closeNotes makes durable what waits when the service ends.
func (c *crowd) closeNotes(ctx context.Context) error {
	for c.notes.length() > 0 {
		if err := c.commit(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

// mostInRecord bounds what one record of the log says of what a person was given.
const mostInRecord = 200

// noteAll stages notes. Those of somebody who was erased meanwhile say nothing any more. A profile that cannot be read
// keeps neither events nor other notes waiting: what is of it counts as dropped.
func (s *stage) noteAll(some []note) {
	var order []uint64
	given := map[uint64][]profiles.Given{}
	for i := range some {
		number := some[i].number
		if given[number] == nil {
			order = append(order, number)
		}
		given[number] = append(given[number], some[i].given)
	}
	for _, number := range order {
		p, err := s.standing(number)
		switch {
		case err == nil:
			s.note(p, given[number])
		case ignoreErased(err) != nil:
			s.c.notes.dropped.Add(uint64(len(given[number])))
		}
	}
}

// standing returns the profile that stands by itself and that the one of a number is, or was merged into.
func (s *stage) standing(number uint64) (*staged, error) {
	p, err := s.person(number)
	for err == nil && p.after.Into != 0 {
		p, err = s.person(p.after.Into)
	}
	return p, err
}

// note makes records of what a person was given and the profile does not say yet.
func (s *stage) note(p *staged, given []profiles.Given) {
	var fresh []profiles.Given
	for len(given) > 0 {
		var run []profiles.Given
		run, given = cutRun(given)
		run = freshOf(p.after, run)
		p.after = p.after.WithGiven(run...)
		fresh = append(fresh, run...)
	}
	for len(fresh) > 0 {
		n := min(len(fresh), mostInRecord)
		s.buffer = encodeGiven(s.buffer[:0], fresh[:n])
		sealed := p.sealer().Seal(nil, s.buffer, s.c.bound(boundEvent, p.number))
		s.records = append(s.records, Record{Profile: p.number, Time: s.now, Sealed: sealed})
		s.next++
		fresh = fresh[n:]
	}
}
