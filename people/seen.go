package people

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/fingerpost/fingerpost/events"
)

// seen learns what events look like that come in: names, and the types of properties, never a value.
type seen struct {
	mu      sync.Mutex
	learnt  events.Inference
	second  int64
	looks   int
	changed bool
}

// looksPerSecond bounds how many events are looked at: what all events of a kind have in common few show too.
const looksPerSecond = 500

// look learns from an event, unless enough were looked at in this second.
func (s *seen) look(e *events.Event, now int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if second := now / 1000; second != s.second {
		s.second, s.looks = second, 0
	}
	if s.looks >= looksPerSecond {
		return
	}
	s.looks++
	s.changed = true
	s.learnt.Observe(e)
}

// seenKey is under which name it is remembered what was learnt.
const seenKey = "seen"

// recallSeen brings back what was learnt before the service was started.
func (c *crowd) recallSeen(ctx context.Context) error {
	kept, err := c.readLocked(ctx)
	if err != nil || kept.Notes[seenKey] == nil {
		return err
	}
	return json.Unmarshal(kept.Notes[seenKey], &c.seenEvents.learnt)
}

// keepSeen remembers what was learnt since the last time.
func (c *crowd) keepSeen(ctx context.Context) error {
	s := &c.seenEvents
	s.mu.Lock()
	if !s.changed {
		s.mu.Unlock()
		return nil
	}
	text, err := json.Marshal(&s.learnt)
	s.changed = false
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return c.remember(ctx, seenKey, text)
}

// Seen returns what events looked like that came in, with or without being declared.
func (s *Service) Seen(ctx context.Context, environment string) (*events.Inference, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return nil, err
	}
	c.seenEvents.mu.Lock()
	defer c.seenEvents.mu.Unlock()
	seen := &events.Inference{}
	seen.Merge(&c.seenEvents.learnt)
	return seen, nil
}
