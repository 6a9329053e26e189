package server

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestTurnsAreTakenByAFewAtOnceAndByAllInTheEnd(t *testing.T) {
	var turns turns
	var at, most, all atomic.Int64
	var wait sync.WaitGroup
	for range 500 {
		wait.Go(func() {
			turns.take(func() {
				now := at.Add(1)
				for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
				}
				at.Add(-1)
				all.Add(1)
			})
		})
	}
	wait.Wait()
	if all.Load() != 500 || most.Load() > int64(mostTurns()) {
		t.Errorf("%d of 500 had their turn, %d of them at once", all.Load(), most.Load())
	}
	turns.mu.Lock()
	defer turns.mu.Unlock()
	if len(turns.waiting) > 0 {
		t.Error("somebody still waits")
	}
}
