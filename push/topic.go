package push

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/revisions"
)

// ErrClosed says that the hub was closed.
var ErrClosed = errors.New("nobody is told of changes any more")

// Question is what a listener wants to know.
type Question struct {
	Environment string
	// Trust says which attributes the context may set; Client also hides the flags that client keys may not see.
	Trust decision.Trust
	// Believes says whether, by a revision, the asker has shown to be whom the targeting key names.
	// It must say the same for equal questions. Nil believes everything.
	Believes func(published *revisions.Published, targetingKey, token string) bool
	// Context is the evaluation context, a JSON object; empty is {}.
	Context []byte
	// Flags are those that are asked for, sorted; nil asks for all.
	Flags []string
}

// Answer is what has been decided of a question, or what has changed of that. It is shared by all who ask the same and must not be changed.
type Answer struct {
	// Sequence is one more with each change.
	Sequence uint64
	Revision uint64
	At       time.Time
	// Outcomes are in the order of their keys: all of them, or those that have changed.
	Outcomes []*flags.Outcome
	// Gone are the flags that were part of the answer and are no more.
	Gone  []string
	Cause Cause
	// Person is who is asked about, if that is somebody known who may be read.
	Person people.Found

	was     []*flags.Outcome // what is different now, or gone, as it was
	encoded struct {
		sync.Mutex
		as    any
		bytes []byte
	}
}

// Encoded returns what encode makes of the answer, remembered until it is asked for as something else.
func (a *Answer) Encoded(as any, encode func() []byte) []byte {
	a.encoded.Lock()
	defer a.encoded.Unlock()
	if a.encoded.bytes == nil || a.encoded.as != as {
		a.encoded.as, a.encoded.bytes = as, encode()
	}
	return a.encoded.bytes
}

// Listener is handed answers in their order. It must not wait, nor call the hub.
type Listener interface {
	// Begin is handed the whole answer, once, before anything else.
	Begin(*Answer)
	// Push is handed what has changed.
	Push(*Answer)
}

// Subscription is a listener's. The zero Subscription is none.
type Subscription struct {
	topic    *topic
	listener Listener
}

// topicKey tells questions apart.
type topicKey struct {
	trust          decision.Trust
	context, flags string
}

// topic is a question with those who ask it.
type topic struct {
	room     *room
	key      topicKey
	believes func(published *revisions.Published, targetingKey, token string) bool
	flags    []string
	ids      []profiles.Identifier // by which the person may be known
	basis    basis                 // the room's lock guards it for others than whoever holds mu

	waiting struct {
		sync.Mutex
		pending
		queued bool
	}

	mu        sync.Mutex // held while it is decided anew; it guards what follows
	listeners []Listener
	results   []result // in the order of keys
	decided   bool
	gone      bool // nobody asks any more
	sequence  uint64
	revision  uint64
	person    people.Found
	timer     int64 // the earliest instant at which it is to be looked at; 0 if none
}

// basis is the profiles that a topic's decisions rest on.
type basis struct {
	person, group uint64
	groupID       string
}

// result is what a flag was decided to, and until when that holds; 0 is for ever.
type result struct {
	outcome *flags.Outcome
	until   int64
}

// Subscribe hands a listener the answer to a question, and from then on what changes. Its errors are those of
// decision.Context.Scan, revisions.ErrUnknownEnvironment and ErrClosed.
func (h *Hub) Subscribe(q *Question, listener Listener) (Subscription, error) {
	r, err := h.room(q.Environment)
	if err != nil {
		return Subscription{}, err
	}
	w := &worker{}
	if w.view, err = h.config.Engine.View(q.Environment); err != nil {
		return Subscription{}, err
	}
	text := q.Context
	if len(text) == 0 {
		text = []byte("{}")
	}
	if err := w.context.Scan(w.view, q.Trust, text); err != nil {
		return Subscription{}, err
	}
	targetingKey := strings.Clone(w.context.Subject().TargetingKey())
	key := topicKey{q.Trust, string(text), "*"}
	if q.Flags != nil {
		key.flags = strings.Join(q.Flags, "\x00")
	}
	for {
		t := r.topic(key, q, targetingKey)
		if t.attach(w, listener) {
			h.counts.listeners.Add(1)
			return Subscription{t, listener}, nil
		}
	}
}

// End ends a subscription: when it returns, the listener is handed nothing more.
func (s Subscription) End() {
	if s.topic == nil {
		return
	}
	t := s.topic
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.Index(t.listeners, s.listener)
	if i < 0 {
		return
	}
	t.listeners = slices.Delete(t.listeners, i, i+1)
	t.room.hub.counts.listeners.Add(-1)
	if len(t.listeners) == 0 {
		t.gone = true
		t.room.leave(t)
	}
}

