package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// noon is the instant that tests decide for.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const preset = "at_preset-for-tests"

const productionFile = `fingerpost: 1
attributes:
  country: {type: string, client: true}
  plan: {type: string, enum: [free, pro, enterprise]}
  sessions: {type: number, client: true}
lists:
  beta-testers: {}
segments:
  payers: {when: 'plan == "pro" || plan == "enterprise"'}
flags:
  new-editor:
    type: boolean
    client: true
    variants: {on: true, off: false}
    targeting:
      - {name: testers, when: 'list("beta-testers")', serve: on}
      - {name: german speakers, when: 'country in ["DE", "AT"]', serve: on}
    default: off
    metadata: {owner: growth}
  price:
    type: number
    variants: {low: 9.5, high: 19}
    targeting:
      - {name: payers, when: 'segment("payers")', serve: high}
    default: low
  banner:
    type: string
    client: true
    variants: {warm: "hello", plain: "hi"}
    targeting:
      - {name: some, serve: {warm: 50000, plain: 50000}}
  paused:
    type: object
    client: true
    enabled: false
    variants: {a: {n: 1}}
    default: a
`

const stagingFile = `fingerpost: 1
flags:
  staging-only:
    type: boolean
    variants: {on: true, off: false}
    default: on
`

// world is a server on a port of its own, with two environments and a key of every kind.
type world struct {
	testing.TB
	url       string
	server    *server.Server
	revisions *revisions.Service
	engine    *decision.Engine
	people    *people.Service
	accounts  *accounts.Service
	hub       *push.Hub
	store     *mem.Store
	log       *lockedBuffer
	cookie    string            // of the first account, which administers everything
	keys      map[string]string // by what the tests call them
	stop      func() error
	passed    atomic.Int64 // nanoseconds since noon
}

// clock is what everything in the world goes by: it stands at noon until a test lets time pass.
func (w *world) clock() time.Time { return noon.Add(time.Duration(w.passed.Load())) }

func (w *world) pass(length time.Duration) { w.passed.Add(int64(length)) }

// copied is a store whose copy is a few words.
type copied struct{}

func (copied) Backup(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, "everything")
	return err
}

func (copied) BackupKeys(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, "the keys")
	return err
}

// forget ends what goes on in the background for the sake of people.
func (w *world) forget() {
	w.hub.Close()
	w.engine.Leave()
	w.must(w.people.Close())
}

func newWorld(t testing.TB, adjust ...func(*server.Config)) *world {
	t.Helper()
	store := mem.Open()
	w := &world{TB: t, store: store, log: &lockedBuffer{}, keys: map[string]string{"admin": preset, "garbage": "sk_garbage", "none": ""}}
	var err error
	w.revisions, err = revisions.Open(t.Context(), store, w.clock)
	w.must(err)
	for name, file := range map[string]string{"production": productionFile, "staging": stagingFile} {
		w.must(w.revisions.CreateEnvironment(t.Context(), name))
		w.publish(name, file)
	}
	w.engine, err = decision.Open(t.Context(), w.revisions, store)
	w.must(err)
	w.people, err = people.New(t.Context(), people.Config{
		Vault: store.Vault(), Log: store.Events(), Profiles: store.Profiles(), Failures: store.Failures(), Clock: w.clock,
	})
	w.must(err)
	w.must(w.engine.Join(t.Context(), w.people))
	t.Cleanup(w.forget)
	for name, made := range map[string]struct {
		kind        keys.Kind
		environment string
	}{
		"server": {keys.Server, "production"}, "client": {keys.Client, "production"},
		"other server": {keys.Server, "staging"}, "other client": {keys.Client, "staging"}, "made admin": {keys.Admin, ""},
	} {
		secret, key, err := keys.New(made.kind, made.environment, name, noon)
		w.must(err)
		w.must(store.PutKey(t.Context(), key))
		w.keys[name] = secret
	}
	w.accounts = accounts.New(store, w.clock)
	w.found()
	w.hub = push.New(push.Config{Engine: w.engine, Revisions: w.revisions, People: w.people, Clock: w.clock, Logger: w.logger()})
	config := server.Config{
		Hub: w.hub, Engine: w.engine, Revisions: w.revisions, People: w.people, Backups: copied{}, Records: store, Images: store.Images(), Keys: store, AdminToken: preset,
		Clock:    w.clock,
		Logger:   w.logger(),
		Accounts: w.accounts,
	}
	for _, f := range adjust {
		f(&config)
	}
	w.server, err = server.New(config)
	w.must(err)
	w.listen()
	return w
}

// found makes the first account, "Ada", whose session w.cookie opens.
func (w *world) found() {
	token, err := w.accounts.SetupToken(w.Context())
	w.must(err)
	session, err := w.accounts.SetUp(w.Context(), token, accounts.Person{Name: "Ada", Email: "ada@example.com", Password: goodPassword})
	w.must(err)
	w.cookie = "fingerpost-session=" + session.Secret
}

