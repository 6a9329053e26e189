package openfeature

import (
	"context"
	"maps"
	"reflect"
	"sync"

	of "github.com/open-feature/go-sdk/openfeature"
)

// Update is what a flag answers for one person from now on, as Watch tells it.
type Update struct {
	// Flag is the flag's key.
	Flag string
	// Value is a bool, string, float64, map[string]any or []any of the reader's own; nil
	// where there is none, as for a flag that is off or cannot be decided: then your default holds.
	Value any
	// Variant is the name of the value; empty where there is none.
	Variant string
	// Reason says why the flag answers so.
	Reason of.Reason
	// ErrorCode and ErrorMessage say what went wrong; they are empty if nothing did.
	ErrorCode    of.ErrorCode
	ErrorMessage string
	// Metadata are the flag's own, and what the provider says beside them.
	Metadata of.FlagMetadata
	// Revision is the number of the revision that decided; 0 if it is not known.
	Revision uint64
	// Cause says why the answer is another one now. It is empty in the first update.
	Cause Cause
}

// Cause is why an answer has changed.
type Cause struct {
	// Kind is empty in the first update.
	Kind CauseKind `json:"kind"`
	// Revision is the number of the revision that was published.
	Revision uint64 `json:"revision"`
	// Event is the name of the event, which only a server key is told.
	Event string `json:"event"`
	// List is the name of the list, which only a server key is told.
	List string `json:"list"`
}

// CauseKind is what kind of thing changes an answer.
type CauseKind string

// The kinds of causes.
const (
	CausePublish CauseKind = "publish" // a revision was published
	CauseEvent   CauseKind = "event"   // the person did something, or is known by another trait
	CauseTime    CauseKind = "time"    // time passed: a window, a schedule
	CauseList    CauseKind = "list"    // the person was put on a list, or taken off
	CauseProfile CauseKind = "profile" // profiles were joined, parted or forgotten
	CauseAway    CauseKind = "away"    // something happened while the server could not be reached
)

// Watch tells what a flag answers for a person: at once, and again whenever that
// changes, until the context is done or the provider is shut down, when it closes
// the channel. Flags that only the server can decide are pushed by it, over a
// connection for each Watch; for all others nobody is asked.
//
// A reader may be slow: what it has not taken is replaced by what is newer, so that
// it always finds the newest answer, and never one that it has taken last already.
// An answer counts as another one when its value, variant, reason, error or own
// metadata differ. While the server is gone the last answer stays.
//
// Watch may be called before the provider is initialized. It neither runs hooks nor
// merges the SDK's other contexts into the one that is given.
func (p *Provider) Watch(ctx context.Context, flag string, evaluationContext of.EvaluationContext) <-chan Update {
	flat := flatten(evaluationContext)
	w := p.newWatcher(flag, func() found { return p.look(flag, flat) })
	if p.remote != nil {
		w.open = p.pushes(p.url, p.remote, flag, flat)
	}
	return p.watches.begin(ctx, w)
}

// Watch tells what a flag answers for a person, as [Provider.Watch] does. The server pushes all of it.
func (p *RemoteProvider) Watch(ctx context.Context, flag string, evaluationContext of.EvaluationContext) <-chan Update {
	flat := flatten(evaluationContext)
	w := p.newWatcher(flag, func() found { return found{remote: true} })
	w.open = p.pushes(p.url, p.remote, flag, flat)
	return p.watches.begin(ctx, w)
}

// flatten is what the SDK makes of a context before a provider sees it.
func flatten(c of.EvaluationContext) of.FlattenedContext {
	flat := of.FlattenedContext(c.Attributes())
	if flat == nil {
		flat = of.FlattenedContext{}
	}
	if key := c.TargetingKey(); key != "" {
		flat[of.TargetingKey] = key
	}
	return flat
}

// look decides in the process, or finds that only the server can.
func (p *Provider) look(flag string, flat of.FlattenedContext) found {
	l := p.local.Load()
	if l == nil {
		return found{answer: failed(of.ProviderNotReadyCode, "the provider has no definitions yet")}
	}
	if f, ok := l.flags[flag]; ok {
		a, until := l.decideUntil(flag, f, flat, p.settings.now())
		return found{answer: a, revision: l.revision, until: until}
	}
	if p.remote != nil && l.remote[flag] {
		return found{revision: l.revision, remote: true}
	}
	return found{answer: noSuchFlag(flag), revision: l.revision}
}

func noSuchFlag(flag string) answer {
	return failed(of.FlagNotFoundCode, "there is no flag "+flag)
}

// update is the update that tells of an answer.
func (a *answer) update(flag string, revision uint64, cause Cause) Update {
	u := Update{
		Flag: flag, Variant: a.variant, Reason: a.reason,
		ErrorCode: a.code, ErrorMessage: a.message,
		Metadata: maps.Clone(a.metadata), Revision: revision, Cause: cause,
	}
	if _, isNull := a.value.(null); !isNull {
		u.Value = clone(a.value)
	}
	return u
}

// same says whether two answers tell a reader the same. What the provider says of a decision does not count.
func (a *answer) same(b *answer) bool {
	return a.reason == b.reason && a.variant == b.variant && a.code == b.code && a.message == b.message &&
		reflect.DeepEqual(a.value, b.value) && reflect.DeepEqual(ownMetadata(a.metadata), ownMetadata(b.metadata))
}

func ownMetadata(metadata of.FlagMetadata) of.FlagMetadata {
	own := of.FlagMetadata{}
	for name, value := range metadata {
		if name != decidedKey && name != revisionKey && name != targetingKey {
			own[name] = value
		}
	}
	return own
}

// watches are the watchers of a provider. The zero value has none.
type watches struct {
	mu   sync.Mutex
	open map[*watcher]context.CancelFunc
}

// begin starts a watcher, which ends with the context, or by end.
func (s *watches) begin(ctx context.Context, w *watcher) <-chan Update {
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[*watcher]context.CancelFunc{}
	}
	s.open[w] = cancel
	go func() {
		defer close(w.ended)
		defer close(w.updates)
		w.run(ctx)
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open, w)
	}()
	return w.updates
}

// wake has all watchers look again.
func (s *watches) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.open {
		select {
		case w.woken <- struct{}{}:
		default: // it will look anyway
		}
	}
}

// end ends all watchers and waits for them.
func (s *watches) end() {
	s.mu.Lock()
	var open []*watcher
	for w, cancel := range s.open {
		cancel()
		open = append(open, w)
	}
	s.mu.Unlock()
	for _, w := range open {
		<-w.ended
	}
}
