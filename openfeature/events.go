package openfeature

import (
	"slices"
	"sync"

	of "github.com/open-feature/go-sdk/openfeature"
)

// maxQueued bounds the events that wait for a reader. Whoever uses a provider
// without the SDK may never read them, and following the server must not wait for that.
const maxQueued = 64

// emitter hands events to the SDK in their order, without ever making the
// emitting goroutine wait.
type emitter struct {
	channel chan of.Event

	mu     sync.Mutex
	queue  []of.Event
	stop   chan struct{}
	closed sync.WaitGroup
	wake   chan struct{}
}

func newEmitter() *emitter {
	return &emitter{channel: make(chan of.Event), wake: make(chan struct{}, 1)}
}

// start begins to deliver; it must be ended by close.
func (e *emitter) start() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.queue, e.stop = nil, make(chan struct{})
	stop := e.stop
	e.closed.Go(func() { e.deliver(stop) })
}

// close ends the delivery; what still waits is dropped.
func (e *emitter) close() {
	close(e.stop)
	e.closed.Wait()
}

// emit queues an event. A queue that nobody reads is kept short: changes of
// configuration are joined, and of two other events the older one goes.
func (e *emitter) emit(kind of.EventType, details of.ProviderEventDetails) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.queue = append(e.queue, of.Event{ProviderName: providerName, EventType: kind, ProviderEventDetails: details})
	if len(e.queue) > maxQueued {
		e.queue = shorten(e.queue)
	}
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// shorten joins all changes into one event and keeps only the newest event of the other kinds.
func shorten(queue []of.Event) []of.Event {
	var changes, status *of.Event
	var flags []string
	for i := range queue {
		if queue[i].EventType != of.ProviderConfigChange {
			status = &queue[i]
			continue
		}
		changes = &queue[i]
		flags = append(flags, queue[i].FlagChanges...)
	}
	var short []of.Event
	if changes != nil {
		slices.Sort(flags)
		changes.FlagChanges = slices.Compact(flags)
		short = append(short, *changes)
	}
	if status != nil {
		short = append(short, *status)
	}
	return short
}

func (e *emitter) deliver(stop <-chan struct{}) {
	for {
		event, ok := e.pop()
		if !ok {
			select {
			case <-e.wake:
				continue
			case <-stop:
				return
			}
		}
		select {
		case e.channel <- event:
		case <-stop:
			return
		}
	}
}

func (e *emitter) pop() (of.Event, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.queue) == 0 {
		return of.Event{}, false
	}
	event := e.queue[0]
	e.queue = e.queue[1:]
	return event, true
}
