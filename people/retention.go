package people

import (
	"context"
	"math"
	"time"
)

// retention returns before which instant events of a name are forgotten; nil if all are kept for ever.
func (k *Checks) retention(now time.Time) func(name string) time.Time {
	if k.Retention == nil {
		return nil
	}
	return func(name string) time.Time {
		if length := k.Retention(name); length > 0 {
			return now.Add(-length)
		}
		return time.Time{}
	}
}

// forgetting returns what Profile.Expire asks for; nil if nothing is to be forgotten.
func (k *Checks) forgetting(now int64) func(name string) int64 {
	if k.Retention == nil {
		return nil
	}
	return func(name string) int64 {
		if length := k.Retention(name); length > 0 {
			return now - length.Milliseconds()
		}
		return math.MinInt64
	}
}

// expireEvery is how often it is looked for what is to be forgotten.
const expireEvery = time.Hour

// expire forgets events and failures that were kept for as long as they are to be. What
// profiles hold of those events follows in a sweep.
func (c *crowd) expire(ctx context.Context) error {
	checks, now := c.service.definitions.Checks(c.name), c.service.config.Clock()
	if checks == nil {
		return nil
	}
	if checks.FailedRetention > 0 {
		if err := c.expireFailures(ctx, now.Add(-checks.FailedRetention)); err != nil {
			return err
		}
	}
	keep := checks.retention(now)
	if keep == nil {
		return nil
	}
	deleted, err := c.service.config.Log.Expire(ctx, c.name, keep)
	if err != nil || deleted == 0 {
		return err
	}
	return c.sweep(ctx, func(uint64, uint64) {})
}

// expireFailures deletes failures from before an instant.
func (c *crowd) expireFailures(ctx context.Context, before time.Time) error {
	const page = 1000
	for from := uint64(0); ; {
		some, err := c.service.config.Failures.Failures(ctx, c.name, from, page)
		if err != nil || len(some) == 0 {
			return err
		}
		var old []uint64
		for i := range some {
			from = some[i].ID
			if some[i].At.Before(before) {
				old = append(old, some[i].ID)
			}
		}
		if len(old) > 0 {
			if err := c.service.config.Failures.DeleteFailures(ctx, c.name, old); err != nil {
				return err
			}
		}
	}
}
