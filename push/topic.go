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
	// Language is which languages the asker reads, as rules.Subject has it.
	Language string
	// Flags are those that are asked for, sorted; nil asks for all.
	Flags []string
}

// Answer is what has been decided of a question, or what has changed of that. It is shared by all who are told the same, also about different
// people, and must not be changed.
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

	encoded struct {
		sync.Mutex
		as    uint64
		bytes []byte
	}
}

// Encoded returns what encode makes of the answer, remembered until it is asked for as something else; the caller
// has a number for each encoding.
func (a *Answer) Encoded(as uint64, encode func() []byte) []byte {
	a.encoded.Lock()
	defer a.encoded.Unlock()
	if a.encoded.bytes == nil || a.encoded.as != as {
		a.encoded.as, a.encoded.bytes = as, encode()
	}
	return a.encoded.bytes
}

// Listener is handed answers in their order, with the person who is asked about, if that is somebody known who may be
// read. It must not wait, nor call the hub.
type Listener interface {
	// Begin is handed the whole answer, once, before anything else.
	Begin(*Answer, people.Found)
	// Push is handed what has changed.
	Push(*Answer, people.Found)
}

// Subscription is a listener's. The zero Subscription is none.
type Subscription struct {
	topic    *topic
	listener Listener
}

// topicKey tells questions apart.
type topicKey struct {
	trust                    decision.Trust
	context, flags, language string
}

