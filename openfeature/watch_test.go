package openfeature

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/keys"
)

// watchedFile has a flag for everything that changes answers.
const watchedFile = `fingerpost: 1
attributes:
  country: {type: string, client: true}
events: {used: {}}
lists: {testers: {}}
flags:
  hero:
    type: string
    variants: {warm: Hello, cold: Hi}
    targeting: [{name: germans, when: 'country == "DE"', serve: warm}]
    default: cold
  veteran:
    type: boolean
    client: true
    variants: {on: true, off: false}
    targeting: [{when: 'event_count("used", last("1h")) >= 1', serve: on}]
    default: off
  beta:
    type: boolean
    variants: {on: true, off: false}
    targeting: [{when: 'list("testers")', serve: on}]
    default: off
`

var german = map[string]any{"country": "DE"}

func ada(attributes map[string]any) of.EvaluationContext {
	return of.NewEvaluationContext("ada", attributes)
}

// report has ada do something.
func (w *world) report(event, id string) {
	w.Helper()
	body := fmt.Sprintf(`{"userId":"ada","event":%q,"messageId":%q}`, event, id)
	request, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.url+"/v1/track", strings.NewReader(body))
	w.must(err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+w.key)
	response, err := http.DefaultClient.Do(request)
	w.must(err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		w.Fatal(response.Status)
	}
}

// next waits for the next update, which has to be of a variant and a cause.
func next(t testing.TB, updates <-chan Update, variant string, cause Cause) Update {
	t.Helper()
	select {
	case u, open := <-updates:
		if !open {
			t.Fatalf("the watch has ended, want %s because of %+v", variant, cause)
		}
		if u.Variant != variant || u.Cause != cause {
			t.Fatalf("%s because of %+v, want %s because of %+v; all of it: %+v", u.Variant, u.Cause, variant, cause, u)
		}
		return u
	case <-time.After(2 * time.Minute):
		t.Fatalf("no update, want %s because of %+v", variant, cause)
	}
	return Update{}
}

// still fails the test if there is an update.
func still(t testing.TB, updates <-chan Update) {
	t.Helper()
	select {
	case u, open := <-updates:
		t.Fatalf("an update %+v (the channel is open: %v), want none", u, open)
	default:
	}
}

func TestWatchHearsOfAPublish(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	updates := p.Watch(t.Context(), "hero", ada(german))
	first := next(t, updates, "warm", Cause{})
	if first.Flag != "hero" || first.Value != "Hello" || first.Reason != of.TargetingMatchReason || first.Revision != 1 || first.Metadata[decidedKey] != inProcess || first.Metadata[targetingKey] != "germans" {
		t.Errorf("first %+v", first)
	}
	w.publish(strings.Replace(watchedFile, `"DE"`, `"AT"`, 1))
	if u := next(t, updates, "cold", Cause{Kind: CausePublish, Revision: 2}); u.Value != "Hi" || u.Reason != of.DefaultReason || u.Revision != 2 {
		t.Errorf("then %+v", u)
	}
	if w.asked.Load() != 0 {
		t.Errorf("the server was asked %d times for what is decided here", w.asked.Load())
	}
}

func TestWatchHearsOfAnEvent(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	updates := p.Watch(t.Context(), "veteran", ada(nil))
	if u := next(t, updates, "off", Cause{}); u.Value != false || u.Metadata[decidedKey] != remotely {
		t.Errorf("first %+v", u)
	}
	w.report("used", "m1")
	if u := next(t, updates, "on", Cause{Kind: CauseEvent, Event: "used"}); u.Value != true || u.Reason != of.TargetingMatchReason || u.Revision != 1 {
		t.Errorf("then %+v", u)
	}
}

func TestWatchHearsOfAList(t *testing.T) {
	w := newWorld(t, watchedFile)
	updates := w.started().Watch(t.Context(), "beta", ada(nil))
	next(t, updates, "off", Cause{})
	w.must(w.engine.AddMembers(t.Context(), "production", "testers", []string{"ada"}))
	next(t, updates, "on", Cause{Kind: CauseList, List: "testers"})
	w.must(w.engine.RemoveMembers(t.Context(), "production", "testers", []string{"ada"}))
	next(t, updates, "off", Cause{Kind: CauseList, List: "testers"})
}

