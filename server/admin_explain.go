package server

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// person is who is asked about in explain and evaluate, and when. Somebody who is named is decided
// for with what is known of the person, below what the context says; with an instant in the past, with what was known then.
type person struct {
	Context     json.RawMessage `json:"context,omitempty"`
	At          *time.Time      `json:"at,omitempty"`
	Person      string          `json:"person,omitempty"`
	UserID      string          `json:"user_id,omitempty"`
	AnonymousID string          `json:"anonymous_id,omitempty"`
}

// named says whether somebody is asked about who is known.
func (p *person) named() bool { return p.Person != "" || p.UserID != "" || p.AnonymousID != "" }

// past says whether an instant is asked about that has passed.
func (p *person) past(c *call) bool { return p.At != nil && p.At.Before(c.at) }

// asked is a question about a person, ready to be decided.
type asked struct {
	at time.Time
	// found is who was named; without a profile if nobody was.
	found people.Found
	// whole is false where not all is known any more that was known of the person at the instant.
	whole bool
}

// person is the id of who was named; empty if nobody was.
func (q *asked) person() string {
	if q.found.Profile == nil {
		return ""
	}
	return q.found.Profile.Person
}

// given returns what was last noted that the person was given of a flag by the instant; nil if nothing was.
func (q *asked) given(flag string) *givenBody {
	if q.found.Profile == nil {
		return nil
	}
	for _, g := range q.found.Profile.Given { // the latest of a flag first
		if g.Flag == flag && g.At <= q.at.UnixMilli() {
			body := givenBodyOf(g)
			return &body
		}
	}
	return nil
}

// read puts the context, and what is or was known of the person, into the call.
func (p *person) read(c *call, view decision.View) (asked, error) {
	q := asked{at: c.at, whole: true}
	if p.At != nil {
		q.at = *p.At
	}
	var err error
	if p.named() {
		if q.found, err = p.find(c); err != nil {
			return q, err
		}
	}
	attributes, err := p.attributes(c, q.found.Profile)
	if err != nil {
		return q, err
	}
	err = contextFault(c.context.Scan(view, decision.Server, attributes))
	switch {
	case err != nil || !p.named():
		return q, err
	case p.past(c):
		q.whole, err = c.context.KnownAt(c.Request().Context(), view, q.found, q.at)
		return q, err
	}
	c.context.Known(view, q.found)
	return q, nil
}

// find finds the person who is named, as the one who was called so at the instant.
func (p *person) find(c *call) (people.Found, error) {
	called := people.Called{Person: p.Person}
	var find finder
	for _, way := range [...]struct {
		name, value string
		identifier  profiles.IdentifierKind
	}{{"person", p.Person, 0}, {"user_id", p.UserID, profiles.User}, {"anonymous_id", p.AnonymousID, profiles.Anonymous}} {
		switch {
		case way.value == "":
			continue
		case find != nil:
			return people.Found{}, faultf(badRequest, "the person is named in several ways").or("send one of person, user_id and anonymous_id")
		case way.identifier != 0:
			called.Identifier = profiles.Identifier{Kind: way.identifier, Value: way.value}
		}
		find = c.finder(way.name, way.value)
	}
	known, err := c.known()
	if err != nil {
		return people.Found{}, err
	}
	found, err := find(c.Request().Context(), known)
	if err != nil || !p.past(c) {
		return found, err
	}
	called.At = p.At.UnixMilli()
	return known.Then(c.Request().Context(), c.environment(), found, called)
}

// attributes returns the context, with the key that the person is asked about by unless it says another: what
// the person is named by, or else is called. What somebody was called is for KnownAt to find out.
func (p *person) attributes(c *call, known *profiles.Profile) ([]byte, error) {
	if known == nil {
		if p.Context == nil {
			return []byte("{}"), nil
		}
		return p.Context, nil
	}
	context := map[string]json.RawMessage{}
	if p.Context != nil && (json.Unmarshal(p.Context, &context) != nil || context == nil) {
		return nil, faultf(invalidContext, "the context is no JSON object").or(`send {"context": {"country": "DE"}}`)
	}
	key := p.UserID + p.AnonymousID
	if key == "" && !p.past(c) {
		key = decision.TargetingKeyOf(known)
	}
	if context[rules.TargetingKey] == nil && key != "" {
		text, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		context[rules.TargetingKey] = text
	}
	return json.Marshal(context)
}

