package openfeature_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/openfeature"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// A file is all that a test or a small program needs.
func ExampleNewFileProvider() {
	provider := openfeature.NewFileProvider("testdata/flags.yaml")
	defer provider.Shutdown()
	if err := of.SetProviderAndWait(provider); err != nil {
		fmt.Println(err)
		return
	}
	client := of.NewDefaultClient()
	ada := of.NewEvaluationContext("ada", map[string]any{"country": "DE", "plan": "pro"})
	editor, _ := client.BooleanValueDetails(context.Background(), "new-editor", false, ada)
	fmt.Println(editor.Value, editor.Variant, editor.Reason)
	targeting, _ := editor.FlagMetadata.GetString("targeting")
	fmt.Println("because of:", targeting)
	fmt.Println(client.Object(context.Background(), "limits", nil, ada))
	// Output:
	// true on TARGETING_MATCH
	// because of: german teams
	// map[projects:100 seats:500]
}

// With a server the provider decides in the process as well, from definitions that it follows.
func ExampleNewProvider() {
	service := productionServer(`fingerpost: 1
flags:
  new-editor:
    type: boolean
    variants: {on: true, off: false}
    default: on
`)
	defer service.close()

	provider := openfeature.NewProvider(service.url, service.key)
	defer provider.Shutdown()
	if err := of.SetNamedProviderAndWait("shop", provider); err != nil {
		fmt.Println(err)
		return
	}
	client := of.NewClient("shop")
	editor, _ := client.BooleanValueDetails(context.Background(), "new-editor", false, of.NewEvaluationContext("ada", nil))
	fmt.Println(editor.Value, editor.FlagMetadata["decided"])
	// Output: true in-process
}

// The event names exactly the flags that can answer otherwise than before.
func ExampleNewProvider_configurationChanged() {
	const before = `fingerpost: 1
attributes:
  plan: {type: string}
segments:
  payers: {when: 'plan == "pro"'}
flags:
  price:
    type: number
    variants: {low: 9, high: 19}
    targeting: [{name: payers, when: 'segment("payers")', serve: high}]
    default: low
  banner: {type: boolean, variants: {on: true, off: false}, default: off}
`
	service := productionServer(before)
	defer service.close()
	provider := openfeature.NewProvider(service.url, service.key)
	defer provider.Shutdown()
	changed := make(chan []string)
	handler := func(details of.EventDetails) { changed <- details.FlagChanges }
	client := of.NewClient("events")
	client.AddHandler(of.ProviderConfigChange, &handler)
	if err := of.SetNamedProviderAndWait("events", provider); err != nil {
		fmt.Println(err)
		return
	}
	service.publish(before + `  fresh: {type: boolean, variants: {on: true}, default: on}
`)
	fmt.Println(<-changed)
	// Output: [fresh]
}

