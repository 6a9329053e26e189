// Command ingestbench measures how a built fingerpost takes events in: over real sockets,
// durable on the embedded store, folded into profiles. Server and load share the machine's cores.
// Beside it, in the same run: a bare net/http server that reads the same bodies and throws
// them away, encoding/json decoding them, and bare bbolt storing as many bytes.
// Linux only.
//
//	go run ./tools/ingestbench [-binary bin/fingerpost] [-time 20s] [-rate 0] [-people 100000]
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

// options are what is measured.
type options struct {
	binary      string
	length      time.Duration
	rate        int // events a second at most; 0 is as many as go
	people      int
	connections int
	folder      string
}

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "bin/fingerpost", "the server to measure")
	flag.DurationVar(&o.length, "time", 20*time.Second, "how long the load lasts")
	flag.IntVar(&o.rate, "rate", 0, "events a second at most; 0 is as many as go")
	flag.IntVar(&o.people, "people", 100_000, "how many people the events are of")
	flag.IntVar(&o.connections, "connections", 16, "connections that send batches of 100 events")
	flag.StringVar(&o.folder, "folder", "", "where the store is made, on a real disk; a temporary folder if empty")
	bare := flag.String("bare", "", "serve what throws bodies away at this address instead of measuring")
	flag.Parse()
	var err error
	if *bare != "" {
		err = serveBare(*bare)
	} else {
		err = measure(&o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "ingestbench:", err)
		os.Exit(1)
	}
}

// batchSize is how many events one request carries.
const batchSize = 100

func measure(o *options) error {
	fmt.Printf("batches of %d events of %d people, %d connections, %v\n\n", batchSize, o.people, o.connections, o.length)
	ours, err := startServer(o)
	if err != nil {
		return err
	}
	defer ours.stop()
	if err := ours.introduce(o); err != nil { // everybody is known before it counts
		return err
	}
	probe := ours.startProbe(o)
	us, err := ours.load(o)
	if err != nil {
		return err
	}
	probed := probe.end()
	sent := messages.Load()
	us.print("fingerpost")
	if o.rate == 0 {
		if err := ceilings(o, us); err != nil {
			return err
		}
	}
	probed.print()
	return ours.report(sent, us.bodies)
}