func TestWatchFollowsAFlagToTheServerAndBack(t *testing.T) {
	w := newWorld(t, watchedFile)
	updates := w.started().Watch(t.Context(), "hero", ada(german))
	next(t, updates, "warm", Cause{})
	onList := strings.Replace(watchedFile, `country == "DE"`, `list("testers")`, 1)
	w.publish(onList)
	next(t, updates, "cold", Cause{Kind: CausePublish, Revision: 2})
	w.must(w.engine.AddMembers(t.Context(), "production", "testers", []string{"ada"}))
	next(t, updates, "warm", Cause{Kind: CauseList, List: "testers"})
	w.publish(watchedFile) // decides the same, but here
	w.publish(strings.Replace(watchedFile, "default: cold", "default: warm", 1))
	if u := next(t, updates, "", Cause{Kind: CausePublish, Revision: w.delete("hero", onList)}); u.Value != nil || u.ErrorCode != of.FlagNotFoundCode {
		t.Errorf("deleted: %+v", u)
	}
}

// delete publishes a file without a flag, which is its first one, and returns the revision.
func (w *world) delete(flag, file string) uint64 {
	w.Helper()
	before, rest, _ := strings.Cut(file, "  "+flag+":")
	_, rest, _ = strings.Cut(rest, "\n  veteran:")
	w.publish(before + "  veteran:" + rest)
	current, err := w.revisions.Current("production")
	w.must(err)
	return current.Number
}

func TestWatchOutlivesTheServer(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	here, there := p.Watch(t.Context(), "hero", ada(german)), p.Watch(t.Context(), "beta", ada(nil))
	next(t, here, "warm", Cause{})
	next(t, there, "off", Cause{})
	w.stopServer()
	event(t, p, of.ProviderStale)
	w.start()
	event(t, p, of.ProviderReady)
	w.stopServer() // nothing has changed while it was away, so that nothing is told
	event(t, p, of.ProviderStale)
	w.must(w.engine.AddMembers(t.Context(), "production", "testers", []string{"ada"}))
	w.publish(strings.Replace(watchedFile, `"DE"`, `"AT"`, 1))
	still(t, here)
	still(t, there)
	w.start()
	next(t, here, "cold", Cause{Kind: CausePublish, Revision: 2})
	next(t, there, "on", Cause{Kind: CauseAway})
	w.must(w.engine.RemoveMembers(t.Context(), "production", "testers", []string{"ada"}))
	next(t, there, "off", Cause{Kind: CauseList, List: "testers"})
}

func TestWatchOfAServerThatIsNotThereYet(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	w.stopServer()
	updates := p.Watch(t.Context(), "beta", ada(nil))
	if u := next(t, updates, "", Cause{}); u.ErrorCode != of.GeneralCode || u.Value != nil || !strings.Contains(u.ErrorMessage, "cannot be reached") {
		t.Errorf("first %+v", u)
	}
	w.start()
	next(t, updates, "off", Cause{Kind: CauseAway})
}

func TestWatchBeforeTheProviderIsInitialized(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.provider()
	updates := p.Watch(t.Context(), "hero", ada(german))
	if u := next(t, updates, "", Cause{}); u.ErrorCode != of.ProviderNotReadyCode {
		t.Errorf("first %+v", u)
	}
	w.must(p.Init(of.EvaluationContext{}))
	next(t, updates, "warm", Cause{Kind: CauseAway})
}

func TestWatchOfTheRemoteProvider(t *testing.T) {
	w := newWorld(t, watchedFile)
	secret, key, err := keys.New(keys.Client, "production", "page", time.Now())
	w.must(err)
	w.must(w.store.PutKey(t.Context(), key))
	w.stopServer() // it reads keys when it starts
	w.start()
	start := func(key string) <-chan Update {
		p := NewRemoteProvider(w.url, key, impatient)
		w.must(p.Init(of.EvaluationContext{}))
		t.Cleanup(p.Shutdown)
		return p.Watch(t.Context(), "veteran", ada(nil))
	}
	told, page := start(w.key), start(secret)
	next(t, told, "off", Cause{})
	next(t, page, "off", Cause{})
	w.report("used", "m1")
	next(t, told, "on", Cause{Kind: CauseEvent, Event: "used"})
	still(t, page) // without a token nobody knows that it is ada
	w.publish(strings.Replace(watchedFile, "default: off", "default: on", 1))
	next(t, page, "on", Cause{Kind: CausePublish, Revision: 2})
}

