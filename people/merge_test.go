package people_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// standing returns the identifiers of everybody who stands by themselves.
func (w *world) standing() []string {
	w.Helper()
	var mu sync.Mutex
	var all []string
	w.must(w.service.Everybody(w.Context(), production, func(_ int, some []people.Found) bool {
		mu.Lock()
		defer mu.Unlock()
		for _, f := range some {
			text := ""
			for _, id := range f.Profile.Identifiers {
				text += id.Value + " "
			}
			all = append(all, text)
		}
		return true
	}))
	slices.Sort(all)
	return all
}

// saveSome stores the documents at some places of a checkpoint, in the order of their numbers, as a crash in the middle leaves it.
func (w *world) saveSome(places ...int) {
	w.Helper()
	at := -1
	w.must(people.SaveInPart(w.Context(), w.service, production, func() bool { at++; return slices.Contains(places, at) }))
}

// TestAMergeSurvivesACheckpointThatIsCutOff stores each half of a merge alone.
func TestAMergeSurvivesACheckpointThatIsCutOff(t *testing.T) {
	for name, stored := range map[string][]int{"neither": {}, "the one merged": {0}, "the one merged into": {1}, "both": {0, 1}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.ingest(people.Server, "track anon=a1 seen", "track user=u1 seen")
			w.must(w.service.Close())
			w.start()
			w.ingest(people.Server, "identify anon=a1 user=u1")
			w.saveSome(stored...)
			w.crash()
			if got := w.standing(); !slices.Equal(got, []string{"a1 u1 "}) {
				t.Errorf("%q stand by themselves", got)
			}
			if got := w.count(w.find("anon=a1"), "seen"); got != 2 {
				t.Errorf("%d events", got)
			}
		})
	}
}

// unmerge undoes the merge at a place among those of the profile of an identifier; false if there is none.
func (w *world) unmerge(id string, place int) bool {
	w.Helper()
	kind := map[byte]profiles.IdentifierKind{'u': profiles.User, 'a': profiles.Anonymous}[id[0]]
	found, err := w.service.Find(w.Context(), production, profiles.Identifier{Kind: kind, Value: id})
	if errors.Is(err, people.ErrUnknownProfile) {
		return false
	}
	w.must(err)
	if place >= len(found.Profile.Merges) {
		return false
	}
	merge := found.Profile.Merges[place]
	restored, err := w.service.Unmerge(w.Context(), production, found.Number, merge.Person)
	w.must(err)
	if restored.Profile.Person != merge.Person || restored.Profile.Into != 0 {
		w.Errorf("restored is %+v", restored.Profile)
	}
	return true
}

func TestAMergeCanBeUndone(t *testing.T) {
	for name, stored := range map[string][]int{"neither": {}, "the one restored": {0}, "the one that it was merged into": {1}, "both": {0, 1}} {
		t.Run("stored is "+name, func(t *testing.T) {
			w := newWorld(t)
			w.ingest(people.Server, "track anon=a1 seen", "track anon=a1 seen", `identify user=u1 json={"plan":"pro"}`)
			w.pass(time.Minute)
			w.ingest(people.Server, `identify anon=a1 user=u1 json={"plan":"free"}`, "track anon=a1 seen")
			before := w.find("user=u1").Person
			if !w.unmerge("u1", 0) {
				t.Fatal("nothing was merged")
			}
			w.ingest(people.Server, "track anon=a1 seen", "track user=u1 seen")
			check := func(when string) {
				t.Helper()
				if got := w.standing(); !slices.Equal(got, []string{"a1 ", "u1 "}) {
					t.Errorf("%s: %q stand by themselves", when, got)
				}
				if a, u := w.count(w.find("anon=a1"), "seen"), w.count(w.find("user=u1"), "seen"); a != 3 || u != 2 {
					t.Errorf("%s: %d events and %d, want 3 and 2", when, a, u)
				}
				if plan, _ := w.find("user=u1").Trait("plan"); plan.Value != `"free"` || w.find("user=u1").Person != before {
					t.Errorf("%s: the user's plan is %s", when, plan.Value)
				}
				if sizes, err := w.service.Sizes(w.Context(), production); err != nil || sizes.Whole && sizes.People != 2 {
					t.Errorf("%s: %d people, %v", when, sizes.People, err)
				}
			}
			check("at once")
			w.saveSome(stored...)
			w.crash()
			check("after a crash")
			w.must(w.service.Close())
			w.start()
			check("after a restart")
			w.ingest(people.Server, "alias previous=a1 user=u1")
			if got := w.count(w.find("anon=a1"), "seen"); got != 5 || len(w.standing()) != 1 {
				t.Errorf("joined again they have %d events", got)
			}
			w.crash()
			if got := w.count(w.find("user=u1"), "seen"); got != 5 || len(w.standing()) != 1 {
				t.Errorf("joined again, after a crash, they have %d events", got)
			}
		})
	}
}

