package people_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

// pages returns the first identifiers of all that a search finds, and how many pages that took.
func (w *world) pages(limit int, keep func(*profiles.Profile) bool) (found []string, pages int) {
	w.Helper()
	for after := ""; ; pages++ {
		page, err := w.service.Search(w.Context(), production, people.Search{After: after, Limit: limit, Keep: keep})
		w.must(err)
		for _, f := range page.Found {
			found = append(found, f.Profile.Identifiers[0].Value)
		}
		if after = page.Next; after == "" {
			return found, pages + 1
		}
	}
}

func TestPagesHaveEverybodyOnce(t *testing.T) {
	w := newWorld(t)
	var want []string
	for i := range 23 {
		id := fmt.Sprintf("a%02d", i)
		want = append(want, id)
		w.ingest(people.Server, "track anon="+id+" seen")
		if i == 9 { // the first ten are stored, the others in memory only
			w.must(people.SaveInPart(t.Context(), w.service, production, func() bool { return true }))
		}
	}
	for _, when := range []string{"partly stored", "after a crash", "all stored"} {
		if when == "all stored" {
			w.must(w.service.Close())
			w.start()
		} else if when == "after a crash" {
			w.crash()
		}
		for limit, pagesWanted := range map[int]int{1: 23, 5: 5, 22: 2, 23: 1, 24: 1} {
			found, pages := w.pages(limit, nil)
			if !slices.Equal(found, want) || pages != pagesWanted {
				t.Errorf("%s, %d at a time: %d pages of %v", when, limit, pages, found)
			}
		}
	}
}

func TestPagesLeaveOutWhoIsNotWanted(t *testing.T) {
	w := newWorld(t)
	for i := range 10 {
		w.ingest(people.Server, fmt.Sprintf(`identify user=u%d json={"plan":"p%d"}`, i, i%2))
	}
	w.ingest(people.Server, "track anon=a1 seen", "identify anon=a1 user=u0", "track anon=gone seen")
	gone, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.Anonymous, Value: "gone"})
	w.must(err)
	_, err = w.service.Erase(t.Context(), production, gone.Number)
	w.must(err)
	found, _ := w.pages(2, func(p *profiles.Profile) bool {
		plan, _ := p.Trait("plan")
		return plan.Value == `"p1"`
	})
	if want := []string{"u1", "u3", "u5", "u7", "u9"}; !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
	if found, _ := w.pages(3, nil); len(found) != 10 {
		t.Errorf("those merged and erased are found: %v", found)
	}
}

func TestAWrongCursorIsRefused(t *testing.T) {
	w := newWorld(t)
	_, err := w.service.Search(t.Context(), production, people.Search{After: "u1", Limit: 10})
	if !errors.Is(err, people.ErrCursor) {
		t.Errorf("got %v", err)
	}
	if _, err := w.service.Search(t.Context(), "nowhere", people.Search{Limit: 10}); !errors.Is(err, people.ErrUnknownEnvironment) {
		t.Errorf("got %v", err)
	}
}

func TestEverythingOfSomebodyIsFoundInTheLog(t *testing.T) {
	w := newWorld(t)
	w.ingest(people.Server, "track anon=a1 first", "track anon=other seen", "identify anon=a1 user=u1")
	w.ingest(people.Server, "track anon=a2 second", "identify anon=a2 user=u2", "alias previous=u2 user=u1")
	for range 3 {
		w.ingest(people.Server, "track user=u1 third", "track user=u9 seen")
	}
	w.ingest(people.Unverified, "track user=u2 refused", "track user=u9 refused")
	found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "u2"})
	w.must(err)
	kept, err := w.service.Everything(t.Context(), production, found.Number)
	w.must(err)
	if len(kept.Merged) != 1 || kept.Merged[0].Profile.Identifiers[0].Value != "a2" {
		t.Errorf("merged are %+v", kept.Merged)
	}
	var names []string
	unreadable, err := kept.Events(t.Context(), func(h people.Happening) bool {
		names = append(names, h.Event.Call.String()+h.Event.Name)
		return true
	})
	w.must(err)
	if want := []string{"trackfirst", "identify", "tracksecond", "identify", "alias", "trackthird", "trackthird", "trackthird"}; !slices.Equal(names, want) || unreadable != 0 {
		t.Errorf("events are %v, want %v", names, want)
	}
	var failures []string
	w.must(kept.Failures(t.Context(), func(f people.FailedEvent) bool {
		failures = append(failures, f.Failed.UserID+" "+f.Failed.Name)
		return true
	}))
	if want := []string{"u2 refused"}; !slices.Equal(failures, want) {
		t.Errorf("failures are %v, want %v", failures, want)
	}
	if _, err := w.service.Everything(t.Context(), production, 1<<40); !errors.Is(err, people.ErrUnknownProfile) {
		t.Errorf("of nobody there is %v", err)
	}
}
