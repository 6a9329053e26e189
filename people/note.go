package people

import (
	"context"

	"github.com/fingerpost/fingerpost/profiles"
)

// note is what a person was given, on its way into the profile.
type note struct {
	number uint64
	given  []profiles.Given
}

// mostNotes bounds what waits to be noted in an environment. Notes tell afterwards
// what people were given; they are dropped rather than let a decision wait.
const mostNotes = 2048

// Note remembers what a person was given, as far as the profile does not say so of the flags
// already. It does not wait: the note is in the profile a moment later, or is lost if too many come at once.
func (s *Service) Note(environment string, found Found, given ...profiles.Given) {
	var fresh []profiles.Given
	for i := range given {
		was, noted := found.Profile.LatestGiven(given[i].Flag)
		if !noted || was.Variant != given[i].Variant || was.Reason != given[i].Reason || was.Targeting != given[i].Targeting {
			fresh = append(fresh, given[i])
		}
	}
	c := (*s.crowds.Load())[environment]
	if len(fresh) == 0 || c == nil {
		return
	}
	select {
	case c.notes <- note{found.Number, fresh}:
	default:
	}
}

// takeNotes puts notes into profiles.
func (c *crowd) takeNotes() {
	if len(c.notes) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.newStage(context.WithoutCancel(c.service.ctx))
	for range mostNotes {
		select {
		case n := <-c.notes:
			s.note(n)
			continue
		default:
		}
		break
	}
	s.publish()
}

// note of somebody who was erased meanwhile says nothing any more.
func (s *stage) note(n note) {
	p, err := s.person(n.number)
	if err != nil || p.after.Into != 0 {
		return
	}
	p.after = p.after.WithGiven(n.given...)
}
