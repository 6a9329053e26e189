package people_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/storage/mem"
)

const production = "production"

// noon is when the worlds of tests begin.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// definitions are a Definitions of which tests change what they need. Somebody is in the
// segment "users" who has a trait plan, in "active" for an hour after any event, and
// in "team" whose group has a trait tier.
type definitions struct {
	mu     sync.Mutex
	checks people.Checks
	shape  profiles.Shape
}

func (d *definitions) Checks(environment string) *people.Checks {
	if environment != production {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	checks := d.checks
	return &checks
}

func (d *definitions) Shape(string) profiles.Shape {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shape
}

func (d *definitions) Derive(_ string, p, group *profiles.Profile, now int64) (*profiles.Profile, int64) {
	var in []profiles.Since
	since := func(key string) int64 {
		for _, s := range p.Segments {
			if s.Key == key {
				return s.At
			}
		}
		return now
	}
	var until int64
	if ends := p.Seen + time.Hour.Milliseconds(); p.Seen <= now && now < ends {
		in = append(in, profiles.Since{Key: "active", At: since("active")})
		until = ends
	}
	if _, ok := tierOf(group); ok {
		in = append(in, profiles.Since{Key: "team", At: since("team")})
	}
	if _, ok := p.Trait("plan"); ok {
		in = append(in, profiles.Since{Key: "users", At: since("users")})
	}
	if fmt.Sprint(in) == fmt.Sprint(p.Segments) {
		return p, until
	}
	return p.WithSegments(in), until
}

// tierOf returns the trait of a group; false if it has none.
func tierOf(group *profiles.Profile) (profiles.Trait, bool) {
	if group == nil {
		return profiles.Trait{}, false
	}
	return group.Trait("tier")
}

// world is a service over a store that outlives it.
type world struct {
	testing.TB
	store       *mem.Store
	definitions *definitions
	mu          sync.Mutex
	now         time.Time
	service     *people.Service
	log         *brittleLog
	memory      int64 // that profiles may take; 0 is as much as usual
}

// brittleLog is a log that fails to append while told to.
type brittleLog struct {
	people.Log
	fail atomic.Pointer[error]
}

func (l *brittleLog) Append(ctx context.Context, environment string, block *people.Block) (uint64, error) {
	if err := l.fail.Load(); err != nil {
		return 0, *err
	}
	return l.Log.Append(ctx, environment, block)
}

func newWorld(t testing.TB) *world {
	w := &world{TB: t, store: mem.Open(), now: noon, definitions: &definitions{checks: people.Checks{Schema: &events.Schema{}, Dedupe: 24 * time.Hour}}}
	w.log = &brittleLog{Log: w.store.Events()}
	w.must(w.store.CreateEnvironment(t.Context(), production))
	w.start()
	t.Cleanup(func() { w.service.Close() })
	return w
}

// start starts a service over what the store has.
func (w *world) start() {
	w.Helper()
	service, err := people.New(w.Context(), people.Config{
		Vault: w.store.Vault(), Log: w.log, Profiles: w.store.Profiles(), Failures: w.store.Failures(),
		Clock: w.clock, CheckpointEvery: time.Hour, Memory: w.memory,
	})
	w.must(err)
	w.must(service.Start(w.Context(), w.definitions, []string{production}))
	w.service = service
}

// crash starts a new service over what the store has, without letting the old one store anything.
func (w *world) crash() {
	w.Helper()
	people.Abandon(w.service)
	w.start()
}

// settle waits until what a service does at its start is done, the last of which is to look for what has expired.
func (w *world) settle() {
	w.Helper()
	for range 1000 {
		jobs, err := w.service.Progress(w.Context(), production)
		w.must(err)
		if len(jobs) > 0 && jobs[0].Kind == "retention" && jobs[0].Ended != 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	w.Fatal("the service does not settle")
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(length time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(length)
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// message numbers the events of a test.
var message sync.Map

// event reads one call as the API would: "track user=u1 anon=a1 feature_used".
func (w *world) event(text string) events.Event {
	w.Helper()
	words := strings.Fields(text)
	e := events.Event{
		Time: w.clock().UnixMilli(), ReceivedAt: w.clock().UnixMilli(), Properties: []byte("{}"),
		Call: map[string]events.Call{"track": events.Track, "identify": events.Identify, "group": events.Group, "alias": events.Alias}[words[0]],
	}
	for _, word := range words[1:] {
		name, value, pair := strings.Cut(word, "=")
		switch {
		case !pair:
			e.Name = word
		case name == "user":
			e.UserID = value
		case name == "anon":
			e.AnonymousID = value
		case name == "previous":
			e.PreviousID = value
		case name == "group":
			e.GroupID = value
		case name == "id":
			e.MessageID = value
		case name == "json":
			e.Properties = []byte(value)
		}
	}
	if e.MessageID == "" {
		n, _ := message.LoadOrStore(w.Name(), new(counter))
		e.MessageID = fmt.Sprintf("m%d", n.(*counter).next())
	}
	return e
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) next() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

// ingest takes events in as a sender of some trust.
func (w *world) ingest(trust people.Trust, texts ...string) people.Result {
	w.Helper()
	incoming := make([]people.Incoming, len(texts))
	for i, text := range texts {
		e := w.event(text)
		incoming[i] = people.Incoming{Event: &e, Trust: trust}
	}
	result, err := w.service.Ingest(w.Context(), production, incoming, nil)
	w.must(err)
	return result
}

// find returns the profile of "user=u1" or "anon=a1"; nil if there is none.
func (w *world) find(text string) *profiles.Profile {
	w.Helper()
	name, value, _ := strings.Cut(text, "=")
	kind := map[string]profiles.IdentifierKind{"user": profiles.User, "anon": profiles.Anonymous, "group": profiles.GroupID}[name]
	found, err := w.service.Find(context.WithoutCancel(w.Context()), production, profiles.Identifier{Kind: kind, Value: value})
	if errors.Is(err, people.ErrUnknownProfile) {
		return nil
	}
	w.must(err)
	return found.Profile
}

// count returns how many events of a name a profile has.
func (w *world) count(p *profiles.Profile, name string) int {
	if p == nil {
		return -1
	}
	v, _ := p.Query(&profiles.Query{Aggregate: profiles.Count, Event: name}, w.clock().Add(24*time.Hour).UnixMilli())
	return int(v.Num)
}
