// Command pushbench measures how a built fingerpost tells listeners what has changed: many WebSockets of as many
// people, what each costs while nothing happens, and how long a change takes to the last of them. Beside it, in the
// same run: a bare gorilla/websocket server that sends the same number of bytes to as many. Linux only.
//
//	go run ./tools/pushbench [-binary bin/fingerpost] [-sockets 10000] [-rounds 15]
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	binary := flag.String("binary", "bin/fingerpost", "the server to measure")
	sockets := flag.Int("sockets", 10_000, "how many listen, each another person")
	rounds := flag.Int("rounds", 15, "how many changes are timed")
	bare := flag.String("bare", "", "serve what sends the same to all at this address instead of measuring")
	probe := flag.String("probe", "", "ask the server at this address for decisions instead of measuring")
	key := flag.String("key", "", "the key to ask with")
	flag.Parse()
	var err error
	switch {
	case *bare != "":
		err = serveBare(*bare)
	case *probe != "":
		serveProbes(*probe, *key)
	default:
		err = measure(*binary, *sockets, *rounds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pushbench:", err)
		os.Exit(1)
	}
}
