package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/revisions"
)

// Bounds of what a listener may ask.
const (
	mostLiveMessage = 64 << 10 // bytes
	mostLiveFlags   = 1000
)

// liveMessage is what a listener says. Type is empty where it came as the body of a request.
type liveMessage struct {
	Type    string            `json:"type"`
	Key     string            `json:"key"`
	Context json.RawMessage   `json:"context"`
	Flags   *[]string         `json:"flags"`
	Have    map[string]string `json:"have"`

	language string // that the request asks for, as HTTP has it
}

// wanted returns the flags that are asked for, sorted; nil for all.
func (m *liveMessage) wanted() ([]string, error) {
	if m.Flags == nil {
		return nil, nil
	}
	if len(*m.Flags) > mostLiveFlags {
		return nil, faultf(badRequest, "flags names %d flags; up to %d can be asked for, or all by leaving it out", len(*m.Flags), mostLiveFlags)
	}
	wanted := append([]string{}, *m.Flags...)
	slices.Sort(wanted)
	return slices.Compact(wanted), nil
}

// question makes what is asked out of a message.
func (s *Server) question(c *caller, m *liveMessage) (*push.Question, error) {
	wanted, err := m.wanted()
	if err != nil {
		return nil, err
	}
	return &push.Question{
		Environment: c.environment, Trust: c.trust, Context: m.Context, Language: m.language, Flags: wanted,
		Believes: func(published *revisions.Published, targetingKey, token string) bool {
			believed, _ := s.trustOf(c, published, claim{targetingKey, token, s.config.Clock()})
			return believed.known()
		},
	}, nil
}

// listen subscribes a listener, or says in a fault why not.
func (s *Server) listen(c *caller, m *liveMessage, listener push.Listener) (push.Subscription, error) {
	if s.config.Hub == nil {
		return push.Subscription{}, faultf(notReady, "this server does not push")
	}
	q, err := s.question(c, m)
	if err != nil {
		return push.Subscription{}, err
	}
	subscription, err := s.config.Hub.Subscribe(q, listener)
	if errors.Is(err, push.ErrClosed) {
		return subscription, faultf(notReady, "the server is stopping")
	}
	if _, wrong := errors.AsType[*decision.ContextError](err); wrong {
		return subscription, faultf(invalidContext, "%s", err)
	}
	if _, wrong := errors.AsType[*decision.SyntaxError](err); wrong {
		return subscription, faultf(parseError, "the context cannot be read: %s", err)
	}
	return subscription, err
}

// listenInTurn is listen for whoever has no turn.
func (s *Server) listenInTurn(c *caller, m *liveMessage, listener push.Listener) (subscription push.Subscription, err error) {
	s.turns.take(func() { subscription, err = s.listen(c, m, listener) })
	return subscription, err
}

// tokenExpiry returns when the identity token in a context expires, if there is one that is good now and
// something rests on it; zero if not.
func (s *Server) tokenExpiry(c *caller, context json.RawMessage) time.Time {
	if c.kind != keys.Client || len(context) == 0 {
		return time.Time{}
	}
	var said struct {
		TargetingKey  any `json:"targetingKey"`
		IdentityToken any `json:"identityToken"`
	}
	if json.Unmarshal(context, &said) != nil {
		return time.Time{}
	}
	token, _ := said.IdentityToken.(string)
	user, _ := said.TargetingKey.(string)
	if token == "" || s.verified(c.environment, claim{user, token, s.config.Clock()}) != nil {
		return time.Time{}
	}
	return privacy.TokenExpiry(token)
}

// noteAnswer remembers what a known person was given: what a rule or a split decided.
func (s *Server) noteAnswer(environment string, a *push.Answer, person people.Found) {
	s.troubled(environment, a.At, a.Outcomes...)
	if person.Profile == nil || s.people == nil {
		return
	}
	s.people.Note(environment, person, chosen(a.Outcomes, a.Revision, a.At)...)
}

// hashOf returns how outcomes are told apart outside.
func hashOf(o *flags.Outcome) string { return strconv.FormatUint(o.Hash, 36) }

// appendOutcomes appends a JSON list of outcomes, each as OFREP answers it, with its hash.
func appendOutcomes(b []byte, outcomes []*flags.Outcome) []byte {
	b = append(b, '[')
	for i, o := range outcomes {
		if i > 0 {
			b = append(b, ',')
		}
		b = o.AppendEncoded(b, render)
		b = b[:len(b)-1] // it is an object with at least a key
		b = append(b, `,"hash":"`...)
		b = strconv.AppendUint(b, o.Hash, 36)
		b = append(b, `"}`...)
	}
	return append(b, ']')
}

// appendKeys appends a JSON list of flag keys, which need no escapes.
func appendKeys(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, key := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), key...), '"')
	}
	return append(b, ']')
}

func appendHead(b []byte, kind string, context uint64, a *push.Answer) []byte {
	b = append(append(append(b, `{"type":"`...), kind...), `","context":`...)
	b = strconv.AppendUint(b, context, 10)
	b = append(b, `,"sequence":`...)
	b = strconv.AppendUint(b, a.Sequence, 10)
	b = append(b, `,"revision":`...)
	return strconv.AppendUint(b, a.Revision, 10)
}

