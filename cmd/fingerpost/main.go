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

// interruptible returns a context that ends at the first SIGINT or SIGTERM. From
// then on the signals do what they do by default, so that a second one ends the process at once.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
