package server

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/push"
)

// eventStream is an answer that goes on: server-sent events, written as they come, until the client leaves or is too slow.
type eventStream struct {
	call    *call
	over    transport
	control *http.ResponseController
	events  chan []byte
	slow    context.CancelFunc // ends it, because events were not taken in
	ended   context.Context
}

// openEvents begins an answer. The caller calls run.
func (c *call) openEvents(over transport) *eventStream {
	st := &eventStream{call: c, over: over, control: http.NewResponseController(c.Response()), events: make(chan []byte, mostFrames)}
	st.ended, st.slow = context.WithCancel(c.Request().Context())
	_ = st.control.SetReadDeadline(time.Time{}) // the server's read timeout is about requests; this one has arrived
	return st
}

// send adds an event. It never waits.
func (st *eventStream) send(event []byte) {
	select {
	case st.events <- event:
		st.call.server.metrics.live.sent[st.over].Add(1)
	default:
		if st.ended.Err() == nil {
			st.call.server.metrics.live.slow[st.over].Add(1)
		}
		st.slow()
	}
}

// start sends the headers.
func (st *eventStream) start() {
	h := st.call.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies of the nginx kind hold events back otherwise
	st.call.Response().WriteHeader(http.StatusOK)
}

// run writes events until there is a reason to stop. Revoked is closed when the caller's key is deleted.
func (st *eventStream) run(revoked <-chan struct{}, until time.Time) {
	defer st.slow()
	s := st.call.server
	heartbeat := time.NewTicker(s.config.Heartbeat)
	defer heartbeat.Stop()
	var expired <-chan time.Time
	if !until.IsZero() {
		timer := time.NewTimer(until.Sub(s.config.Clock()))
		defer timer.Stop()
		expired = timer.C
	}
	s.metrics.live.open[st.over].Add(1)
	defer s.metrics.live.open[st.over].Add(-1)
	st.start()
	for {
		var err error
		select {
		case <-st.ended.Done():
			return
		case <-s.closing.Done():
			return
		case <-revoked:
			return
		case <-expired:
			return
		case event := <-st.events:
			err = st.write(event)
		case <-heartbeat.C:
			err = st.write([]byte(": still here\n\n"))
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			s.metrics.live.slow[st.over].Add(1)
		}
		if err != nil {
			return
		}
	}
}

// write sends in pieces, each of which has to be taken in before the write timeout.
func (st *eventStream) write(b []byte) error {
	for len(b) > 0 {
		piece := b[:min(len(b), pieceSize)]
		deadline := time.Now().Add(st.call.server.config.WriteTimeout)
		if err := st.control.SetWriteDeadline(deadline); err != nil {
			return err
		}
		if _, err := st.call.Response().Write(piece); err != nil {
			return err
		}
		if err := st.control.Flush(); err != nil {
			return err
		}
		b = b[len(piece):]
	}
	return context.Cause(st.call.Request().Context())
}

// eventOf writes a server-sent event of a message; data is on one line, as JSON without indentation is.
func eventOf(name string, data []byte) []byte {
	b := make([]byte, 0, len(data)+len(name)+32)
	b = append(append(b, "event: "...), name...)
	b = append(append(b, "\ndata: "...), data...)
	return append(b, "\n\n"...)
}

// liveEvents answers with the messages of the stream as server-sent events.
func liveEvents(c *call) error {
	m := new(liveMessage)
	if err := c.bind(m); err != nil {
		return err
	}
	if m.Type != "" || m.Key != "" {
		return faultf(badRequest, "type and key have no place in the body").or("send the key as Authorization: Bearer <key>")
	}
	if err := c.streamable(c.server.config.MaxSockets); err != nil {
		return err
	}
	defer c.caller.streams.Add(-1)
	st := c.openEvents(overEvents)
	f := &eventFeed{stream: st, server: c.server, have: m.Have, environment: c.caller.environment, detailed: c.caller.kind == keys.Server}
	m.language = c.language()
	subscription, err := c.server.listenInTurn(c.caller, m, f)
	if err != nil {
		st.slow()
		return err
	}
	defer subscription.End()
	st.run(c.caller.revoked, c.server.tokenExpiry(c.caller, m.Context))
	return nil
}

// streamable counts a stream in, if another one of so many can be opened with the key.
func (c *call) streamable(most int) error {
	if c.server.draining.Load() {
		return faultf(notReady, "the server is stopping")
	}
	if open := c.caller.streams.Add(1); open > int64(most) {
		c.caller.streams.Add(-1)
		f := faultf(tooManyStreams, "%d streams are open with this key already", most)
		f.retryAfter = int(c.server.config.Heartbeat.Seconds()) + 1
		return f
	}
	return nil
}

// eventFeed tells a client of server-sent events answers.
type eventFeed struct {
	stream      *eventStream
	server      *Server
	have        map[string]string
	environment string
	detailed    bool
}

// Begin implements push.Listener.
func (f *eventFeed) Begin(a *push.Answer, person people.Found) {
	f.stream.send(eventOf("snapshot", appendSnapshot(nil, 1, a, f.have)))
	f.server.noteAnswer(f.environment, a, person)
}

// Push implements push.Listener.
func (f *eventFeed) Push(a *push.Answer, person people.Found) {
	f.stream.send(a.Encoded(f.encoding(), func() []byte { return eventOf("change", appendChange(nil, 1, a, f.detailed)) }))
	f.server.noteAnswer(f.environment, a, person)
}

// encoding numbers the encodings of a change as an event, beside those as a frame.
func (f *eventFeed) encoding() uint64 {
	const asEvent = 1 << 63
	if f.detailed {
		return asEvent | 1
	}
	return asEvent
}

