package people

import (
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
)

// Change is what became of a profile.
type Change struct {
	Number uint64
	// Before is nil for somebody new, After for somebody who was erased.
	Before, After *profiles.Profile
	// Event is the name of the latest event that was folded, or its call where that has no name; empty if none was.
	Event string
}

// Listener is told whenever profiles change.
type Listener interface {
	// Changed is told what has changed together, and which identifiers lead to which number from now on, 0 if to
	// nobody. By then everybody sees the new state. It is called by the one who writes: it must not wait, nor
	// call the Service, nor keep what it is given.
	Changed(environment string, changes []Change, links map[profiles.Identifier]uint64)
}

// Listen makes a listener, the only one, hear of all changes from now on.
func (s *Service) Listen(listener Listener) { s.listener.Store(&listener) }

// tell tells the listener what was published; the lock is held.
func (s *stage) tell() {
	c := s.c
	listener := c.service.listener.Load()
	if listener == nil {
		return
	}
	changes := c.told[:0]
	for _, p := range s.order {
		if p.after != p.before {
			changes = append(changes, Change{p.number, p.before, p.after, p.event})
		}
	}
	if len(changes)+len(s.links) > 0 {
		(*listener).Changed(c.name, changes, s.links)
	}
	clear(changes)
	c.told = changes
}

// tell tells the listener who is gone; the lock is held.
func (g *erasure) tell() {
	listener := g.c.service.listener.Load()
	if listener == nil {
		return
	}
	links := map[profiles.Identifier]uint64{}
	for _, id := range g.erased.Identifiers {
		links[id] = 0
	}
	(*listener).Changed(g.c.name, nil, links)
}

// nameOf returns the name of an event, or of its call where it has none.
func nameOf(e *events.Event) string {
	if e.Name != "" {
		return e.Name
	}
	return e.Call.String()
}