// attach hands the listener the answer; false if the topic is gone.
func (t *topic) attach(w *worker, listener Listener) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.gone {
		return false
	}
	if !t.decided {
		t.note(&pending{all: true})
	}
	w.refreshLocked(t)
	whole := &Answer{Sequence: t.sequence, Revision: t.revision, At: t.room.hub.config.Clock(), Person: t.person}
	whole.Outcomes = make([]*flags.Outcome, len(t.results))
	for i := range t.results {
		whole.Outcomes[i] = t.results[i].outcome
	}
	listener.Begin(whole)
	t.listeners = append(t.listeners, listener)
	return true
}

// note notes what is to be decided anew. It says whether the topic is to be put into the queue.
func (t *topic) note(p *pending) bool {
	t.waiting.Lock()
	defer t.waiting.Unlock()
	t.waiting.join(p)
	if t.waiting.queued {
		return false
	}
	t.waiting.queued = true
	return true
}

// mark notes what is to be decided anew, and has it done.
func (t *topic) mark(p *pending) {
	if t.note(p) {
		t.room.hub.queue.put(t)
	}
}

// timeHasCome has decided anew what time alone can have changed.
func (t *topic) timeHasCome(now time.Time) {
	t.mark(&pending{timed: true, cause: Cause{Kind: Time, At: now.UnixNano()}})
}

// take takes what is to be decided anew.
func (t *topic) take() pending {
	t.waiting.Lock()
	defer t.waiting.Unlock()
	p := t.waiting.pending
	t.waiting.pending, t.waiting.queued = pending{}, false
	return p
}

// worker decides topics anew, one after the other. Its memory is used again.
type worker struct {
	context decision.Context
	view    decision.View
	text    []byte
}

// refresh decides anew what is to be, and hands on what has changed.
func (w *worker) refresh(t *topic) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w.refreshLocked(t)
}

func (w *worker) refreshLocked(t *topic) {
	p := t.take()
	if t.gone || p.empty() {
		return
	}
	if p.timed {
		t.timer = 0
	}
	a, err := w.decide(t, &p)
	if err != nil {
		t.room.hub.config.Logger.Error("an answer could not be brought up to date", "environment", t.room.name, "error", err.Error())
	}
	t.expect()
	if a == nil {
		return
	}
	t.room.hub.counts.updates.Add(uint64(len(t.listeners)))
	for _, listener := range t.listeners {
		listener.Push(a)
	}
}

// decide decides what can have changed. It returns nil if nothing has.
func (w *worker) decide(t *topic, p *pending) (*Answer, error) {
	h := t.room.hub
	var err error
	if w.view, err = h.config.Engine.View(t.room.name); err != nil {
		return nil, err
	}
	now := h.config.Clock()
	keys := t.affected(w.view.Set, p, now)
	if !p.all && len(keys) == 0 {
		return nil, nil
	}
	if t.decided {
		h.counts.evaluations.Add(1)
	}
	defer w.context.Reset()
	w.text = append(w.text[:0], t.key.context...)
	if err := w.context.Scan(w.view, t.key.trust, w.text); err != nil {
		return nil, err
	}
	if err := w.know(t); err != nil {
		return nil, err
	}
	a := &Answer{Revision: w.view.Number, At: now, Cause: p.cause, Person: t.person}
	if p.all {
		t.decideAll(w, now, a)
	} else {
		t.decideSome(w, keys, now, a)
	}
	t.revision = w.view.Number
	if !t.decided {
		t.decided, t.sequence = true, 1
		return nil, nil
	}
	if len(a.Outcomes)+len(a.Gone) == 0 {
		return nil, nil
	}
	t.sequence++
	a.Sequence = t.sequence
	h.watching.tell(t, a)
	return a, nil
}

// know adds what is stored of the person. Where that is another profile than before, the topic
// rests on it first, and it is read again: what changes from then on is heard.
func (w *worker) know(t *topic) error {
	t.person = people.Found{}
	key := w.context.Subject().TargetingKey()
	if key == "" {
		return nil
	}
	believed := t.key.trust == decision.Server || t.believes == nil || t.believes(w.view.Published, key, w.context.IdentityToken())
	for {
		found, on, err := w.lookUp(context.Background(), key, believed)
		if err != nil {
			return err
		}
		if on != t.basis {
			t.room.rest(t, on)
			continue
		}
		if found.Profile != nil {
			w.context.Known(w.view, found)
			t.person = found
		}
		return nil
	}
}

