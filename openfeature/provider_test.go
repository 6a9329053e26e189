package openfeature

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
	"github.com/open-feature/go-sdk/openfeature/isolated"

	"github.com/fingerpost/fingerpost/keys"
)

var germany = of.FlattenedContext{"targetingKey": "ada", "country": "DE", "plan": "pro"}

func TestProviderDecidesWhatItCanByItself(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	w.must(w.engine.AddMembers(t.Context(), "production", "beta-testers", []string{"ada"}))

	editor := p.BooleanEvaluation(t.Context(), "new-editor", false, germany)
	if !editor.Value || editor.Variant != "on" || editor.Reason != of.TargetingMatchReason || editor.Error() != nil {
		t.Errorf("new-editor: %+v", editor)
	}
	want := of.FlagMetadata{"owner": "growth", "tier": int64(2), "decided": "in-process", "revision": int64(1), "targeting": "germans"}
	current, _ := w.revisions.Current("production")
	want["revision"] = int64(current.Number)
	if !reflect.DeepEqual(editor.FlagMetadata, want) {
		t.Errorf("metadata %v, want %v", editor.FlagMetadata, want)
	}
	if price := p.FloatEvaluation(t.Context(), "price", 0, germany); price.Value != 19 {
		t.Errorf("price: %+v", price)
	}
	if price := p.IntEvaluation(t.Context(), "price", 7, nil); price.Value != 7 || price.Reason != of.ErrorReason || !strings.HasPrefix(errorText(price.Error()), "TYPE_MISMATCH: the flag's value is a number with a fraction, not an integer") {
		t.Errorf("9.5 as an integer: %+v", price)
	}
	if missing := p.BooleanEvaluation(t.Context(), "nothing", true, germany); !missing.Value || !strings.HasPrefix(errorText(missing.Error()), "FLAG_NOT_FOUND") {
		t.Errorf("nothing: %+v", missing)
	}
	if paused := p.StringEvaluation(t.Context(), "paused", "mine", germany); paused.Value != "mine" || paused.Reason != of.DisabledReason || paused.Error() != nil {
		t.Errorf("paused: %+v", paused)
	}
	if open := p.StringEvaluation(t.Context(), "open-ended", "mine", germany); open.Value != "mine" || open.Reason != of.DefaultReason || open.Error() != nil {
		t.Errorf("open-ended: %+v", open)
	}
	if banner := p.StringEvaluation(t.Context(), "banner", "mine", of.FlattenedContext{}); banner.Value != "mine" || !strings.HasPrefix(errorText(banner.Error()), "TARGETING_KEY_MISSING") {
		t.Errorf("banner for nobody: %+v", banner)
	}
	if asked := w.asked.Load(); asked != 0 {
		t.Fatalf("the server was asked %d times", asked)
	}

	beta := p.BooleanEvaluation(t.Context(), "beta", false, germany)
	if !beta.Value || beta.Reason != of.TargetingMatchReason || beta.FlagMetadata["decided"] != "remote" || w.asked.Load() != 1 {
		t.Errorf("beta: %+v", beta)
	}
}

func TestProviderGivesObjectsAway(t *testing.T) {
	p := newWorld(t, demoFile).started()
	for range 2 {
		got := p.ObjectEvaluation(t.Context(), "layout", nil, nil)
		want := map[string]any{"columns": []any{1.0, 2.0, map[string]any{"n": 3.0}}}
		if !reflect.DeepEqual(got.Value, want) {
			t.Fatalf("got %v", got.Value)
		}
		columns := got.Value.(map[string]any)["columns"].([]any)
		columns[0], columns[2].(map[string]any)["n"] = "spoilt", "spoilt"
	}
}

