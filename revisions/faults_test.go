package revisions_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/rules"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// altered is a log that hands out other revisions than it was given.
type altered struct {
	revisions.Log
	alter func([]*revisions.Revision) []*revisions.Revision
}

func (l *altered) Revisions(ctx context.Context, environment string, from uint64, limit int) ([]*revisions.Revision, error) {
	all, err := l.Log.Revisions(ctx, environment, 1, 1000)
	if err != nil {
		return nil, err
	}
	all = l.alter(all)
	all = all[min(from-1, uint64(len(all))):]
	return all[:min(limit, len(all))], nil
}

// failing is a log that does not append.
type failing struct {
	revisions.Log
	err error
}

func (l *failing) Append(ctx context.Context, r *revisions.Revision) error {
	if l.err != nil {
		return l.err
	}
	return l.Log.Append(ctx, r)
}

func TestATamperedLogIsFoundAndNotServed(t *testing.T) {
	edit := func(i int, edit func(*revisions.Revision)) func([]*revisions.Revision) []*revisions.Revision {
		return func(all []*revisions.Revision) []*revisions.Revision { edit(all[i]); return all }
	}
	tests := []struct {
		name, revision string
		alter          func([]*revisions.Revision) []*revisions.Revision
	}{
		{"another author", "revision 2", edit(1, func(r *revisions.Revision) { r.Author = "eve" })},
		{"another message", "revision 2", edit(1, func(r *revisions.Revision) { r.Message = "nothing" })},
		{"another time", "revision 3", edit(2, func(r *revisions.Revision) { r.At = r.At.Add(1e6) })},
		{"another value", "revision 1", edit(0, func(r *revisions.Revision) { r.Changes[0].Value = json.RawMessage(`{}`) })},
		{"a value deleted", "revision 1", edit(0, func(r *revisions.Revision) { r.Changes[0].Value = nil })},
		{"another key", "revision 2", edit(1, func(r *revisions.Revision) { r.Changes[0].Key = "z" })},
		{"a change less", "revision 2", edit(1, func(r *revisions.Revision) { r.Changes = r.Changes[1:] })},
		{"of another environment", "revision 4", edit(3, func(r *revisions.Revision) { r.Environment = "staging" })},
		{"made anew with its hash", "revision 3", edit(1, func(r *revisions.Revision) { r.Author = "eve"; r.Hash = revisions.HashOf(r) })},
		{"another hash", "revision 5", edit(4, func(r *revisions.Revision) { r.Hash[0]++ })},
		{"one left out", "revision 2", func(all []*revisions.Revision) []*revisions.Revision { return append(all[:1], all[2:]...) }},
		{"one twice", "revision 2", func(all []*revisions.Revision) []*revisions.Revision { return append(all[:1:1], all...) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			kept := mem.Open()
			log := &altered{kept, func(all []*revisions.Revision) []*revisions.Revision { return all }}
			s := opened(t, log)
			history(t, s)
			if n, _, err := s.Verify(t.Context(), production); n != 5 || err != nil {
				t.Fatalf("verified %d before: %v", n, err)
			}
			log.alter = test.alter
			if _, _, err := s.Verify(t.Context(), production); !errors.Is(err, revisions.ErrTampered) || !strings.Contains(err.Error(), test.revision) {
				t.Errorf("Verify says %v", err)
			}
			if _, err := revisions.Open(t.Context(), log, clock()); !errors.Is(err, revisions.ErrTampered) || !strings.Contains(err.Error(), test.revision) {
				t.Errorf("Open says %v", err)
			}
		})
	}
}

func TestVerifyMissesTheRevisionThatIsServed(t *testing.T) {
	log := &altered{mem.Open(), func(all []*revisions.Revision) []*revisions.Revision { return all }}
	s := opened(t, log)
	history(t, s)
	log.alter = func(all []*revisions.Revision) []*revisions.Revision { return all[:3] }
	if n, _, err := s.Verify(t.Context(), production); n != 3 || !errors.Is(err, revisions.ErrTampered) {
		t.Errorf("a log cut short: %d, %v", n, err)
	}
	log.alter = func(all []*revisions.Revision) []*revisions.Revision {
		last := all[4]
		last.Author = "eve"
		last.Hash = revisions.HashOf(last)
		return all
	}
	if _, _, err := s.Verify(t.Context(), production); !errors.Is(err, revisions.ErrTampered) {
		t.Errorf("the newest revision made anew: %v", err)
	}
}

func TestAFailingLogLeavesEverythingAsItWas(t *testing.T) {
	log := &failing{Log: mem.Open()}
	s := opened(t, log)
	first := publish(t, s, flag("a", "on"))
	updates, stop := s.Watch(production)
	defer stop()
	before := current(t, s)
	log.err = errors.New("the disk is full")
	_, _, err := s.Publish(t.Context(), revisions.Changeset{Environment: production, Author: "ada", Changes: []environment.Change{flag("a", "off")}})
	if !errors.Is(err, log.err) {
		t.Fatal(err)
	}
	if current(t, s) != before || len(updates) > 0 {
		t.Error("something changed although nothing was stored")
	}
	log.err = nil
	if r := publish(t, s, flag("a", "off")); r.Number != 2 || r.Parent != first.Hash {
		t.Errorf("afterwards %+v", r)
	}
}