// affected returns the flags that can be decided differently now.
func (t *topic) affected(set *flags.Set, p *pending, now time.Time) []string {
	if p.all {
		return nil
	}
	if t.flags == nil && p.published() { // the commonest case, and one list alone
		return p.flags
	}
	readers := t.room.of(set)
	lists := [][]string{p.flags}
	for _, read := range []struct {
		names []string
		by    map[string][]string
	}{{p.attributes, readers.Attributes}, {p.events, readers.Events}, {p.lists, readers.Lists}, {p.percentiles, readers.Percentiles}} {
		for _, name := range read.names {
			lists = append(lists, read.by[name])
		}
	}
	if p.person {
		lists = append(lists, readers.Person)
	}
	if p.timed {
		for i := range t.results {
			if until := t.results[i].until; until != 0 && until <= now.UnixMilli() {
				lists = append(lists, []string{t.results[i].outcome.Flag})
			}
		}
	}
	return slices.DeleteFunc(union(lists...), func(key string) bool { return !t.wants(key) })
}

func (t *topic) wants(key string) bool {
	if t.flags == nil {
		return true
	}
	_, wanted := slices.BinarySearch(t.flags, key)
	return wanted
}

// shows says whether an outcome is part of the answer.
func (t *topic) shows(o *flags.Outcome) bool {
	return o.Code != flags.FlagNotFound && (t.key.trust == decision.Server || o.Client)
}

func resultOf(d flags.Decision) result {
	r := result{outcome: d.Outcome}
	if until := d.Until(); !until.IsZero() {
		r.until = until.UnixMilli()
	}
	return r
}

// decideAll decides everything anew.
func (t *topic) decideAll(w *worker, now time.Time, a *Answer) {
	next := make([]result, 0, max(len(t.results), len(t.flags)))
	w.view.Set.DecideAll(w.context.Subject(), now, func(d flags.Decision) bool {
		if t.wants(d.Flag) && t.shows(d.Outcome) {
			next = append(next, resultOf(d))
		}
		return true
	})
	a.compare(t.results, next)
	t.results = slices.Clip(next)
}

// decideSome decides some flags anew, whose keys are sorted.
func (t *topic) decideSome(w *worker, keys []string, now time.Time, a *Answer) {
	evaluation := w.view.Set.Begin(w.context.Subject(), now)
	defer evaluation.End()
	for _, key := range keys {
		d := evaluation.Decide(key)
		i, was := slices.BinarySearchFunc(t.results, key, func(r result, key string) int { return strings.Compare(r.outcome.Flag, key) })
		switch shows := t.shows(d.Outcome); {
		case was && !shows:
			a.Gone = append(a.Gone, key)
			a.was = append(a.was, t.results[i].outcome)
			t.results = slices.Delete(t.results, i, i+1)
		case was:
			if !same(t.results[i].outcome, d.Outcome) {
				a.Outcomes = append(a.Outcomes, d.Outcome)
				a.was = append(a.was, t.results[i].outcome)
			}
			t.results[i] = resultOf(d)
		case shows:
			a.Outcomes = append(a.Outcomes, d.Outcome)
			t.results = slices.Insert(t.results, i, resultOf(d))
		}
	}
}

// compare finds what is different after a decision.
func (a *Answer) compare(before, after []result) {
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && before[0].outcome.Flag < after[0].outcome.Flag:
			a.Gone = append(a.Gone, before[0].outcome.Flag)
			a.was = append(a.was, before[0].outcome)
			before = before[1:]
		case len(before) == 0 || after[0].outcome.Flag < before[0].outcome.Flag:
			a.Outcomes = append(a.Outcomes, after[0].outcome)
			after = after[1:]
		default:
			if !same(before[0].outcome, after[0].outcome) {
				a.Outcomes = append(a.Outcomes, after[0].outcome)
				a.was = append(a.was, before[0].outcome)
			}
			before, after = before[1:], after[1:]
		}
	}
}

// same says whether whoever is given two outcomes can tell them apart.
func same(a, b *flags.Outcome) bool {
	return a.Hash == b.Hash || a.Variant == b.Variant && a.Reason == b.Reason && a.Code == b.Code && a.Message == b.Message &&
		bytes.Equal(a.Value, b.Value) && reflect.DeepEqual(a.Metadata, b.Metadata)
}

// expect sets when the topic is to be looked at again. It needs its earliest timer only: when that comes it sets the next one.
func (t *topic) expect() {
	until := int64(0)
	for i := range t.results {
		if at := t.results[i].until; at != 0 && (until == 0 || at < until) {
			until = at
		}
	}
	if until != 0 && (t.timer == 0 || until < t.timer) {
		t.timer = until
		t.room.hub.timers.await(t, until)
	}
}
