package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// identifierKinds are what the API calls the kinds of identifiers, in the order in which it shows them.
var identifierKinds = [...]struct {
	kind        profiles.IdentifierKind
	name, query string
}{
	{profiles.User, "user", "user_id"},
	{profiles.Anonymous, "anonymous", "anonymous_id"},
	{profiles.GroupID, "group", "group_id"},
}

type identifierBody struct {
	Kind  string `json:"kind"` // user, anonymous or group
	Value string `json:"value"`
}

// identifierBodies shows identifiers, those of users first.
func identifierBodies(identifiers []profiles.Identifier) []identifierBody {
	bodies := make([]identifierBody, 0, len(identifiers))
	for _, kind := range identifierKinds {
		for _, id := range identifiers {
			if id.Kind == kind.kind {
				bodies = append(bodies, identifierBody{kind.name, id.Value})
			}
		}
	}
	return bodies
}

// profileHead is a profile in a list.
type profileHead struct {
	Person      string           `json:"person"`
	Kind        string           `json:"kind"` // person or group
	Identifiers []identifierBody `json:"identifiers"`
	// MoreIdentifiers counts those that are not shown.
	MoreIdentifiers int       `json:"more_identifiers,omitempty"`
	FirstSeen       time.Time `json:"first_seen"`
	LastSeen        time.Time `json:"last_seen"`
	// Traits are a few that tell people apart.
	Traits map[string]json.RawMessage `json:"traits"`
}

func profileHeadOf(p *profiles.Profile) profileHead {
	const shown = 10
	head := profileHead{
		Person: p.Person, Kind: kindOf(p), Identifiers: identifierBodies(p.Identifiers),
		FirstSeen: instant(p.Created), LastSeen: instant(p.Seen), Traits: tellingTraits(p),
	}
	if more := len(head.Identifiers) - shown; more > 0 {
		head.Identifiers, head.MoreIdentifiers = head.Identifiers[:shown], more
	}
	return head
}

// kindOf says what a profile is of.
func kindOf(p *profiles.Profile) string {
	if len(p.Identifiers) > 0 && p.Identifiers[0].Kind == profiles.GroupID {
		return "group"
	}
	return "person"
}

// instant shows milliseconds since 1970.
func instant(milliseconds int64) time.Time { return time.UnixMilli(milliseconds).UTC() }

// tellingTraits chooses those traits that a list shows: what people are usually known by, then the first of the others.
func tellingTraits(p *profiles.Profile) map[string]json.RawMessage {
	const most, longest = 5, 200
	traits := map[string]json.RawMessage{}
	add := func(t profiles.Trait) {
		if len(traits) < most && len(t.Value) <= longest {
			traits[t.Name] = json.RawMessage(t.Value)
		}
	}
	for _, name := range [...]string{"name", "email", "plan"} {
		if t, ok := p.Trait(name); ok {
			add(t)
		}
	}
	for t := range p.Known() {
		if len(traits) == most {
			break
		}
		add(t)
	}
	return traits
}

// profilesBody is a page of profiles; Next is the "after" of the following one, empty at the end.
type profilesBody struct {
	Profiles []profileHead `json:"profiles"`
	Next     string        `json:"next,omitempty"`
}

// known returns what knows people.
func (c *call) known() (*people.Service, error) {
	if c.server.people == nil {
		return nil, errNoPeople
	}
	return c.server.people, nil
}

// listProfiles finds profiles by what they are called, or turns their pages.
func listProfiles(c *call) error {
	find, err := c.sought()
	if err != nil {
		return err
	}
	if find != nil {
		return c.showSought(find)
	}
	known, err := c.known()
	if err != nil {
		return err
	}
	limit, err := c.limit()
	if err != nil {
		return err
	}
	search := people.Search{After: c.QueryParam("after"), Limit: limit}
	if kind := c.QueryParam("kind"); kind != "" {
		if kind != "person" && kind != "group" {
			return faultf(badRequest, "kind=%s is neither person nor group", quoted(kind))
		}
		search.Keep = func(p *profiles.Profile) bool { return kindOf(p) == kind }
	}
	page, err := known.Search(c.Request().Context(), c.environment(), search)
	if err != nil {
		return cursorFault(err)
	}
	body := profilesBody{Profiles: make([]profileHead, len(page.Found)), Next: page.Next}
	for i := range page.Found {
		body.Profiles[i] = profileHeadOf(page.Found[i].Profile)
	}
	return c.json(http.StatusOK, body)
}

// cursorFault says what is wrong with an "after" of profiles.
func cursorFault(err error) error {
	if errors.Is(err, people.ErrCursor) {
		return faultf(badRequest, "after is not where a page ended").or(`send the "next" of the page before, or leave it out for the first page`)
	}
	return err
}

// finder finds a profile.
type finder func(ctx context.Context, known *people.Service) (people.Found, error)

// sought reads what the query calls a person; nil if it calls nobody.
func (c *call) sought() (finder, error) {
	var find finder
	var by string
	query := c.QueryParams()
	for _, name := range [...]string{"user_id", "anonymous_id", "group_id", "person"} {
		values, there := query[name]
		switch {
		case !there:
			continue
		case by != "":
			return nil, faultf(badRequest, "%s and %s exclude each other", by, name).or("ask about one of them")
		case values[0] == "":
			return nil, faultf(badRequest, "%s is empty", name).or("say whom to look for, or leave it out to list everybody")
		}
		by, find = name, c.finder(name, values[0])
	}
	return find, nil
}

// finder finds by the query parameter of a name.
func (c *call) finder(name, value string) finder {
	environment := c.environment()
	for _, kind := range identifierKinds {
		if kind.query == name {
			return func(ctx context.Context, known *people.Service) (people.Found, error) {
				return known.Find(ctx, environment, profiles.Identifier{Kind: kind.kind, Value: value})
			}
		}
	}
	return func(ctx context.Context, known *people.Service) (people.Found, error) {
		return known.Person(ctx, environment, value)
	}
}

// showSought answers a list of one profile, or of none.
func (c *call) showSought(find finder) error {
	known, err := c.known()
	if err != nil {
		return err
	}
	body := profilesBody{Profiles: []profileHead{}}
	found, err := find(c.Request().Context(), known)
	switch {
	case err == nil:
		body.Profiles = append(body.Profiles, profileHeadOf(found.Profile))
	case !errors.Is(err, people.ErrUnknownProfile):
		return err
	}
	return c.json(http.StatusOK, body)
}
