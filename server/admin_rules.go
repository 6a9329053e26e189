package server

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
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

// person is who is asked about in explain and evaluate, and when.
type person struct {
	Context json.RawMessage `json:"context"`
	At      *time.Time      `json:"at"`
}

// read puts the context into the call, and returns the instant to decide for.
func (p *person) read(c *call, view decision.View) (time.Time, error) {
	attributes := []byte(p.Context)
	if attributes == nil {
		attributes = []byte("{}")
	}
	if err := contextFault(c.context.Scan(view, decision.Server, attributes)); err != nil {
		return time.Time{}, err
	}
	if p.At != nil {
		return *p.At, nil
	}
	return c.at, nil
}

// explainBody is a decision and how it came about.
type explainBody struct {
	Decision decisionBody           `json:"decision"`
	Entries  []flags.ExplainedEntry `json:"entries"`
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
	view, err := c.viewAt(request.Revision)
	if err != nil {
		return err
	}
	at, err := request.read(c, view)
	if err != nil {
		return err
	}
	explanation, known := view.Set.Explain(request.Flag, c.context.Subject(), at)
	if !known {
		return faultf(unknownFlag, "revision %d has no flag %s", view.Number, quoted(request.Flag))
	}
	body := explainBody{Decision: decisionBodyOf(explanation.Decision), Entries: explanation.Entries}
	if body.Entries == nil {
		body.Entries = []flags.ExplainedEntry{}
	}
	return c.json(http.StatusOK, body)
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
	at, err := request.read(c, view)
	if err != nil {
		return err
	}
	decisions := []decisionBody{}
	for _, key := range request.Flags {
		decisions = append(decisions, decisionBodyOf(view.Set.Decide(key, c.context.Subject(), at)))
	}
	if request.Flags == nil {
		view.Set.DecideAll(c.context.Subject(), at, func(d flags.Decision) bool {
			decisions = append(decisions, decisionBodyOf(d))
			return true
		})
	}
	return c.json(http.StatusOK, map[string]any{"revision": view.Number, "decisions": decisions})
}
