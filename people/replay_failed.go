package people

import (
	"context"

	"github.com/fingerpost/fingerpost/events"
)

// Replay takes in an event that failed: raw, which is as it was sent or repaired. It happened
// when it had happened. The sender counts as a server. If the event is accepted now, or was taken in before, it
// is no longer among the failures; else the answer says why not, and the failure stays.
func (s *Service) Replay(ctx context.Context, environment string, failure *FailedEvent, raw []byte) (*events.Failed, error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return nil, err
	}
	batch, err := events.Read(events.Request{Body: raw, Call: failure.Failed.Call, ReceivedAt: failure.At})
	if body, ok := err.(*events.BodyError); ok { //nolint:errorlint // it is never wrapped
		return &events.Failed{Reason: events.BadJSON, Message: body.Error()}, nil
	}
	if err != nil {
		return nil, err
	}
	if len(batch.Failed) > 0 {
		return &batch.Failed[0], nil
	}
	incoming := make([]Incoming, len(batch.Events))
	for i := range batch.Events {
		incoming[i] = Incoming{Event: &batch.Events[i], Trust: Server}
	}
	good, failed, _ := c.check(incoming, nil)
	if len(failed) > 0 {
		return failed[0], nil
	}
	if len(good) > 0 {
		one := &submission{incoming: good, done: make(chan struct{})}
		if err := c.submit(ctx, one); err != nil {
			return nil, err
		}
		if len(one.failed) > 0 {
			return one.failed[0], nil
		}
	}
	return nil, s.config.Failures.DeleteFailures(ctx, environment, []uint64{failure.ID})
}
