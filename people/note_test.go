package people_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// found finds the profile of a user, who must be known.
func (w *world) found(user string) people.Found {
	w.Helper()
	found, err := w.service.Find(w.Context(), production, profiles.Identifier{Kind: profiles.User, Value: user})
	w.must(err)
	return found
}

// many returns what somebody is given of many flags.
func many(n int, variant string, at int64) []profiles.Given {
	given := make([]profiles.Given, n)
	for i := range given {
		given[i] = profiles.Given{Flag: fmt.Sprintf("flag-%03d", i), Variant: variant, Reason: "TARGETING_MATCH", Revision: 2, At: at}
	}
	return given
}

func TestAllThatSomebodyIsGivenAtOnceIsNotedAndSurvivesACrashASecondLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ingest(people.Server, "track user=u1 seen")
		for round, variant := range []string{"on", "off"} {
			if !w.service.Note(production, w.found("u1"), many(450, variant, int64(round))...) {
				t.Fatal("something was dropped")
			}
			time.Sleep(time.Second)
		}
		w.ingest(people.Server, "track user=u1 seen")
		for range 2 { // the log is folded twice: it comes to the same
			w.crash()
			p := w.found("u1").Profile
			latest, _ := p.LatestGiven("flag-449")
			if len(p.Given) != 900 || latest.Variant != "off" || latest.At != 1 || w.count(p, "seen") != 2 {
				t.Errorf("%d given, the latest %+v, of %d events", len(p.Given), latest, w.count(p, "seen"))
			}
		}
		w.must(w.service.Close())
	})
}

func TestTheSameIsNotedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ingest(people.Server, "track user=u1 seen")
		before := w.found("u1")
		synctest.Wait() // for what a service does when it starts, which may be a checkpoint
		start, _ := w.service.Status(production)
		for range 3 {
			w.service.Note(production, before, many(10, "on", 5)...) // as long as the profile does not say so
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Second)
		w.service.Note(production, w.found("u1"), many(10, "on", 6)...)
		time.Sleep(time.Second)
		status, _ := w.service.Status(production)
		if len(w.found("u1").Profile.Given) != 10 || status.NotesWaiting != 0 || status.Unstored != start.Unstored+1 {
			t.Errorf("%d given, %+v: want one record more than %d", len(w.found("u1").Profile.Given), status, start.Unstored)
		}
		w.must(w.service.Close())
	})
}

func TestNotesWaitForAStoreThatCannotWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ingest(people.Server, "track user=u1 seen")
		full := errors.New("no space left on device")
		w.log.fail.Store(&full)
		w.service.Note(production, w.found("u1"), many(3, "on", 5)...)
		time.Sleep(3 * time.Second)
		if status, _ := w.service.Status(production); status.NotesWaiting != 3 || len(w.found("u1").Profile.Given) != 0 {
			t.Errorf("%+v: want three that wait", status)
		}
		w.log.fail.Store(nil)
		time.Sleep(time.Second)
		w.crash()
		if got := len(w.found("u1").Profile.Given); got != 3 {
			t.Errorf("%d given once there is room again, want 3", got)
		}
		w.must(w.service.Close())
	})
}

func TestNotesThatAreTooManyAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ingest(people.Server, "track user=u1 seen")
		full := errors.New("no space left on device")
		w.log.fail.Store(&full)
		all := many(people.MostNotes+7, "on", 5)
		if w.service.Note(production, w.found("u1"), all...) {
			t.Error("more than there is room for was taken")
		}
		time.Sleep(1100 * time.Millisecond) // between two attempts
		if status, _ := w.service.Status(production); status.NotesWaiting != people.MostNotes || status.NotesDropped != 7 {
			t.Errorf("%+v", status)
		}
		w.log.fail.Store(nil)
		time.Sleep(30 * time.Second)
		status, _ := w.service.Status(production)
		if status.Noted != people.MostNotes || len(w.found("u1").Profile.Given) != profiles.MaxGiven {
			t.Errorf("%+v, %d given", status, len(w.found("u1").Profile.Given))
		}
		w.must(w.service.Close())
	})
}

func TestNotesFollowAMergeAndAreErasedWithThePerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ingest(people.Server, "track anon=a1 seen", "track user=u1 seen", "track user=u2 seen")
		anonymous, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.Anonymous, Value: "a1"})
		w.must(err)
		gone := w.found("u2")
		w.ingest(people.Server, "track user=u1 anon=a1 seen")
		w.service.Note(production, anonymous, many(2, "on", 5)...)
		_, err = w.service.Erase(t.Context(), production, gone.Number)
		w.must(err)
		w.service.Note(production, gone, many(2, "on", 5)...)
		time.Sleep(time.Second)
		w.crash()
		if got := len(w.found("u1").Profile.Given); got != 2 {
			t.Errorf("%d given of who was merged meanwhile, want 2", got)
		}
		if w.find("user=u2") != nil {
			t.Error("a note brought back who was erased")
		}
		w.must(w.service.Close())
	})
}