// TestProvidersAgree holds both providers to the same answers, whatever the context.
func TestProvidersAgree(t *testing.T) {
	w := newWorld(t, demoFile)
	local := w.started(WithFlagMetadataOnly())
	remote := NewRemoteProvider(w.url, w.key, impatient, WithFlagMetadataOnly())
	t.Cleanup(remote.Shutdown)
	random := rand.New(rand.NewPCG(1, 2))
	values := []any{"DE", "US", "pro", "", 5, int64(-1), 7.5, true, nil, []string{"DE"}, []any{1, "a"}, map[string]any{"a": 1}, time.Unix(0, 0), float32(0.1), struct{ A int }{1}, []int{1}}
	flags := []string{"new-editor", "beta", "price", "banner", "layout", "paused", "open-ended", "nothing"}
	for i := range 400 {
		flat := of.FlattenedContext{}
		for _, name := range []string{"country", "plan", "age", "undeclared", "targetingKey"} {
			if random.IntN(3) > 0 {
				flat[name] = values[random.IntN(len(values))]
			}
		}
		if random.IntN(4) > 0 {
			flat["targetingKey"] = fmt.Sprint("person-", i)
		}
		flag := flags[random.IntN(len(flags))]
		a := local.decide(t.Context(), flag, flat)
		b := remote.remote.evaluate(t.Context(), flag, flat)
		a.message, b.message = "", ""
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%s for %#v\n in the process %+v\n remotely       %+v", flag, flat, a, b)
		}
	}
}

func TestProviderFollowsPublishes(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	w.publish(strings.Replace(demoFile, `country == "DE"`, `country == "FR"`, 1))
	if got := event(t, p, of.ProviderConfigChange); !reflect.DeepEqual(got.FlagChanges, []string{"new-editor"}) {
		t.Errorf("changed: %v", got.FlagChanges)
	}
	if got := p.BooleanEvaluation(t.Context(), "new-editor", true, germany); got.Value || got.Variant != "off" {
		t.Errorf("after the publish: %+v", got)
	}
	w.publish(strings.Replace(demoFile, `plan == "pro" or`, "", 1))
	if got := event(t, p, of.ProviderConfigChange); !reflect.DeepEqual(got.FlagChanges, []string{"new-editor", "price"}) {
		t.Errorf("changed: %v", got.FlagChanges)
	}
}

func TestProviderTellsOfFlagsThatTheServerDecides(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	changed := func(flags ...string) {
		t.Helper()
		if got := event(t, p, of.ProviderConfigChange); !reflect.DeepEqual(got.FlagChanges, flags) {
			t.Errorf("changed: %v, want %v", got.FlagChanges, flags)
		}
	}
	file := strings.Replace(demoFile, `list("beta-testers")`, `not list("beta-testers")`, 1)
	w.publish(file)
	changed("beta")
	file = strings.Replace(file, `country == "DE"`, `country == "FR"`, 1)
	file = strings.Replace(file, `not list("beta-testers")`, `list("beta-testers")`, 1)
	w.publish(file)
	changed("beta", "new-editor")
	w.publish(strings.Replace(file, "  beta:\n", "  beta:\n    description: For testers.\n", 1)) // which no answer shows
	w.stopServer()
	event(t, p, of.ProviderStale)
	w.publish(demoFile)
	w.publish(file)
	w.publish(strings.Replace(file, `list("beta-testers")`, `not list("beta-testers")`, 1))
	w.start()
	event(t, p, of.ProviderReady)
	changed("beta")
	silent(t, p)
}

func TestProviderAsksForAFlagThatIsNewToTheServer(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	w.publish(demoFile + `  beta-too:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {name: others, when: 'not list("beta-testers")', serve: on}
`)
	eventually(t, "the new flag is on", func() bool {
		return p.BooleanEvaluation(t.Context(), "beta-too", false, germany).Value
	})
}

