package people_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
)

func TestWhatIsNotToBeKeptIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.definitions.checks.FailedRetention = 7 * 24 * time.Hour
		w.definitions.checks.Retention = func(event string) time.Duration {
			if event == "short" {
				return 10 * 24 * time.Hour
			}
			return 0
		}
		w.ingest(people.Server, "track user=u1 short", "track user=u1 long")
		w.ingest(people.Unverified, "track user=u1 long")
		w.pass(5 * 24 * time.Hour)
		time.Sleep(61 * time.Minute)
		if p := w.find("user=u1"); w.count(p, "short") != 1 || w.count(p, "long") != 1 {
			t.Error("something was forgotten after five days")
		}
		w.pass(7 * 24 * time.Hour)
		time.Sleep(61 * time.Minute)
		p := w.find("user=u1")
		if w.count(p, "short") != 0 || w.count(p, "long") != 1 {
			t.Errorf("after twelve days there are %d short and %d long", w.count(p, "short"), w.count(p, "long"))
		}
		found, err := w.service.Find(t.Context(), production, profiles.Identifier{Kind: profiles.User, Value: "u1"})
		w.must(err)
		history, err := w.service.History(t.Context(), production, found.Number, 0, 10)
		w.must(err)
		if len(history.Happenings) != 1 || history.Happenings[0].Event.Name != "long" {
			t.Errorf("history %+v", history)
		}
		if failed, err := w.service.Failed(t.Context(), production, 0, 10); err != nil || len(failed) != 0 {
			t.Errorf("failures %v, %v", failed, err)
		}
		w.crash()
		if p := w.find("user=u1"); w.count(p, "short") != 0 || w.count(p, "long") != 1 {
			t.Error("a crash brings back what was forgotten")
		}
		w.must(w.service.Close())
	})
}

func TestWhatEventsLookLikeIsLearnt(t *testing.T) {
	w := newWorld(t)
	for i := range 30 {
		w.ingest(people.Server, fmt.Sprintf(`track user=u%d bought json={"price":%d,"currency":"EUR"}`, i, i))
	}
	w.must(w.service.Close())
	w.start()
	seen, err := w.service.Seen(t.Context(), production)
	w.must(err)
	bought := seen.Suggest().Events["bought"]
	if bought.Properties["price"].Type != events.TypeNumber || bought.Properties["currency"].Type != events.TypeString || len(bought.Properties) != 2 {
		t.Errorf("%+v", seen.Suggest())
	}
	if slices.Contains(bought.Properties["currency"].Enum, "EUR") {
		t.Error("a value was learnt")
	}
}
