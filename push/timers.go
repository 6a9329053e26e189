package push

import (
	"container/heap"
	"sync"
	"time"
)

// timer says when time alone can change what a topic was decided to.
type timer struct {
	at    int64 // milliseconds since 1970 UTC
	topic *topic
}

// timers is a heap, earliest first, in which a topic has at least its earliest timer.
type timers struct {
	mu      sync.Mutex
	heap    timerHeap
	earlier chan struct{} // a new timer is the earliest
}

type timerHeap []timer

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (t timerHeap) Len() int           { return len(t) }
func (t timerHeap) Less(i, j int) bool { return t[i].at < t[j].at }
func (t timerHeap) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }

// Push implements heap.Interface.
func (t *timerHeap) Push(x any) { *t = append(*t, x.(timer)) }

// Pop implements heap.Interface.
func (t *timerHeap) Pop() any {
	last := len(*t) - 1
	x := (*t)[last]
	(*t)[last] = timer{}
	*t = (*t)[:last]
	return x
}

// await sets when a topic is to be looked at.
func (t *timers) await(topic *topic, at int64) {
	t.mu.Lock()
	heap.Push(&t.heap, timer{at, topic})
	first := t.heap[0].at == at
	t.mu.Unlock()
	if first {
		select {
		case t.earlier <- struct{}{}:
		default:
		}
	}
}

// due takes those out whose time has come, and returns the next time; 0 if there is none.
func (t *timers) due(now int64) (topics []*topic, next int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.heap) > 0 && t.heap[0].at <= now {
		topics = append(topics, heap.Pop(&t.heap).(timer).topic)
	}
	if len(t.heap) > 0 {
		next = t.heap[0].at
	}
	return topics, next
}

// mostWait bounds how long is waited at once, so that a clock that was set is noticed.
const mostWait = time.Second

// wake decides those anew whose time has come, until the hub closes.
func (h *Hub) wake() {
	for {
		now := h.config.Clock()
		topics, next := h.timers.due(now.UnixMilli())
		for _, t := range topics {
			t.timeHasCome(now)
		}
		wait := mostWait
		if next != 0 {
			wait = min(wait, time.UnixMilli(next).Sub(now))
		}
		alarm := time.NewTimer(wait)
		select {
		case <-h.ctx.Done():
			alarm.Stop()
			return
		case <-h.timers.earlier:
			alarm.Stop()
		case <-alarm.C:
		}
	}
}