func TestProviderOutlivesTheServer(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	if got := p.BooleanEvaluation(t.Context(), "beta", true, germany); got.Value || got.Reason != of.DefaultReason {
		t.Fatalf("beta: %+v", got)
	}
	w.stopServer()
	if got := event(t, p, of.ProviderStale); !strings.Contains(got.Message, "cannot be reached") {
		t.Errorf("stale: %+v", got)
	}
	if got := p.BooleanEvaluation(t.Context(), "new-editor", false, germany); !got.Value || got.Reason != of.TargetingMatchReason {
		t.Errorf("without the server: %+v", got)
	}
	if got := p.BooleanEvaluation(t.Context(), "beta", true, germany); got.Value || got.Reason != of.CachedReason {
		t.Errorf("remembered of the server: %+v", got)
	}
	if got := p.BooleanEvaluation(t.Context(), "beta", true, nil); !got.Value || got.Reason != of.ErrorReason {
		t.Errorf("never asked of the server: %+v", got)
	}
	w.publish(strings.Replace(demoFile, `country == "DE"`, `country == "FR"`, 1))
	w.start()
	event(t, p, of.ProviderReady)
	if got := event(t, p, of.ProviderConfigChange); !reflect.DeepEqual(got.FlagChanges, []string{"new-editor"}) {
		t.Errorf("changed: %v", got.FlagChanges)
	}
	w.stopServer()
	event(t, p, of.ProviderStale)
	w.start()
	event(t, p, of.ProviderReady)
	if got := p.BooleanEvaluation(t.Context(), "beta", true, germany); got.Reason != of.DefaultReason {
		t.Errorf("with the server again: %+v", got)
	}
	silent(t, p)
}

