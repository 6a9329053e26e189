package people

import "testing"

// TestDuplicatesAreBoundedWithinAPeriodToo adds more hashes within one instant than are remembered.
func TestDuplicatesAreBoundedWithinAPeriodToo(t *testing.T) {
	const most = 800
	d := newDuplicates(24*3600_000, most)
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
}
