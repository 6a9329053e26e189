package decision_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/mem"
)

const production = "production"

var now = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// opened is an engine with one environment, in which testers get the editor.
func opened(t testing.TB, store *mem.Store) (*decision.Engine, *revisions.Service) {
	t.Helper()
	ctx := context.Background()
	service, err := revisions.Open(ctx, store, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	if err := service.CreateEnvironment(ctx, production); err != nil {
		t.Fatal(err)
	}
	publish(t, service,
		change("attribute", "plan", `{"type":"string"}`),
		change("attribute", "country", `{"type":"string","client":true}`),
		change("list", "testers", `{}`),
		change("flag", "editor", `{"type":"boolean","variants":{"on":true,"off":false},"default":"off",
			"targeting":[{"when":"list(\"testers\")","serve":"on"},{"when":"plan == \"pro\"","serve":"on"}]}`))
	engine, err := decision.Open(ctx, service, store)
	if err != nil {
		t.Fatal(err)
	}
	return engine, service
}

func change(kind, key, value string) environment.Change {
	return environment.Change{Kind: kind, Key: key, Value: json.RawMessage(value)}
}

func publish(t testing.TB, s *revisions.Service, changes ...environment.Change) {
	t.Helper()
	_, problems, err := s.Publish(context.Background(), revisions.Changeset{Environment: production, Author: "ada", Changes: changes})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
}

func view(t testing.TB, e *decision.Engine) decision.View {
	t.Helper()
	v, err := e.View(production)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// editor is the variant of the editor in a context.
func editor(t testing.TB, v decision.View, context string) string {
	t.Helper()
	var c decision.Context
	if err := c.Scan(v, decision.Server, []byte(context)); err != nil {
		t.Fatal(err)
	}
	return v.Set.Decide("editor", c.Subject(), now).Variant
}

func TestListsAndRevisionsDecide(t *testing.T) {
	store := mem.Open()
	engine, service := opened(t, store)
	ada, pro := `{"targetingKey":"ada"}`, `{"targetingKey":"bob","plan":"pro"}`
	if got := editor(t, view(t, engine), ada); got != "off" {
		t.Errorf("before: %s", got)
	}
	if got := editor(t, view(t, engine), pro); got != "on" {
		t.Errorf("pro: %s", got)
	}
	before := view(t, engine)
	if err := engine.AddMembers(t.Context(), production, "testers", []string{"ada", "grace"}); err != nil {
		t.Fatal(err)
	}
	if got := editor(t, view(t, engine), ada); got != "on" {
		t.Errorf("added: %s", got)
	}
	if got := editor(t, before, ada); got != "off" {
		t.Errorf("a view changed after it was made: %s", got)
	}

	publish(t, service, change("attribute", "industry", `{"type":"string"}`),
		change("flag", "editor", `{"type":"boolean","variants":{"on":true,"off":false},"default":"off",
			"targeting":[{"when":"industry == \"health\"","serve":"on"}]}`))
	if got := editor(t, view(t, engine), `{"industry":"health"}`); got != "on" {
		t.Errorf("an attribute that was just declared: %s", got)
	}
	past, err := engine.AsOf(t.Context(), production, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := editor(t, past, ada); got != "on" {
		t.Errorf("as of revision 1: %s", got)
	}

	again, err := decision.Open(t.Context(), service, store)
	if err != nil {
		t.Fatal(err)
	}
	sizes, err := again.ListSizes(production)
	if err != nil || !reflect.DeepEqual(sizes, map[string]int{"testers": 2}) {
		t.Errorf("opened again with %v, %v", sizes, err)
	}
	if err := again.RemoveMembers(t.Context(), production, "testers", []string{"ada", "grace", "nobody"}); err != nil {
		t.Fatal(err)
	}
	if sizes, err := again.ListSizes(production); err != nil || len(sizes) != 0 {
		t.Errorf("lists %v, %v", sizes, err)
	}
	if members, err := again.Members(t.Context(), production, "testers", "", 10); err != nil || len(members) != 0 {
		t.Errorf("members %v, %v", members, err)
	}
}

func TestUnknownEnvironments(t *testing.T) {
	engine, _ := opened(t, mem.Open())
	_, viewed := engine.View("staging")
	_, past := engine.AsOf(t.Context(), "staging", 1)
	_, members := engine.Members(t.Context(), "staging", "testers", "", 1)
	_, sizes := engine.ListSizes("staging")
	added := engine.AddMembers(t.Context(), "staging", "testers", []string{"ada"})
	removed := engine.RemoveMembers(t.Context(), "staging", "testers", []string{"ada"})
	for i, err := range []error{viewed, past, members, sizes, added, removed} {
		if !errors.Is(err, revisions.ErrUnknownEnvironment) {
			t.Errorf("%d: %v", i, err)
		}
	}
}

func TestAnEnvironmentCreatedLater(t *testing.T) {
	store := mem.Open()
	engine, service := opened(t, store)
	if err := service.CreateEnvironment(t.Context(), "staging"); err != nil {
		t.Fatal(err)
	}
	if err := store.AddMembers(t.Context(), "staging", "testers", []string{"ada"}); err != nil { // another node
		t.Fatal(err)
	}
	if sizes, err := engine.ListSizes("staging"); err != nil || sizes["testers"] != 1 {
		t.Errorf("lists %v, %v", sizes, err)
	}
}

// failing is a store of lists that does not change.
type failing struct{ *mem.Store }

func (failing) AddMembers(context.Context, string, string, []string) error {
	return errors.New("the disk is full")
}

func TestAFailingStoreLeavesTheListsAsTheyWere(t *testing.T) {
	store := mem.Open()
	_, service := opened(t, store)
	engine, err := decision.Open(t.Context(), service, failing{store})
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.AddMembers(t.Context(), production, "testers", []string{"ada"}); err == nil {
		t.Error("no error")
	}
	if got := editor(t, view(t, engine), `{"targetingKey":"ada"}`); got != "off" {
		t.Errorf("not stored, but %s", got)
	}
}

func TestChangesAreVisibleWhenTheyReturn(t *testing.T) {
	engine, service := opened(t, mem.Open())
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			for i := range 30 {
				name := fmt.Sprintf("user-%d-%d", worker, i)
				if err := engine.AddMembers(context.Background(), production, "testers", []string{name}); err != nil {
					t.Error(err)
				}
				if got := editor(t, view(t, engine), `{"targetingKey":"`+name+`"}`); got != "on" {
					t.Errorf("%s was added and gets %s", name, got)
				}
				if err := engine.RemoveMembers(context.Background(), production, "testers", []string{name}); err != nil {
					t.Error(err)
				}
				if got := editor(t, view(t, engine), `{"targetingKey":"`+name+`"}`); got != "off" {
					t.Errorf("%s was removed and gets %s", name, got)
				}
			}
		})
	}
	group.Go(func() {
		for i := range 30 {
			publish(t, service, change("attribute", fmt.Sprintf("more_%d", i), `{"type":"number"}`))
		}
	})
	group.Wait()
}

func BenchmarkView(b *testing.B) {
	engine, _ := opened(b, mem.Open())
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := engine.View(production); err != nil {
				b.Fatal(err)
			}
		}
	})
}