// explainBody is a decision and how it came about.
type explainBody struct {
	Decision decisionBody           `json:"decision"`
	Entries  []flags.ExplainedEntry `json:"entries"`
	personBody
	// Given is what was noted that the person was really given by then, if it was.
	Given *givenBody `json:"given,omitempty"`
}

// personBody says of whom an answer is, if somebody was named.
type personBody struct {
	Person string `json:"person,omitempty"`
	// Incomplete says that some events that the person had at the instant are not known any more.
	Incomplete bool `json:"incomplete,omitempty"`
}

func explain(c *call) error {
	var request struct {
		person
		Flag     string  `json:"flag"`
		Revision *uint64 `json:"revision"`
		Draft    string  `json:"draft"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	if request.Draft != "" && request.Revision != nil {
		return faultf(badRequest, "a draft is explained on top of the newest revision").or("leave revision out")
	}
	view, err := c.viewFor(request.Revision, &request.person)
	if err != nil {
		return err
	}
	if view, err = c.withEdits(view, request.Draft); err != nil {
		return err
	}
	q, err := request.read(c, view)
	if err != nil {
		return err
	}
	explanation, known := view.Set.Explain(request.Flag, c.context.Subject(), q.at)
	if !known {
		return noFlagAt(view, request.Flag)
	}
	body := explainBody{
		Decision: decisionBodyOf(explanation.Decision), Entries: orEmpty(explanation.Entries),
		personBody: personBody{q.person(), !q.whole}, Given: q.given(request.Flag),
	}
	return c.json(http.StatusOK, body)
}

// withEdits returns the environment as if the changes of a draft were published, if one is named.
func (c *call) withEdits(view decision.View, draft string) (decision.View, error) {
	if draft == "" {
		return view, nil
	}
	service, err := c.service()
	if err != nil {
		return view, err
	}
	_, changes, err := service.Wanted(c.Request().Context(), c.environment(), draft)
	if err != nil {
		return view, err
	}
	after, problems := view.With(changes)
	if len(problems) > 0 {
		return view, refused(problems)
	}
	return after, nil
}

// noFlagAt is the fault of a flag that a revision does not have.
func noFlagAt(view decision.View, flag string) error {
	if view.Number == 0 {
		return faultf(unknownFlag, "nothing had been published by then, so there was no flag %s", quoted(flag))
	}
	return faultf(unknownFlag, "revision %d has no flag %s", view.Number, quoted(flag))
}

// viewFor returns the environment to decide with: as of a revision, if one is named; as it was at the
// instant, if somebody is asked about who is known, because then the question is what that person got; else as it is.
func (c *call) viewFor(revision *uint64, p *person) (decision.View, error) {
	if revision == nil && p.named() && p.past(c) {
		return c.server.engine.PastAt(c.Request().Context(), c.environment(), *p.At)
	}
	return c.viewAt(revision)
}

// viewAt returns the environment as of a revision, with the members that lists have now.
func (c *call) viewAt(revision *uint64) (decision.View, error) {
	if revision == nil {
		return c.server.engine.View(c.environment())
	}
	return c.server.engine.AsOf(c.Request().Context(), c.environment(), *revision)
}

// evaluatedBody are decisions.
type evaluatedBody struct {
	Revision  uint64         `json:"revision"`
	Decisions []decisionBody `json:"decisions"`
	personBody
}

// evaluate decides flags without the limits of a key.
func evaluate(c *call) error {
	var request struct {
		person
		Flags []string `json:"flags"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	view, err := c.viewFor(nil, &request.person)
	if err != nil {
		return err
	}
	q, err := request.read(c, view)
	if err != nil {
		return err
	}
	decisions := []decisionBody{}
	for _, key := range request.Flags {
		decisions = append(decisions, decisionBodyOf(view.Set.Decide(key, c.context.Subject(), q.at)))
	}
	if request.Flags == nil {
		view.Set.DecideAll(c.context.Subject(), q.at, func(d flags.Decision) bool {
			decisions = append(decisions, decisionBodyOf(d))
			return true
		})
	}
	return c.json(http.StatusOK, evaluatedBody{view.Number, decisions, personBody{q.person(), !q.whole}})
}
