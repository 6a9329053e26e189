package people_test

import (
	"fmt"
	"testing"

	"github.com/fingerpost/fingerpost/people"
)

// TestWhoIsWho walks through what becomes of profiles when ids meet.
func TestWhoIsWho(t *testing.T) {
	type step struct {
		trust people.Trust
		event string
	}
	tests := []struct {
		name  string
		steps []step
		// counts are the events that the profile of an identifier has; -1 if nobody is known by it.
		counts map[string]int
		// same and other are pairs of identifiers that lead to one profile, or to two.
		same, other [][2]string
		failures    int
	}{
		{
			name:   "an anonymous id has a profile of its own",
			steps:  []step{{people.Unverified, "track anon=a1 seen"}, {people.Unverified, "track anon=a2 seen"}},
			counts: map[string]int{"anon=a1": 1, "anon=a2": 1},
			other:  [][2]string{{"anon=a1", "anon=a2"}},
		},
		{
			name: "identifying takes the anonymous past along",
			steps: []step{
				{people.Verified, "track anon=a1 seen"}, {people.Verified, "identify anon=a1 user=u1"}, {people.Verified, "track user=u1 seen"},
			},
			counts: map[string]int{"anon=a1": 2, "user=u1": 2},
			same:   [][2]string{{"anon=a1", "user=u1"}},
		},
		{
			name: "a second device joins the known user",
			steps: []step{
				{people.Server, "track user=u1 seen"}, {people.Verified, "track anon=a2 seen"}, {people.Verified, "identify anon=a2 user=u1"},
			},
			counts: map[string]int{"user=u1": 2, "anon=a2": 2},
			same:   [][2]string{{"anon=a2", "user=u1"}},
		},
		{
			name: "two users on one machine stay two",
			steps: []step{
				{people.Server, "identify anon=a1 user=u1"}, {people.Server, "track anon=a1 user=u2 seen"}, {people.Server, "track anon=a1 user=u1 seen"},
			},
			counts: map[string]int{"user=u1": 1, "user=u2": 1, "anon=a1": 1},
			same:   [][2]string{{"anon=a1", "user=u1"}},
			other:  [][2]string{{"user=u1", "user=u2"}},
		},
		{
			name: "two known users stay two when an event names both",
			steps: []step{
				{people.Server, "identify anon=a1 user=u1"}, {people.Server, "identify anon=a2 user=u2"}, {people.Server, "track anon=a1 user=u2 seen"},
			},
			counts: map[string]int{"user=u1": 0, "user=u2": 1},
			other:  [][2]string{{"user=u1", "user=u2"}},
		},
		{
			name: "without a token a user is not believed, and the event is the anonymous id's",
			steps: []step{
				{people.Server, "identify user=u1"}, {people.Unverified, "track anon=a1 user=u1 seen"}, {people.Unverified, "track user=u1 seen"},
			},
			counts:   map[string]int{"user=u1": 0, "anon=a1": 1},
			other:    [][2]string{{"anon=a1", "user=u1"}},
			failures: 2,
		},
		{
			name: "without a token nobody becomes a user",
			steps: []step{
				{people.Unverified, "identify anon=a1 user=u9"},
			},
			counts:   map[string]int{"user=u9": -1, "anon=a1": 0},
			failures: 1,
		},
		{
			name: "an alias makes an anonymous id the user's",
			steps: []step{
				{people.Verified, "track anon=a1 seen"}, {people.Verified, "alias previous=a1 user=u1"},
			},
			counts: map[string]int{"user=u1": 1, "anon=a1": 1},
			same:   [][2]string{{"anon=a1", "user=u1"}},
		},
		{
			name: "an alias of an id that nobody had leads to the user from then on",
			steps: []step{
				{people.Verified, "alias previous=a7 user=u1"}, {people.Unverified, "track anon=a7 seen"},
			},
			counts: map[string]int{"user=u1": 1},
			same:   [][2]string{{"anon=a7", "user=u1"}},
		},
		{
			name: "a server key joins two known users by an alias",
			steps: []step{
				{people.Server, "track user=u1 seen"}, {people.Server, "track user=u2 seen"}, {people.Server, "alias previous=u1 user=u2"},
			},
			counts: map[string]int{"user=u1": 2, "user=u2": 2},
			same:   [][2]string{{"user=u1", "user=u2"}},
		},
		{
			name: "a client never joins two known users",
			steps: []step{
				{people.Server, "track user=u1 seen"}, {people.Server, "track user=u2 seen"}, {people.Verified, "alias previous=u1 user=u2"},
			},
			counts:   map[string]int{"user=u1": 1, "user=u2": 1},
			other:    [][2]string{{"user=u1", "user=u2"}},
			failures: 1,
		},
		{
			name: "aliases in a circle end",
			steps: []step{
				{people.Server, "track user=u1 seen"}, {people.Server, "alias previous=u1 user=u2"}, {people.Server, "alias previous=u2 user=u3"},
				{people.Server, "alias previous=u3 user=u1"}, {people.Server, "track user=u2 seen"},
			},
			counts: map[string]int{"user=u1": 2, "user=u2": 2, "user=u3": 2},
			same:   [][2]string{{"user=u1", "user=u3"}, {"user=u2", "user=u3"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, how := range []string{"as it comes", "in one batch", "after a crash"} {
				t.Run(how, func(t *testing.T) {
					w := newWorld(t)
					if how == "in one batch" {
						var incoming []people.Incoming
						for _, s := range test.steps {
							e := w.event(s.event)
							incoming = append(incoming, people.Incoming{Event: &e, Trust: s.trust})
						}
						_, err := w.service.Ingest(t.Context(), production, incoming, nil)
						w.must(err)
					} else {
						for _, s := range test.steps {
							w.ingest(s.trust, s.event)
						}
					}
					if how == "after a crash" {
						w.crash()
					}
					for id, want := range test.counts {
						if got := w.count(w.find(id), "seen"); got != want {
							t.Errorf("%s has %d events, want %d", id, got, want)
						}
					}
					for _, pair := range test.same {
						if a, b := w.find(pair[0]), w.find(pair[1]); a == nil || b == nil || a.Person != b.Person {
							t.Errorf("%s and %s are not one", pair[0], pair[1])
						}
					}
					for _, pair := range test.other {
						if a, b := w.find(pair[0]), w.find(pair[1]); a == nil || b == nil || a.Person == b.Person {
							t.Errorf("%s and %s are not two", pair[0], pair[1])
						}
					}
					failed, err := w.service.Failed(t.Context(), production, 0, 100)
					w.must(err)
					if len(failed) != test.failures {
						t.Errorf("%d failures, want %d: %v", len(failed), test.failures, failed)
					}
				})
			}
		})
	}
}

// TestWhatOneProfileIsJoinedFromIsBounded lets a machine that everybody uses name one user with ever new ids.
func TestWhatOneProfileIsJoinedFromIsBounded(t *testing.T) {
	w := newWorld(t)
	for i := range 1200 {
		w.ingest(people.Server, fmt.Sprintf("track user=kiosk anon=a%d seen", i))
	}
	p := w.find("user=kiosk")
	if len(p.Identifiers) != 1000 || w.count(p, "seen") != 1200 {
		t.Errorf("%d identifiers, %d events", len(p.Identifiers), w.count(p, "seen"))
	}
	w.ingest(people.Unverified, "track anon=a1100 seen")
	if other := w.find("anon=a1100"); other == nil || other.Person == p.Person {
		t.Error("an id beyond the bound does not stay apart")
	}
}