// topic is a question with those who ask it.
type topic struct {
	room     *room
	key      topicKey
	believes func(published *revisions.Published, targetingKey, token string) bool
	flags    []string
	ids      []profiles.Identifier // by which the person may be known
	basis    basis                 // the room's lock guards it for others than whoever holds mu
	place    int                   // in the room's order; the room's lock guards it

	waiting struct {
		sync.Mutex
		*pending // nil if nothing is to be decided anew
		queued   bool
	}

	mu        sync.Mutex // held while it is decided anew; it guards what follows
	listeners []Listener
	results   results
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
	key := topicKey{q.Trust, string(text), "*", q.Language}
	if q.Flags != nil {
		key.flags = strings.Join(q.Flags, "\x00")
	}
	h.counts.listeners.Add(1) // before it hears anything
	for {
		t := r.topic(key, q, targetingKey)
		if t.attach(w, listener) {
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
	whole := &Answer{Sequence: t.sequence, Revision: t.revision, At: t.room.hub.config.Clock()}
	whole.Outcomes = slices.Clone(t.results.outcomes)
	listener.Begin(whole, t.person)
	t.listeners = append(t.listeners, listener)
	return true
}

// note notes what is to be decided anew. It says whether the topic is to be put into the queue.
func (t *topic) note(p *pending) bool {
	t.waiting.Lock()
	defer t.waiting.Unlock()
	t.waiting.pending = t.waiting.join(p)
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

// take takes what is to be decided anew; nil if nothing is.
func (t *topic) take() *pending {
	t.waiting.Lock()
	defer t.waiting.Unlock()
	p := t.waiting.pending
	t.waiting.pending, t.waiting.queued = nil, false
	return p
}

// worker decides topics anew, one after the other. Its memory is used again.
type worker struct {
	context decision.Context
	view    decision.View
	now     time.Time
	text    []byte
	change  change
	whole   results // in which everything is decided anew
	near    int     // where in the results a flag was found last: most topics have it at the same place
	last    *Answer // which many topics in a row are told
}

// refresh decides anew what is to be, and hands on what has changed.
func (w *worker) refresh(t *topic) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w.refreshLocked(t)
}

func (w *worker) refreshLocked(t *topic) {
	p := t.take()
	if t.gone || p == nil {
		return
	}
	if p.timed {
		t.timer = 0
	}
	w.change.clear()
	if err := w.decide(t, p); err != nil {
		t.room.hub.config.Logger.Error("an answer could not be brought up to date", "environment", t.room.name, "error", err.Error())
	}
	if p.timed {
		t.expect(t.results.earliest())
	} else {
		t.expect(w.change.until)
	}
	if !t.decided || w.change.empty() {
		return
	}
	w.tell(t, p)
}

// tell hands on what has changed.
func (w *worker) tell(t *topic, p *pending) {
	h := t.room.hub
	t.sequence++
	a := w.answer(t, p)
	h.watching.tell(t, a, w.change.was)
	h.counts.updates.Add(uint64(len(t.listeners)))
	for _, listener := range t.listeners {
		listener.Push(a, t.person)
	}
}

// answer returns what has changed as an answer: the last one, if that says the same.
func (w *worker) answer(t *topic, p *pending) *Answer {
	a := w.last
	if a != nil && a.Sequence == t.sequence && a.Revision == t.revision && a.At.UnixMilli() == w.now.UnixMilli() && a.Cause == p.cause &&
		slices.Equal(a.Outcomes, w.change.outcomes) && slices.Equal(a.Gone, w.change.gone) {
		return a
	}
	w.last = &Answer{
		Sequence: t.sequence, Revision: t.revision, At: w.now, Cause: p.cause,
		Outcomes: slices.Clone(w.change.outcomes), Gone: slices.Clone(w.change.gone),
	}
	return w.last
}

// decide decides what can have changed.
func (w *worker) decide(t *topic, p *pending) (err error) {
	h := t.room.hub
	if w.view, err = h.config.Engine.View(t.room.name); err != nil {
		return err
	}
	w.now = h.config.Clock()
	keys := t.affected(w.view.Set, p, w.now)
	if !p.all && len(keys) == 0 {
		return nil
	}
	if t.decided {
		h.counts.evaluations.Add(1)
	}
	if p.all || slices.ContainsFunc(keys, w.asks) {
		defer w.context.Reset()
		if err := w.turnTo(t); err != nil {
			return err
		}
	}
	t.revision = w.view.Number
	if p.all {
		t.decideAll(w)
	} else {
		t.decideSome(w, keys)
	}
	if !t.decided {
		t.decided, t.sequence = true, 1
		w.change.forget()
	}
	return nil
}

// asks says whether it matters to a flag who asks, or when.
func (w *worker) asks(flag string) bool { return !w.view.Set.Fixed(flag) }

// turnTo reads the context of a topic, and what is known of the person.
func (w *worker) turnTo(t *topic) error {
	w.text = append(w.text[:0], t.key.context...)
	if err := w.context.Scan(w.view, t.key.trust, w.text); err != nil {
		return err
	}
	w.context.Subject().Language = t.key.language
	return w.know(t)
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
		for i, until := range t.results.until {
			if until != 0 && until <= now.UnixMilli() {
				lists = append(lists, []string{t.results.outcomes[i].Flag})
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

// decideAll decides everything anew.
func (t *topic) decideAll(w *worker) {
	next := &w.whole
	next.clear()
	w.view.Set.DecideAll(w.context.Subject(), w.now, func(d flags.Decision) bool {
		if t.wants(d.Flag) && t.shows(d.Outcome) {
			next.insert(len(next.outcomes), d)
		}
		return true
	})
	w.change.compare(t.results.outcomes, next.outcomes)
	w.change.until = next.earliest()
	t.results = next.clone()
}

// decideSome decides some flags anew, whose keys are sorted.
func (t *topic) decideSome(w *worker, keys []string) {
	evaluation := w.view.Set.Begin(w.context.Subject(), w.now)
	defer evaluation.End()
	for _, key := range keys {
		d := evaluation.Decide(key)
		i, was := t.results.find(key, w.near)
		w.near = i
		switch shows := t.shows(d.Outcome); {
		case was && !shows:
			w.change.remove(t.results.outcomes[i])
			t.results.remove(i)
		case was:
			if before := t.results.outcomes[i]; !same(before, d.Outcome) {
				w.change.replace(before, d.Outcome)
			}
			t.results.set(i, d)
			w.change.holds(d)
		case shows:
			w.change.add(d.Outcome)
			t.results.insert(i, d)
			w.change.holds(d)
		}
	}
}

// same says whether whoever is given two outcomes can tell them apart.
func same(a, b *flags.Outcome) bool {
	return a.Hash == b.Hash || a.Variant == b.Variant && a.Reason == b.Reason && a.Code == b.Code && a.Message == b.Message &&
		bytes.Equal(a.Value, b.Value) && reflect.DeepEqual(a.Metadata, b.Metadata)
}

// expect sets when the topic is to be looked at again, if not earlier. It needs its earliest timer only: when that comes it sets the next one.
func (t *topic) expect(until int64) {
	if until != 0 && (t.timer == 0 || until < t.timer) {
		t.timer = until
		t.room.hub.timers.await(t, until)
	}
}
