package push

import (
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
)

// results are what the flags of a topic were decided to, in the order of their keys. Most hold for ever, so
// that until when is kept only where one does not.
type results struct {
	outcomes []*flags.Outcome
	until    []int64 // of each, in milliseconds since 1970 UTC, 0 for ever; nil if all hold for ever
}

// set replaces a result.
func (r *results) set(i int, d flags.Decision) {
	r.outcomes[i] = d.Outcome
	if until := untilOf(d); until != 0 && r.until == nil {
		r.until = make([]int64, len(r.outcomes))
		r.until[i] = until
	} else if r.until != nil {
		r.until[i] = until
	}
}

// insert puts a result in.
func (r *results) insert(i int, d flags.Decision) {
	r.outcomes = slices.Insert(r.outcomes, i, d.Outcome)
	if r.until != nil {
		r.until = slices.Insert(r.until, i, 0)
	}
	r.set(i, d)
}

func (r *results) remove(i int) {
	r.outcomes = slices.Delete(r.outcomes, i, i+1)
	if r.until != nil {
		r.until = slices.Delete(r.until, i, i+1)
	}
}

// find finds the result of a flag, or where it would be. It looks first where it was in other results.
func (r *results) find(key string, near int) (i int, found bool) {
	if near < len(r.outcomes) && r.outcomes[near].Flag == key {
		return near, true
	}
	return slices.BinarySearchFunc(r.outcomes, key, func(o *flags.Outcome, key string) int { return strings.Compare(o.Flag, key) })
}

// clear leaves none, and keeps the memory.
func (r *results) clear() {
	clear(r.outcomes)
	r.outcomes, r.until = r.outcomes[:0], nil
}

// clone returns a copy that takes no more memory than it needs.
func (r *results) clone() results {
	return results{append(make([]*flags.Outcome, 0, len(r.outcomes)), r.outcomes...), slices.Clone(r.until)}
}

// earliest returns until when all results hold; 0 if for ever.
func (r *results) earliest() (until int64) {
	for _, one := range r.until {
		until = earlier(until, one)
	}
	return until
}

// earlier returns the earlier of two instants, each of which is 0 if there is none.
func earlier(a, b int64) int64 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// untilOf returns until when a decision holds; 0 if for ever.
func untilOf(d flags.Decision) int64 {
	if until := d.Until(); !until.IsZero() {
		return until.UnixMilli()
	}
	return 0
}
