package server

import (
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
)

// violationBody is what events had that is not as it is declared, all of one kind, and what became of it.
type violationBody struct {
	Of        string         `json:"of"`
	Event     string         `json:"event,omitempty"`
	Name      string         `json:"name,omitempty"`
	Problem   events.Problem `json:"problem"`
	Outcome   events.Outcome `json:"outcome"`
	Count     uint64         `json:"count"`
	FirstSeen time.Time      `json:"first_seen"`
	LastSeen  time.Time      `json:"last_seen"`
	Path      string         `json:"path"`
}

func violationBodyOf(v people.Violation) violationBody {
	return violationBody{
		Of: v.Of, Event: v.Event, Name: v.Name, Problem: v.Problem, Outcome: v.Outcome, Count: v.Count,
		FirstSeen: time.UnixMilli(v.First).UTC(), LastSeen: time.UnixMilli(v.Last).UTC(), Path: v.Path,
	}
}

// listViolations answers what events had that is not as it is declared, the latest first.
func listViolations(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	all, err := known.Violations(c.Request().Context(), c.environment())
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]any{"violations": bodies(all, violationBodyOf)})
}

// forgetViolations begins to count anew.
func forgetViolations(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	if err := known.ForgetViolations(c.Request().Context(), c.environment()); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
