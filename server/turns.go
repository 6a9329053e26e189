package server

import (
	"runtime"
	"sync"
)

// turns bounds how much of something costly goes on at once, first come first served. When thousands of listeners come
// back together, decisions are answered beside them instead of behind them. It is done by goroutines of its
// own, so that the stacks of those who wait stay small. The zero turns is ready for use.
type turns struct {
	mu      sync.Mutex
	waiting []func()
	working int
}

// mostTurns is how many have their turn at once: half of the cores are left to everything else.
func mostTurns() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// take has f called once it is its turn, and waits for that. F must not take a turn itself.
func (t *turns) take(f func()) {
	done := make(chan struct{})
	t.mu.Lock()
	t.waiting = append(t.waiting, func() {
		defer close(done)
		f()
	})
	if t.working < mostTurns() {
		t.working++
		go t.work()
	}
	t.mu.Unlock()
	<-done
}

// work calls whoever waits, until nobody does.
func (t *turns) work() {
	for {
		t.mu.Lock()
		if len(t.waiting) == 0 {
			t.waiting = nil
			t.working--
			t.mu.Unlock()
			return
		}
		next := t.waiting[0]
		t.waiting[0] = nil
		t.waiting = t.waiting[1:]
		t.mu.Unlock()
		next()
	}
}
