// Package push knows who listens to which decisions, and hands them the new ones when something that they rest on
// has changed: a publish, a profile, a list, or time alone. It decides anew only what can have changed, for those
// for whom it can have, and only what really changed is handed on. It knows no protocol.
package push

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/revisions"
)

// Config is what a Hub is made of. Engine and Revisions are required.
type Config struct {
	Engine    *decision.Engine
	Revisions *revisions.Service
	// People are those whose changes are listened to; nil if the engine knows nobody.
	People *people.Service
	// Clock gives the instant of decisions; nil is time.Now.
	Clock func() time.Time
	// Logger hears of what nobody waits for; nil logs nothing.
	Logger *slog.Logger
	// Workers is how many topics are decided at once; 0 is one for each core.
	Workers int
}

// Hub knows who listens. All methods may be called concurrently.
type Hub struct {
	config Config
	queue  queue
	timers timers
	counts counts

	// rooms has each environment to which somebody has listened. The map is replaced as a whole and never changed.
	rooms  atomic.Pointer[map[string]*room]
	mu     sync.Mutex // held while rooms is replaced
	closed bool       // guarded by mu

	watching watching

	ctx  context.Context // of what runs in the background
	stop context.CancelFunc
	done sync.WaitGroup
}

// counts are what the hub has done since it was made.
type counts struct {
	topics, listeners    atomic.Int64
	evaluations, updates atomic.Uint64
}

// Counts are what a hub does and has done.
type Counts struct {
	Topics    int64 // different questions that are listened to
	Listeners int64
	// Evaluations is how many times a topic was decided anew, in whole or in part, since it was first.
	Evaluations uint64
	Updates     uint64 // handed to listeners
}

// New makes a hub, which hears of changes from now on. The caller calls Close.
func New(config Config) *Hub {
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	if config.Workers == 0 {
		config.Workers = runtime.GOMAXPROCS(0)
	}
	h := &Hub{config: config}
	h.rooms.Store(&map[string]*room{})
	h.queue.filled.L = &h.queue.mu
	h.timers.earlier = make(chan struct{}, 1)
	h.ctx, h.stop = context.WithCancel(context.Background())
	config.Engine.Listen(h.listChanged)
	if config.People != nil {
		config.People.Listen(h)
	}
	for range config.Workers {
		h.done.Go(h.work)
	}
	h.done.Go(h.wake)
	return h
}

// Close stops deciding anew. Listeners hear nothing any more.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.stop()
	h.queue.close()
	h.done.Wait()
}

// Counts returns what the hub does and has done.
func (h *Hub) Counts() Counts {
	return Counts{
		Topics: h.counts.topics.Load(), Listeners: h.counts.listeners.Load(),
		Evaluations: h.counts.evaluations.Load(), Updates: h.counts.updates.Load(),
	}
}

// room returns the listeners of an environment, or revisions.ErrUnknownEnvironment.
func (h *Hub) room(environment string) (*room, error) {
	if r := (*h.rooms.Load())[environment]; r != nil {
		return r, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	all := *h.rooms.Load()
	switch {
	case all[environment] != nil:
		return all[environment], nil
	case h.closed:
		return nil, ErrClosed
	}
	updates, stop := h.config.Revisions.Watch(environment)
	current, err := h.config.Revisions.Current(environment)
	if err != nil {
		stop()
		return nil, fmt.Errorf("listen: %w", err)
	}
	r := newRoom(h, environment, current)
	next := maps.Clone(all)
	next[environment] = r
	h.rooms.Store(&next)
	h.done.Go(func() { r.follow(updates, stop) })
	return r, nil
}

// Changed implements people.Listener.
func (h *Hub) Changed(environment string, changes []people.Change, links map[profiles.Identifier]uint64) {
	if r := (*h.rooms.Load())[environment]; r != nil {
		r.peopleChanged(changes, links)
	}
}

func (h *Hub) listChanged(environment, list string, members []string) {
	if r := (*h.rooms.Load())[environment]; r != nil {
		r.listChanged(list, members)
	}
}

// work decides topics anew as long as there are any to decide.
func (h *Hub) work() {
	var w worker
	var taken []*topic
	for {
		taken = h.queue.take(taken, h.config.Workers)
		if len(taken) == 0 {
			return
		}
		for _, t := range taken {
			w.refresh(t)
		}
		clear(taken)
	}
}