// Watch tells what a flag answers for one person: now, and whenever that changes. A list is known to the server only, which pushes what changes.
func ExampleProvider_Watch() {
	service := productionServer(`fingerpost: 1
lists: {testers: {}}
flags:
  new-editor:
    type: boolean
    variants: {on: true, off: false}
    targeting: [{when: 'list("testers")', serve: on}]
    default: off
`)
	defer service.close()
	provider := openfeature.NewProvider(service.url, service.key)
	defer provider.Shutdown()
	if err := of.SetNamedProviderAndWait("watch", provider); err != nil {
		fmt.Println(err)
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for update := range provider.Watch(ctx, "new-editor", of.NewEvaluationContext("ada", nil)) {
		fmt.Printf("%v, %s %q %q\n", update.Value, update.Reason, update.Cause.Kind, update.Cause.List)
		if update.Value == true {
			break
		}
		service.invite("testers", "ada")
	}
	// Output:
	// false, DEFAULT "" ""
	// true, TARGETING_MATCH "list" "testers"
}

// A flag of type content is a slot. The server chooses what it shows, in the language of the person.
func ExampleItems() {
	service := productionServer(`fingerpost: 1
settings: {locales: [en, de]}
attributes:
  locale: {type: string}
content:
  welcome: {type: hero, fields: {title: {en: Good to see you, de: "Schön, dass du da bist"}}}
flags:
  start: {type: content, variants: {usual: welcome}, default: usual}
`)
	defer service.close()
	provider := openfeature.NewProvider(service.url, service.key)
	defer provider.Shutdown()
	if err := of.SetNamedProviderAndWait("content", provider); err != nil {
		fmt.Println(err)
		return
	}
	ada := of.NewEvaluationContext("ada", map[string]any{"locale": "de"})
	items, err := openfeature.Items(context.Background(), of.NewClient("content"), "start", ada)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range items {
		var fields struct{ Title string }
		if err := item.Decode(&fields); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(item.Type, item.Entry, item.Locale, fields.Title)
	}
	// Output: hero welcome de Schön, dass du da bist
}

// The clock decides what is in force, so that a test can look into the future.
func ExampleWithClock() {
	for _, month := range []time.Month{time.February, time.March} {
		clock := func() time.Time { return time.Date(2026, month, 15, 0, 0, 0, 0, time.UTC) }
		provider := openfeature.NewFileProvider("testdata/flags.yaml", openfeature.WithClock(clock))
		if err := of.SetNamedProviderAndWait("clock", provider); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(month, of.NewClient("clock").String(context.Background(), "headline", "", of.EvaluationContext{}))
		provider.Shutdown()
	}
	// Output:
	// February Welcome back
	// March Look what is new!
}

// Where nothing may be decided in the process, the server decides everything.
func ExampleNewRemoteProvider() {
	service := productionServer(`fingerpost: 1
flags:
  new-editor: {type: boolean, variants: {on: true, off: false}, default: on}
`)
	defer service.close()
	provider := openfeature.NewRemoteProvider(service.url, service.key, openfeature.WithTimeout(time.Second))
	defer provider.Shutdown()
	if err := of.SetNamedProviderAndWait("remote", provider); err != nil {
		fmt.Println(err)
		return
	}
	client := of.NewClient("remote")
	editor, _ := client.BooleanValueDetails(context.Background(), "new-editor", false, of.NewEvaluationContext("ada", nil))
	fmt.Println(editor.Value, editor.FlagMetadata["decided"])
	// Output: true remote
}

// What the application tracks goes to a function of its own.
func ExampleWithTracking() {
	provider := openfeature.NewFileProvider("testdata/flags.yaml", openfeature.WithTracking(
		func(_ context.Context, event string, who of.EvaluationContext, details of.TrackingEventDetails) {
			fmt.Println(who.TargetingKey(), event, details.Value(), details.Attribute("currency"))
		}))
	defer provider.Shutdown()
	if err := of.SetNamedProviderAndWait("tracking", provider); err != nil {
		fmt.Println(err)
		return
	}
	client := of.NewClient("tracking")
	ada := of.NewEvaluationContext("ada", nil)
	client.Track(context.Background(), "bought", ada, of.NewTrackingEventDetails(99.5).Add("currency", "EUR"))
	// Output: ada bought 99.5 EUR
}

// service is a server with the environment production, such as `fingerpost serve` runs.
type service struct {
	url, key  string
	revisions *revisions.Service
	engine    *decision.Engine
	close     func()
}

func productionServer(file string) *service {
	ctx, store := context.Background(), mem.Open()
	log, err := revisions.Open(ctx, store, time.Now)
	check(err)
	check(log.CreateEnvironment(ctx, "production"))
	engine, err := decision.Open(ctx, log, store)
	check(err)
	secret, key, err := keys.New(keys.Server, "production", "example", time.Now())
	check(err)
	check(store.PutKey(ctx, key))
	hub := push.New(push.Config{Engine: engine, Revisions: log})
	api, err := server.New(server.Config{Engine: engine, Revisions: log, Keys: store, Hub: hub})
	check(err)
	listening := httptest.NewServer(api.Handler())
	s := &service{url: listening.URL, key: secret, revisions: log, engine: engine}
	s.close = func() { api.Close(); listening.Close(); hub.Close() }
	s.publish(file)
	return s
}

func (s *service) publish(file string) {
	parsed, problems := environment.Parse([]byte(file))
	if len(problems) > 0 {
		panic(problems[0].Message)
	}
	current, err := s.revisions.Current("production")
	check(err)
	_, _, err = s.revisions.Publish(context.Background(), revisions.Changeset{
		Environment: "production", Author: "example", Changes: environment.Diff(current.Definitions, parsed.Definitions),
	})
	check(err)
}

// invite puts somebody on a list.
func (s *service) invite(list, who string) {
	check(s.engine.AddMembers(context.Background(), "production", list, []string{who}))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
