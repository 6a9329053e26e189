package people

import (
	"context"
	"errors"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// stage is what a run of events would do. Nothing of it is seen by anybody
// before publish, so that events that could not be made durable leave no trace.
// The crowd's lock is held as long as there is a stage.
type stage struct {
	c     *crowd
	ctx   context.Context
	shape profiles.Shape
	now   int64
	// forgetting says what has expired; nil if nothing does.
	forgetting  func(name string) int64
	groupTraits []string // that memberships depend on
	next        uint64   // the sequence number of the next record
	people      map[uint64]*staged
	order       []*staged // in the order in which they were first touched
	links       map[profiles.Identifier]uint64
	messages    map[uint64]struct{}
	records     []Record
	buffer      []byte
}

// staged is a profile as it would be.
type staged struct {
	*entry
	before, after *profiles.Profile
	until         int64
	event         string // the latest that was folded
	ready         *privacy.Sealer
}

// sealer returns the entry's key ready for use, and keeps it for the stage: events of one person come together.
func (p *staged) sealer() *privacy.Sealer {
	if p.ready == nil {
		p.ready = p.entry.sealer()
	}
	return p.ready
}

func (c *crowd) newStage(ctx context.Context) *stage {
	s := &stage{
		c: c, ctx: ctx, shape: c.service.definitions.Shape(c.name), now: c.service.now(), next: c.last + 1,
		people: map[uint64]*staged{}, links: map[profiles.Identifier]uint64{}, messages: map[uint64]struct{}{},
	}
	if checks := c.service.definitions.Checks(c.name); checks != nil {
		s.forgetting = checks.forgetting(s.now)
		s.groupTraits = checks.GroupTraits
		c.seen.bound(checks.Dedupe, checks.duplicates(), s.now)
	}
	return s
}

// find returns the number that an identifier would lead to; 0 if nobody.
func (s *stage) find(kind profiles.IdentifierKind, value string) (uint64, error) {
	if value == "" {
		return 0, nil
	}
	id := profiles.Identifier{Kind: kind, Value: value}
	number, staged := s.links[id]
	if !staged {
		var err error
		if number, err = s.c.find(s.ctx, id); err != nil || number == 0 {
			return 0, err
		}
	}
	p, err := s.person(number)
	if errors.Is(err, ErrErased) || errors.Is(err, ErrUnknownNumber) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	for p.after.Into != 0 {
		if p, err = s.person(p.after.Into); err != nil {
			return 0, err
		}
	}
	return p.number, nil
}

// person returns the profile of a number.
func (s *stage) person(number uint64) (*staged, error) {
	if p := s.people[number]; p != nil {
		return p, nil
	}
	e, err := s.c.entry(s.ctx, number)
	if err != nil {
		return nil, err
	}
	current := e.current.Load()
	p := &staged{entry: e, before: current, after: current, until: e.until}
	s.add(p)
	return p, nil
}

func (s *stage) add(p *staged) {
	s.people[p.number] = p
	s.order = append(s.order, p)
}

// create makes a profile for somebody who was not known.
func (s *stage) create(at int64) (*staged, error) {
	number, key, err := s.c.service.keys.take(s.ctx)
	if err != nil {
		return nil, err
	}
	return s.fresh(number, key, at), nil
}

// fresh stages a profile of which nothing is known yet.
func (s *stage) fresh(number uint64, key privacy.Key, at int64) *staged {
	p := &staged{entry: newEntry(number, key), after: profiles.New(s.c.service.hasher.Person(number, key), at)}
	s.add(p)
	return p
}

// link makes an identifier of a profile lead to it.
func (s *stage) link(p *staged, kind profiles.IdentifierKind, value string) {
	if value == "" {
		return
	}
	id := profiles.Identifier{Kind: kind, Value: value}
	s.links[id] = p.number
	p.after = p.after.WithIdentifier(id)
}

// merge makes two profiles one.
func (s *stage) merge(into, from *staged, at int64) {
	into.after = into.after.Merge(from.after, from.number, at)
	from.after = from.after.MergedInto(into.number)
	for _, id := range from.after.Identifiers {
		s.links[id] = into.number
	}
}

// append makes a record of an event that was resolved, and folds it.
func (s *stage) append(p *staged, l *logged, message uint64) error {
	s.buffer = l.encode(s.buffer[:0])
	sealed := p.sealer().Seal(nil, s.buffer, s.c.bound(boundEvent, p.number))
	s.records = append(s.records, Record{
		Profile: p.number, Message: message, Name: l.event.Name, Time: l.event.Time, Sealed: sealed,
	})
	s.messages[message] = struct{}{}
	if err := s.fold(p, l, s.next); err != nil {
		return err
	}
	s.next++
	return nil
}

// fold takes an event into its profile, and into that of its group.
func (s *stage) fold(p *staged, l *logged, seq uint64) error {
	p.after, p.event = p.after.Fold(l.event, seq, s.shape), nameOf(l.event)
	if l.group == 0 || l.event.Call != events.Group {
		return nil
	}
	group, err := s.person(l.group)
	if errors.Is(err, ErrErased) || errors.Is(err, ErrUnknownNumber) {
		return nil
	}
	if err != nil {
		return err
	}
	group.after, group.event = group.after.FoldGroup(l.event, seq), nameOf(l.event)
	return nil
}

// derive brings memberships and scores up to date.
func (s *stage) derive() {
	for _, p := range s.order {
		if p.after != p.before && p.after.Into == 0 {
			p.after, p.until = s.derived(p.after)
		}
	}
}

// derived returns a profile as it is to be now: without what has expired, with memberships and scores up to date.
func (s *stage) derived(p *profiles.Profile) (*profiles.Profile, int64) {
	if s.forgetting != nil {
		p = p.Expire(s.forgetting)
	}
	return s.c.service.definitions.Derive(s.c.name, p, s.groupOf(p), s.now)
}

// groupOf returns the group of a person as it would be; nil if memberships do not depend on it. A group
// that cannot be read is one of which nothing is known.
func (s *stage) groupOf(p *profiles.Profile) *profiles.Profile {
	if len(s.groupTraits) == 0 || len(p.Groups) == 0 {
		return nil
	}
	id := profiles.Identifier{Kind: profiles.GroupID, Value: p.Groups[0].ID}
	number, staged := s.links[id]
	if !staged {
		number, _ = s.c.find(s.ctx, id)
	}
	if number == 0 {
		return nil
	}
	if g := s.people[number]; g != nil {
		return g.after
	}
	e, err := s.c.entry(s.ctx, number)
	if err != nil {
		return nil
	}
	return e.current.Load()
}

// publish makes all of it what everybody sees.
func (s *stage) publish() {
	c := s.c
	for _, p := range s.order {
		if p.after == p.before {
			continue
		}
		c.replace(p)
	}
	for id, number := range s.links {
		c.cache.link(id, number)
		c.dirtyLinks[c.hash(id)] = number
	}
	for message := range s.messages {
		c.seen.add(message, s.now)
	}
	s.noteGroups()
	c.last = s.next - 1
	s.tell()
}

// replace makes a staged profile the current one; the lock is held.
func (c *crowd) replace(p *staged) {
	e := p.entry
	if p.before == nil {
		e.current.Store(p.after)
		c.cache.put(e)
	} else {
		c.cache.bytes.Add(int64(p.after.Footprint() - p.before.Footprint()))
		e.current.Store(p.after)
	}
	e.used.Store(true)
	c.census.count(e.number, p.before, p.after)
	c.soil(e)
	c.expect(e, p.until)
}

// soil notes that an entry is not stored as it is; the lock is held.
func (c *crowd) soil(e *entry) {
	if !e.dirty {
		e.dirty = true
		c.dirty = append(c.dirty, e)
	}
}
