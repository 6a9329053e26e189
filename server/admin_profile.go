package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// pathPerson finds the profile that the path names.
func (c *call) pathPerson() (people.Found, error) {
	known, err := c.known()
	if err != nil {
		return people.Found{}, err
	}
	return known.Person(c.Request().Context(), c.environment(), pathParam(c.Context, "person"))
}

// profileBody is everything that is known of a person or a group.
type profileBody struct {
	Person      string           `json:"person"`
	Kind        string           `json:"kind"`
	Identifiers []identifierBody `json:"identifiers"`
	FirstSeen   time.Time        `json:"first_seen"`
	LastSeen    time.Time        `json:"last_seen"`
	Traits      []traitBody      `json:"traits"`
	Computed    []computedBody   `json:"computed"`
	Groups      []membershipBody `json:"groups"`
	Segments    []inSegmentBody  `json:"segments"`
	Lists       []string         `json:"lists"`
	Scores      []scoreBody      `json:"scores"`
	Given       []givenBody      `json:"given"`
	Events      []seriesBody     `json:"events"`
	Merged      []mergedBody     `json:"merged"`
}

type traitBody struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
	Since time.Time       `json:"since"` // when it was told
	Type  string          `json:"type,omitempty"`
	// Problem says why no rule reads the trait.
	Problem string `json:"problem,omitempty"`
}

type computedBody struct {
	Name  string     `json:"name"`
	Type  string     `json:"type"`
	Value any        `json:"value"`
	Until *time.Time `json:"until,omitempty"` // when time alone can change it
}

type membershipBody struct {
	Group string    `json:"group"`
	Since time.Time `json:"since"`
}

type inSegmentBody struct {
	Segment string    `json:"segment"`
	Since   time.Time `json:"since"`
}

type scoreBody struct {
	Name    string  `json:"name"`
	Number  float64 `json:"number"`
	Text    string  `json:"text,omitempty"`
	Version uint64  `json:"version"`
}

type givenBody struct {
	Flag      string    `json:"flag"`
	Variant   string    `json:"variant,omitempty"`
	Reason    string    `json:"reason"`
	Targeting string    `json:"targeting,omitempty"`
	Revision  uint64    `json:"revision"`
	At        time.Time `json:"at"` // since when
}

func givenBodyOf(g profiles.Given) givenBody {
	return givenBody{g.Flag, g.Variant, g.Reason, g.Targeting, g.Revision, instant(g.At)}
}

type seriesBody struct {
	Event string    `json:"event"`
	Count uint64    `json:"count"`
	First time.Time `json:"first"`
	Last  time.Time `json:"last"`
}

type mergedBody struct {
	Person      string           `json:"person"`
	At          time.Time        `json:"at"`
	Identifiers []identifierBody `json:"identifiers"`
}

// showProfile answers everything that is known of somebody.
func showProfile(c *call) error {
	found, err := c.pathPerson()
	if err != nil {
		return err
	}
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	portrait := view.Portrait(found, c.at)
	return c.json(http.StatusOK, profileBodyOf(&portrait))
}

func profileBodyOf(portrait *decision.Portrait) *profileBody {
	p := portrait.Profile
	body := &profileBody{
		Person: p.Person, Kind: kindOf(p), Identifiers: identifierBodies(p.Identifiers),
		FirstSeen: instant(p.Created), LastSeen: instant(p.Seen), Traits: traitBodies(portrait), Lists: orEmpty(portrait.Lists),
		Computed: bodies(portrait.Computed, computedBodyOf),
		Groups:   bodies(p.Groups, func(m profiles.Membership) membershipBody { return membershipBody{m.ID, instant(m.At)} }),
		Segments: bodies(p.Segments, func(s profiles.Since) inSegmentBody { return inSegmentBody{s.Key, instant(s.At)} }),
		Scores:   bodies(p.Scores, func(s profiles.Score) scoreBody { return scoreBody(s) }),
		Given:    bodies(p.Given, givenBodyOf),
		Events:   bodies(p.Series, seriesBodyOf),
		Merged: bodies(p.Merges, func(m profiles.Merge) mergedBody {
			return mergedBody{m.Person, instant(m.At), identifierBodies(m.Identifiers)}
		}),
	}
	slices.SortFunc(body.Events, func(a, b seriesBody) int { return b.Last.Compare(a.Last) })
	return body
}

