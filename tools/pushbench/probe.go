package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/tools/bench"
)

const (
	probeEvery   = 4 * time.Millisecond
	probeSenders = 32 // each with a connection of its own
)

// serveProbes asks for a decision at each of the times that are due, whether or not the one before is answered, until its input ends,
// and prints what each took from when it was due. It is a process of its own, so that it does not wait for the listeners.
func serveProbes(address, key string) {
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = probeSenders
	p := &prober{server: &bench.Server{Address: address, Key: key}, due: make(chan probe, 1<<16)}
	var senders sync.WaitGroup
	for range probeSenders {
		senders.Go(p.send)
	}
	fmt.Println("ready")
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	begun := time.Now()
	for i := 0; ; i++ {
		at := begun.Add(time.Duration(i) * probeEvery)
		select {
		case <-ended:
			close(p.due)
			senders.Wait()
			for _, took := range p.took {
				fmt.Println(took.Nanoseconds())
			}
			return
		case <-time.After(time.Until(at)):
			p.due <- probe{i, at}
		}
	}
}

// probe is a question for a decision, and when it was due.
type probe struct {
	i  int
	at time.Time
}

type prober struct {
	server *bench.Server
	due    chan probe
	mu     sync.Mutex
	took   []time.Duration
}

func (p *prober) send() {
	for probe := range p.due {
		_, err := p.server.Send(http.MethodPost, "/ofrep/v1/evaluate/flags/everybody", p.server.Key, `{"context":{"targetingKey":"`+person(probe.i)+`"}}`)
		if err != nil {
			fmt.Fprintln(os.Stderr, "a decision:", err)
			continue
		}
		p.mu.Lock()
		p.took = append(p.took, time.Since(probe.at))
		p.mu.Unlock()
	}
}

// probes is a process that asks for decisions.
type probes struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
}

// startProbes starts it, and waits until it asks.
func startProbes(address, key string) (*probes, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &probes{process: exec.CommandContext(context.Background(), self, "-probe", address, "-key", key)}
	p.process.Stderr = os.Stderr
	if p.in, err = p.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	p.out = bufio.NewScanner(out)
	p.out.Scan()
	return p, nil
}

// end returns what all decisions took, in order.
func (p *probes) end() (took []time.Duration) {
	_ = p.in.Close()
	for p.out.Scan() {
		var one int64
		if _, err := fmt.Sscan(p.out.Text(), &one); err == nil {
			took = append(took, time.Duration(one))
		}
	}
	_ = p.process.Wait()
	slices.Sort(took)
	return took
}
