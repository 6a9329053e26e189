package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
)

// failureBody is an event that was not accepted as it was sent.
type failureBody struct {
	ID      uint64        `json:"id"`
	At      time.Time     `json:"at"`
	Reason  events.Reason `json:"reason"`
	Message string        `json:"message"`
	Path    string        `json:"path,omitempty"`
	Call    string        `json:"call,omitempty"`
	Name    string        `json:"name,omitempty"`
	// Event is the event where it is JSON, Raw what was sent where it is not.
	Event json.RawMessage `json:"event,omitempty"`
	Raw   string          `json:"raw,omitempty"`
}

func failureBodyOf(f *people.FailedEvent) failureBody {
	body := failureBody{
		ID: f.ID, At: f.At, Reason: f.Failed.Reason, Message: f.Failed.Message, Path: f.Failed.Path, Name: f.Failed.Name,
	}
	if f.Failed.Call != 0 {
		body.Call = f.Failed.Call.String()
	}
	switch {
	case json.Valid(f.Failed.Raw):
		body.Event = f.Failed.Raw
	case utf8.Valid(f.Failed.Raw):
		body.Raw = string(f.Failed.Raw)
	default:
		body.Raw = string([]rune(string(f.Failed.Raw))) // what is no UTF-8 becomes �
	}
	return body
}

// failuresBody is a page of failures; Next is the "before" of the following one.
type failuresBody struct {
	Failures []failureBody `json:"failures"`
	Next     uint64        `json:"next,omitempty"`
}

// listFailures answers events that were not accepted, newest first.
func listFailures(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	before, limit, err := c.backwards()
	if err != nil {
		return err
	}
	body := failuresBody{Failures: []failureBody{}}
	reason, name := c.QueryParam("reason"), c.QueryParam("event")
	err = eachFailure(c.Request().Context(), known, c.environment(), before, func(f *people.FailedEvent) bool {
		if reason != "" && string(f.Failed.Reason) != reason || name != "" && f.Failed.Name != name {
			return true
		}
		if len(body.Failures) == limit { // there is a following page
			body.Next = body.Failures[limit-1].ID
			return false
		}
		body.Failures = append(body.Failures, failureBodyOf(f))
		return true
	})
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, body)
}

// eachFailure visits failures, newest first, those before an ID (0 for the newest), until visit returns false.
func eachFailure(ctx context.Context, known *people.Service, environment string, before uint64, visit func(*people.FailedEvent) bool) error {
	const page = 500
	for {
		failed, err := known.Failed(ctx, environment, before, page)
		if err != nil {
			return err
		}
		for i := range failed {
			before = failed[i].ID
			if !visit(&failed[i]) {
				return nil
			}
		}
		if len(failed) < page {
			return nil
		}
	}
}

// replayedBody is what became of a failure that was sent again.
type replayedBody struct {
	ID       uint64        `json:"id"`
	Accepted bool          `json:"accepted"` // then it is no longer among the failures
	Reason   events.Reason `json:"reason,omitempty"`
	Message  string        `json:"message,omitempty"`
	Path     string        `json:"path,omitempty"`
}

// replayFailures sends failed events again: as they were, for instance because they are declared now, or repaired.
func replayFailures(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	var request struct {
		IDs   []uint64        `json:"ids"`
		ID    uint64          `json:"id"`
		Event json.RawMessage `json:"event"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	const most = 1000
	repaired := request.Event != nil
	switch {
	case repaired == (request.ID == 0) || repaired && len(request.IDs) > 0:
		return faultf(badRequest, "the body says neither which failures to send again nor how one is repaired").
			or(`send {"ids": [12, 13]}, or {"id": 12, "event": {…}}`)
	case repaired:
		request.IDs = []uint64{request.ID}
	case len(request.IDs) == 0 || len(request.IDs) > most:
		return faultf(badRequest, "%d failures cannot be sent again at once", len(request.IDs)).or("name 1 to 1000 of them")
	}
	outcomes := make([]replayedBody, 0, len(request.IDs))
	for _, id := range request.IDs {
		outcome, err := c.replay(known, id, request.Event)
		if err != nil {
			return err
		}
		outcomes = append(outcomes, outcome)
	}
	return c.json(http.StatusOK, map[string]any{"replayed": outcomes})
}

// replay sends a failure again, repaired if it is told how.
func (c *call) replay(known *people.Service, id uint64, repaired json.RawMessage) (replayedBody, error) {
	outcome := replayedBody{ID: id}
	failed, err := known.Failed(c.Request().Context(), c.environment(), id+1, 1)
	if err != nil {
		return outcome, err
	}
	if len(failed) == 0 || failed[0].ID != id {
		return outcome, faultf(unknownFailure, "there is no failure %d", id).or("GET /api/v1/environments/{env}/failures lists them")
	}
	raw := []byte(repaired)
	if raw == nil {
		raw = failed[0].Failed.Raw
	}
	refused, err := known.Replay(c.Request().Context(), c.environment(), &failed[0], raw)
	if err != nil {
		return outcome, ingestFault(err)
	}
	if refused != nil {
		outcome.Reason, outcome.Message, outcome.Path = refused.Reason, refused.Message, refused.Path
		return outcome, nil
	}
	outcome.Accepted = true
	return outcome, nil
}

// deleteFailures deletes failures, or all there are.
func deleteFailures(c *call) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	ids, err := c.unwanted(known)
	if err != nil {
		return err
	}
	if err := known.DeleteFailed(c.Request().Context(), c.environment(), ids); err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]int{"deleted": len(ids)})
}

// unwanted returns the failures to be deleted.
func (c *call) unwanted(known *people.Service) ([]uint64, error) {
	all, err := c.truth("all")
	if err != nil {
		return nil, err
	}
	var ids []uint64
	if all {
		err := eachFailure(c.Request().Context(), known, c.environment(), 0, func(f *people.FailedEvent) bool {
			ids = append(ids, f.ID)
			return true
		})
		return ids, err
	}
	var request struct {
		IDs []uint64 `json:"ids"`
	}
	if err := c.bind(&request); err != nil {
		return nil, err
	}
	if len(request.IDs) == 0 {
		return nil, faultf(badRequest, "the body does not say which failures to delete").or(`send {"ids": [12, 13]}, or ?all without a body`)
	}
	slices.Sort(request.IDs)
	return slices.Compact(request.IDs), nil
}
