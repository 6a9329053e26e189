package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/keys"
)

// evaluation is one flag's answer in OFREP, good or bad.
type evaluation struct {
	Key          string          `json:"key,omitempty"`
	Reason       flags.Reason    `json:"reason,omitempty"`
	Variant      string          `json:"variant,omitempty"`
	Value        json.RawMessage `json:"value,omitempty"`
	ErrorCode    flags.ErrorCode `json:"errorCode,omitempty"`
	ErrorDetails string          `json:"errorDetails,omitempty"`
	Metadata     map[string]any  `json:"metadata,omitempty"`
}

// render makes the bytes that stand for an outcome in every answer, of one flag or of all.
func render(o *flags.Outcome) []byte {
	e := evaluation{Key: o.Flag, Metadata: o.Metadata}
	if o.Code != "" {
		e.ErrorCode, e.ErrorDetails = o.Code, o.Message
	} else {
		e.Reason, e.Variant, e.Value = o.Reason, o.Variant, o.Value
	}
	body, err := encode(e)
	if err != nil { // nothing that a compiled flag can hold
		body, _ = encode(evaluation{Key: o.Flag, ErrorCode: flags.General, ErrorDetails: err.Error()})
	}
	return body
}

// evaluateFlag answers one flag.
func evaluateFlag(c *call) error {
	view, err := c.subject()
	if err != nil {
		return err
	}
	key := pathParam(c.Context, "key")
	d := view.Set.Decide(key, c.context.Subject(), c.at)
	switch {
	case d.Code == flags.FlagNotFound, c.hides(d.Outcome):
		return c.flagNotFound(key)
	case d.Code != "":
		return c.send(http.StatusBadRequest, jsonType, d.AppendEncoded(c.answer, render))
	}
	c.note(d.Outcome, view.Number)
	c.answer = d.AppendEncoded(c.answer, render)
	return c.send(http.StatusOK, jsonType, c.answer)
}

// evaluateFlags answers all flags that the caller may see, from one revision.
func evaluateFlags(c *call) error {
	view, err := c.subject()
	if err != nil {
		return err
	}
	view.Set.DecideAll(c.context.Subject(), c.at, func(d flags.Decision) bool {
		if !c.hides(d.Outcome) {
			c.outcomes = append(c.outcomes, d.Outcome)
		}
		return true
	})
	sum := sumOf(c.outcomes)
	c.noteAll(sum, view.Number)
	if len(view.Set.Slots()) > 0 {
		c.server.troubled(c.caller.environment, c.at, c.outcomes...)
	}
	tag := tagOf(sum)
	c.Response().Header()["Etag"] = []string{tag}
	if matches(c.Request().Header["If-None-Match"], tag) {
		c.Response().WriteHeader(http.StatusNotModified)
		return nil
	}
	c.answer = c.appendBulk(c.answer, sum, view.Number)
	return c.send(http.StatusOK, jsonType, c.answer)
}

func (c *call) appendBulk(b []byte, sum, revision uint64) []byte {
	b = append(b, `{"flags":[`...)
	for i, o := range c.outcomes {
		if i > 0 {
			b = append(b, ',')
		}
		b = o.AppendEncoded(b, render)
	}
	b = append(b, `],"metadata":{"revision":`...)
	b = strconv.AppendUint(b, revision, 10)
	b = append(b, '}')
	b = c.appendStreams(b, sum)
	return append(b, '}')
}

// subject reads the body's context as of the newest revision, as far as the caller is trusted.
func (c *call) subject() (decision.View, error) {
	if err := c.read(); err != nil {
		return decision.View{}, err
	}
	view, err := c.server.engine.View(c.caller.environment)
	if err != nil {
		return view, err
	}
	if err := c.context.ScanRequest(view, c.caller.trust, c.body); err != nil {
		return view, contextFault(err)
	}
	c.speak()
	return view, c.know(view)
}

// contextFault tells a body that is no JSON from one without a context.
func contextFault(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*decision.SyntaxError](err); ok {
		return faultf(parseError, "the body cannot be read: %s", err)
	}
	return faultf(invalidContext, "%s", err).or(`send {"context": {"targetingKey": "…"}}`)
}

// hides says whether the caller must not learn that the flag exists.
func (c *call) hides(o *flags.Outcome) bool { return c.caller.kind == keys.Client && !o.Client }

// flagNotFound is the same for a flag that does not exist and one that the caller may not see.
func (c *call) flagNotFound(key string) error {
	return c.json(http.StatusNotFound, evaluation{
		Key:          key,
		ErrorCode:    flags.FlagNotFound,
		ErrorDetails: "there is no flag " + quoted(key) + " that this key may see",
	})
}