// difference says what a listener has not got of outcomes, what it has, and what it has beyond them.
func difference(outcomes []*flags.Outcome, have map[string]string) (fresh []*flags.Outcome, kept, gone []string) {
	gone = []string{}
	there := map[string]bool{}
	for _, o := range outcomes {
		if have[o.Flag] == hashOf(o) {
			kept = append(kept, o.Flag)
		} else {
			fresh = append(fresh, o)
		}
		there[o.Flag] = true
	}
	for key := range have {
		if !there[key] {
			gone = append(gone, key)
		}
	}
	slices.Sort(gone)
	return fresh, kept, gone
}

// appendSnapshot appends the first answer to a context, without what the listener holds already.
func appendSnapshot(b []byte, context uint64, a *push.Answer, have map[string]string) []byte {
	fresh, kept, gone := a.Outcomes, []string{}, []string{}
	if len(have) > 0 {
		fresh, kept, gone = difference(a.Outcomes, have)
	}
	b = appendHead(b, "snapshot", context, a)
	b = append(b, `,"flags":`...)
	b = appendOutcomes(b, fresh)
	b = append(b, `,"kept":`...)
	b = appendKeys(b, kept)
	list, _ := encode(gone) // what the client has sent may need escapes
	b = append(append(b, `,"gone":`...), list...)
	return append(b, '}')
}

// appendChange appends what has changed, and why. Of events and lists only detailed causes say the name.
func appendChange(b []byte, context uint64, a *push.Answer, detailed bool) []byte {
	b = appendHead(b, "change", context, a)
	b = append(b, `,"at":"`...)
	b = a.At.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
	b = append(b, `","flags":`...)
	b = appendOutcomes(b, a.Outcomes)
	b = append(b, `,"gone":`...)
	b = appendKeys(b, a.Gone)
	b = append(b, `,"cause":`...)
	cause, _ := encode(causeBodyOf(&a.Cause, detailed)) // texts and a number always have a JSON form
	b = append(b, cause...)
	return append(b, '}')
}

// causeBody is a cause, outside.
type causeBody struct {
	Kind     push.Kind `json:"kind"`
	Revision uint64    `json:"revision,omitempty"`
	Event    string    `json:"event,omitempty"`
	List     string    `json:"list,omitempty"`
}

func causeBodyOf(c *push.Cause, detailed bool) causeBody {
	b := causeBody{Kind: c.Kind, Revision: c.Revision}
	if detailed {
		b.Event, b.List = c.Event, c.List
	}
	return b
}

// held is a whole answer that is kept up to date.
type held struct{ outcomes []*flags.Outcome }

// apply takes a change in.
func (h *held) apply(a *push.Answer) {
	gone := func(o *flags.Outcome) bool { return slices.Contains(a.Gone, o.Flag) }
	h.outcomes = slices.DeleteFunc(slices.Clone(h.outcomes), gone)
	for _, o := range a.Outcomes {
		i, found := slices.BinarySearchFunc(h.outcomes, o.Flag, func(o *flags.Outcome, key string) int { return strings.Compare(o.Flag, key) })
		if found {
			h.outcomes[i] = o
		} else {
			h.outcomes = slices.Insert(h.outcomes, i, o)
		}
	}
}

// appendPlain appends all current answers in the shape of pages without a package.
func (h *held) appendPlain(b []byte, userID string, revision uint64) []byte {
	user, _ := encode(userID)
	b = append(append(b, `{"userId":`...), user...)
	b = append(b, `,"revision":`...)
	b = strconv.AppendUint(b, revision, 10)
	b = append(b, `,"flags":{`...)
	some := false
	for _, o := range h.outcomes {
		if o.Value == nil || o.Code != "" {
			continue
		}
		if some {
			b = append(b, ',')
		}
		some = true
		b = append(append(append(b, '"'), o.Flag...), `":`...)
		b = append(b, o.Value...)
	}
	return append(b, "}}"...)
}

// ending is why a socket is closed, as its client is told.
type ending struct {
	code    int // of WebSocket
	name    string
	message string
}

func (e *ending) Error() string { return fmt.Sprintf("%d %s: %s", e.code, e.name, e.message) }

// The close codes that clients act on; docs/streaming.md says how.
const (
	closeBadMessage   = 4400
	closeUnauthorized = 4401
	closeForbidden    = 4403
	closeNoHello      = 4408
	closeExpired      = 4409
	closeTooMany      = 4429
	closeTooSlow      = 4430
)

// endingOf turns what went wrong into an ending.
func endingOf(err error) *ending {
	if e, ok := errors.AsType[*ending](err); ok {
		return e
	}
	f := faultOf(err)
	message := f.message
	if f.hint != "" {
		message += "; " + f.hint
	}
	switch f.code {
	case unauthorized:
		return &ending{closeUnauthorized, "unauthorized", message}
	case forbidden, originForbidden:
		return &ending{closeForbidden, "forbidden", message}
	case tooManyAttempts, tooManyStreams:
		return &ending{closeTooMany, "too_many", message}
	case notReady, busy, unavailable:
		return &ending{1001, "stopping", message}
	case internal:
		return &ending{1011, "internal", "something went wrong here; the server's log says what"}
	}
	return &ending{closeBadMessage, "bad_message", message}
}
