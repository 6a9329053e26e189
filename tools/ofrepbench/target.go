package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const adminToken = "at_ofrepbench"

// target is a server under load.
type target struct {
	address string
	key     string
	process *exec.Cmd
	pid     int
	folder  string
}

func (t *target) stop() {
	_ = t.process.Process.Signal(syscall.SIGTERM)
	_ = t.process.Wait()
	if t.folder != "" {
		_ = os.RemoveAll(t.folder)
	}
}

// start starts a command on the servers' core and waits until it listens.
func start(address, name string, args ...string) (*target, error) {
	t := &target{address: address, process: onCore("0", name, args...)}
	t.process.Stdout = nil
	t.process.Env = append(t.process.Env, "FINGERPOST_ADMIN_TOKEN="+adminToken, "FINGERPOST_LOG_LEVEL=warn")
	if err := t.process.Start(); err != nil {
		return nil, err
	}
	t.pid = t.process.Process.Pid // taskset becomes the command it runs
	for range 100 {
		connection, err := net.Dial("tcp", address)
		if err == nil {
			return t, connection.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.stop()
	return nil, fmt.Errorf("%s does not listen at %s", name, address)
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func startCeiling(size int) (*target, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return start(address, os.Args[0], "-ceiling", address, "-size", strconv.Itoa(size))
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
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "ofrepbench")
	if err != nil {
		return nil, err
	}
	t, err := start(address, binary, "serve", "--listen", address, "--store", "bolt://"+folder)
	if err != nil {
		return nil, err
	}
	t.folder = folder
	if _, err := t.admin(http.MethodPut, "/environments/production/definitions", environmentFile()); err != nil {
		return nil, errors.Join(err, t.process.Process.Kill())
	}
	body, err := t.admin(http.MethodPost, "/keys", `{"kind":"server","environment":"production","name":"bench"}`)
	if err != nil {
		return nil, errors.Join(err, t.process.Process.Kill())
	}
	var created map[string]any
	if err := json.Unmarshal(body, &created); err != nil {
		return nil, err
	}
	t.key, _ = created["secret"].(string)
	return t, nil
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

func (t *target) admin(method, path, body string) ([]byte, error) {
	request, err := http.NewRequest(method, "http://"+t.address+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.300s", method, path, response.Status, answer)
	}
	return answer, err
}
