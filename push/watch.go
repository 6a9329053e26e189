package push

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/flags"
)

// Seen is one change of one person's answer, as those who watch see it.
type Seen struct {
	At          time.Time
	Environment string
	// Person is the person's id; empty where nobody known was asked about.
	Person string
	// Flag went from one variant to another; empty is none.
	Flag, From, To string
	// Changed is what did: variant, or where that stays text (of content), value, or reason (why it is served).
	Changed   string
	Reason    string
	Revision  uint64
	Cause     Cause
	Listeners int
}

// watching are those who see every change.
type watching struct {
	any atomic.Int32
	mu  sync.Mutex
	all map[*Watch]struct{}
}

// Watch is somebody who sees every change of an environment.
type Watch struct {
	// Seen receives the changes; a receiver that is slow misses some.
	Seen        chan Seen
	Missed      atomic.Uint64
	environment string
	hub         *Hub
}

// Watch begins to see the changes of an environment. The caller calls End.
func (h *Hub) Watch(environment string) *Watch {
	w := &Watch{Seen: make(chan Seen, 1024), environment: environment, hub: h}
	h.watching.mu.Lock()
	defer h.watching.mu.Unlock()
	if h.watching.all == nil {
		h.watching.all = map[*Watch]struct{}{}
	}
	h.watching.all[w] = struct{}{}
	h.watching.any.Add(1)
	return w
}

// End ends it.
func (w *Watch) End() {
	w.hub.watching.mu.Lock()
	defer w.hub.watching.mu.Unlock()
	delete(w.hub.watching.all, w)
	w.hub.watching.any.Add(-1)
}

// tell shows what has changed of a topic, and what that was before; its lock is held.
func (w *watching) tell(t *topic, a *Answer, before []*flags.Outcome) {
	if w.any.Load() == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := Seen{At: a.At, Environment: t.room.name, Revision: a.Revision, Cause: a.Cause, Listeners: len(t.listeners)}
	if t.person.Profile != nil {
		seen.Person = t.person.Profile.Person
	}
	was := make(map[string]*flags.Outcome, len(before))
	for _, o := range before {
		was[o.Flag] = o
	}
	for _, o := range a.Outcomes {
		seen.Flag, seen.From, seen.To, seen.Reason = o.Flag, variantOf(was[o.Flag]), o.Variant, string(o.Reason)
		seen.Changed = changed(was[o.Flag], o)
		w.show(seen)
	}
	for _, key := range a.Gone {
		seen.Flag, seen.From, seen.To, seen.Reason, seen.Changed = key, variantOf(was[key]), "", "", "variant"
		w.show(seen)
	}
}

// variantOf is the variant of an outcome; empty if there is none.
func variantOf(o *flags.Outcome) string {
	if o == nil {
		return ""
	}
	return o.Variant
}

// changed says what of an answer did, where was is nil if there was none.
func changed(was, is *flags.Outcome) string {
	switch {
	case variantOf(was) != is.Variant || was == nil:
		return "variant"
	case bytes.Equal(was.Value, is.Value):
		return "reason"
	case is.Type == flags.Content:
		return "text"
	}
	return "value"
}

// show hands a change to all who watch the environment; the lock is held.
func (w *watching) show(seen Seen) {
	for one := range w.all {
		if one.environment != seen.Environment {
			continue
		}
		select {
		case one.Seen <- seen:
		default:
			one.Missed.Add(1)
		}
	}
}
