// Command ofrepbench measures a built fingerpost over real sockets, beside the
// least that any HTTP server does: a bare net/http handler that drains the body and
// writes a constant answer of the same size. Both servers run on one core, one after the other
// in interleaved rounds, and the load comes from another core. Linux only.
//
//	go run ./tools/ofrepbench [-binary bin/fingerpost] [-rounds 5] [-time 2s]
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"time"
)

func main() {
	binary := flag.String("binary", "bin/fingerpost", "the server to measure")
	rounds := flag.Int("rounds", 5, "rounds per server")
	length := flag.Duration("time", 2*time.Second, "length of a round")
	ceiling := flag.String("ceiling", "", "serve constant answers at this address instead of measuring")
	size := flag.Int("size", 120, "bytes of the constant answer")
	loaded := flag.Bool("loaded", false, "already on the core for the load")
	flag.Parse()
	var err error
	switch {
	case *ceiling != "":
		err = serveConstant(*ceiling, *size)
	case !*loaded:
		err = onCore("1", os.Args[0], append([]string{"-loaded"}, os.Args[1:]...)...).Run()
	default:
		err = measure(*binary, *rounds, *length)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "ofrepbench:", err)
		os.Exit(1)
	}
}

// onCore makes a command that runs on one core, or anywhere with one scheduler thread where taskset is missing.
func onCore(core, name string, args ...string) *exec.Cmd {
	command := exec.Command(name, args...)
	if path, err := exec.LookPath("taskset"); err == nil {
		command = exec.Command(path, append([]string{"-c", core, name}, args...)...)
	}
	command.Env = append(os.Environ(), "GOMAXPROCS=1")
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command
}

// workload is one kind of request.
type workload struct {
	name        string
	connections int
	path        string
	want        string // in every answer
}

var workloads = []workload{
	{"one flag", 64, "/ofrep/v1/evaluate/flags/flag-0500", `"SPLIT"`},
	{"1,000 flags", 16, "/ofrep/v1/evaluate/flags", `"flag-0999"`},
}

func measure(binary string, rounds int, length time.Duration) error {
	ours, err := startServer(binary)
	if err != nil {
		return err
	}
	defer ours.Stop()
	for _, work := range workloads {
		if err := compare(ours, work, rounds, length); err != nil {
			return err
		}
	}
	return nil
}

func compare(ours *target, work workload, rounds int, length time.Duration) error {
	sample, err := ours.answer(work)
	if err != nil {
		return err
	}
	bare, err := startCeiling(len(sample))
	if err != nil {
		return err
	}
	defer bare.Stop()
	bareWork := work
	bareWork.want = "constant"
	fmt.Printf("\n%s, an answer of %d bytes, %d connections, %d rounds of %v each, server on one core\n\n", work.name, len(sample), work.connections, rounds, length)
	fmt.Printf("  %-14s %10s %12s %9s %9s\n", "server", "requests/s", "CPU µs each", "p50 ms", "p99 ms")
	var us, them []result
	for range rounds {
		t, err := bare.load(bareWork, length)
		if err != nil {
			return err
		}
		u, err := ours.load(work, length)
		if err != nil {
			return err
		}
		them, us = append(them, t), append(us, u)
	}
	t, u := median(them), median(us)
	t.print("bare net/http")
	u.print("fingerpost")
	fmt.Printf("\n  fingerpost / bare net/http: %.2f of the requests (rounds: %s), %.2f of the CPU\n",
		u.rate/t.rate, ratios(us, them), u.cpu/t.cpu)
	return nil
}