func TestWatchOfWhatCannotBeAsked(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	tests := []struct {
		name    string
		flag    string
		context of.EvaluationContext
		code    of.ErrorCode
		message string
	}{
		{"an unknown flag", "nothing", ada(nil), of.FlagNotFoundCode, "there is no flag nothing"},
		{"a targeting key that is none", "hero", of.NewTargetlessEvaluationContext(map[string]any{"targetingKey": 7}), of.InvalidContextCode, "must be a string"},
		{"one that the server refuses", "beta", of.NewTargetlessEvaluationContext(map[string]any{"targetingKey": 7}), of.InvalidContextCode, "targetingKey"},
		{"what has no JSON", "beta", ada(map[string]any{"f": func() {}}), of.InvalidContextCode, "cannot be sent as JSON"},
		{"far too much", "beta", ada(map[string]any{"country": strings.Repeat("x", 20<<20)}), of.InvalidContextCode, "Too Large"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			updates := p.Watch(t.Context(), test.flag, test.context)
			if u := next(t, updates, "", Cause{}); u.ErrorCode != test.code || !strings.Contains(u.ErrorMessage, test.message) || u.Reason != of.ErrorReason {
				t.Errorf("%+v, want %s with %q", u, test.code, test.message)
			}
		})
	}
}

func TestWatchDoesNotAskAgainWhatIsRefused(t *testing.T) {
	for code, again := range map[int]bool{400: false, 413: false, 422: false, 401: true, 404: true, 500: true} {
		watchedRemotely(t, []func(*http.Request) (*http.Response, error){status(code)}, func(t *testing.T, s *stage, updates <-chan Update) {
			next(t, updates, "", Cause{})
			time.Sleep(time.Hour)
			synctest.Wait()
			still(t, updates)
			if asked := len(s.requests); (asked > 1) != again {
				t.Errorf("asked %d times after %d", asked, code)
			}
		})
	}
}

func TestWatchEndsWithItsContextAndTheProvider(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	for _, flag := range []string{"hero", "beta"} {
		before := runtime.NumGoroutine()
		ctx, cancel := context.WithCancel(t.Context())
		var open []<-chan Update
		for range 20 {
			open = append(open, p.Watch(ctx, flag, ada(german)))
		}
		for i, updates := range open {
			if i%2 == 0 { // the others are never read
				<-updates
			}
		}
		if during := runtime.NumGoroutine(); during < before+20 {
			t.Fatalf("%d goroutines before, %d during: this counts nothing", before, during)
		}
		cancel()
		for _, updates := range open {
			for range updates {
			}
		}
		p.watches.mu.Lock()
		if left := len(p.watches.open); left > 0 {
			t.Errorf("%d watches are remembered", left)
		}
		p.watches.mu.Unlock()
		p.closeIdleConnections()
		eventually(t, "as few goroutines as before", func() bool { return runtime.NumGoroutine() <= before })
	}
	here, there := p.Watch(t.Context(), "hero", ada(nil)), p.Watch(t.Context(), "beta", ada(nil))
	p.Shutdown()
	for range here {
	}
	for range there {
	}
}

// TestWatchLeavesTheServer: what was watched leaves nothing open there.
func TestWatchLeavesTheServer(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	ctx, cancel := context.WithCancel(t.Context())
	updates := p.Watch(ctx, "beta", ada(nil))
	next(t, updates, "off", Cause{})
	if w.hub.Counts().Listeners != 1 {
		t.Fatalf("%+v", w.hub.Counts())
	}
	cancel()
	eventually(t, "that nobody listens", func() bool { return w.hub.Counts().Listeners == 0 })
}

func TestWatchHearsOfTime(t *testing.T) {
	clock := func(s *settings) {
		s.now = func() time.Time { return time.Now().AddDate(26, 0, 0) } // the test's time begins in 2000
	}
	synctest.Test(t, func(t *testing.T) {
		p := NewFileProvider("testdata/flags.yaml", clock)
		defer p.Shutdown()
		if err := p.Init(of.EvaluationContext{}); err != nil {
			t.Fatal(err)
		}
		updates := p.Watch(t.Context(), "headline", of.EvaluationContext{})
		at := func() string { return p.settings.now().UTC().Format(time.RFC3339Nano) }
		for i, want := range []struct{ variant, at string }{
			{"calm", "2026-01-01T00:00:00Z"}, {"loud", "2026-03-01T00:00:00Z"}, {"calm", "2026-06-01T00:00:00Z"},
		} {
			u := <-updates
			if u.Variant != want.variant || at() != want.at || (i > 0) != (u.Cause.Kind == CauseTime) {
				t.Errorf("%s at %s because of %+v, want %s at %s", u.Variant, at(), u.Cause, want.variant, want.at)
			}
		}
		time.Sleep(10 * 365 * 24 * time.Hour)
		synctest.Wait()
		still(t, updates)
	})
}

