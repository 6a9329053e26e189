package people

import "testing"

// TestTimersDoNotPileUp moves the instant of one profile on with each event, as a window does.
func TestTimersDoNotPileUp(t *testing.T) {
	c, e := &crowd{}, &entry{number: 7}
	for until := int64(1000); until < 100_000; until++ {
		c.expect(e, until)
	}
	if len(c.timers) != 1 || c.timers[0].at != 1000 {
		t.Errorf("%d timers, the first at %d; want the earliest only", len(c.timers), c.timers[0].at)
	}
	c.expect(e, 500)
	if c.timers[0].at != 500 || e.until != 500 {
		t.Errorf("an earlier instant is not waited for: %v", c.timers)
	}
}

// TestTimersOfThoseNotInMemoryAreThinned lets sweep after sweep set a timer of each profile.
func TestTimersOfThoseNotInMemoryAreThinned(t *testing.T) {
	c := &crowd{}
	for sweep := range int64(10) {
		for number := range uint64(5000) {
			c.await(number, 1_000_000-sweep*1000+int64(number))
		}
		if len(c.timers) > 10_000 {
			t.Fatalf("%d timers of 5000 profiles", len(c.timers))
		}
	}
	c.thinNow()
	if len(c.timers) != 5000 {
		t.Fatalf("%d timers, want one of each profile", len(c.timers))
	}
	for i := range c.timers {
		if c.timers[i].at != 991_000+int64(c.timers[i].number) {
			t.Fatalf("timer %v is not the profile's earliest", c.timers[i])
		}
		if i > 0 && c.timers[i].at < c.timers[(i-1)/2].at {
			t.Fatal("the timers are no heap any more")
		}
	}
}
