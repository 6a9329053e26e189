package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// spare is how much garbage may pile up beyond what a collection at Go's usual pace
// would let, and mostPercent how many times what is alive at the most.
const (
	spare       = 512 << 20
	mostPercent = 400
)

// spareCollections lets garbage pile up between collections, unless GOGC says otherwise: up to
// four times what is alive while that is little, because going through a few megabytes of compiled flags at
// Go's usual pace took a quarter of the CPU time under load; never less than Go's
// usual, and in between half a gigabyte. It sees to that until ctx is done.
func spareCollections(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(mostPercent)
	go func() {
		const every = 2 * time.Second
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for set := mostPercent; ; {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if percent := gcPercent(liveBytes()); percent != set {
				debug.SetGCPercent(percent)
				set = percent
			}
		}
	}()
}

// gcPercent returns the GOGC for what is alive.
func gcPercent(live uint64) int {
	const usual = 100
	return int(min(max(usual, spare*100/max(live, 1)), mostPercent))
}

// liveBytes returns what the last collection found alive.
func liveBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
