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

// What is left lying about is given back when the server has been quiet: when it has allocated little in each
// of the last seconds, and there is much to give back, also beside what is alive.
const (
	quietBytes   = 4 << 20
	quietSeconds = 3
	worthBytes   = 64 << 20
)

// spareCollections lets garbage pile up between collections, unless GOGC says otherwise: up to
// four times what is alive while that is little, because going through a few megabytes of compiled flags at
// Go's usual pace took a quarter of the CPU time under load; never less than Go's
// usual, and in between half a gigabyte. It sees to that until ctx is done, and gives back what lies about once little goes on.
func spareCollections(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(mostPercent)
	go func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		p := pace{percent: mostPercent}
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			h := measureHeap()
			if percent := gcPercent(h.live); percent != p.percent {
				debug.SetGCPercent(percent)
				p.percent = percent
			}
			if p.quiet(h) {
				debug.FreeOSMemory()
			}
		}
	}()
}

// heap is the state of the heap, in bytes.
type heap struct {
	live      uint64 // what the last collection found alive
	objects   uint64 // with what has become garbage since
	free      uint64 // not in use, and not given back
	allocated uint64 // ever
}

func measureHeap() heap {
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"}, {Name: "/gc/heap/allocs:bytes"},
	}
	metrics.Read(samples)
	return heap{samples[0].Value.Uint64(), samples[1].Value.Uint64(), samples[2].Value.Uint64(), samples[3].Value.Uint64()}
}

// pace is what is remembered from second to second.
type pace struct {
	percent   int
	allocated uint64
	still     int // for how many seconds little was allocated
}

// quiet says, asked once a second, whether it is time to give back what lies about.
func (p *pace) quiet(h heap) bool {
	p.still++
	if h.allocated-p.allocated > quietBytes {
		p.still = 0
	}
	p.allocated = h.allocated
	garbage := h.free + h.objects - min(h.live, h.objects)
	if p.still < quietSeconds || garbage < max(worthBytes, h.live/2) {
		return false
	}
	p.still = 0
	return true
}

// gcPercent returns the GOGC for what is alive.
func gcPercent(live uint64) int {
	const usual = 100
	return int(min(max(usual, spare*100/max(live, 1)), mostPercent))
}