func TestProviderStartsFromItsSnapshot(t *testing.T) {
	w := newWorld(t, demoFile)
	path := filepath.Join(t.TempDir(), "flags.snapshot")
	w.started(WithSnapshot(path)).Shutdown()
	w.stopServer()

	// The first attempt of the background leaves the SDK the time to announce READY.
	p := w.provider(WithSnapshot(path), func(s *settings) { s.backoff.floor = 200 * time.Millisecond })
	client, api := clientOf(t)
	if err := api.SetProviderAndWait(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if got, err := client.BooleanValueDetails(t.Context(), "new-editor", false, of.NewEvaluationContext("ada", map[string]any{"country": "DE"})); err != nil || !got.Value {
		t.Errorf("got %+v, %v", got, err)
	}
	eventually(t, "the provider is STALE", func() bool { return client.State() == of.StaleState })
	w.publish(strings.Replace(demoFile, `country == "DE"`, `country == "FR"`, 1))
	w.start()
	eventually(t, "the provider is READY", func() bool { return client.State() == of.ReadyState })
	eventually(t, "the flag has changed", func() bool {
		return !p.BooleanEvaluation(t.Context(), "new-editor", true, germany).Value
	})
}

func TestProviderIgnoresABrokenSnapshot(t *testing.T) {
	w := newWorld(t, demoFile)
	path := filepath.Join(t.TempDir(), "flags.snapshot")
	s := newSnapshotFile(path, w.url, w.key)
	for name, document := range map[string]string{"that is no JSON": "{", "of definitions that nobody can read": `{"revision":3,"definitions":{"fingerpost":1,"flugs":{}}}`} {
		t.Run(name, func(t *testing.T) {
			w.must(s.save([]byte(document)))
			p := w.started(WithSnapshot(path))
			if got := p.BooleanEvaluation(t.Context(), "new-editor", false, germany); !got.Value {
				t.Errorf("got %+v", got)
			}
			eventually(t, "the server's definitions are kept for the next start", func() bool {
				kept, err := s.load()
				return err == nil && strings.Contains(string(kept), "new-editor")
			})
		})
	}
}

func TestProviderWithoutAnythingToDecideFrom(t *testing.T) {
	w := newWorld(t, demoFile)
	w.stopServer()
	p := w.provider(WithInitTimeout(50 * time.Millisecond))
	client, api := clientOf(t)
	err := api.SetProviderAndWait(t.Context(), p)
	if again := p.Init(of.EvaluationContext{}); again == nil {
		t.Error("for a second domain it is ready")
	}
	if err == nil || !strings.Contains(err.Error(), "no definitions yet: the server cannot be reached") {
		t.Errorf("got %v", err)
	}
	if client.State() != of.ErrorState {
		t.Errorf("state %s", client.State())
	}
	got, err := client.BooleanValueDetails(t.Context(), "new-editor", true, of.EvaluationContext{})
	if !got.Value || got.ErrorCode != of.ProviderNotReadyCode {
		t.Errorf("got %+v, %v", got, err)
	}
	w.start()
	eventually(t, "the provider is READY", func() bool { return client.State() == of.ReadyState })
}

func TestRefusedKeyIsFatal(t *testing.T) {
	w := newWorld(t, demoFile)
	path := filepath.Join(t.TempDir(), "flags.snapshot")
	for name, p := range map[string]of.FeatureProvider{
		"in the process":  NewProvider(w.url, "sk_wrong", impatient, WithSnapshot(path)),
		"remotely":        NewRemoteProvider(w.url, "sk_wrong", impatient),
		"without any key": NewProvider(w.url, "", impatient),
	} {
		t.Run(name, func(t *testing.T) {
			client, api := clientOf(t)
			err := api.SetProviderAndWait(t.Context(), p)
			var fatal *of.ProviderInitError
			if !errors.As(err, &fatal) || fatal.ErrorCode != of.ProviderFatalCode || !strings.Contains(fatal.Message, "the server refuses the key (401 Unauthorized)") {
				t.Errorf("got %v", err)
			}
			if client.State() != of.FatalState {
				t.Errorf("state %s", client.State())
			}
		})
	}
}

func TestURLThatIsNoneIsFatal(t *testing.T) {
	for _, url := range []string{"", "flags.example.com", "localhost:7070", "ftp://flags.example.com", "http://", "http://[::1"} {
		for _, p := range []of.ContextAwareStateHandler{NewProvider(url, "sk_any"), NewRemoteProvider(url, "sk_any")} {
			err := p.Init(of.EvaluationContext{})
			if fatal, ok := errors.AsType[*of.ProviderInitError](err); !ok || !strings.Contains(fatal.Message, "it has to be like https://") {
				t.Errorf("%T with %q: %v", p, url, err)
			}
		}
	}
}

func TestKeyThatIsRevokedLaterIsAnError(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	w.stopServer()
	event(t, p, of.ProviderStale)
	all, err := w.store.Keys(t.Context())
	w.must(err)
	w.must(w.store.DeleteKey(t.Context(), all[0].ID))
	w.start()
	if got := event(t, p, of.ProviderError); !strings.Contains(got.Message, "refuses the key") {
		t.Errorf("got %+v", got)
	}
	if got := p.BooleanEvaluation(t.Context(), "new-editor", false, germany); !got.Value {
		t.Errorf("got %+v", got)
	}
	w.must(w.store.PutKey(t.Context(), all[0]))
	w.stopServer()
	w.start()
	for got := range p.EventChannel() { // there may be a moment without a server
		if got.EventType == of.ProviderReady {
			break
		}
	}
}

func TestClientKeyCannotFollow(t *testing.T) {
	w := newWorld(t, demoFile)
	secret, key, err := keys.New(keys.Client, "production", "page", time.Now())
	w.must(err)
	w.must(w.store.PutKey(t.Context(), key))
	w.stopServer()
	w.start()
	p := NewProvider(w.url, secret, impatient)
	t.Cleanup(p.Shutdown)
	if err := p.Init(of.EvaluationContext{}); err == nil || !strings.Contains(err.Error(), "refuses the key: deciding in the process needs a server key") {
		t.Errorf("got %v", err)
	}
}

func TestShutdownLeavesNothingBehind(t *testing.T) {
	w := newWorld(t, demoFile)
	before := runtime.NumGoroutine()
	p := w.provider(WithSnapshot(filepath.Join(t.TempDir(), "flags.snapshot")))
	p.Shutdown() // never initialized
	for range 3 {
		w.must(p.Init(of.EvaluationContext{}))
		w.must(p.Init(of.EvaluationContext{})) // as for a second domain
		if got := p.BooleanEvaluation(t.Context(), "new-editor", false, germany); !got.Value {
			t.Fatalf("got %+v", got)
		}
		var both sync.WaitGroup
		both.Go(p.Shutdown)
		both.Go(p.Shutdown)
		both.Wait()
	}
	eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
	if got := p.BooleanEvaluation(t.Context(), "new-editor", false, germany); !got.Value {
		t.Errorf("after the shutdown: %+v", got)
	}
}

func TestShutdownEndsAnInitialization(t *testing.T) {
	w := newWorld(t, demoFile)
	w.stopServer()
	p := w.provider(WithInitTimeout(time.Hour))
	ended := make(chan error)
	go func() { ended <- p.Init(of.EvaluationContext{}) }()
	eventually(t, "the initialization runs", func() bool { return p.run.Load() != nil })
	p.Shutdown()
	if err := <-ended; err == nil {
		t.Error("the initialization succeeded")
	}
}

func TestInitEndsWithItsContext(t *testing.T) {
	w := newWorld(t, demoFile)
	w.stopServer()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := w.provider().InitWithContext(ctx, of.EvaluationContext{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestEvaluationsWhileDefinitionsChange(t *testing.T) {
	w := newWorld(t, demoFile)
	p := w.started()
	ctx, cancel := context.WithCancel(t.Context())
	var evaluating sync.WaitGroup
	for range 4 {
		evaluating.Go(func() {
			for ctx.Err() == nil {
				if got := p.BooleanEvaluation(ctx, "new-editor", false, germany); got.Error() != nil {
					t.Errorf("got %+v", got)
					return
				}
				p.StringEvaluation(ctx, "banner", "", germany)
			}
		})
	}
	for i := range 20 {
		w.publish(strings.Replace(demoFile, `country == "DE"`, fmt.Sprintf(`country == "DE" or age > %d`, i), 1))
		event(t, p, of.ProviderConfigChange)
	}
	cancel()
	evaluating.Wait()
}

func TestHooksAndTrackingReachTheApplication(t *testing.T) {
	w := newWorld(t, demoFile)
	var tracked []string
	hook := &countingHook{}
	p := w.provider(WithHooks(hook), WithTracking(func(_ context.Context, event string, who of.EvaluationContext, details of.TrackingEventDetails) {
		tracked = append(tracked, fmt.Sprint(event, " ", who.TargetingKey(), " ", details.Value()))
	}))
	client, api := clientOf(t)
	w.must(api.SetProviderAndWait(t.Context(), p))
	ada := of.NewEvaluationContext("ada", nil)
	client.Boolean(t.Context(), "new-editor", false, ada)
	client.Track(t.Context(), "bought", ada, of.NewTrackingEventDetails(9.5))
	if hook.before != 1 || !reflect.DeepEqual(tracked, []string{"bought ada 9.5"}) {
		t.Errorf("%d hooks, tracked %v", hook.before, tracked)
	}
	if p.Metadata().Name != "fingerpost" {
		t.Errorf("name %q", p.Metadata().Name)
	}
	NewFileProvider("").Track(t.Context(), "nothing happens", ada, of.TrackingEventDetails{})
}

type countingHook struct {
	of.UnimplementedHook
	before int
}

func (h *countingHook) Before(context.Context, of.HookContext, of.HookHints) (*of.EvaluationContext, error) {
	h.before++
	return nil, nil
}

// clientOf returns a client of an API of the test's own, which ends with the test.
func clientOf(t testing.TB) (*of.Client, *of.EvaluationAPI) {
	t.Helper()
	api := isolated.NewAPI()
	t.Cleanup(func() { _ = api.Shutdown(context.Background()) })
	return api.NewClient(), api
}

// writeFile replaces a file at once.
func writeFile(t testing.TB, path, content string) {
	t.Helper()
	err := os.WriteFile(path+".tmp", []byte(content), 0o600)
	if err == nil {
		err = os.Rename(path+".tmp", path)
	}
	if err != nil {
		t.Fatal(err)
	}
}
