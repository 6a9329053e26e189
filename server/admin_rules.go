package server

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/rules"
)

// checkBody says what is wrong with a file; nothing is published.
type checkBody struct {
	OK       bool          `json:"ok"`
	Problems []problemBody `json:"problems"`
}

func checkFile(c *call) error {
	if err := c.read(); err != nil {
		return err
	}
	_, problems := environment.Check(c.body)
	return c.json(http.StatusOK, checkBody{OK: len(problems) == 0, Problems: problemBodies(problems)})
}

// ruleBody is what the server makes of a rule's text.
type ruleBody struct {
	OK          bool              `json:"ok"`
	Diagnostics rules.Diagnostics `json:"diagnostics"`
	Canonical   string            `json:"canonical,omitempty"`
	Tree        any               `json:"tree,omitempty"`
	Reads       *rules.Reads      `json:"reads,omitempty"`
}

func checkRule(c *call) error {
	var request struct {
		Source string `json:"source"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	view, err := c.server.engine.View(c.environment())
	if err != nil {
		return err
	}
	rule, diagnostics := rules.Compile(request.Source, view.Set.Schema())
	if len(diagnostics) > 0 {
		return c.json(http.StatusOK, ruleBody{Diagnostics: diagnostics})
	}
	return c.json(http.StatusOK, ruleBody{
		OK: true, Diagnostics: rules.Diagnostics{}, Canonical: rule.String(), Tree: rule.Tree(), Reads: rule.Reads(),
	})
}

// decisionBody is a decision with everything that is known of it.
type decisionBody struct {
	Flag         string          `json:"flag"`
	Reason       flags.Reason    `json:"reason"`
	Variant      string          `json:"variant,omitempty"`
	Value        json.RawMessage `json:"value,omitempty"`
	Targeting    string          `json:"targeting,omitempty"`
	ErrorCode    flags.ErrorCode `json:"errorCode,omitempty"`
	ErrorDetails string          `json:"errorDetails,omitempty"`
	Metadata     map[string]any  `json:"metadata,omitempty"`
	Revision     uint64          `json:"revision"`
	// Until is the earliest instant at which time alone can change the decision; absent means never.
	Until *time.Time `json:"until,omitempty"`
}

func decisionBodyOf(d flags.Decision) decisionBody {
	body := decisionBody{
		Flag: d.Flag, Reason: d.Reason, Variant: d.Variant, Value: d.Value, Targeting: d.Targeting,
		ErrorCode: d.Code, ErrorDetails: d.Message, Metadata: d.Metadata, Revision: d.Revision,
	}
	if until := d.Until(); !until.IsZero() {
		body.Until = &until
	}
	return body
}

// person is who is asked about in explain and evaluate, and when. Somebody who is named is decided
// for with what is known of the person, below what the context says.
type person struct {
	Context     json.RawMessage `json:"context"`
	At          *time.Time      `json:"at"`
	Person      string          `json:"person"`
	UserID      string          `json:"user_id"`
	AnonymousID string          `json:"anonymous_id"`
}

// asked is a question about a person, ready to be decided.
type asked struct {
	at time.Time
	// person is who was named; empty if nobody was.
	person string
	// whole is false where not all is known any more that was known of the person at the instant.
	whole bool
}

// read puts the context, and what is or was known of the person, into the call.
func (p *person) read(c *call, view decision.View) (asked, error) {
	q := asked{at: c.at, whole: true}
	if p.At != nil {
		q.at = *p.At
	}
	found, named, err := p.find(c)
	if err != nil {
		return q, err
	}
	attributes, err := p.attributes(&found)
	if err != nil {
		return q, err
	}
	if err := contextFault(c.context.Scan(view, decision.Server, attributes)); err != nil || !named {
		return q, err
	}
	q.person = found.Profile.Person
	if q.at.Before(c.at) {
		q.whole, err = c.context.KnownAt(c.Request().Context(), view, found, q.at)
		return q, err
	}
	c.context.Known(view, found)
	return q, nil
}

// find finds the person who is named; false if nobody is.
func (p *person) find(c *call) (found people.Found, named bool, err error) {
	var find finder
	for name, value := range map[string]string{"person": p.Person, "user_id": p.UserID, "anonymous_id": p.AnonymousID} {
		switch {
		case value == "":
			continue
		case find != nil:
			return found, false, faultf(badRequest, "the person is named in several ways").or("send one of person, user_id and anonymous_id")
		}
		find = c.finder(name, value)
	}
	if find == nil {
		return found, false, nil
	}
	known, err := c.known()
	if err != nil {
		return found, false, err
	}
	found, err = find(c.Request().Context(), known)
	return found, true, err
}

// attributes returns the context, with the key under which the person is asked about unless it says another.
func (p *person) attributes(found *people.Found) ([]byte, error) {
	if found.Profile == nil {
		if p.Context == nil {
			return []byte("{}"), nil
		}
		return p.Context, nil
	}
	context := map[string]json.RawMessage{}
	if p.Context != nil && (json.Unmarshal(p.Context, &context) != nil || context == nil) {
		return nil, faultf(invalidContext, "the context is no JSON object").or(`send {"context": {"country": "DE"}}`)
	}
	if context[rules.TargetingKey] == nil {
		key, err := json.Marshal(decision.TargetingKeyOf(found.Profile))
		if err != nil {
			return nil, err
		}
		context[rules.TargetingKey] = key
	}
	return json.Marshal(context)
}

// explainBody is a decision and how it came about.
type explainBody struct {
	Decision decisionBody           `json:"decision"`
	Entries  []flags.ExplainedEntry `json:"entries"`
	// Person is who was named, if anybody was.
	Person string `json:"person,omitempty"`
	// Incomplete says that some events that the person had at the instant are not known any more.
	Incomplete bool `json:"incomplete,omitempty"`
}

func explain(c *call) error {
	var request struct {
		person
		Flag     string  `json:"flag"`
		Revision *uint64 `json:"revision"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	view, err := c.viewFor(request.Revision, &request.person)
	if err != nil {
		return err
	}
	q, err := request.read(c, view)
	if err != nil {
		return err
	}
	explanation, known := view.Set.Explain(request.Flag, c.context.Subject(), q.at)
	if !known {
		return faultf(unknownFlag, "revision %d has no flag %s", view.Number, quoted(request.Flag))
	}
	body := explainBody{Decision: decisionBodyOf(explanation.Decision), Entries: explanation.Entries, Person: q.person, Incomplete: !q.whole}
	if body.Entries == nil {
		body.Entries = []flags.ExplainedEntry{}
	}
	return c.json(http.StatusOK, body)
}

// viewFor returns the environment to explain with: as of a revision, if one is named; as it was at the
// instant, if somebody is asked about who is known, because then the question is what that person got; else as it is.
func (c *call) viewFor(revision *uint64, p *person) (decision.View, error) {
	named := p.Person != "" || p.UserID != "" || p.AnonymousID != ""
	if revision == nil && named && p.At != nil && p.At.Before(c.at) {
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

// evaluate decides flags without the limits of a key.
func evaluate(c *call) error {
	var request struct {
		person
		Flags []string `json:"flags"`
	}
	if err := c.bind(&request); err != nil {
		return err
	}
	view, err := c.server.engine.View(c.environment())
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
	return c.json(http.StatusOK, map[string]any{"revision": view.Number, "decisions": decisions})
}
