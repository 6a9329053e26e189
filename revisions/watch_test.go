package revisions_test

import (
	"sync"
	"testing"
	"testing/synctest"

	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/mem"
)

func TestWatchersHearOfTheNewestRevision(t *testing.T) {
	s := opened(t, mem.Open())
	quick, stopQuick := s.Watch(production)
	slow, stopSlow := s.Watch(production)
	defer stopSlow()
	for n := uint64(1); n <= 3; n++ {
		publish(t, s, flag("a", []string{"on", "off"}[n%2]))
		if p := <-quick; p.Number != n {
			t.Errorf("the quick one hears of %d, want %d", p.Number, n)
		}
	}
	if p := <-slow; p.Number != 3 {
		t.Errorf("the slow one hears of %d", p.Number)
	}
	stopQuick()
	stopQuick()
	publish(t, s, flag("b", "on"))
	if p, ok := <-quick; ok {
		t.Errorf("heard of %d after stop", p.Number)
	}
	if p := <-slow; p.Number != 4 {
		t.Errorf("the other one hears of %d", p.Number)
	}
	if _, ok := <-func() <-chan *revisions.Published { c, stop := s.Watch("staging"); stop(); return c }(); ok {
		t.Error("heard of an unknown environment")
	}
}

// TestNothingRunsAfterStop would not end if publishing, watching or stopping left a goroutine behind.
func TestNothingRunsAfterStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := opened(t, mem.Open())
		var group sync.WaitGroup
		for range 20 {
			updates, stop := s.Watch(production)
			group.Go(func() {
				var last uint64
				for p := range updates {
					if p.Number <= last {
						t.Errorf("%d came after %d", p.Number, last)
					}
					if last = p.Number; last > 10 {
						stop()
					}
				}
			})
			group.Go(func() {
				publish(t, s, flag("a", "on"))
				publish(t, s, flag("a", "off"))
			})
		}
		for current(t, s).Number < 12 {
			publish(t, s, flag("b", "on"))
			publish(t, s, flag("b", "off"))
		}
		group.Go(func() { publish(t, s, flag("z", "on")) })
		synctest.Wait()
		publish(t, s, flag("last", "on"))
		group.Wait()
	})
}
