package decision_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/events"
)

// decideAt returns what a user would have got of the editor at an instant.
func (c *crowd) decideAt(user string, at time.Time) (variant string, revision uint64, whole bool) {
	c.Helper()
	view, err := c.engine.PastAt(c.Context(), "production", at)
	c.must(err)
	var context decision.Context
	c.must(context.Scan(view, decision.Server, []byte(`{"targetingKey":"`+user+`"}`)))
	found, known, err := view.Person(c.Context(), user)
	c.must(err)
	if known {
		whole, err = context.KnownAt(c.Context(), view, found, at)
		c.must(err)
	}
	d := view.Set.Decide("editor", context.Subject(), at)
	return d.Variant, d.Revision, whole
}

func TestWhatAPersonWouldHaveGotAtThatTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t, peopleFile)
		defer c.leave()
		start := c.clock()
		c.pass(time.Hour)
		c.report(events.Identify, "ada", "", `{"plan":"pro","signed_up_at":"2026-03-01T13:00:00Z"}`)
		for range 3 {
			c.pass(time.Hour)
			c.report(events.Track, "ada", "used", `{}`)
		}
		c.pass(time.Hour)
		c.report(events.Identify, "ada", "", `{"signed_up_at":"2026-02-01T13:00:00Z"}`) // told another past
		c.pass(time.Hour)
		c.report(events.Group, "ada", "acme", `{"seats":50}`)
		c.pass(48 * time.Hour)
		c.publish(peopleFile + "  other: {type: boolean, variants: {on: true, off: false}, default: off}\n")
		for _, want := range []struct {
			after    time.Duration
			variant  string
			revision uint64
		}{
			{-time.Minute, "", 0},                 // nothing was published yet
			{30 * time.Minute, "off", 1},          // nobody was known yet
			{2*time.Hour + time.Minute, "off", 1}, // one use
			{4*time.Hour - time.Minute, "off", 1}, // two
			{4*time.Hour + time.Minute, "on", 1},  // three
			{5*time.Hour + time.Minute, "off", 1}, // of a day that was told to be long ago
			{6*time.Hour + time.Minute, "on", 1},  // with a large group
			{55 * time.Hour, "on", 2},             // with the newest revision
		} {
			variant, revision, whole := c.decideAt("ada", start.Add(want.after))
			if variant != want.variant || revision != want.revision || !whole && revision > 0 {
				t.Errorf("after %v: %q at revision %d, whole: %v; want %q at %d", want.after, variant, revision, whole, want.variant, want.revision)
			}
		}
	})
}