// TestWatchNoticesAClockThatIsSet has the clock jump, as after a sleep of the machine.
func TestWatchNoticesAClockThatIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		clock := make(chan time.Time, 1)
		clock <- start
		p := NewFileProvider("testdata/flags.yaml", WithClock(func() time.Time {
			at := <-clock
			clock <- at
			return at
		}))
		defer p.Shutdown()
		if err := p.Init(of.EvaluationContext{}); err != nil {
			t.Fatal(err)
		}
		updates := p.Watch(t.Context(), "headline", of.EvaluationContext{})
		next(t, updates, "calm", Cause{})
		<-clock
		clock <- start.AddDate(0, 3, 0)
		began := time.Now()
		next(t, updates, "loud", Cause{Kind: CauseTime})
		if took := time.Since(began); took > longestWait {
			t.Errorf("took %v", took)
		}
	})
}

func TestWatchOfASlowReaderHasTheNewest(t *testing.T) {
	variants := []string{"off", "on", "off", "on", "off", "on"}
	staged(t, nil, func(t *testing.T, s *stage, p *Provider) {
		s.then(stream(func(ctx context.Context, w io.Writer) {
			for i, variant := range variants {
				io.WriteString(w, snapshotEvent(i+1, variant))
				wait(ctx, time.Second)
			}
			<-ctx.Done()
		}))
		if err := p.Init(of.EvaluationContext{}); err != nil {
			t.Fatal(err)
		}
		updates := p.Watch(t.Context(), "f", of.EvaluationContext{})
		time.Sleep(1500 * time.Millisecond)
		next(t, updates, "on", Cause{}) // the first that is read has nothing before it
		time.Sleep(time.Second)
		synctest.Wait() // it is off
		time.Sleep(time.Second)
		synctest.Wait() // and on again, which the reader knows
		still(t, updates)
		time.Sleep(time.Second)
		if u := next(t, updates, "off", Cause{Kind: CausePublish, Revision: 5}); u.Value != false {
			t.Errorf("%+v", u)
		}
	})
}

// pushedEvent is a message of the stream about the flag f.
func pushedEvent(name string, sequence int, variant string) string {
	flag := fmt.Sprintf(`{"key":"f","value":%v,"variant":%q,"reason":"STATIC","hash":"h%s"}`, variant == "on", variant, variant)
	kept := "[]"
	if variant == "" {
		flag, kept = "", `["f"]`
	}
	cause := ""
	if name == "change" {
		cause = `,"at":"2026-03-01T12:00:00.000Z","cause":{"kind":"event","event":"used"}`
	}
	return fmt.Sprintf("event: %s\ndata: "+`{"type":%q,"context":1,"sequence":%d,"revision":1,"flags":[%s],"kept":%s,"gone":[]%s}`+"\n\n", name, name, sequence, flag, kept, cause)
}

// watchedRemotely runs a test with a watch of f by a provider whose server is a stage.
func watchedRemotely(t *testing.T, answers []func(*http.Request) (*http.Response, error), test func(t *testing.T, s *stage, updates <-chan Update)) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{}
		s.then(answers...)
		p := NewRemoteProvider("http://server/", "sk_test", WithLogger(quiet()), WithHTTPClient(&http.Client{Transport: s}),
			func(s *settings) { s.backoff.random = func() float64 { return 1 } })
		ctx, cancel := context.WithCancel(t.Context())
		test(t, s, p.Watch(ctx, "f", ada(german)))
		cancel()
		synctest.Wait()
	})
}

// have reads what a request says that is held.
func have(t *testing.T, r *http.Request) string {
	t.Helper()
	var asked struct {
		Context map[string]any    `json:"context"`
		Flags   []string          `json:"flags"`
		Have    map[string]string `json:"have"`
	}
	body, err := r.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(body).Decode(&asked); err != nil {
		t.Fatal(err)
	}
	if r.Method != http.MethodPost || r.URL.String() != "http://server/v1/events/stream" || r.Header.Get("Authorization") != "Bearer sk_test" {
		t.Errorf("asked %s %s with %v", r.Method, r.URL, r.Header)
	}
	if !reflect.DeepEqual(asked.Context, map[string]any{"targetingKey": "ada", "country": "DE"}) || !reflect.DeepEqual(asked.Flags, []string{"f"}) {
		t.Errorf("asked %+v", asked)
	}
	return asked.Have["f"]
}

