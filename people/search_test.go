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
