package people

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// crowd is the people of one environment.
type crowd struct {
	service *Service
	name    string
	cache   *cache

	waiting chan *submission // to be made durable
	pending atomic.Int64     // events that wait
	ended   chan struct{}    // closed once nothing takes submissions any more

	refresh   chan struct{} // the definitions have changed
	regrouped chan struct{} // so have traits of groups, and it is time for a sweep
	notes     notes

	warnings warnings
	tallies  tallies

	seenEvents seen
	violations violations
	suppressed suppressions
	jobs       jobList

	checkpointing sync.Mutex    // held while a checkpoint is written
	settling      sync.Mutex    // held while what is settled changes
	settled       atomic.Uint64 // the number under which that is stored; 0 if nothing is

	mu         sync.Mutex // held while profiles change; it guards what follows
	last       uint64     // sequence number of the newest record that was folded
	checkpoint uint64     // the position of the newest checkpoint
	dirty      []*entry   // that are not stored as they are
	dirtyLinks map[privacy.Hash]uint64
	seen       duplicates
	census     census
	timers     timers
	fewTimers  int      // as many as need not be thinned
	told       []Change // memory for what the listener is told
	groups     regrouping
}

// submission is what one caller waits for.
type submission struct {
	incoming []Incoming
	failed   []*events.Failed // what could not be taken in as it was
	result   Result
	err      error
	done     chan struct{}
}

// What sealed data is bound to, so that it is worth nothing in another's place.
const (
	boundProfile byte = iota + 1
	boundEvent
	boundFailure
)

// bound returns what the sealed data of a number is bound to.
func (c *crowd) bound(kind byte, number uint64) []byte {
	b := make([]byte, 0, 9+len(c.name))
	b = binary.BigEndian.AppendUint64(append(b, kind), number)
	return append(b, c.name...)
}