func TestWatchResumesWithWhatItHolds(t *testing.T) {
	ending := func(texts ...string) func(*http.Request) (*http.Response, error) {
		return stream(func(ctx context.Context, w io.Writer) {
			for _, text := range texts {
				io.WriteString(w, text)
				wait(ctx, time.Second)
			}
		})
	}
	answers := []func(*http.Request) (*http.Response, error){
		ending(pushedEvent("snapshot", 1, "off"), pushedEvent("change", 2, "on")),
		ending(pushedEvent("snapshot", 1, "")), // kept
		status(503, "Retry-After", "20"),
		saying(pushedEvent("snapshot", 1, "off")),
	}
	watchedRemotely(t, answers, func(t *testing.T, s *stage, updates <-chan Update) {
		next(t, updates, "off", Cause{})
		next(t, updates, "on", Cause{Kind: CauseEvent, Event: "used"})
		next(t, updates, "off", Cause{Kind: CauseAway})
		var held []string
		var gaps []time.Duration
		for i, r := range s.requests {
			held = append(held, have(t, r))
			if i > 0 {
				gaps = append(gaps, s.at[i].Sub(s.at[i-1]))
			}
		}
		if got := fmt.Sprintf("%q", held); got != `["" "hon" "hon" "hon"]` {
			t.Errorf("held %s", got)
		}
		if got := fmt.Sprint(gaps); got != "[3s 2s 20s]" {
			t.Errorf("waited %s", got)
		}
	})
}

func TestWatchThatMissesAChangeAsksAgain(t *testing.T) {
	answers := []func(*http.Request) (*http.Response, error){
		saying(pushedEvent("snapshot", 1, "off") + pushedEvent("change", 3, "on")),
		saying("event: weather\ndata: fine\n\n" + pushedEvent("snapshot", 1, "on")),
	}
	watchedRemotely(t, answers, func(t *testing.T, s *stage, updates <-chan Update) {
		next(t, updates, "off", Cause{})
		next(t, updates, "on", Cause{Kind: CauseAway})
		if len(s.requests) != 2 || have(t, s.requests[1]) != "hoff" {
			t.Errorf("%d requests", len(s.requests))
		}
	})
}

func TestWatchOfAServerThatTakesForGrantedWhatItNeverSent(t *testing.T) {
	answers := []func(*http.Request) (*http.Response, error){saying(pushedEvent("snapshot", 1, "")), saying(pushedEvent("snapshot", 1, "on"))}
	watchedRemotely(t, answers, func(t *testing.T, _ *stage, updates <-chan Update) {
		if u := next(t, updates, "", Cause{}); u.ErrorCode != of.GeneralCode {
			t.Errorf("%+v", u)
		}
		next(t, updates, "on", Cause{Kind: CauseAway})
	})
}

func TestWatchIgnoresWhatOtherFlagsDo(t *testing.T) {
	other := strings.Replace(pushedEvent("change", 2, "on"), `"key":"f"`, `"key":"g"`, 1)
	gone := strings.NewReplacer(`"kept":["f"]`, `"kept":[]`, `"gone":[]`, `"gone":["f"]`).Replace(pushedEvent("change", 3, ""))
	text := stream(func(ctx context.Context, w io.Writer) {
		for _, message := range []string{pushedEvent("snapshot", 1, "off"), other, gone} {
			io.WriteString(w, message)
			wait(ctx, time.Second)
		}
		<-ctx.Done()
	})
	watchedRemotely(t, []func(*http.Request) (*http.Response, error){text}, func(t *testing.T, _ *stage, updates <-chan Update) {
		next(t, updates, "off", Cause{})
		if u := next(t, updates, "", Cause{Kind: CauseEvent, Event: "used"}); u.ErrorCode != of.FlagNotFoundCode {
			t.Errorf("%+v", u)
		}
	})
}

