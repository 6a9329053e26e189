package revisions_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
	"github.com/fingerpost/fingerpost/storage/mem"
)

const production = "production"

var morning = time.Date(2026, 11, 2, 9, 0, 0, 123456789, time.UTC)

// clock moves on by a second each time it is read.
func clock() func() time.Time {
	var mu sync.Mutex
	now := morning
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

func open(t testing.TB, log revisions.Log) *revisions.Service {
	t.Helper()
	s, err := revisions.Open(t.Context(), log, clock())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// opened is a service with the empty environment production.
func opened(t testing.TB, log revisions.Log) *revisions.Service {
	t.Helper()
	s := open(t, log)
	if err := s.CreateEnvironment(t.Context(), production); err != nil {
		t.Fatal(err)
	}
	return s
}

// flag is a change that makes a flag serve one of its variants on and off.
func flag(key, serve string) environment.Change {
	value := fmt.Sprintf(`{"type":"boolean","variants":{"on":true,"off":false},"default":%q}`, serve)
	return environment.Change{Kind: "flag", Key: key, Value: json.RawMessage(value)}
}

func gone(key string) environment.Change { return environment.Change{Kind: "flag", Key: key} }

// publish publishes on top of the newest revision and fails the test where that is refused.
func publish(t testing.TB, s *revisions.Service, changes ...environment.Change) *revisions.Revision {
	t.Helper()
	c := revisions.Changeset{Environment: production, Author: "ada", Changes: changes}
	r, problems, err := s.Publish(context.Background(), c)
	if err != nil || len(problems) > 0 {
		t.Errorf("publish: %v %v", err, problems)
		return &revisions.Revision{}
	}
	return r
}

func current(t testing.TB, s *revisions.Service) *revisions.Published {
	t.Helper()
	p, err := s.Current(production)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// variants says what each flag serves somebody of whom nothing is known.
func variants(p *revisions.Published) map[string]string {
	all := map[string]string{}
	for _, key := range p.Set.Keys() {
		d := p.Set.Decide(key, &rules.Subject{}, morning)
		all[key] = d.Variant
	}
	return all
}

func expectVariants(t testing.TB, p *revisions.Published, want map[string]string) {
	t.Helper()
	if got := variants(p); !reflect.DeepEqual(got, want) {
		t.Errorf("revision %d serves %v, want %v", p.Number, got, want)
	}
}

func TestPublishServeAndOpenAgain(t *testing.T) {
	log := mem.Open()
	s := opened(t, log)
	if p := current(t, s); p.Number != 0 || len(p.Set.Keys()) != 0 {
		t.Errorf("a new environment has revision %d", p.Number)
	}
	first := publish(t, s, flag("editor", "off"), flag("search", "on"))
	second, problems, err := s.Publish(t.Context(), revisions.Changeset{
		Environment: production, Expected: new(uint64(1)), Author: "grace", Message: "Everybody gets the editor",
		Changes: []environment.Change{flag("editor", "on"), flag("search", "on")},
	})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if second.Number != 2 || second.Parent != first.Hash || second.Hash != revisions.HashOf(second) || !second.At.After(first.At) {
		t.Errorf("second revision is %+v", second)
	}
	if len(second.Changes) != 1 || second.Changes[0].Key != "editor" {
		t.Errorf("what did not change is recorded: %v", second.Changes)
	}
	if second.At.Nanosecond()%int(time.Millisecond) != 0 || second.At.Location() != time.UTC {
		t.Errorf("published at %v", second.At)
	}
	want := map[string]string{"editor": "on", "search": "on"}
	expectVariants(t, current(t, s), want)

	again := open(t, log)
	p := current(t, again)
	expectVariants(t, p, want)
	if p.Number != 2 || p.Hash != second.Hash || !p.At.Equal(second.At) {
		t.Errorf("opened again at revision %d", p.Number)
	}
	third := publish(t, again, gone("search"))
	if third.Parent != second.Hash {
		t.Error("the chain is broken by opening again")
	}
	expectVariants(t, current(t, again), map[string]string{"editor": "on"})
	if n, _, err := again.Verify(t.Context(), production); n != 3 || err != nil {
		t.Errorf("verified %d: %v", n, err)
	}
}

func TestWhatDidNotChangeIsNotCompiledAgain(t *testing.T) {
	s := opened(t, mem.Open())
	publish(t, s, flag("a", "on"), flag("b", "on"))
	before := current(t, s)
	publish(t, s, flag("a", "off"))
	after := current(t, s)
	if before.Definitions.Flags["b"] != after.Definitions.Flags["b"] {
		t.Error("the definition of an unchanged flag is another one")
	}
	if before.Set.Decide("b", &rules.Subject{}, morning).Outcome != after.Set.Decide("b", &rules.Subject{}, morning).Outcome {
		t.Error("an unchanged flag was compiled again")
	}
}

func TestAChangesetThatChangesNothingPublishesNothing(t *testing.T) {
	s := opened(t, mem.Open())
	r, problems, err := s.Publish(t.Context(), revisions.Changeset{Environment: production, Author: "ada"})
	if err != nil || len(problems) > 0 || r == nil || r.Number != 0 {
		t.Fatalf("nothing on top of nothing: %+v %v %v", r, problems, err)
	}
	first := publish(t, s, flag("a", "on"))
	for _, changes := range [][]environment.Change{nil, {flag("a", "on")}} {
		if r := publish(t, s, changes...); !reflect.DeepEqual(r, first) {
			t.Errorf("published %+v", r)
		}
	}
}

func TestPublishRefuses(t *testing.T) {
	s := opened(t, mem.Open())
	publish(t, s, flag("a", "on"))
	valid := revisions.Changeset{Environment: production, Author: "ada", Changes: []environment.Change{flag("a", "off")}}
	tests := []struct {
		name string
		edit func(*revisions.Changeset)
		want error
	}{
		{"an unknown environment", func(c *revisions.Changeset) { c.Environment = "staging" }, revisions.ErrUnknownEnvironment},
		{"an old revision", func(c *revisions.Changeset) { c.Expected = new(uint64(0)) }, revisions.ErrConflict},
		{"a revision that is still to come", func(c *revisions.Changeset) { c.Expected = new(uint64(2)) }, revisions.ErrConflict},
		{"no author", func(c *revisions.Changeset) { c.Author = "" }, revisions.ErrInvalid},
		{"a long author", func(c *revisions.Changeset) { c.Author = strings.Repeat("a", 201) }, revisions.ErrInvalid},
		{"an author that is not UTF-8", func(c *revisions.Changeset) { c.Author = "\xff" }, revisions.ErrInvalid},
		{"a long message", func(c *revisions.Changeset) { c.Message = strings.Repeat("a", 2001) }, revisions.ErrInvalid},
		{"a message that is not UTF-8", func(c *revisions.Changeset) { c.Message = "\xff" }, revisions.ErrInvalid},
	}
	for _, test := range tests {
		c := valid
		test.edit(&c)
		if r, problems, err := s.Publish(t.Context(), c); !errors.Is(err, test.want) || r != nil || problems != nil {
			t.Errorf("%s: %v %v %v", test.name, r, problems, err)
		}
	}
	broken := []environment.Change{flag("new", "on"), flag("a", "missing")}
	r, problems, err := s.Publish(t.Context(), revisions.Changeset{Environment: production, Author: "ada", Changes: broken})
	if r != nil || err != nil || len(problems) == 0 {
		t.Errorf("a default that is no variant: %v %v %v", r, problems, err)
	}
	unreadable := []environment.Change{{Kind: "flag", Key: "a", Value: json.RawMessage(`{"typ":"boolean"}`)}}
	r, problems, err = s.Publish(t.Context(), revisions.Changeset{Environment: production, Author: "ada", Changes: unreadable})
	if r != nil || err != nil || len(problems) == 0 {
		t.Errorf("an unknown member: %v %v %v", r, problems, err)
	}
	expectVariants(t, current(t, s), map[string]string{"a": "on"})
	if n, _, err := s.Verify(t.Context(), production); n != 1 || err != nil {
		t.Errorf("the log has %d revisions, %v", n, err)
	}
}

func TestEnvironmentsAreIndependent(t *testing.T) {
	s := opened(t, mem.Open())
	if err := s.CreateEnvironment(t.Context(), "eu-1"); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateEnvironment(t.Context(), production); !errors.Is(err, revisions.ErrEnvironmentExists) {
		t.Errorf("created twice: %v", err)
	}
	for _, name := range []string{"", "-a", "A", "a_b", "ä", strings.Repeat("a", 64), "a/b"} {
		if err := s.CreateEnvironment(t.Context(), name); !errors.Is(err, revisions.ErrInvalid) {
			t.Errorf("created %q: %v", name, err)
		}
	}
	publish(t, s, flag("a", "on"))
	if p, err := s.Current("eu-1"); err != nil || p.Number != 0 {
		t.Errorf("eu-1 is %v, %v", p, err)
	}
	if _, err := s.Current("staging"); !errors.Is(err, revisions.ErrUnknownEnvironment) {
		t.Errorf("staging: %v", err)
	}
	if names := s.Environments(); !reflect.DeepEqual(names, []string{"eu-1", production}) {
		t.Errorf("environments %v", names)
	}
}

// history publishes some revisions and returns what each of them served.
func history(t *testing.T, s *revisions.Service) []map[string]string {
	t.Helper()
	served := []map[string]string{{}}
	for _, changes := range [][]environment.Change{
		{flag("a", "on")},
		{flag("b", "off"), flag("c", "on")},
		{flag("a", "off"), gone("c")},
		{gone("a"), gone("b")},
		{flag("a", "on"), flag("c", "off")},
	} {
		publish(t, s, changes...)
		served = append(served, variants(current(t, s)))
	}
	return served
}

func TestAsOfIsWhatWasServed(t *testing.T) {
	s := opened(t, mem.Open())
	served := history(t, s)
	for range 2 { // the second time from memory
		for n, want := range served {
			p, err := s.AsOf(t.Context(), production, uint64(n))
			if err != nil {
				t.Fatal(err)
			}
			if p.Number != uint64(n) || p.Environment != production {
				t.Errorf("as of %d is %s %d", n, p.Environment, p.Number)
			}
			expectVariants(t, p, want)
		}
	}
	if _, err := s.AsOf(t.Context(), production, 6); !errors.Is(err, revisions.ErrUnknownRevision) {
		t.Errorf("as of a revision to come: %v", err)
	}
	if _, err := s.AsOf(t.Context(), "staging", 1); !errors.Is(err, revisions.ErrUnknownEnvironment) {
		t.Errorf("as of an unknown environment: %v", err)
	}
}

func TestRollBackToEachRevision(t *testing.T) {
	s := opened(t, mem.Open())
	served := history(t, s)
	for n := uint64(1); n < uint64(len(served)); n++ {
		before := current(t, s).Number
		r, problems, err := s.Rollback(t.Context(), production, n, new(before), "grace")
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		expectVariants(t, current(t, s), served[n])
		if r.Number != before+1 || r.Author != "grace" || !strings.Contains(r.Message, fmt.Sprint(n)) {
			t.Errorf("rolled back by %+v", r)
		}
		if again, _, err := s.Rollback(t.Context(), production, n, nil, "grace"); err != nil || again.Number != r.Number {
			t.Errorf("rolled back twice: %+v, %v", again, err)
		}
	}
	if _, _, err := s.Rollback(t.Context(), production, 1, new(uint64(1)), "grace"); !errors.Is(err, revisions.ErrConflict) {
		t.Errorf("rolled back on top of an old revision: %v", err)
	}
	for _, n := range []uint64{0, 1000} {
		if _, _, err := s.Rollback(t.Context(), production, n, nil, "grace"); !errors.Is(err, revisions.ErrUnknownRevision) {
			t.Errorf("rolled back to %d: %v", n, err)
		}
	}
	if _, _, err := s.Verify(t.Context(), production); err != nil {
		t.Error(err)
	}
}

func TestDiffLeadsFromOneRevisionToAnother(t *testing.T) {
	s := opened(t, mem.Open())
	served := history(t, s)
	for from := range served {
		for to := range served {
			changes, err := s.Diff(t.Context(), production, uint64(from), uint64(to))
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.AsOf(t.Context(), production, uint64(from))
			if err != nil {
				t.Fatal(err)
			}
			got, problems := p.Definitions.Apply(changes)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			want, err := s.AsOf(t.Context(), production, uint64(to))
			if err != nil {
				t.Fatal(err)
			}
			if rest := environment.Diff(got, want.Definitions); len(rest) > 0 {
				t.Errorf("from %d to %d lacks %v", from, to, rest)
			}
		}
	}
}

func TestRevisionsAreListed(t *testing.T) {
	s := opened(t, mem.Open())
	history(t, s)
	some, err := s.Revisions(t.Context(), production, 0, 2)
	if err != nil || len(some) != 2 || some[0].Number != 1 {
		t.Errorf("the first two are %v, %v", some, err)
	}
	some, err = s.Revisions(t.Context(), production, 4, 1_000_000)
	if err != nil || len(some) != 2 || some[1].Number != 5 {
		t.Errorf("those from 4 are %v, %v", some, err)
	}
	if _, err := s.Revisions(t.Context(), "staging", 1, 1); !errors.Is(err, revisions.ErrUnknownEnvironment) {
		t.Errorf("those of an unknown environment: %v", err)
	}
}

func TestAClockThatIsPutBackDoesNotPutBackRevisions(t *testing.T) {
	now := morning
	s, err := revisions.Open(t.Context(), mem.Open(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	if err := s.CreateEnvironment(t.Context(), production); err != nil {
		t.Fatal(err)
	}
	first := publish(t, s, flag("a", "on"))
	now = now.Add(-time.Hour)
	if second := publish(t, s, flag("a", "off")); !second.At.Equal(first.At) {
		t.Errorf("published at %v, after %v", second.At, first.At)
	}
}
