package push_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/mem"
)

const production = "production"

// audience is a hub with many listeners, each about another person who is known.
type audience struct {
	testing.TB
	size      int
	revisions *revisions.Service
	hub       *push.Hub
	told      atomic.Int64
	answers   sync.Map // what was told, each once

	subscribed []push.Subscription
}

// Begin and Push implement push.Listener.
func (a *audience) Begin(*push.Answer, people.Found) {}

func (a *audience) Push(answer *push.Answer, _ people.Found) {
	if _, known := a.answers.Load(answer); !known {
		a.answers.Store(answer, true)
	}
	a.told.Add(1)
}

// fileOf is an environment of fifty flags that read traits, events and segments, and of one whose default is served,
// to those in a country alone if there is one.
func fileOf(country, serve string) string {
	var b strings.Builder
	b.WriteString("fingerpost: 1\nattributes:\n  country: {type: string}\n  plan: {type: string}\n  seats: {type: number}\nevents: {used: {}, opened: {}}\n" +
		"segments:\n  busy: {when: 'event_count(\"used\", last(\"24h\")) > 3'}\nflags:\n")
	for i := range 50 {
		rule := []string{`country == "FR" && seats > 3`, `segment("busy")`, `plan == "team" || event_count("opened") > 2`}[i%3]
		fmt.Fprintf(&b, "  flag-%02d: {type: boolean, variants: {on: true, off: false}, targeting: [{when: '%s', serve: on}], default: off}\n", i, rule)
	}
	if country == "" {
		fmt.Fprintf(&b, "  changing: {type: string, variants: {a: a, b: b}, default: %s}\n", serve)
	} else {
		fmt.Fprintf(&b, "  changing: {type: string, variants: {a: a, b: b}, targeting: [{when: 'country == \"%s\"', serve: %s}], default: b}\n", country, serve)
	}
	return b.String()
}

func newAudience(t testing.TB, n int) *audience {
	t.Helper()
	a := &audience{TB: t, size: n}
	store := mem.Open()
	var err error
	a.revisions, err = revisions.Open(t.Context(), store, time.Now)
	a.must(err)
	a.must(a.revisions.CreateEnvironment(t.Context(), production))
	a.publish("", "a")
	engine, err := decision.Open(t.Context(), a.revisions, store)
	a.must(err)
	crowd, err := people.New(t.Context(), people.Config{
		Vault: store.Vault(), Log: store.Events(), Profiles: store.Profiles(), Failures: store.Failures(), Clock: time.Now,
	})
	a.must(err)
	a.must(engine.Join(t.Context(), crowd))
	a.hub = push.New(push.Config{Engine: engine, Revisions: a.revisions, People: crowd})
	t.Cleanup(func() {
		a.hub.Close()
		engine.Leave()
		a.must(crowd.Close())
	})
	a.introduce(crowd, n)
	for i := range n {
		a.subscribed = append(a.subscribed, a.subscribe(i))
	}
	return a
}

func (a *audience) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

// introduce makes everybody known, every hundredth of them from Iceland.
func (a *audience) introduce(crowd *people.Service, n int) {
	a.Helper()
	now := time.Now().UnixMilli()
	var incoming []people.Incoming
	for i := range n {
		country := "DE"
		if i%100 == 0 {
			country = "IS"
		}
		incoming = append(incoming, people.Incoming{Trust: people.Server, Event: &events.Event{
			Call: events.Identify, UserID: personOf(i), MessageID: fmt.Sprint("identify ", i), Time: now, ReceivedAt: now,
			Properties: []byte(`{"country":"` + country + `","plan":"free","seats":2}`),
		}}, people.Incoming{Trust: people.Server, Event: &events.Event{
			Call: events.Track, Name: "used", UserID: personOf(i), MessageID: fmt.Sprint("track ", i), Time: now, ReceivedAt: now,
		}})
		if len(incoming) >= 1000 || i == n-1 {
			_, err := crowd.Ingest(a.Context(), production, incoming, nil)
			a.must(err)
			incoming = nil
		}
	}
}

func personOf(i int) string { return fmt.Sprintf("person-%05d", i) }

func (a *audience) subscribe(i int) push.Subscription {
	a.Helper()
	subscription, err := a.hub.Subscribe(&push.Question{Environment: production, Trust: decision.Server, Context: []byte(`{"targetingKey":"` + personOf(i) + `"}`)}, a)
	a.must(err)
	return subscription
}

func definitionsOf(t testing.TB, country, serve string) *environment.Definitions {
	t.Helper()
	parsed, problems := environment.Parse([]byte(fileOf(country, serve)))
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	return parsed.Definitions
}

func (a *audience) publish(country, serve string) {
	a.Helper()
	current, err := a.revisions.Current(production)
	a.must(err)
	a.change(environment.Diff(current.Definitions, definitionsOf(a, country, serve)))
}

func (a *audience) change(changes []environment.Change) {
	a.Helper()
	_, problems, err := a.revisions.Publish(a.Context(), revisions.Changeset{Environment: production, Author: "tests", Changes: changes})
	a.must(err)
	if len(problems) > 0 {
		a.Fatalf("%+v", problems)
	}
}

// await waits until so many topics have been decided anew, and so many listeners were told.
func (a *audience) await(evaluations uint64, told int64) {
	for a.hub.Counts().Evaluations < evaluations || a.told.Load() < told {
		time.Sleep(20 * time.Microsecond)
	}
}
