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
	if liveBytes() == 0 {
		t.Error("nothing is said to be alive")
	}
}
