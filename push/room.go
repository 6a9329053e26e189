package push

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
)

// room is who listens in one environment.
type room struct {
	hub  *Hub
	name string
	// readers are those of the set that was asked about last.
	readers atomic.Pointer[readersOf]

	mu     sync.RWMutex
	topics map[topicKey]*topic
	// order has all topics, those made together beside each other: their memory, and that of their listeners, then is too.
	order []*topic
	// byNumber has the topics that rest on a profile, byIdentifier those that would rest on whoever is known by an identifier.
	byNumber     map[uint64][]interest
	byIdentifier map[profiles.Identifier][]*topic

	published *revisions.Published // for follow alone
}

// interest is a topic that rests on a profile.
type interest struct {
	topic *topic
	group bool // the profile is that of the person's group
}

type readersOf struct {
	set *flags.Set
	*flags.Readers
}

func newRoom(h *Hub, name string, current *revisions.Published) *room {
	return &room{
		hub: h, name: name, published: current,
		topics: map[topicKey]*topic{}, byNumber: map[uint64][]interest{}, byIdentifier: map[profiles.Identifier][]*topic{},
	}
}

// of returns who reads what in a set.
func (r *room) of(set *flags.Set) *flags.Readers {
	known := r.readers.Load()
	if known == nil || known.set != set {
		known = &readersOf{set, flags.ReadersOf(set)}
		r.readers.Store(known)
	}
	return known.Readers
}

// cause makes a cause of what happens now.
func (r *room) cause(c Cause) Cause {
	c.At = r.hub.config.Clock().UnixNano()
	return c
}

// follow marks what a publish can have changed, until the hub closes.
func (r *room) follow(updates <-chan *revisions.Published, stop func()) {
	defer stop()
	if current, err := r.hub.config.Revisions.Current(r.name); err == nil {
		r.replace(current)
	}
	for {
		select {
		case <-r.hub.ctx.Done():
			return
		case published, open := <-updates:
			if !open {
				return
			}
			r.replace(published)
		}
	}
}

// replace takes over a newer revision.
func (r *room) replace(next *revisions.Published) {
	before := r.published
	if next == before || next.Number < before.Number {
		return
	}
	r.published = next
	p := pending{cause: r.cause(Cause{Kind: Publish, Revision: next.Number})}
	// Otherwise something else can be made of the same context and profile.
	if p.all = !environment.SameDeclarations(before.Definitions, next.Definitions); !p.all {
		p.flags = flags.ChangedOrGone(before.Set, next.Set)
	}
	if !p.empty() {
		r.markAll(&p)
	}
}

// markAll marks the same for everybody.
func (r *room) markAll(p *pending) {
	r.mu.RLock()
	fresh := make([]*topic, 0, len(r.order))
	for _, t := range r.order {
		if t.note(p) {
			fresh = append(fresh, t)
		}
	}
	r.mu.RUnlock()
	r.hub.queue.put(fresh...)
}

// listChanged marks those who have come into a list or gone from it, if flags read it. Where members are no targeting
// keys but values of an attribute, it marks all: the attribute may be known from anywhere.
func (r *room) listChanged(list string, members []string) {
	current, err := r.hub.config.Revisions.Current(r.name)
	if err != nil || len(r.of(current.Set).Lists[list]) == 0 {
		return // a revision that makes a flag read it marks the flag
	}
	p := &pending{lists: []string{list}, cause: r.cause(Cause{Kind: List, List: list})}
	if of := current.Set.Schema().Declarations().Lists[list]; of != "" && of != rules.TargetingKey {
		r.markAll(p)
		return
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, member := range members {
		for _, t := range r.byIdentifier[profiles.Identifier{Kind: profiles.User, Value: member}] {
			t.mark(p)
		}
	}
}

// peopleChanged marks what rests on profiles that have changed.
func (r *room) peopleChanged(changes []people.Change, links map[profiles.Identifier]uint64) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(r.topics) == 0 {
		return
	}
	for i := range changes {
		for _, in := range r.byNumber[changes[i].Number] {
			r.markChange(in, &changes[i])
		}
	}
	for id, number := range links {
		for _, t := range r.byIdentifier[id] {
			t.mark(&pending{all: true, cause: r.cause(causeOf(changes, number))})
		}
	}
}

