package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fingerpost/fingerpost/tools/bench"
)

// target is a server under load.
type target struct {
	*bench.Server
	sent int // events that it acknowledged
}

// startServer starts fingerpost on an empty store, with segments and flags that read events.
func startServer(o *options) (*target, error) {
	server, err := bench.StartFingerpost(nil, o.binary, o.folder, environmentFile())
	return &target{Server: server}, err
}

// environmentFile declares ten attributes, an event, twenty segments, five of them with windows, and fifty flags.
func environmentFile() string {
	var b strings.Builder
	b.WriteString("fingerpost: 1\nattributes:\n  plan: {type: string}\n  country: {type: string}\n  signed_up_at: {type: time}\n")
	for i := range 7 {
		fmt.Fprintf(&b, "  fact%d: {type: string}\n", i)
	}
	b.WriteString("events:\n  feature_used: {properties: {feature: {type: string}, minutes: {type: number}, plan: {type: string}}}\n  probed: {}\nsegments:\n")
	for i := range 15 {
		fmt.Fprintf(&b, "  fact-%d: {when: 'fact%d == \"a\" && plan == \"team\"'}\n", i, i%7)
	}
	for i := range 5 {
		fmt.Fprintf(&b, "  busy-%d: {when: 'event_count(\"feature_used\", last(\"%dh\")) > %d'}\n", i, i+1, 5*i)
	}
	b.WriteString("flags:\n  probe: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'event_count(\"probed\") > 0', serve: on}], default: off}\n")
	for i := range 49 {
		fmt.Fprintf(&b, "  flag-%d: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment(\"busy-%d\")', serve: on}], default: off}\n", i, i%5)
	}
	return b.String()
}

// report says what the disk holds once the server has stored everything: the bodies were of some size, and of how many people.
func (t *target) report(bodies, people int) error {
	if err := t.Process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	begin := time.Now()
	_ = t.Process.Wait()
	fmt.Printf("\n  stopped in %v\n", time.Since(begin).Round(time.Millisecond))
	sizes, err := sizesOf(t.Folder)
	for _, name := range slices.Sorted(maps.Keys(sizes)) {
		fmt.Printf("  %-16s %8.1f MB\n", name, float64(sizes[name])/(1<<20))
	}
	fmt.Printf("  %.0f bytes of log per event of %d bytes, %.0f bytes of profiles per person\n",
		float64(sizes["events"])/float64(t.sent), bodies/batchSize, float64(sizes["profiles.db"])/float64(people))
	return err
}