func TestALogThatContradictsItselfEndsTheAttempt(t *testing.T) {
	log := &failing{Log: mem.Open()}
	s := opened(t, log)
	log.err = revisions.ErrConflict
	_, _, err := s.Publish(t.Context(), revisions.Changeset{Environment: production, Author: "ada", Changes: []environment.Change{flag("a", "on")}})
	if !errors.Is(err, revisions.ErrConflict) {
		t.Error(err)
	}
}

func TestTwoNodesOnOneLog(t *testing.T) {
	log := mem.Open()
	one := opened(t, log)
	two := open(t, log)
	publish(t, one, flag("a", "on"))
	_, _, err := two.Publish(t.Context(), revisions.Changeset{
		Environment: production, Expected: new(uint64(0)), Author: "grace", Changes: []environment.Change{flag("b", "on")},
	})
	if !errors.Is(err, revisions.ErrConflict) {
		t.Fatalf("published on top of what another node had replaced: %v", err)
	}
	expectVariants(t, current(t, two), map[string]string{"a": "on"}) // it has caught up
	publish(t, one, flag("a", "off"))
	if r := publish(t, two, flag("b", "on")); r.Number != 3 {
		t.Errorf("on top of whatever is newest: %d", r.Number)
	}
	updates, stop := one.Watch(production)
	defer stop()
	if err := one.CreateEnvironment(t.Context(), "staging"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*revisions.Service{one, two} {
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		expectVariants(t, current(t, s), map[string]string{"a": "off", "b": "on"})
		if len(s.Environments()) != 2 {
			t.Errorf("environments %v", s.Environments())
		}
	}
	if p := <-updates; p.Number != 3 {
		t.Errorf("told of revision %d", p.Number)
	}
	publish(t, one, flag("d", "on"))
	publish(t, one, gone("d"))
	if err := two.Refresh(t.Context()); err != nil || len(current(t, two).Problems) > 0 {
		t.Errorf("what came and went in between: %v %v", err, current(t, two).Problems)
	}
	publish(t, one, flag("c", "on"))
	_, _, err = two.Publish(t.Context(), revisions.Changeset{
		Environment: production, Expected: new(uint64(6)), Author: "grace", Changes: []environment.Change{flag("c", "off")},
	})
	if err != nil {
		t.Errorf("on top of a revision that another node has told of: %v", err)
	}
}

func TestRacingPublishers(t *testing.T) {
	log := mem.Open()
	nodes := []*revisions.Service{opened(t, log), open(t, log)}
	const publishers, rounds = 8, 10
	var wins sync.Map
	var group sync.WaitGroup
	for p := range publishers {
		s := nodes[p%len(nodes)]
		group.Go(func() {
			for round := range rounds {
				base, err := s.Current(production)
				if err != nil {
					t.Error(err)
					return
				}
				r, _, err := s.Publish(t.Context(), revisions.Changeset{
					Environment: production, Expected: &base.Number, Author: fmt.Sprint("publisher ", p),
					Changes: []environment.Change{flag(fmt.Sprintf("f%d-%d", p, round), "on")},
				})
				if errors.Is(err, revisions.ErrConflict) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if other, taken := wins.LoadOrStore(r.Number, p); taken {
					t.Errorf("revision %d was won by %v and %d", r.Number, other, p)
				}
			}
		})
		group.Go(func() { // and somebody who does not care
			publish(t, s, flag(fmt.Sprintf("any-%d", p), "on"))
		})
	}
	group.Wait()
	for _, s := range nodes {
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		p := current(t, s)
		n, _, err := s.Verify(t.Context(), production)
		if err != nil || n != p.Number || n != uint64(len(p.Set.Keys())) {
			t.Errorf("%d revisions, %d flags at revision %d: %v", n, len(p.Set.Keys()), p.Number, err)
		}
		if p.Hash != current(t, nodes[0]).Hash {
			t.Error("the nodes differ")
		}
	}
}

// store appends a revision that today's checks would refuse.
func store(t *testing.T, log revisions.Log, r *revisions.Revision, changes ...environment.Change) *revisions.Revision {
	t.Helper()
	next := &revisions.Revision{Environment: production, Number: r.Number + 1, Author: "ada", At: morning.Truncate(1e6), Changes: changes, Parent: r.Hash}
	next.Hash = revisions.HashOf(next)
	if err := log.Append(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	return next
}

func TestWhatNoLongerCompilesDoesNotTakeDownTheRest(t *testing.T) {
	log := mem.Open()
	opened(t, log)
	unreadable := environment.Change{Kind: "flag", Key: "old", Value: json.RawMessage(`{"kind":"of old"}`)}
	r := store(t, log, &revisions.Revision{}, flag("good", "on"), flag("bad", "missing"), flag("other", "off"), unreadable)
	s := open(t, log)
	p := current(t, s)
	if d := p.Set.Decide("good", &rules.Subject{}, morning); d.Variant != "on" {
		t.Errorf("good is %+v", d.Outcome)
	}
	if d := p.Set.Decide("bad", &rules.Subject{}, morning); d.Reason != flags.Failed {
		t.Errorf("bad is %+v", d.Outcome)
	}
	if len(p.Problems) < 2 {
		t.Errorf("problems: %v", p.Problems)
	}
	store(t, log, r, flag("bad", "on"), gone("old"))
	if err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectVariants(t, current(t, s), map[string]string{"good": "on", "bad": "on", "other": "off"})
}