// What an event stream of OFREP's own clients is opened with: a token that says for whom, sealed, because an address ends
// up in logs.
const (
	ticketLife    = time.Hour
	mostTicketed  = 3 << 10 // bytes of a context; what is larger would make too long an address
	inactiveAfter = 120     // seconds of a hidden page, after which clients are to close the stream
	ticketBinding = "fingerpost event stream 1"
)

// ticket is what such a token holds.
type ticket struct {
	Key     string          `json:"k"` // the id of the caller's key
	Expiry  int64           `json:"e"` // seconds since 1970
	Sum     uint64          `json:"s"` // of the answer that it came with
	Context json.RawMessage `json:"c"`
	// Language is what the request asked for.
	Language string `json:"l,omitempty"`
}

// sealerOf seals what is bound to a purpose; nil where the server was not given secrets.
func sealerOf(secrets *privacy.Secrets, binding string) *privacy.Sealer {
	if secrets.Identity == (privacy.Key{}) {
		return nil
	}
	return privacy.NewSealer(keys.DeriveKey(secrets.Identity, binding))
}

// appendStreams appends the member of an answer to all flags that says where changes are told; nothing where they cannot be.
func (c *call) appendStreams(b []byte, sum uint64) []byte {
	s := c.server
	said := contextOf(c.body)
	if s.tickets == nil || s.config.Hub == nil || len(said) > mostTicketed {
		return b
	}
	plain, err := encode(ticket{c.caller.id, c.at.Add(ticketLife).Unix(), sum, said, c.language()})
	if err != nil {
		return b
	}
	b = append(b, `,"eventStreams":[{"type":"sse","endpoint":{"requestUri":"/v1/events/stream?token=`...)
	b = base64.RawURLEncoding.AppendEncode(b, s.tickets.Seal(nil, plain, []byte(ticketBinding)))
	b = append(b, `"},"inactivityDelaySec":`...)
	b = strconv.AppendInt(b, inactiveAfter, 10)
	return append(b, "}]"...)
}

// contextOf returns the context of an evaluation's body that was read without a fault.
func contextOf(body []byte) json.RawMessage {
	var envelope struct {
		Context json.RawMessage `json:"context"`
	}
	if json.Unmarshal(body, &envelope) != nil || len(envelope.Context) == 0 {
		return json.RawMessage("{}")
	}
	var short bytes.Buffer
	if json.Compact(&short, envelope.Context) != nil {
		return envelope.Context
	}
	return short.Bytes()
}

// redeem returns what a token holds, and whose it is.
func (s *Server) redeem(token string, at time.Time) (*ticket, *caller, error) {
	refused := faultf(unauthorized, "the stream's token is not good, or no longer").or("evaluate all flags again; the answer names a new address")
	sealed, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || s.tickets == nil {
		return nil, nil, refused
	}
	plain, err := s.tickets.Open(nil, sealed, []byte(ticketBinding))
	t := new(ticket)
	if err != nil || json.Unmarshal(plain, t) != nil || at.Unix() >= t.Expiry {
		return nil, nil, refused
	}
	known := s.keyring.byID(t.Key)
	if known == nil {
		return nil, nil, refused
	}
	return t, known, nil
}

// refetchEvents tells OFREP's own clients to evaluate again.
func refetchEvents(c *call) error {
	token := c.QueryParam("token")
	if token == "" {
		return faultf(badRequest, "the address has no token").or("evaluate all flags; the answer names the address of its event stream")
	}
	t, known, err := c.server.redeem(token, c.at)
	if err != nil {
		return err
	}
	if known.kind == keys.Client {
		if err := c.server.originAllowed(known, c.Request().Header["Origin"], true); err != nil {
			return err
		}
	}
	c.caller = known
	if err := c.streamable(c.server.config.MaxSockets); err != nil {
		return err
	}
	defer known.streams.Add(-1)
	st := c.openEvents(overRefetch)
	f := &refetchFeed{stream: st, known: t.Sum, last: c.Request().Header.Get("Last-Event-ID")}
	subscription, err := c.server.listenInTurn(known, &liveMessage{Context: t.Context, language: t.Language}, f)
	if err != nil {
		st.slow()
		return err
	}
	defer subscription.End()
	st.run(known.revoked, time.Unix(t.Expiry, 0))
	return nil
}

// refetchFeed tells a client that its answer is no longer right.
type refetchFeed struct {
	stream *eventStream
	known  uint64 // the sum of what the client was answered
	last   string // of the events that the client has had; empty if none
	held
}

// Begin implements push.Listener. A client that was away is told if it missed something; every client is given an id to begin with.
func (f *refetchFeed) Begin(a *push.Answer, _ people.Found) {
	f.outcomes = a.Outcomes
	sum := sumOf(f.outcomes)
	missed := f.last == "" && sum != f.known || f.last != "" && f.last != idOf(sum)
	if missed {
		f.refetch(sum)
		return
	}
	f.stream.send([]byte("id: " + idOf(sum) + "\nevent: message\ndata: {\"type\":\"current\"}\n\n"))
}

// Push implements push.Listener.
func (f *refetchFeed) Push(a *push.Answer, _ people.Found) {
	f.apply(a)
	f.refetch(sumOf(f.outcomes))
}

func (f *refetchFeed) refetch(sum uint64) {
	data, _ := encode(struct { // texts always have a JSON form
		Type string `json:"type"`
		ETag string `json:"etag"`
	}{"refetchEvaluation", tagOf(sum)})
	b := append([]byte("id: "+idOf(sum)+"\nevent: message\ndata: "), data...)
	f.stream.send(append(b, "\n\n"...))
}

// idOf returns a sum as the id of an event.
func idOf(sum uint64) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, sum))
}
