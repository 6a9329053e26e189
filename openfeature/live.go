package openfeature

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	of "github.com/open-feature/go-sdk/openfeature"
)

// errMissed says that a message of the stream is not the one after the last.
var errMissed = errors.New("a change was missed")

// live is a flag that a server pushes for one person: answers come out of heard
// between start and stop, each only once, also across connections.
type live struct {
	flag     string
	remote   *ofrep
	follower *follower
	context  of.FlattenedContext

	answers chan pushed
	cancel  context.CancelFunc
	ended   chan struct{}

	// Of the goroutine that follows:
	hash     string // by which the server knows the answer that is held; empty before there is one
	sequence uint64 // of the last message
	cause    Cause  // of what the next connection brings
}

// pushed is an answer, or with lost that there is none because the server does not say.
type pushed struct {
	answer   answer
	revision uint64
	cause    Cause
	lost     bool
}

// pushes returns how a watcher of a flag has the server at an address push it.
func (c *common) pushes(base string, remote *ofrep, flag string, flat of.FlattenedContext) func(Cause) *live {
	return func(cause Cause) *live {
		return &live{
			flag: flag, remote: remote, context: flat, cause: cause,
			follower: newStream(base, "/v1/events/stream", remote.key, c.settings),
			answers:  make(chan pushed), ended: make(chan struct{}),
		}
	}
}

// heard is where answers come out; nil, from which nothing comes, of a nil live.
func (l *live) heard() <-chan pushed {
	if l == nil {
		return nil
	}
	return l.answers
}

// start begins to follow; it must be ended by stop.
func (l *live) start(ctx context.Context) {
	ctx, l.cancel = context.WithCancel(ctx)
	l.follower.body = l.question
	l.follower.receive = func(m message) error { return l.receive(ctx, m) }
	l.follower.lost = func(err error, _ int) { l.lost(ctx, err) }
	go func() {
		defer close(l.ended)
		if _, err := json.Marshal(l.context); err != nil {
			l.tell(ctx, &pushed{answer: failed(of.InvalidContextCode, "the context cannot be sent as JSON: "+err.Error())})
			return
		}
		l.follower.run(ctx)
	}()
}

// stop ends it, and waits for the end.
func (l *live) stop() {
	l.cancel()
	<-l.ended
}

// question asks for the flag, unless it is still as it was.
func (l *live) question() []byte {
	have := map[string]string{}
	if l.hash != "" {
		have[l.flag] = l.hash
	}
	body, _ := json.Marshal(map[string]any{"context": l.context, "flags": []string{l.flag}, "have": have}) // start has found out that it can be
	return body
}

// tell waits until the answer is taken, which never takes long.
func (l *live) tell(ctx context.Context, p *pushed) {
	select {
	case l.answers <- *p:
	case <-ctx.Done():
	}
}

// lost tells that the server does not say. A question that it will never answer is not asked again.
func (l *live) lost(ctx context.Context, err error) {
	code, final := of.GeneralCode, false
	if refused, ok := errors.AsType[*refusedError](err); ok {
		switch refused.status {
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
			code, final = of.InvalidContextCode, true
		}
	}
	l.tell(ctx, &pushed{answer: failed(code, err.Error()), lost: true})
	l.cause = Cause{Kind: CauseAway}
	if final {
		l.cancel()
	}
}

// liveMessage is a snapshot or a change.
type liveMessage struct {
	Sequence uint64       `json:"sequence"`
	Revision uint64       `json:"revision"`
	Flags    []liveAnswer `json:"flags"`
	Kept     []string     `json:"kept"`
	Gone     []string     `json:"gone"`
	Cause    Cause        `json:"cause"`
}

// liveAnswer is an answer, and the hash that tells it from others.
type liveAnswer struct {
	evaluation
	Hash string `json:"hash"`
}

// receive takes an event of the stream.
func (l *live) receive(ctx context.Context, event message) error {
	if event.event != "snapshot" && event.event != "change" {
		return nil // of a newer server
	}
	var m liveMessage
	if err := json.Unmarshal(event.data, &m); err != nil {
		return fmt.Errorf("the stream: %w", err)
	}
	unmentioned := slices.Contains(m.Kept, l.flag)
	if event.event == "snapshot" {
		m.Cause, l.cause = l.cause, Cause{Kind: CauseAway}
		if unmentioned && l.hash == "" {
			return errNothing
		}
	} else {
		if m.Sequence != l.sequence+1 {
			return errMissed
		}
		unmentioned = !slices.Contains(m.Gone, l.flag) && !slices.ContainsFunc(m.Flags, l.is)
	}
	l.sequence = m.Sequence
	if unmentioned {
		return nil
	}
	return l.take(ctx, &m)
}

func (l *live) is(a liveAnswer) bool { return a.Key == l.flag }

// take tells the answer of a message; a flag that it does not hold is not there.
func (l *live) take(ctx context.Context, m *liveMessage) error {
	p := pushed{answer: noSuchFlag(l.flag), revision: m.Revision, cause: m.Cause}
	hash := ""
	if i := slices.IndexFunc(m.Flags, l.is); i >= 0 {
		var err error
		if p.answer, err = l.remote.answerOf(&m.Flags[i].evaluation); err != nil {
			return err
		}
		hash = m.Flags[i].Hash
	}
	l.hash = hash
	l.tell(ctx, &p)
	return nil
}
