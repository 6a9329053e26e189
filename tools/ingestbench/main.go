// Command ingestbench measures how a built fingerpost takes events in: over real sockets,
// durable on the embedded store, folded into profiles. Server and load share the machine's cores.
// Beside it, in the same run: a bare net/http server that reads the same bodies and throws
// them away, encoding/json decoding them, and bare bbolt storing as many bytes.
// With -only population it measures instead what the number of people costs: a start, a
// read, asking everybody, bytes. Linux only.
//
//	go run ./tools/ingestbench [-binary bin/fingerpost] [-time 20s] [-rate 0] [-people 100000]
//	go run ./tools/ingestbench -only population [-profiles 1000000]
package main

import (
	"context"
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
	only        string
	profiles    int
}

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "bin/fingerpost", "the server to measure")
	flag.DurationVar(&o.length, "time", 20*time.Second, "how long the load lasts")
	flag.IntVar(&o.rate, "rate", 0, "events a second at most; 0 is as many as go")
	flag.IntVar(&o.people, "people", 100_000, "how many people the events are of")
	flag.IntVar(&o.connections, "connections", 16, "connections that send batches of 100 events")
	flag.StringVar(&o.folder, "folder", "", "where the store is made, on a real disk; a temporary folder if empty")
	flag.StringVar(&o.only, "only", "", "population measures what many people cost instead")
	flag.IntVar(&o.profiles, "profiles", 1_000_000, "how many people -only population makes")
	bare := flag.String("bare", "", "serve what throws bodies away at this address instead of measuring")
	flag.Parse()
	var err error
	switch {
	case *bare != "":
		err = serveBare(*bare)
	case o.only == "population":
		err = measurePopulation(context.Background(), &o)
	case o.only == "":
		err = measure(&o)
	default:
		err = fmt.Errorf("-only %s is not known; leave it out, or write population", o.only)
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
	defer ours.Stop()
	if err := ours.introduce(o); err != nil { // everybody is known before it counts
		return err
	}
	us, probed, err := ours.loadAndProbe(o, "full")
	if err != nil {
		return err
	}
	us.print("fingerpost")
	if o.rate == 0 {
		if err := ceilings(o, us); err != nil {
			return err
		}
	}
	fmt.Println()
	probed.print()
	if o.rate == 0 {
		half := *o
		half.rate = int(us.events / 2)
		us, probed, err := ours.loadAndProbe(&half, "half")
		if err != nil {
			return err
		}
		us.print("at half of that rate")
		probed.print()
	}
	return ours.report(us.bodies, o.people)
}

// loadAndProbe sends batches for a while, and somebody new's event every now and then.
func (t *target) loadAndProbe(o *options, name string) (*result, *probe, error) {
	p := t.startProbe(name)
	r, err := t.load(o)
	return r, p.end(), err
}
