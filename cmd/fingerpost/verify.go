package main

import (
	"context"
	"log/slog"
	"time"
)

// When a store is verified while it is served: first an hour after the start, so that a start is not slowed
// down, then once a day.
const (
	verifyFirst = time.Hour
	verifyEvery = 24 * time.Hour
)

// verifyDaily looks every day for damage that nobody has read yet, if the store can be verified, and logs it. It
// ends when stop is called, which waits for it.
func verifyDaily(ctx context.Context, opened store, logger *slog.Logger) (stop func()) {
	v, ok := opened.(interface {
		Verify(ctx context.Context) error
	})
	if !ok {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for wait := verifyFirst; ; wait = verifyEvery {
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
			begin := time.Now()
			switch err := v.Verify(ctx); {
			case ctx.Err() != nil:
				return
			case err != nil:
				logger.Error("the store is damaged", "error", err.Error(), "hint", "see how far it goes with `fingerpost store check`, which needs the server to be stopped")
			default:
				logger.Info("the store was verified", "took", time.Since(begin).Round(time.Millisecond).String())
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}
