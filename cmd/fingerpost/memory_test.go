package main

import (
	"runtime"
	"testing"
)

func TestGarbageMayPileUpInBounds(t *testing.T) {
	for _, test := range []struct {
		live uint64
		want int
	}{
		{0, 400}, {5 << 20, 400}, {128 << 20, 400}, {256 << 20, 200}, {512 << 20, 100}, {8 << 30, 100},
	} {
		if got := gcPercent(test.live); got != test.want {
			t.Errorf("with %d bytes alive: %d, want %d", test.live, got, test.want)
		}
	}
	runtime.GC()
	if measureHeap().live == 0 {
		t.Error("nothing is said to be alive")
	}
}

func TestWhatLiesAboutIsGivenBackWhenItIsQuiet(t *testing.T) {
	const mb = 1 << 20
	garbage := heap{live: 50 * mb, objects: 150 * mb, free: 20 * mb}
	tests := []struct {
		name      string
		heap      heap
		allocated []uint64 // in each second
		want      bool     // in the last of them
	}{
		{"after three quiet seconds", garbage, []uint64{900 * mb, mb, mb, mb}, true},
		{"not before", garbage, []uint64{900 * mb, mb, mb}, false},
		{"not under load", garbage, []uint64{900 * mb, mb, mb, 100 * mb}, false},
		{"counted anew after load", garbage, []uint64{900 * mb, mb, mb, 100 * mb, mb, mb}, false},
		{"what was freed already counts", heap{live: 50 * mb, objects: 51 * mb, free: 100 * mb}, []uint64{900 * mb, 0, 0, 0}, true},
		{"little is left alone", heap{live: 5 * mb, objects: 40 * mb}, []uint64{900 * mb, 0, 0, 0}, false},
		{"and what is little beside what is alive", heap{live: 900 * mb, objects: 1100 * mb}, []uint64{900 * mb, 0, 0, 0}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var p pace
			got := false
			for _, n := range test.allocated {
				test.heap.allocated += n
				got = p.quiet(test.heap)
			}
			if got != test.want {
				t.Errorf("%v", got)
			}
		})
	}
}