func TestOnlyWhatWasMergedCanBeUndone(t *testing.T) {
	w := newWorld(t)
	w.ingest(people.Server, "track anon=a1 seen", "identify anon=a1 user=u1", "track user=u2 seen", "track user=u3 seen", "alias previous=u1 user=u2")
	find := func(id string) people.Found {
		found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: id})
		w.must(err)
		return found
	}
	u2, u3 := find("u2"), find("u3")
	first := u2.Profile.Merges[0].Person
	for name, person := range map[string]string{"a stranger": u3.Profile.Person, "itself": u2.Profile.Person, "no person id": "nobody", "nothing": ""} {
		if _, err := w.service.Unmerge(t.Context(), production, u2.Number, person); !errors.Is(err, people.ErrNotMerged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.service.Unmerge(t.Context(), production, u2.Number, first); err != nil {
		t.Errorf("what was merged: %v", err)
	}
	if _, err := w.service.Unmerge(t.Context(), production, u2.Number, first); !errors.Is(err, people.ErrNotMerged) {
		t.Errorf("what was undone: %v", err)
	}
	if got := w.standing(); !slices.Equal(got, []string{"a1 u1 ", "u2 ", "u3 "}) {
		t.Errorf("%q stand by themselves", got)
	}
	full := errors.New("no space left on device")
	w.ingest(people.Server, "alias previous=u1 user=u2")
	w.log.fail.Store(&full)
	if _, err := w.service.Unmerge(t.Context(), production, u2.Number, find("u2").Profile.Merges[0].Person); !errors.Is(err, full) {
		t.Errorf("a full disk: %v", err)
	}
	w.log.fail.Store(nil)
	if got := w.standing(); !slices.Equal(got, []string{"a1 u1 u2 ", "u3 "}) {
		t.Errorf("what could not be stored has left a trace: %q", got)
	}
}

// TestWhoWasPartedStaysApart says what joins two profiles again whose merge was undone, also after a crash.
func TestWhoWasPartedStaysApart(t *testing.T) {
	parted := func(t *testing.T) *world {
		t.Helper()
		w := newWorld(t)
		w.ingest(people.Server, "track anon=a1 seen", "track user=u1 seen", "identify user=u1 anon=a1")
		if !w.unmerge("u1", 0) {
			t.Fatal("nothing was merged")
		}
		return w
	}
	const two, one = "[a1  u1 ]", "[a1 u1 ]"
	tests := []struct {
		name, event string
		trust       people.Trust
		want        string
	}{
		{"an event that names both", "track user=u1 anon=a1 seen", people.Server, two},
		{"an identify of a server", "identify user=u1 anon=a1", people.Server, two},
		{"an identify of a client that speaks for the user", "identify user=u1 anon=a1", people.Verified, two},
		{"an alias of a client", "alias user=u1 previous=a1", people.Verified, two},
		{"an alias of a server", "alias user=u1 previous=a1", people.Server, one},
		{"an event of somebody new", "track user=u2 anon=a1 seen", people.Server, "[a1 u2  u1 ]"},
	}
	for _, test := range tests {
		for _, crash := range []bool{false, true} {
			w := parted(t)
			if crash {
				w.crash()
			}
			w.ingest(test.trust, test.event)
			if got := fmt.Sprint(w.standing()); got != test.want {
				t.Errorf("%s (after a crash: %v): %s stand by themselves, want %s", test.name, crash, got, test.want)
			}
			w.crash()
			if got := fmt.Sprint(w.standing()); got != test.want {
				t.Errorf("%s, once the log is folded again: %s, want %s", test.name, got, test.want)
			}
		}
	}

	w := parted(t)
	w.ingest(people.Server, "track user=u2 seen", "alias previous=u1 user=u2", "track user=u2 anon=a1 seen", "track user=u1 anon=a1 seen")
	if got := fmt.Sprint(w.standing()); got != "[a1  u1 u2 ]" {
		t.Errorf("once the user was merged into another one: %s", got)
	}
	if got := w.count(w.find("anon=a1"), "seen"); got != 1 {
		t.Errorf("%d events of the anonymous id", got)
	}
}

// TestUndoingMergesSurvivesCrashes crashes at many places of random histories in which merges are
// undone, some of them in the middle of a checkpoint, and compares with histories without crashes.
func TestUndoingMergesSurvivesCrashes(t *testing.T) {
	undone := 0
	for seed := range uint64(24) {
		random := rand.New(rand.NewPCG(seed, 11))
		calm, stormy := newWorld(t), newWorld(t)
		for step := range 150 {
			text := fmt.Sprintf("track anon=a%d seen id=s%d", random.IntN(6), step)
			switch random.IntN(6) {
			case 0:
				text = fmt.Sprintf(`identify anon=a%d user=u%d id=s%d json={"plan":"p%d"}`, random.IntN(6), random.IntN(4), step, step)
			case 1:
				text = fmt.Sprintf("alias previous=u%d user=u%d id=s%d", random.IntN(4), random.IntN(4), step)
			case 2:
				id, place := fmt.Sprintf("u%d", random.IntN(4)), random.IntN(3)
				a, b := calm.unmerge(id, place), stormy.unmerge(id, place)
				if a != b {
					t.Fatalf("%s had something to undo without crashes: %v, with crashes: %v", id, a, b)
				}
				if a {
					undone++
				}
			}
			calm.ingest(people.Server, text)
			stormy.ingest(people.Server, text)
			switch random.IntN(8) {
			case 0:
				stormy.crash()
			case 1:
				stormy.storeSome(random)
				stormy.crash()
			}
			calm.pass(time.Second)
			stormy.pass(time.Second)
		}
		if a, b := calm.everybody(), stormy.everybody(); !slices.Equal(a, b) {
			t.Fatalf("seed %d, without crashes:\n%s\nwith crashes:\n%s", seed, strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
		if a, b := calm.standing(), stormy.standing(); !slices.Equal(a, b) {
			t.Fatalf("seed %d, without crashes %q stand by themselves, with crashes %q", seed, a, b)
		}
	}
	if undone < 100 {
		t.Errorf("only %d merges were undone", undone)
	}
}
