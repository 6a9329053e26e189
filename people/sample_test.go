package people_test

import (
	"fmt"
	"testing"

	"github.com/fingerpost/fingerpost/people"
)

func TestASampleIsOfEverybody(t *testing.T) {
	w := newWorld(t)
	const everybody, want, rounds = 3000, 100, 60
	for i := range everybody / 500 {
		var texts []string
		for j := range 500 {
			texts = append(texts, fmt.Sprintf("track anon=a%d seen", i*500+j))
		}
		w.ingest(people.Server, texts...)
	}
	w.ingest(people.Server, "identify anon=a1 user=u1", "identify anon=a2 user=u1")
	drawn := map[uint64]int{}
	for range rounds {
		seen := map[uint64]bool{}
		ok, err := w.service.Sample(t.Context(), production, want, func(some []people.Found) bool {
			for _, f := range some {
				if seen[f.Number] || f.Profile.Into != 0 {
					t.Errorf("%d is drawn twice, or is part of another", f.Number)
				}
				seen[f.Number] = true
				drawn[f.Number]++
			}
			return true
		})
		w.must(err)
		if !ok || len(seen) < want {
			t.Fatalf("%d were drawn: %v", len(seen), ok)
		}
	}
	low, high, all := 0, 0, 0
	for number, times := range drawn {
		all += times
		if number <= everybody/2 {
			low += times
		} else {
			high += times
		}
	}
	if share := float64(low) / float64(all); share < 0.47 || share > 0.53 { // 16,000 draws: more than seven standard deviations
		t.Errorf("%d of the first half, %d of the second", low, high)
	}
}

func TestASampleOfFewIsNone(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"", "track anon=a1 seen", "track anon=a2 seen"} {
		if text != "" {
			w.ingest(people.Server, text)
		}
		drawn, err := w.service.Sample(t.Context(), production, 10, func([]people.Found) bool { return true })
		if drawn || err != nil {
			t.Errorf("drawn: %v, %v", drawn, err)
		}
	}
}
