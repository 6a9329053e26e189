package server

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
)

// catalogRoutes let people browse definitions without reading all of them.
func (s *Server) catalogRoutes() []route {
	const all, one = environmentPath + "/catalog", environmentPath + "/catalog/:kind/:key"
	return []route{
		{method: "GET", path: all, access: mastering, needs: accounts.Viewer, handle: listCatalog, query: []string{"after", "enabled", "kind", "limit", "q", "type"}},
		{method: "GET", path: one, access: mastering, needs: accounts.Viewer, handle: showDefinition, query: []string{"limit"}},
	}
}

// catalogItem is a definition as it stands in a list.
type catalogItem struct {
	environment.Name
	Description string `json:"description,omitempty"`
	// About is what counts most of a definition of the kind.
	About json.RawMessage `json:"about,omitempty"`
	// Users is how many others refer to it.
	Users int `json:"users"`
	// Changed is the newest revision that changed it.
	Changed *revisionHead `json:"changed,omitempty"`
}

// catalogBody is a page of definitions; Next is the "after" of the following one.
type catalogBody struct {
	Revision uint64        `json:"revision"`
	Items    []catalogItem `json:"items"`
	Next     string        `json:"next,omitempty"`
	// Total is how many there are on all pages.
	Total int `json:"total"`
}

// listCatalog answers the definitions of one kind, or of all, that a text is found in, page by page.
func listCatalog(c *call) error {
	limit, err := c.limit()
	if err != nil {
		return err
	}
	kinds := environment.Kinds()
	if kind := c.QueryParam("kind"); kind != "" {
		if !slices.Contains(kinds, kind) {
			return faultf(badRequest, "kind=%s is no kind of definition", quoted(kind)).or("it is one of " + strings.Join(kinds, ", "))
		}
		kinds = []string{kind}
	}
	view, history, err := c.catalog()
	if err != nil {
		return err
	}
	body := catalogBody{Revision: view.Number, Items: []catalogItem{}}
	wanted, err := c.wanting()
	if err != nil {
		return err
	}
	after := c.QueryParam("after")
	for _, kind := range kinds {
		for _, key := range view.Definitions.Keys(kind) {
			name := environment.Name{Kind: kind, Key: key}
			if !wanted.holds(view.Definitions, name) {
				continue
			}
			body.Total++
			switch {
			case cursorOf(name) <= after:
			case len(body.Items) < limit:
				body.Items = append(body.Items, history.item(view.Definitions, name))
			case body.Next == "":
				body.Next = cursorOf(body.Items[limit-1].Name)
			}
		}
	}
	return c.json(http.StatusOK, body)
}

// cursorOf says how far a list was read.
func cursorOf(name environment.Name) string { return name.Kind + "/" + name.Key }

// wanting is what a definition has to have to be listed.
type wanting struct {
	text string // in its key or its description, in lower case
	// typ and enabled are of flags; others do not have them.
	typ     string
	enabled *bool
}

func (c *call) wanting() (wanting, error) {
	wanted := wanting{text: strings.ToLower(c.QueryParam("q")), typ: c.QueryParam("type")}
	if c.QueryParam("enabled") == "" {
		return wanted, nil
	}
	enabled, err := c.truth("enabled")
	wanted.enabled = &enabled
	return wanted, err
}

// holds says whether a definition has all that is wanted.
func (s wanting) holds(d *environment.Definitions, name environment.Name) bool {
	if s.text != "" && !strings.Contains(strings.ToLower(name.Key), s.text) && !strings.Contains(strings.ToLower(d.Description(name)), s.text) {
		return false
	}
	if s.typ == "" && s.enabled == nil {
		return true
	}
	flag := d.Flags[name.Key]
	if name.Kind != "flag" || flag == nil {
		return false
	}
	isEnabled := flag.Enabled == nil || *flag.Enabled
	return (s.typ == "" || string(flag.Type) == s.typ) && (s.enabled == nil || isEnabled == *s.enabled)
}

