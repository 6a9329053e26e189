package people_test

import (
	"fmt"
	"testing"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// forget erases a user and suppresses the identifiers.
func (w *world) forget(user string) []profiles.Identifier {
	w.Helper()
	erased, err := w.service.Erase(w.Context(), production, w.found(user).Number)
	w.must(err)
	_, err = w.service.Suppress(w.Context(), production, erased.Identifiers...)
	w.must(err)
	return erased.Identifiers
}

func TestNothingIsTakenInOfWhoIsSuppressed(t *testing.T) {
	w := newWorld(t)
	w.ingest(people.Server, "track user=u1 anon=a1 seen", "track user=u2 anon=a2 seen")
	ids := w.forget("u1")
	for range 2 {
		tests := []struct {
			name, event string
			suppressed  int
		}{
			{"the user", "track user=u1 seen", 1},
			{"the user, elsewhere", "track user=u1 anon=a9 seen", 1},
			{"the anonymous id", "track anon=a1 seen", 1},
			{"an alias to the user", "alias user=u1 previous=a8", 1},
			{"an alias from the user", "alias user=u2 previous=u1", 1},
			{"somebody else", "track user=u2 anon=a2 seen", 0},
			{"somebody else on the same machine", "track user=u2 anon=a1 seen", 0},
			{"somebody new on the same machine", "track user=u3 anon=a1 seen", 0},
		}
		for _, test := range tests {
			if r := w.ingest(people.Server, test.event); r.Suppressed != test.suppressed || r.Accepted != 1-test.suppressed {
				t.Errorf("%s: %+v", test.name, r)
			}
		}
		for _, id := range []string{"user=u1", "anon=a1", "anon=a8", "anon=a9"} {
			if w.find(id) != nil {
				t.Errorf("%s has a profile", id)
			}
		}
		w.crash()
	}
	if got := w.count(w.find("user=u2"), "seen"); got != 5 {
		t.Errorf("u2 has %d events, want 5", got)
	}
	suppressed, err := w.service.Suppressed(t.Context(), production)
	if err != nil || suppressed.Identifiers != 2 || suppressed.Refused != 0 {
		t.Errorf("%+v %v", suppressed, err)
	}

	lifted, err := w.service.Lift(t.Context(), production, append(ids, ids...)...)
	if err != nil || lifted != 2 {
		t.Errorf("%d lifted, %v", lifted, err)
	}
	if r := w.ingest(people.Server, "track user=u1 anon=a1 seen"); r.Accepted != 1 || w.count(w.find("user=u1"), "seen") != 1 {
		t.Errorf("after it is lifted: %+v", r)
	}
	if again, err := w.service.Lift(t.Context(), production, ids...); again != 0 || err != nil {
		t.Errorf("lifted again: %d, %v", again, err)
	}
}

func TestSuppressedIDsAreCountedOnceAndKeptAcrossStarts(t *testing.T) {
	w := newWorld(t)
	all := make([]profiles.Identifier, 500)
	for i := range all {
		all[i] = profiles.Identifier{Kind: profiles.User, Value: fmt.Sprint("u", i)}
	}
	all = append(all, profiles.Identifier{Kind: profiles.GroupID, Value: "g"})
	for _, want := range []int{500, 0} {
		if added, err := w.service.Suppress(t.Context(), production, all...); err != nil || added != want {
			t.Errorf("%d added, %v; want %d", added, err, want)
		}
	}
	w.must(w.service.Close())
	w.start()
	if s, err := w.service.Suppressed(t.Context(), production); err != nil || s.Identifiers != 500 {
		t.Errorf("%+v %v", s, err)
	}
	for _, id := range []profiles.Identifier{{Kind: profiles.User, Value: "u7"}, {Kind: profiles.Anonymous, Value: "u7"}, {Kind: profiles.User, Value: "other"}} {
		is, err := w.service.IsSuppressed(t.Context(), production, id)
		if err != nil || is != (id == all[7]) {
			t.Errorf("%v: %v %v", id, is, err)
		}
	}
	if w.find("user=u7") != nil {
		t.Error("a suppressed id leads to somebody")
	}
}

// TestFailedEventsOfWhoIsSuppressedAreNotKept sends what fails, of somebody who was erased.
func TestFailedEventsOfWhoIsSuppressedAreNotKept(t *testing.T) {
	w := newWorld(t)
	w.definitions.checks.Schema = events.NewSchema(events.Declarations{Undeclared: events.Quarantine, Events: map[string]events.EventSchema{"seen": {}}})
	w.ingest(people.Server, "track user=u1 anon=a1 seen")
	w.forget("u1")
	if r := w.ingest(people.Server, "track user=u1 odd", "track user=u2 odd"); r.Suppressed != 1 || r.Failed != 1 {
		t.Errorf("%+v", r)
	}
	if r := w.ingest(people.Unverified, "track user=u1 anon=a5 seen"); r.Accepted != 1 || r.Suppressed != 0 {
		t.Errorf("an anonymous event whose user is not believed: %+v", r)
	}
	failed, err := w.service.Failed(t.Context(), production, 0, 10)
	if err != nil || len(failed) != 1 || failed[0].Failed.UserID != "u2" {
		t.Errorf("%+v %v", failed, err)
	}
}
