package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/tools/bench"
)

// target is a server under load.
type target struct{ *bench.Server }

// onServersCore starts a command on the servers' core.
func onServersCore(name string, args ...string) *exec.Cmd { return onCore("0", name, args...) }

func startCeiling(size int) (*target, error) {
	address, err := bench.FreeAddress()
	if err != nil {
		return nil, err
	}
	server, err := bench.Start(onServersCore, address, os.Args[0], "-ceiling", address, "-size", strconv.Itoa(size))
	return &target{server}, err
}

// serveConstant is the ceiling: what no handler over net/http can be quicker than.
func serveConstant(address string, size int) error {
	answer := append([]byte("constant"), bytes.Repeat([]byte("."), size-len("constant"))...)
	return http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = w.Write(answer)
	}))
}

// startServer starts fingerpost on an empty store and publishes 1,000 flags with three conditions and a split each.
func startServer(binary string) (*target, error) {
	server, err := bench.StartFingerpost(onServersCore, binary, "", environmentFile())
	return &target{server}, err
}

func environmentFile() string {
	var b strings.Builder
	b.WriteString("fingerpost: 1\nattributes:\n  plan: {type: string}\n  country: {type: string}\n  sessions: {type: number}\n")
	b.WriteString("  role: {type: string}\n  industry: {type: string}\n  trial: {type: bool}\n  seats: {type: number}\n  browser: {type: string}\n  language: {type: string}\nflags:\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "  flag-%04d:\n    type: boolean\n    variants: {on: true, off: false}\n    targeting:\n", i)
		b.WriteString("      - {name: pros, when: 'country in [\"US\", \"CA\"] && plan == \"pro\" && sessions > 5', serve: {on: 50000, off: 50000}}\n    default: off\n")
	}
	return b.String()
}
