package people

import (
	"context"
	"math/rand/v2"
	"slices"
)

// Sample visits people who are chosen at random, each of those who stand by themselves with the same
// probability and at most once: at least want of them, or a few more, until visit returns false. It is false
// where there are too few for that, or they lie too far apart; then Everybody is as quick.
func (s *Service) Sample(ctx context.Context, environment string, want int, visit func(some []Found) bool) (drawn bool, err error) {
	c, err := s.crowd(ctx, environment)
	if err != nil {
		return false, err
	}
	if err := c.saveNew(ctx); err != nil {
		return false, err
	}
	highest, err := c.highest(ctx)
	if err != nil {
		return false, err
	}
	d := &draw{highest: highest, most: min(8*want, int(highest/2)), seen: map[uint64]bool{}}
	for found := 0; found < want; {
		if len(d.seen) >= d.most {
			return false, nil
		}
		some, err := c.look(ctx, d.some())
		if err != nil {
			return false, err
		}
		if len(some) > 0 && !visit(some) {
			return true, nil
		}
		found += len(some)
	}
	return true, nil
}

// draw draws numbers, each at most once.
type draw struct {
	highest uint64
	most    int // how many are drawn; few enough that drawing another one soon succeeds
	seen    map[uint64]bool
}

// some returns some further numbers in ascending order. All of them are looked at: to stop among them would favour the low ones.
func (d *draw) some() []uint64 {
	count := min(512, d.most-len(d.seen))
	numbers := make([]uint64, 0, count)
	for len(numbers) < count {
		number := 1 + rand.Uint64N(d.highest)
		if !d.seen[number] {
			d.seen[number] = true
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// look returns the profiles of those numbers that stand by themselves.
func (c *crowd) look(ctx context.Context, numbers []uint64) ([]Found, error) {
	settled := c.settled.Load()
	documents, err := c.service.config.Profiles.Read(ctx, c.name, slices.DeleteFunc(numbers, func(n uint64) bool { return n == settled }))
	if err != nil {
		return nil, err
	}
	return c.currentOf(ctx, documents), nil
}

// highest returns the highest number under which something is stored; 0 if nothing is. It halves, because stores are scanned upwards only.
func (c *crowd) highest(ctx context.Context) (uint64, error) {
	reached := func(from uint64) (uint64, error) {
		next := uint64(0)
		_, err := c.service.config.Profiles.Scan(ctx, c.name, from, func(d Document) bool {
			next = d.Number
			return false
		})
		return next, err
	}
	low, step := uint64(0), uint64(1) // something is stored at low
	for {
		next, err := reached(low + step)
		switch {
		case err != nil:
			return 0, err
		case next != 0:
			low, step = next, 2*step
		case step == 1:
			return low, nil
		default:
			step /= 2
		}
	}
}
