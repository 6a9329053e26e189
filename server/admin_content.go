package server

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
)

// contentBody is what there is to know of an environment's content.
type contentBody struct {
	Revision uint64            `json:"revision"`
	Locales  []string          `json:"locales"`
	Types    []contentTypeBody `json:"types"`
	// Entries say how complete each entry and variant is in each language.
	Entries []content.Completeness `json:"entries"`
	// Problems are texts that could not be made lately, for which a default was shown.
	Problems []contentProblem `json:"problems"`
}

type contentTypeBody struct {
	Key string `json:"key"`
	// Ready says that every environment has the type.
	Ready      bool            `json:"ready"`
	Definition *content.Type   `json:"definition"`
	Schema     json.RawMessage `json:"schema"`
}

// showContent answers the content types with their schemas, and how complete the entries are.
func showContent(c *call) error {
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	body := contentBody{
		Revision: view.Number, Locales: []string{}, Types: []contentTypeBody{}, Entries: []content.Completeness{},
		Problems: c.server.troubles.of(c.environment()),
	}
	if s := view.Definitions.Settings; s != nil {
		body.Locales = orEmpty(s.Locales)
	}
	types := view.Definitions.AllContentTypes()
	for _, key := range slices.Sorted(maps.Keys(types)) {
		body.Types = append(body.Types, contentTypeBody{key, content.Ready(key) != nil, types[key], types[key].JSONSchema()})
	}
	if library := view.Set.Content(); library != nil {
		body.Entries = orEmpty(library.Completeness())
	}
	return c.json(http.StatusOK, body)
}

// contentProblem is a slot that showed its default because a text could not be made.
type contentProblem struct {
	Slot    string    `json:"slot"`
	Problem string    `json:"problem"`
	Times   uint64    `json:"times"`
	Last    time.Time `json:"last"`
}

// troubles remembers such problems by environment, slot and what they say.
type troubles struct {
	mu    sync.Mutex
	known map[[3]string]*contentProblem
	total uint64
}

// mostTroubles is how many different ones are remembered.
const mostTroubles = 200

// note remembers what outcomes say of problems; it returns those that were not known.
func (t *troubles) note(environment string, at time.Time, outcomes ...*flags.Outcome) []contentProblem {
	var fresh []contentProblem
	for _, o := range outcomes {
		if o.Problem == "" {
			continue
		}
		if p, first := t.one(environment, at, o); first {
			fresh = append(fresh, p)
		}
	}
	return fresh
}

func (t *troubles) one(environment string, at time.Time, o *flags.Outcome) (contentProblem, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.total++
	key := [3]string{environment, o.Flag, o.Problem}
	p := t.known[key]
	if p != nil {
		p.Times, p.Last = p.Times+1, at
		return *p, false
	}
	if t.known == nil || len(t.known) >= mostTroubles {
		t.known = map[[3]string]*contentProblem{}
	}
	t.known[key] = &contentProblem{o.Flag, o.Problem, 1, at}
	return *t.known[key], true
}

// of returns the problems of an environment, the latest first.
func (t *troubles) of(environment string) []contentProblem {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := []contentProblem{}
	for key, p := range t.known {
		if key[0] == environment {
			found = append(found, *p)
		}
	}
	slices.SortFunc(found, func(a, b contentProblem) int { return b.Last.Compare(a.Last) })
	return found
}

// troubled notes texts that could not be made, and logs what is new of it.
func (s *Server) troubled(environment string, at time.Time, outcomes ...*flags.Outcome) {
	for _, p := range s.troubles.note(environment, at, outcomes...) {
		s.log.Warn("a slot shows its default, because a text could not be made", "environment", environment, "slot", p.Slot, "problem", p.Problem)
	}
}
