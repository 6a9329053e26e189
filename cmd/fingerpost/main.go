// Command fingerpost serves feature-flag decisions and is the command line to
// publish, examine and test what is decided. docs/cli.md describes it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set when the program is built (see the Makefile).
var version = "dev"

func main() {
	ctx, stop := interruptible()
	defer stop()
	m := newMain()
	code := m.Run(ctx, os.Args[1:])
	m.Close()
	os.Exit(code) //nolint:gocritic // stop has nothing left to do when the process ends
}

// interruptible returns a context that ends at the first SIGINT or SIGTERM. Before it
// ends, the signals do what they do by default again, so that a second one ends the process at once.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
		case <-ctx.Done():
		}
		signal.Stop(signals)
		stop()
	}()
	return ctx, stop
}