func (r *room) markChange(in interest, c *people.Change) {
	prefix := ""
	if in.group {
		prefix = "group."
	}
	if p := difference(c, prefix); !p.empty() {
		p.cause = r.cause(causeOf([]people.Change{*c}, c.Number))
		in.topic.mark(&p)
	}
}

// causeOf says why a profile has changed.
func causeOf(changes []people.Change, number uint64) Cause {
	for i := range changes {
		if changes[i].Number == number && changes[i].Event != "" {
			return Cause{Kind: Event, Event: changes[i].Event}
		}
	}
	return Cause{Kind: Profile}
}

// topic returns the topic of a question, which is made if nobody asks it yet.
func (r *room) topic(key topicKey, q *Question, targetingKey string) *topic {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.topics[key]; t != nil {
		return t
	}
	t := &topic{room: r, key: key, believes: q.Believes, flags: q.Flags}
	if targetingKey != "" {
		t.ids = []profiles.Identifier{{Kind: profiles.User, Value: targetingKey}, {Kind: profiles.Anonymous, Value: targetingKey}}
		for _, id := range t.ids {
			r.byIdentifier[id] = append(r.byIdentifier[id], t)
		}
	}
	r.topics[key] = t
	t.place = len(r.order)
	r.order = append(r.order, t)
	r.hub.counts.topics.Add(1)
	return t
}

// rest makes a topic hear of other profiles than before: a person's, and that of the person's group.
func (r *room) rest(t *topic, on basis) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unrest(t)
	t.basis = on
	if on.person != 0 {
		r.byNumber[on.person] = append(r.byNumber[on.person], interest{topic: t})
	}
	if on.group != 0 {
		r.byNumber[on.group] = append(r.byNumber[on.group], interest{topic: t, group: true})
	}
	if on.groupID != "" {
		id := profiles.Identifier{Kind: profiles.GroupID, Value: on.groupID}
		r.byIdentifier[id] = append(r.byIdentifier[id], t)
	}
}

// unrest makes a topic hear of no profile; the lock is held.
func (r *room) unrest(t *topic) {
	for _, number := range []uint64{t.basis.person, t.basis.group} {
		if number != 0 {
			remove(r.byNumber, number, func(in interest) bool { return in.topic == t })
		}
	}
	if t.basis.groupID != "" {
		remove(r.byIdentifier, profiles.Identifier{Kind: profiles.GroupID, Value: t.basis.groupID}, func(other *topic) bool { return other == t })
	}
	t.basis = basis{}
}

// leave forgets a topic that nobody listens to.
func (r *room) leave(t *topic) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unrest(t)
	for _, id := range t.ids {
		remove(r.byIdentifier, id, func(other *topic) bool { return other == t })
	}
	delete(r.topics, t.key)
	last := len(r.order) - 1
	r.order[t.place] = r.order[last]
	r.order[t.place].place = t.place
	r.order[last] = nil
	r.order = r.order[:last]
	r.hub.counts.topics.Add(-1)
}

// remove takes something out of the list of a key.
func remove[K comparable, V any](from map[K][]V, key K, gone func(V) bool) {
	rest := slices.DeleteFunc(from[key], gone)
	if len(rest) == 0 {
		delete(from, key)
		return
	}
	from[key] = rest
}

// lookUp finds the profiles that a decision for a targeting key rests on.
func (w *worker) lookUp(ctx context.Context, key string, believed bool) (found people.Found, on basis, err error) {
	var known bool
	if believed {
		found, known, err = w.view.Person(ctx, key)
	} else {
		found, known, err = w.view.Unproven(ctx, key)
	}
	if err != nil || !known {
		return people.Found{}, on, err
	}
	on.person = found.Number
	if len(found.Profile.Groups) == 0 || !w.view.ReadsGroups() {
		return found, on, nil
	}
	on.groupID = found.Profile.Groups[0].ID
	group, err := w.view.Group(ctx, found.Profile)
	on.group = group.Number
	return found, on, err
}