func TestWatchLeavesAServerThatFallsSilent(t *testing.T) {
	silent := stream(func(ctx context.Context, w io.Writer) {
		io.WriteString(w, pushedEvent("snapshot", 1, "off"))
		<-ctx.Done()
	})
	watchedRemotely(t, []func(*http.Request) (*http.Response, error){silent, saying(pushedEvent("snapshot", 1, "on"))}, func(t *testing.T, s *stage, updates <-chan Update) {
		next(t, updates, "off", Cause{})
		next(t, updates, "on", Cause{Kind: CauseAway})
		if got := s.at[1].Sub(s.at[0]); got != 46*time.Second {
			t.Errorf("came back after %v", got)
		}
	})
}

func TestWatchOfARefusedKeySaysSo(t *testing.T) {
	refused := func(*http.Request) (*http.Response, error) {
		body := io.NopCloser(bytes.NewBufferString(`{"error":{"code":"too_many_streams","message":"5 streams are open with this key already"}}`))
		return &http.Response{StatusCode: 429, Header: http.Header{"Retry-After": {"16"}}, Body: body}, nil
	}
	watchedRemotely(t, []func(*http.Request) (*http.Response, error){refused, status(401), saying(pushedEvent("snapshot", 1, "on"))}, func(t *testing.T, _ *stage, updates <-chan Update) {
		if u := next(t, updates, "", Cause{}); u.ErrorCode != of.GeneralCode || !strings.Contains(u.ErrorMessage, "5 streams are open") {
			t.Errorf("%+v", u)
		}
		next(t, updates, "on", Cause{Kind: CauseAway}) // and not that the key was refused, which says nothing new
	})
}

func TestWatchGivesValuesOfTheReadersOwn(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	first := next(t, p.Watch(t.Context(), "layout", ada(nil)), "wide", Cause{})
	first.Value.(map[string]any)["columns"].([]any)[0] = "mine"
	first.Metadata["mine"] = true
	second := next(t, p.Watch(t.Context(), "layout", ada(nil)), "wide", Cause{})
	if got := fmt.Sprint(second.Value, second.Metadata["mine"]); got != "map[columns:[1 2 map[n:3]]] <nil>" {
		t.Error(got)
	}
}

// TestWatchTellsWhatEvaluationsAnswer has everything change at random, and holds each watch against two laws: no answer comes twice in a row, and in the
// end the reader holds what an evaluation answers.
func TestWatchTellsWhatEvaluationsAnswer(t *testing.T) {
	w := newWorld(t, watchedFile)
	p := w.started()
	flags := []string{"hero", "veteran", "beta"}
	latest := map[string]*Update{}
	updates := map[string]<-chan Update{}
	for _, flag := range flags {
		updates[flag] = p.Watch(t.Context(), flag, ada(german))
	}
	take := func(flag string, u Update) {
		if last := latest[flag]; last != nil && last.Variant == u.Variant && last.Reason == u.Reason && last.ErrorCode == u.ErrorCode {
			t.Fatalf("%s again, after %+v", u.Variant, last)
		}
		latest[flag] = &u
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		w.disturb(random, i)
		for _, flag := range flags {
			select {
			case u := <-updates[flag]:
				take(flag, u)
			default:
			}
		}
	}
	for _, flag := range flags {
		want := func() string {
			a := p.decide(t.Context(), flag, flatten(ada(german)))
			return fmt.Sprint(a.variant, a.reason, a.code)
		}
		eventually(t, flag+" is told as it is answered", func() bool {
			select {
			case u := <-updates[flag]:
				take(flag, u)
			default:
			}
			u := latest[flag]
			return u != nil && fmt.Sprint(u.Variant, u.Reason, u.ErrorCode) == want()
		})
	}
}

// disturb changes something.
func (w *world) disturb(random *rand.Rand, i int) {
	w.Helper()
	switch random.IntN(5) {
	case 0:
		w.publish(strings.Replace(watchedFile, `country == "DE"`, []string{`list("testers")`, `country == "DE"`, `country == "AT"`, `event_count("used") > 2`}[random.IntN(4)], 1))
	case 1:
		w.report("used", "m"+strconv.Itoa(i))
	case 2:
		w.must(w.engine.AddMembers(w.Context(), "production", "testers", []string{"ada"}))
	case 3:
		w.must(w.engine.RemoveMembers(w.Context(), "production", "testers", []string{"ada"}))
	case 4:
		if random.IntN(3) == 0 {
			w.stopServer()
			w.start()
		}
	}
}