const goodPassword = "correct horse battery"

// hire lets the first account invite somebody, who accepts, and returns the cookie of their session.
func (w *world) hire(name string, roles accounts.Roles) string {
	w.Helper()
	email := strings.NewReplacer(" ", "-", "*", "all").Replace(strings.ToLower(name)) + "@example.com"
	_, token, err := w.accounts.Invite(w.Context(), "Ada", email, roles)
	w.must(err)
	session, err := w.accounts.Accept(w.Context(), token, accounts.Person{Name: name, Password: goodPassword})
	w.must(err)
	return "fingerpost-session=" + session.Secret
}

// logger writes everything into the world's log.
func (w *world) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (w *world) listen() {
	w.Helper()
	listener, err := (&net.ListenConfig{}).Listen(w.Context(), "tcp", "127.0.0.1:0")
	w.must(err)
	w.url = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- w.server.Serve(ctx, listener, nil) }()
	w.stop = sync.OnceValue(func() error {
		cancel()
		return <-served
	})
	w.Cleanup(func() { _ = w.stop() })
}

// publish makes an environment what a file says, without the server.
func (w *world) publish(name, file string) {
	w.Helper()
	current, err := w.revisions.Current(name)
	w.must(err)
	w.change(name, environment.Diff(current.Definitions, w.parse(file)))
}

func (w *world) parse(file string) *environment.Definitions {
	w.Helper()
	parsed, problems := environment.Parse([]byte(file))
	if len(problems) > 0 {
		w.Fatalf("%+v", problems)
	}
	return parsed.Definitions
}

// change publishes changes of an environment, without the server.
func (w *world) change(name string, changes []environment.Change) {
	w.Helper()
	_, problems, err := w.revisions.Publish(w.Context(), revisions.Changeset{Environment: name, Author: "tests", Changes: changes})
	w.must(err)
	if len(problems) > 0 {
		w.Fatalf("%s: %+v", name, problems)
	}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// answer is a response, read to its end.
type answer struct {
	world  *world
	status int
	header http.Header
	body   []byte
}

// request is what a test sends.
type request struct {
	method, path string
	key          string // a name in world.keys
	body         string
	header       map[string]string
}

// send sends a request, and holds the answer against the OpenAPI documents.
func (w *world) send(r request) answer {
	w.Helper()
	response := w.open(r)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	w.must(err)
	validate(w, r, response, body)
	return answer{w, response.StatusCode, response.Header, body}
}

// open sends a request and leaves the answer's body to be read.
func (w *world) open(r request) *http.Response {
	w.Helper()
	sent, err := http.NewRequestWithContext(w.Context(), r.method, w.url+r.path, strings.NewReader(r.body))
	w.must(err)
	if secret := w.keys[r.key]; secret != "" {
		sent.Header.Set("Authorization", "Bearer "+secret)
	}
	for name, value := range r.header {
		sent.Header.Set(name, value)
	}
	response, err := client.Do(sent)
	w.must(err)
	return response
}

// client keeps no connection for later, so that goroutines can be counted.
var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}

// is fails the test unless the answer has the status.
func (a answer) is(status int) answer {
	a.world.Helper()
	if a.status != status {
		a.world.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	return a
}

// json decodes the answer.
func (a answer) json() map[string]any {
	a.world.Helper()
	var m map[string]any
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	if err := decoder.Decode(&m); err != nil {
		a.world.Fatalf("%v in %q", err, a.body)
	}
	return m
}

// has fails the test unless the answer's JSON has the value at a path such as "error.code" or "flags.0.key".
func (a answer) has(path string, want any) answer {
	a.world.Helper()
	if got := at(a.json(), path); got != want {
		a.world.Fatalf("%s is %v, want %v in %s", path, got, want, a.body)
	}
	return a
}

// at finds the value at a path.
func at(v any, path string) any {
	for part := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[part]
		case []any:
			i := int(part[0] - '0')
			if i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

func (w *world) evaluate(key, flag, context string) answer {
	w.Helper()
	return w.send(request{method: "POST", path: "/ofrep/v1/evaluate/flags/" + flag, key: key, body: `{"context":` + context + `}`})
}

func (w *world) bulk(key, context string, header map[string]string) answer {
	w.Helper()
	return w.send(request{method: "POST", path: "/ofrep/v1/evaluate/flags", key: key, body: `{"context":` + context + `}`, header: header})
}

func (w *world) admin(method, path, body string) answer {
	w.Helper()
	return w.send(request{method: method, path: "/api/v1" + path, key: "admin", body: body})
}

// lockedBuffer is a log that may be read while it is written.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
