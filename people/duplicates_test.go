package people

import (
	"testing"
	"time"
)

// remembering returns duplicates of a length and a size.
func remembering(length time.Duration, most int) *duplicates {
	d := &duplicates{}
	d.bound(length, most, 0)
	return d
}

// TestDuplicatesAreBoundedWithinAPeriodToo adds more hashes within one instant than are remembered.
func TestDuplicatesAreBoundedWithinAPeriodToo(t *testing.T) {
	const most = 800
	d := remembering(24*time.Hour, most)
	for hash := uint64(1); hash <= 10*most; hash++ {
		d.add(hash, 1_000_000)
		if size := d.size(); size > most {
			t.Fatalf("%d are remembered after %d, want at most %d", size, hash, most)
		}
	}
	if !d.has(10*most) || !d.has(10*most-most*3/4) {
		t.Error("one of the latest is forgotten")
	}
	if d.has(1) {
		t.Error("the first is remembered still (the control)")
	}
	if d.early != 10*most-uint64(d.size()) {
		t.Errorf("%d are counted as forgotten early, %d are remembered", d.early, d.size())
	}
}

// TestDuplicatesAreBoundedAfterARestartToo remembers many of one instant from the log and goes on.
func TestDuplicatesAreBoundedAfterARestartToo(t *testing.T) {
	const most = 800
	d := remembering(24*time.Hour, most)
	hash := uint64(1)
	for d.addOlder(hash, 1_000_000) {
		hash++
	}
	for next := range uint64(most / 4) {
		d.add(100_000+next, 1_000_001)
	}
	if size := d.size(); size > most || size < most/2 {
		t.Errorf("%d are remembered, want nearly %d", size, most)
	}
	if !d.has(1) || d.has(hash) {
		t.Error("want the latest remembered and the oldest forgotten")
	}
}

func TestAnotherSizeHoldsAtOnce(t *testing.T) {
	d := remembering(24*time.Hour, 8000)
	for hash := uint64(1); hash <= 8000; hash++ {
		d.add(hash, 1_000_000)
	}
	d.bound(24*time.Hour, 80, 1_000_000)
	if d.size() > 2000 || !d.has(8000) || d.has(1) {
		t.Errorf("%d are remembered, want the latest of them", d.size())
	}
	for hash := uint64(8001); hash <= 8100; hash++ {
		d.add(hash, 1_000_000)
	}
	if d.size() > 80 || !d.has(8100) {
		t.Errorf("%d are remembered after some more, want 80", d.size())
	}
}

func TestAnotherTimeForgetsOnlyWhatIsOlder(t *testing.T) {
	const minute = 60_000
	d := remembering(7*24*time.Hour, 1000)
	d.add(1, 1000*minute)
	d.add(2, 2000*minute)
	d.bound(time.Hour, 1000, 2030*minute)
	if d.has(1) || !d.has(2) || d.early != 0 {
		t.Errorf("remembered: %v and %v, want what came within the hour; early: %d", d.has(1), d.has(2), d.early)
	}
	d.add(3, 2061*minute)
	if d.has(2) || !d.has(3) {
		t.Error("after the hour, want it forgotten")
	}
}
