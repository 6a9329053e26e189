package people

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/fingerpost/fingerpost/events"
)

// Result says what became of a batch.
type Result struct {
	Accepted   int // durable, and folded into profiles
	Duplicates int // taken in before
	Failed     int // among the failures, and not taken in
	Ignored    int // which the schema drops
	Suppressed int // about somebody who was erased and of whom nothing is to be taken in
}

// Ingest takes events in. When it returns, those accepted are durable and folded into
// profiles, and those that failed are among the failures. After an error nothing was
// acknowledged, and the same events may be sent again. ErrBusy says to do so later.
func (s *Service) Ingest(ctx context.Context, environment string, incoming []Incoming, failed []*events.Failed) (Result, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return Result{}, err
	}
	good, failed, ignored := c.check(incoming, failed)
	one := &submission{incoming: good, done: make(chan struct{})}
	if len(good) > 0 {
		if err := c.submit(ctx, one); err != nil {
			c.tallies.refused.Add(1)
			return Result{}, err
		}
	}
	one.result.Ignored = ignored
	failed = append(failed, one.failed...)
	failed, suppressed, err := c.admissible(ctx, failed)
	if err != nil {
		c.tallies.refused.Add(1)
		return Result{}, err
	}
	one.result.Suppressed += suppressed
	for _, f := range failed {
		if !takenIn(f) {
			one.result.Failed++
		}
	}
	if err := c.noteFailures(ctx, failed); err != nil {
		c.tallies.refused.Add(1)
		return Result{}, err
	}
	c.tallies.add(one.result)
	c.suppressed.refused.Add(uint64(one.result.Suppressed))
	return one.result, nil
}

// check holds events to the schema. What does not meet it joins the failed.
func (c *crowd) check(incoming []Incoming, failed []*events.Failed) (good []Incoming, allFailed []*events.Failed, ignored int) {
	checks := c.service.definitions.Checks(c.name)
	good = make([]Incoming, 0, len(incoming))
	now := c.service.now()
	for _, in := range incoming {
		if in.Client {
			allowed, refused := checks.forClient(in.Event)
			if refused != nil {
				failed = append(failed, refused)
			}
			in.Event = allowed
		}
		inspected := checks.Schema.Inspect(in.Event)
		checked := inspected.Event
		c.violations.count(inspected.Findings, now)
		if inspected.Failed != nil {
			failed = append(failed, inspected.Failed)
		}
		if checked == nil {
			if inspected.Failed == nil {
				ignored++
			}
			continue
		}
		in.Event = checked
		c.seenEvents.look(checked, now)
		in.message = c.service.hasher.Message(c.name, checked.MessageID)
		good = append(good, in)
	}
	return good, failed, ignored
}

// submit waits until events are durable.
func (c *crowd) submit(ctx context.Context, one *submission) error {
	count := int64(len(one.incoming))
	if c.pending.Add(count) > int64(c.service.config.MaxWaiting) && c.pending.Load() != count {
		c.pending.Add(-count)
		return ErrBusy
	}
	select {
	case c.waiting <- one:
	case <-c.ended:
		c.pending.Add(-count)
		return ErrClosed
	case <-ctx.Done():
		c.pending.Add(-count)
		return ctx.Err()
	}
	select {
	case <-one.done:
		return one.err
	case <-c.ended:
		select { // it may have been the last that was taken
		case <-one.done:
			return one.err
		default:
			return ErrClosed
		}
	}
}

// forClient returns the event without the traits that a client key may not set, and a failure that names those.
func (k *Checks) forClient(e *events.Event) (*events.Event, *events.Failed) {
	allowed := k.ClientTraits
	switch e.Call {
	case events.Identify:
	case events.Group:
		allowed = k.ClientGroupTraits
	default:
		return e, nil
	}
	kept, dropped := keepMembers(e.Properties, allowed)
	if len(dropped) == 0 {
		return e, nil
	}
	failed := failedEvent(e, reasonTrait, "traits."+dropped[0],
		fmt.Sprintf("a client key may not set %s; mark the attribute client: true, or send it with a server key. The rest was taken in", listed(dropped)))
	next := *e
	next.Properties = kept
	return &next, failed
}

// keepMembers returns an object with those members that are allowed, and the names of the others. It
// is the object itself if all are.
func keepMembers(object []byte, allowed map[string]bool) (kept []byte, dropped []string) {
	for name := range events.Members(object) {
		if !allowed[name] {
			dropped = append(dropped, strings.Clone(name))
		}
	}
	if len(dropped) == 0 {
		return object, nil
	}
	kept = append(kept, '{')
	for name, value := range events.Members(object) {
		if !allowed[name] {
			continue
		}
		if len(kept) > 1 {
			kept = append(kept, ',')
		}
		quoted, _ := json.Marshal(name) //nolint:errchkjson // a string always has a JSON form
		kept = append(append(append(kept, quoted...), ':'), value...)
	}
	return append(kept, '}'), dropped
}

// listed lists the first few names for a message.
func listed(names []string) string {
	const enough = 5
	text := ""
	for i, name := range names {
		switch {
		case i == enough:
			return text + fmt.Sprintf(" and %d more", len(names)-enough)
		case i > 0:
			text += ", "
		}
		text += name
	}
	return text
}
