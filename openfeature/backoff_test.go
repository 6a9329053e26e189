package openfeature

import (
	"testing"
	"time"
)

func TestBackoffGrowsUpToItsBound(t *testing.T) {
	b := backoff{floor: 100 * time.Millisecond, base: time.Second, max: 30 * time.Second, random: func() float64 { return 1 }}
	for failures, want := range map[int]time.Duration{
		1: time.Second, 2: 2 * time.Second, 3: 4 * time.Second, 5: 16 * time.Second, 6: 30 * time.Second, 1000: 30 * time.Second,
	} {
		if got := b.delay(failures); got != want {
			t.Errorf("after %d failures: %v, want %v", failures, got, want)
		}
	}
}

func TestBackoffIsSpreadOverTheWholeDelay(t *testing.T) {
	at := 0.0
	b := backoff{floor: 100 * time.Millisecond, base: time.Second, max: 30 * time.Second, random: func() float64 { return at }}
	if got := b.delay(4); got != 100*time.Millisecond {
		t.Errorf("at the least: %v", got)
	}
	at = 0.5
	if got := b.delay(4); got != 4050*time.Millisecond {
		t.Errorf("in the middle: %v", got)
	}
}