// bodies renders each element; of none it is an empty list, not null.
func bodies[T, B any](all []T, render func(T) B) []B {
	rendered := make([]B, len(all))
	for i, one := range all {
		rendered[i] = render(one)
	}
	return rendered
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func traitBodies(portrait *decision.Portrait) []traitBody {
	return bodies(portrait.Traits, func(t decision.PortraitTrait) traitBody {
		body := traitBody{Name: t.Name, Value: json.RawMessage(t.Value), Since: instant(t.At), Type: t.Type}
		switch {
		case t.Type == "":
			body.Problem = "no attribute of this name is declared, so no rule reads it"
		case t.Computed:
			body.Problem = "the attribute is computed, so no rule reads what was told"
		case t.Wrong:
			body.Problem = "this is no " + t.Type + ", so rules take it for missing"
		}
		return body
	})
}

func computedBodyOf(a decision.PortraitAttribute) computedBody {
	body := computedBody{Name: a.Name, Type: a.Type, Value: a.Value}
	if !a.Until.IsZero() {
		body.Until = &a.Until
	}
	return body
}

func seriesBodyOf(s *profiles.Series) seriesBody {
	body := seriesBody{Event: s.Name, Count: uint64(s.Len())}
	if n := s.Len(); n > 0 {
		body.First, body.Last = instant(s.Row(0).Time()), instant(s.Row(n-1).Time())
	}
	if s.Older != nil {
		body.Count += s.Older.Count
		body.First = instant(s.Older.First)
		if s.Len() == 0 {
			body.Last = instant(s.Older.Last)
		}
	}
	return body
}

// happeningBody is an event of a history: its place, and the event as a call of the Segment specification.
type happeningBody struct {
	Sequence uint64          `json:"sequence"`
	Event    json.RawMessage `json:"event"`
}

// showHistory answers the events of somebody, newest first.
func showHistory(c *call) error {
	found, err := c.pathPerson()
	if err != nil {
		return err
	}
	before, limit, err := c.backwards()
	if err != nil {
		return err
	}
	page, err := c.server.people.History(c.Request().Context(), c.environment(), found.Number, before, limit)
	if err != nil {
		return err
	}
	body := struct {
		Events []happeningBody `json:"events"`
		Next   uint64          `json:"next,omitempty"`
	}{
		Events: bodies(page.Happenings, func(h people.Happening) happeningBody {
			return happeningBody{h.Sequence, h.Event.AppendJSON(nil)}
		}),
		Next: page.Next,
	}
	return c.json(http.StatusOK, body)
}

// erasedBody says what erasing a person destroyed.
type erasedBody struct {
	Person string `json:"person"`
	// Profiles counts those whose keys were destroyed: the person's, and those that were merged into it.
	Profiles    int              `json:"profiles"`
	Identifiers []identifierBody `json:"identifiers"`
	Failures    int              `json:"failures"`
	Lists       []listedBody     `json:"lists"` // that the person was removed from
	// AlsoIn are the lists that hold something of the person still, because it may be somebody else's too.
	AlsoIn []listedBody `json:"also_in"`
	// Suppressed says that events of the identifiers are refused from now on.
	Suppressed bool `json:"suppressed"`
}

type listedBody struct {
	List    string   `json:"list"`
	Of      string   `json:"of"`
	Members []string `json:"members"`
}

func listedBodyOf(l decision.ListedMembers) listedBody {
	if l.Of == "" {
		l.Of = rules.TargetingKey
	}
	return listedBody(l)
}

// eraseProfile forgets somebody for good.
func eraseProfile(c *call) error {
	found, err := c.pathPerson()
	if err != nil {
		return err
	}
	suppress, err := c.truth("suppress")
	if err != nil {
		return err
	}
	erase := c.server.engine.Erase
	if suppress {
		erase = c.server.engine.EraseAndSuppress
	}
	ctx := context.WithoutCancel(c.Request().Context()) // half an erasure helps nobody
	erased, err := erase(ctx, c.environment(), found)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, erasedBody{
		Person: erased.Person, Profiles: erased.Keys, Identifiers: identifierBodies(erased.Identifiers), Failures: erased.Failures,
		Lists: bodies(erased.Unlisted, listedBodyOf), AlsoIn: bodies(erased.Left, listedBodyOf), Suppressed: suppress,
	})
}

// unmergeProfile undoes a merge.
func unmergeProfile(c *call) error {
	found, err := c.pathPerson()
	if err != nil {
		return err
	}
	var request struct {
		Merged string `json:"merged"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	if request.Merged == "" {
		return faultf(badRequest, "the body does not say which merge to undo").or(`send {"merged": "…"}, a person id of those that the profile shows as merged`)
	}
	restored, err := c.server.people.Unmerge(c.Request().Context(), c.environment(), found.Number, request.Merged)
	if err != nil {
		return err
	}
	if found, err = c.pathPerson(); err != nil {
		return err
	}
	return c.json(http.StatusOK, map[string]profileHead{"profile": profileHeadOf(found.Profile), "restored": profileHeadOf(restored.Profile)})
}