// definitionBody is a definition with what belongs to it.
type definitionBody struct {
	environment.Name
	Revision uint64          `json:"revision"`
	Value    json.RawMessage `json:"value"`
	// Users are the definitions that refer to it.
	Users []environment.Name `json:"users"`
	// History are the newest revisions that changed it, the newest first.
	History []*revisionHead `json:"history"`
	Changes int             `json:"changes"`
}

// showDefinition answers one definition.
func showDefinition(c *call) error {
	limit, err := c.limit()
	if err != nil {
		return err
	}
	view, history, err := c.catalog()
	if err != nil {
		return err
	}
	name := environment.Name{Kind: pathParam(c.Context, "kind"), Key: pathParam(c.Context, "key")}
	value := view.Definitions.Definition(name.Kind, name.Key)
	if value == nil {
		return faultf(notFound, "the environment has no %s %s", name.Kind, quoted(name.Key)).or("GET /api/v1/environments/{env}/catalog lists them")
	}
	changes := history.changes[name]
	body := definitionBody{Name: name, Revision: view.Number, Value: value, Users: history.users[name], History: []*revisionHead{}, Changes: len(changes)}
	if body.Users == nil {
		body.Users = []environment.Name{}
	}
	for _, change := range slices.Backward(changes[max(0, len(changes)-limit):]) {
		body.History = append(body.History, change)
	}
	return c.json(http.StatusOK, body)
}

// catalog returns the environment as it is now and what is known of its definitions.
func (c *call) catalog() (view decision.View, h *history, err error) {
	if view, err = c.server.engine.View(c.environment()); err != nil {
		return view, nil, err
	}
	h, err = c.server.histories.of(c.Request().Context(), c.server.revisions, &view)
	return view, h, err
}

// history is what is known of an environment's definitions beside their values. It is immutable.
type history struct {
	revision uint64
	changes  map[environment.Name][]*revisionHead // the oldest first
	users    map[environment.Name][]environment.Name
}

func (h *history) item(d *environment.Definitions, name environment.Name) catalogItem {
	item := catalogItem{Name: name, Description: d.Description(name), About: d.About(name), Users: len(h.users[name])}
	if changes := h.changes[name]; len(changes) > 0 {
		item.Changed = changes[len(changes)-1]
	}
	return item
}

// histories remembers what is known of each environment, and reads only what is new of the log.
type histories struct {
	mu  sync.Mutex
	all map[string]*history
}

func newHistories() *histories { return &histories{all: map[string]*history{}} }

// of returns what is known of an environment at a revision.
func (hs *histories) of(ctx context.Context, log *revisions.Service, view *decision.View) (*history, error) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	known := hs.all[view.Environment]
	if known != nil && known.revision >= view.Number {
		return known, nil
	}
	next := &history{revision: view.Number, changes: map[environment.Name][]*revisionHead{}}
	from := uint64(1)
	if known != nil {
		from = known.revision + 1
		maps.Copy(next.changes, known.changes)
	}
	if err := next.read(ctx, log, view, from); err != nil {
		return nil, err
	}
	next.users = view.Definitions.Users(view.Set.Schema(), view.Set.Content())
	hs.all[view.Environment] = next
	return next, nil
}

// read adds what the revisions from a number on have changed.
func (h *history) read(ctx context.Context, log *revisions.Service, view *decision.View, from uint64) error {
	const page = 256
	for from <= view.Number {
		some, err := log.Revisions(ctx, view.Environment, from, int(min(page, view.Number-from+1)))
		if err != nil || len(some) == 0 {
			return err
		}
		for _, r := range some {
			head := headOf(r)
			for _, change := range r.Changes {
				name := environment.Name{Kind: change.Kind, Key: change.Key}
				h.changes[name] = append(slices.Clip(h.changes[name]), head)
			}
		}
		from = some[len(some)-1].Number + 1
	}
	return nil
}
