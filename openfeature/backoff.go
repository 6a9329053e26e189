package openfeature

import (
	"context"
	"time"
)

// backoff spreads the attempts of many clients to reach a server that has just
// gone: exponential with full jitter, so that they do not come back in step.
type backoff struct {
	// floor keeps every delay long enough for the SDK to have announced the end of an initialization.
	floor, base, max time.Duration
	// random returns a number in [0, 1).
	random func() float64
}

// delay returns how long to wait before the attempt after so many that failed in a row.
func (b backoff) delay(failures int) time.Duration {
	ceiling := b.max
	if shift := max(failures-1, 0); shift < 16 && b.base<<shift < b.max {
		ceiling = b.base << shift
	}
	return b.floor + time.Duration(b.random()*float64(max(ceiling-b.floor, 0)))
}

// wait returns false if the context ended first.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
