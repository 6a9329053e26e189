//go:build unix

// Command demo serves the pages of examples/ beside `fingerpost serve --demo`, which it starts and stops: the start page of
// one product with React, Vue, Angular and plain HTML. `make demo` builds all of it before.
//
//	go run ./tools/demo [-pages 127.0.0.1:7071] [-server bin/fingerpost] [-folder examples] [-- options of fingerpost serve]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// config says what is served, and where.
type config struct {
	pages  string   // the address of the pages
	server string   // the program
	folder string   // where the examples are
	serve  []string // options of fingerpost serve
}

func main() {
	var c config
	flag.StringVar(&c.pages, "pages", "127.0.0.1:7071", "where the pages are served")
	flag.StringVar(&c.server, "server", "bin/fingerpost", "the server to start")
	flag.StringVar(&c.folder, "folder", "examples", "where the examples are")
	flag.Parse()
	c.serve = flag.Args()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	err := run(ctx, c)
	if ended, ok := errors.AsType[*exec.ExitError](err); ok { // the server has said why
		os.Exit(max(1, ended.ExitCode()))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run serves until the context ends or the server does. Then neither the server nor the pages are there any more.
func run(ctx context.Context, c config) error {
	if err := built(c.folder); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.pages)
	if err != nil {
		return fmt.Errorf("the pages cannot be served at %s (%w): choose another address, as in make demo PAGES_LISTEN=127.0.0.1:7072", c.pages, err)
	}
	defer listener.Close()

	l := lumen{url: serverURL(c.serve, os.Getenv), token: adminToken()}
	alive, over := context.WithCancel(ctx)
	defer over()
	server := exec.CommandContext(alive, c.server, append([]string{"serve", "--demo"}, c.serve...)...)
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
	server.Stdout, server.Stderr = os.Stdout, os.Stderr
	server.Env = append(os.Environ(), "FINGERPOST_ADMIN_TOKEN="+l.token)
	// Ctrl+C goes to all processes in front; the server gets it from here, once.
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := server.Start(); err != nil {
		return fmt.Errorf("the server cannot be started: %w", err)
	}
	var exit error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		exit = server.Wait()
		over()
	}()

	problem := l.open(alive, listener, c.folder)
	if problem != nil && alive.Err() == nil {
		waitAtMost(alive, 2*time.Second) // a server that could not listen says so better
		over()
	}
	<-ended
	if failed, ok := errors.AsType[*exec.ExitError](exit); ok {
		return failed
	}
	if ctx.Err() != nil {
		return nil
	}
	return problem
}

// open waits for the server, tells it who Lumen's people are, and serves the pages until the listener is closed.
func (l *lumen) open(ctx context.Context, listener net.Listener, folder string) error {
	for !l.ready(ctx) {
		waitAtMost(ctx, 50*time.Millisecond)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	key, err := l.prepare(ctx, folder)
	if err != nil {
		return err
	}
	s := &http.Server{Handler: pages(folder, settings{URL: l.url, Key: key, Environment: environment}), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.Serve(listener) }()
	l.announce(os.Stdout, "http://"+listener.Addr().String())
	return nil
}

func waitAtMost(ctx context.Context, length time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(length):
	}
}
