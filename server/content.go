package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// plainRoutes answer in the shapes that front-end tutorials use.
func (s *Server) plainRoutes() []route {
	const content, step = "/api/get_personalized_content", "/api/predict_next_step"
	return []route{
		{method: "GET", path: content, access: deciding, handle: personalizedContent, shared: true, keyed: true},
		{method: "OPTIONS", path: content, handle: plainPreflight, shared: true},
		{method: "POST", path: step, access: deciding, handle: predictNextStep, limit: s.config.MaxEvaluationBody, shared: true, keyed: true},
		{method: "OPTIONS", path: step, handle: plainPreflight, shared: true},
	}
}

// Parameters of an address that are no attributes of the person.
const (
	formatParam = "format"
	slotParam   = "slot"
)

// personalizedContent answers what each slot shows somebody.
func personalizedContent(c *call) error {
	query := c.QueryParams()
	format := query.Get(formatParam)
	if format != "" && format != "html" && format != "json" {
		return faultf(badRequest, "there is no format %s", quoted(format)).or("leave it out, or write format=html")
	}
	wanted := query[slotParam]
	view, err := c.server.engine.View(c.caller.environment)
	if err != nil {
		return err
	}
	attributes, err := plainContext(view.Set.Schema(), without(query, formatParam, slotParam))
	if err != nil {
		return err
	}
	if err := c.decideFor(view, attributes); err != nil {
		return err
	}
	evaluation := view.Set.Begin(c.context.Subject(), c.at)
	defer evaluation.End()
	for _, key := range view.Set.Slots() {
		if d := evaluation.Decide(key); !c.hides(d.Outcome) && (wanted == nil || slices.Contains(wanted, key)) {
			c.outcomes = append(c.outcomes, d.Outcome)
		}
	}
	c.noteAll(sumOf(c.outcomes), view.Number)
	c.server.troubled(c.caller.environment, c.at, c.outcomes...)
	return c.sendContent(query.Get("userId"), format == "html", view.Number)
}

// without returns parameters without some of them.
func without(query url.Values, names ...string) url.Values {
	rest := url.Values{}
	for name, values := range query {
		if !slices.Contains(names, name) {
			rest[name] = values
		}
	}
	return rest
}

// decideFor makes the call's subject of a context, as far as the caller is trusted.
func (c *call) decideFor(view decision.View, attributes json.RawMessage) error {
	if err := contextFault(c.context.Scan(view, c.caller.trust, attributes)); err != nil {
		return err
	}
	c.speak()
	return c.know(view)
}

// speak notes which languages the caller asks for.
func (c *call) speak() { c.context.Subject().Language = c.language() }

// language is which languages the request asks for; empty if it does not say, or says too much.
func (c *call) language() string {
	const longest = 100
	if values := c.Request().Header["Accept-Language"]; len(values) > 0 && len(values[0]) <= longest {
		return values[0]
	}
	return ""
}

// sendContent sends the outcomes of slots.
func (c *call) sendContent(userID string, asHTML bool, revision uint64) error {
	tag := tagOf(sumOf(c.outcomes))
	h := c.Response().Header()
	h["Etag"] = []string{tag}
	h["Cache-Control"] = privateCache
	h["Vary"] = varies
	if matches(c.Request().Header["If-None-Match"], tag) {
		c.Response().WriteHeader(http.StatusNotModified)
		return nil
	}
	user, err := encode(userID)
	if err != nil {
		return err
	}
	b := append(append(c.answer, `{"userId":`...), user...)
	b = strconv.AppendUint(append(b, `,"revision":`...), revision, 10)
	b = append(b, `,"content":{`...)
	some := false
	for _, o := range c.outcomes {
		shown, err := shownAs(o, asHTML)
		if err != nil {
			return err
		}
		if shown == nil {
			continue
		}
		if some {
			b = append(b, ',')
		}
		some = true
		b = append(append(append(b, '"'), o.Flag...), `":`...)
		b = append(b, shown...)
	}
	b = append(b, "}}"...)
	c.answer = b
	return c.send(http.StatusOK, jsonType, c.answer)
}

// Values of headers, made once.
var (
	privateCache = []string{"private, no-cache"}
	varies       = []string{"Accept-Language, Authorization, X-API-Key"}
)

// shownAs returns what a slot shows, as JSON: its items, or their HTML. Nil if it shows nothing.
func shownAs(o *flags.Outcome, asHTML bool) (json.RawMessage, error) {
	if o.Code != "" || o.Value == nil {
		return nil, nil
	}
	if !asHTML {
		return o.Value, nil
	}
	page, err := content.HTML(o.Value)
	if err != nil {
		return nil, err
	}
	return encode(page)
}

// nextStepFlag is the flag that says the next step, where the request names none.
const nextStepFlag = "next-step"

// predictNextStep answers what somebody is to do next.
func predictNextStep(c *call) error {
	var body struct {
		UserID        string          `json:"user_id"`
		Features      json.RawMessage `json:"features"`
		Slot          string          `json:"slot"`
		IdentityToken string          `json:"identity_token"`
	}
	if err := c.bind(&body); err != nil {
		return err
	}
	attributes, err := featuresOf(body.Features, body.UserID, body.IdentityToken)
	if err != nil {
		return err
	}
	view, err := c.server.engine.View(c.caller.environment)
	if err != nil {
		return err
	}
	if err := c.decideFor(view, attributes); err != nil {
		return err
	}
	key := body.Slot
	if key == "" {
		key = nextStepFlag
	}
	d := view.Set.Decide(key, c.context.Subject(), c.at)
	if d.Code == flags.FlagNotFound || c.hides(d.Outcome) {
		return faultf(notFound, "there is no flag %s that this key may see", quoted(key)).
			or("define a flag next-step, or name another one in slot")
	}
	if d.Code != "" {
		return faultf(badRequest, "%s", d.Message)
	}
	c.note(d.Outcome, view.Number)
	answer := struct {
		NextStep json.RawMessage `json:"next_step"`
		Variant  string          `json:"variant,omitempty"`
		Reason   flags.Reason    `json:"reason"`
		Revision uint64          `json:"revision"`
	}{d.Value, d.Variant, d.Reason, view.Number}
	if answer.NextStep == nil {
		answer.NextStep = json.RawMessage("null")
	}
	return c.json(http.StatusOK, answer)
}

// featuresOf makes a context of what a request says of somebody.
func featuresOf(features json.RawMessage, userID, token string) (json.RawMessage, error) {
	context := map[string]json.RawMessage{}
	if len(features) > 0 {
		if err := json.Unmarshal(features, &context); err != nil {
			return nil, faultf(badRequest, "features is not an object").or(`send {"user_id": "…", "features": {"plan": "trial"}}`)
		}
	}
	for name, text := range map[string]string{rules.TargetingKey: userID, "identityToken": token} {
		if text == "" {
			continue
		}
		value, err := encode(text)
		if err != nil {
			return nil, err
		}
		context[name] = value
	}
	return encode(context)
}