func openCrowd(ctx context.Context, s *Service, name string) (*crowd, error) {
	c := &crowd{
		service: s, name: name, cache: newCache(),
		waiting:    make(chan *submission, 1024),
		refresh:    make(chan struct{}, 1),
		regrouped:  make(chan struct{}, 1),
		notes:      notes{many: make(chan struct{}, 1), latest: map[noteKey]profiles.Given{}},
		ended:      make(chan struct{}),
		dirtyLinks: map[privacy.Hash]uint64{},
		census:     census{sizes: map[string]int{}, touched: map[uint64]bool{}, born: s.keys.born},
	}
	if err := c.openSettled(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(c.recallSeen(ctx), c.recallViolations(ctx), c.recallSuppressed(ctx)); err != nil {
		return nil, err
	}
	if err := c.recall(ctx); err != nil {
		return nil, err
	}
	if err := c.replay(ctx); err != nil {
		return nil, err
	}
	s.done.Go(c.commits)
	s.done.Go(c.keep)
	s.done.Go(c.work)
	return c, nil
}

// recall fills the memory of message ids from the log.
func (c *crowd) recall(ctx context.Context) error {
	now, checks := c.service.config.Clock(), c.service.definitions.Checks(c.name)
	c.seen.bound(checks.Dedupe, checks.duplicates(), now.UnixMilli())
	since := now.Add(-checks.Dedupe)
	return c.service.config.Log.Messages(ctx, c.name, since, func(at time.Time, hashes []uint64) bool {
		room := true
		for _, hash := range hashes {
			if hash == 0 { // a note has no message
				continue
			}
			room = c.seen.addOlder(hash, at.UnixMilli()) && room
		}
		return room
	})
}

// commits makes submissions and notes durable and folds them, as many at once as are waiting, until the service ends.
func (c *crowd) commits() {
	defer close(c.ended)
	ticker := time.NewTicker(noteEvery)
	defer ticker.Stop()
	for {
		select {
		case <-c.service.ctx.Done():
			c.refuseWaiting()
			return
		case first := <-c.waiting:
			_ = c.commit(c.service.ctx, c.gather(first)) // those who wait are told
		case <-ticker.C:
			c.commitNotes(c.service.ctx)
		case <-c.notes.many:
			c.commitNotes(c.service.ctx)
		}
	}
}

// mostAtOnce is about how many events are made durable together.
const mostAtOnce = 4000

// gather takes what else is waiting.
func (c *crowd) gather(first *submission) []*submission {
	all, count := []*submission{first}, len(first.incoming)
	for count < mostAtOnce {
		select {
		case next := <-c.waiting:
			all = append(all, next)
			count += len(next.incoming)
		default:
			return all
		}
	}
	return all
}

func (c *crowd) refuseWaiting() {
	for {
		select {
		case next := <-c.waiting:
			c.finish([]*submission{next}, ErrClosed)
		default:
			return
		}
	}
}

// finish tells those who wait.
func (c *crowd) finish(all []*submission, err error) {
	for _, one := range all {
		one.err = err
		c.pending.Add(-int64(len(one.incoming)))
		close(one.done)
	}
}

// commit makes submissions durable, and notes that wait, folds them and tells those who wait.
func (c *crowd) commit(ctx context.Context, all []*submission) error {
	c.waitForRoom(ctx)
	some := c.notes.take(mostAtOnce)
	c.mu.Lock()
	err := c.commitLocked(context.WithoutCancel(ctx), all, some)
	c.mu.Unlock()
	if err != nil {
		c.notes.putBack(some)
	} else {
		c.notes.taken.Add(uint64(len(some)))
	}
	c.finish(all, err)
	return err
}

func (c *crowd) commitLocked(ctx context.Context, all []*submission, some []note) error {
	s := c.newStage(ctx)
	s.noteAll(some)
	for _, one := range all {
		if err := s.takeAll(one); err != nil {
			return err
		}
	}
	return s.commit()
}

// commit makes what is staged durable, and what everybody sees.
func (s *stage) commit() error {
	if len(s.records) == 0 {
		return nil
	}
	s.derive()
	c := s.c
	block := &Block{At: time.UnixMilli(s.now).UTC(), Records: s.records}
	first, err := c.service.config.Log.Append(s.ctx, c.name, block)
	if err != nil {
		return fmt.Errorf("events of environment %q: %w", c.name, err)
	}
	if first != c.last+1 {
		return fmt.Errorf("events of environment %q: the log went on at %d instead of %d: does another server write to it?", c.name, first, c.last+1)
	}
	s.publish()
	return nil
}

// takeAll takes what one caller submitted.
func (s *stage) takeAll(one *submission) error {
	one.failed, one.result = nil, Result{}
	for i := range one.incoming {
		in := &one.incoming[i]
		if _, staged := s.messages[in.message]; staged || s.c.seen.has(in.message) {
			one.result.Duplicates++
			continue
		}
		before := len(s.records)
		failed, err := s.take(in)
		if errors.Is(err, errSuppressed) {
			one.result.Suppressed++
			continue
		}
		if err != nil {
			return err
		}
		if failed != nil {
			one.failed = append(one.failed, failed)
		}
		if len(s.records) > before {
			one.result.Accepted++
		}
	}
	return nil
}

// close stores what is not stored yet.
func (c *crowd) close() error {
	ctx := context.WithoutCancel(c.service.ctx)
	return errors.Join(c.closeNotes(ctx), c.save(ctx), c.keepSeen(ctx), c.keepViolations(ctx))
}

// number of the profile that stands by itself and is known by an identifier.
func (c *crowd) lookup(ctx context.Context, id profiles.Identifier) (*entry, error) {
	number, err := c.find(ctx, id)
	if err != nil {
		return nil, err
	}
	if number == 0 {
		return nil, ErrUnknownProfile
	}
	e, err := c.resolve(ctx, number)
	if errors.Is(err, ErrErased) || errors.Is(err, ErrUnknownNumber) {
		return nil, ErrUnknownProfile
	}
	return e, err
}
