package openfeature

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// demoFile has flags of every kind of portability.
const demoFile = `fingerpost: 1
attributes:
  country: {type: string}
  plan: {type: string}
  age: {type: number}
lists:
  beta-testers: {}
segments:
  payers: {when: 'plan == "pro" or plan == "enterprise"'}
flags:
  new-editor:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {name: germans, when: 'country == "DE"', serve: on}
    default: off
    metadata: {owner: growth, tier: 2}
  beta:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {name: testers, when: 'list("beta-testers")', serve: on}
    default: off
  price:
    type: number
    variants: {low: 9.5, high: 19}
    targeting:
      - {name: payers, when: 'segment("payers")', serve: high}
    default: low
  banner:
    type: string
    variants: {warm: hello, plain: hi}
    targeting:
      - {name: half, serve: {warm: 50000, plain: 50000}}
  layout:
    type: object
    variants: {wide: {columns: [1, 2, {n: 3}]}, narrow: {}}
    default: wide
  paused:
    type: string
    enabled: false
    variants: {a: x}
    default: a
  open-ended:
    type: string
    variants: {a: x}
`

// world is a real server over a store in memory.
type world struct {
	testing.TB
	store     *mem.Store
	revisions *revisions.Service
	engine    *decision.Engine
	people    *people.Service
	hub       *push.Hub
	key       string
	url       string
	asked     atomic.Int32 // questions by OFREP

	address string
	serving *server.Server
	http    *http.Server
	ended   chan struct{} // closed when http has let go of its port
}

func newWorld(t testing.TB, file string) *world {
	t.Helper()
	w := &world{TB: t, store: mem.Open(), address: freeAddress(t)}
	var err error
	w.revisions, err = revisions.Open(t.Context(), w.store, time.Now)
	w.must(err)
	w.must(w.revisions.CreateEnvironment(t.Context(), "production"))
	w.publish(file)
	w.engine, err = decision.Open(t.Context(), w.revisions, w.store)
	w.must(err)
	w.people, err = people.New(t.Context(), people.Config{
		Vault: w.store.Vault(), Log: w.store.Events(), Profiles: w.store.Profiles(), Failures: w.store.Failures(),
	})
	w.must(err)
	w.must(w.engine.Join(t.Context(), w.people))
	w.hub = push.New(push.Config{Engine: w.engine, Revisions: w.revisions, People: w.people})
	t.Cleanup(func() {
		w.hub.Close()
		w.engine.Leave()
		w.must(w.people.Close())
	})
	secret, key, err := keys.New(keys.Server, "production", "tests", time.Now())
	w.must(err)
	w.must(w.store.PutKey(t.Context(), key))
	w.key = secret
	w.start()
	t.Cleanup(func() {
		if w.http != nil {
			w.stopServer()
		}
	})
	return w
}

// freeAddress returns an address to listen on, also again after a while: the ports
// that systems give to outgoing connections begin higher up.
func freeAddress(t testing.TB) string {
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 10000+rand.IntN(20000))
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", address)
		if err == nil {
			listener.Close()
			return address
		}
	}
	t.Fatal("no port is free")
	return ""
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// start starts a server, on the port of the one before.
func (w *world) start() {
	w.Helper()
	var err error
	w.serving, err = server.New(server.Config{Engine: w.engine, Revisions: w.revisions, Keys: w.store, People: w.people, Hub: w.hub})
	w.must(err)
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", w.address)
	w.must(err)
	w.url = "http://" + w.address
	handler := w.serving.Handler()
	w.http = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.asked.Add(1)
		}
		handler.ServeHTTP(rw, r)
	})}
	w.ended = make(chan struct{})
	go func(s *http.Server, ended chan struct{}) {
		_ = s.Serve(listener)
		close(ended)
	}(w.http, w.ended)
}

// stopServer ends the server and every connection to it.
func (w *world) stopServer() {
	w.serving.Close()
	_ = w.http.Close()
	<-w.ended
	w.http = nil
}

// publish makes the environment what a file says.
func (w *world) publish(file string) {
	w.Helper()
	parsed, problems := environment.Check([]byte(file))
	if len(problems) > 0 {
		w.Fatal(problemsError(problems))
	}
	current, err := w.revisions.Current("production")
	w.must(err)
	_, problems, err = w.revisions.Publish(w.Context(), revisions.Changeset{
		Environment: "production", Author: "tests", Changes: environment.Diff(current.Definitions, parsed.Definitions),
	})
	w.must(err)
	if len(problems) > 0 {
		w.Fatal(problemsError(problems))
	}
}

// impatient makes a provider try again after some milliseconds.
func impatient(s *settings) {
	s.log = quiet()
	s.backoff.floor, s.backoff.base, s.backoff.max = 5*time.Millisecond, 5*time.Millisecond, 10*time.Millisecond
}

// provider returns a provider of the world that is shut down with the test.
func (w *world) provider(options ...Option) *Provider {
	w.Helper()
	p := NewProvider(w.url, w.key, append([]Option{impatient}, options...)...)
	w.Cleanup(p.Shutdown)
	return p
}

func (w *world) started(options ...Option) *Provider {
	w.Helper()
	p := w.provider(options...)
	w.must(p.Init(of.EvaluationContext{}))
	return p
}

// event waits for the next event of a provider, which must be of a type.
func event(t testing.TB, p of.EventHandler, want of.EventType) of.Event {
	t.Helper()
	select {
	case got := <-p.EventChannel():
		if got.EventType != want {
			t.Fatalf("event %+v, want %s", got, want)
		}
		return got
	case <-time.After(time.Minute):
		t.Fatalf("no event, want %s", want)
	}
	return of.Event{}
}

// silent fails the test if a provider has said something.
func silent(t testing.TB, p of.EventHandler) {
	t.Helper()
	select {
	case got := <-p.EventChannel():
		t.Fatalf("unexpected event %+v", got)
	default:
	}
}

// eventually waits until something holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); {
		if time.Now().After(end) {
			t.Fatal("it never came to be that ", what)
		}
		time.Sleep(time.Millisecond)
	}
}
