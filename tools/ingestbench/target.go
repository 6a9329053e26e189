package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

const adminToken = "at_ingestbench"

// target is a server under load.
type target struct {
	address string
	key     string
	process *exec.Cmd
	pid     int
	folder  string
	sent    int // events that it acknowledged
}

func (t *target) stop() {
	_ = t.process.Process.Signal(syscall.SIGTERM)
	_ = t.process.Wait()
	if t.folder != "" {
		_ = os.RemoveAll(t.folder)
	}
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// start starts a command and waits until it listens.
func start(address, name string, args ...string) (*target, error) {
	t := &target{address: address, process: exec.Command(name, args...)}
	t.process.Stderr = os.Stderr
	t.process.Env = append(os.Environ(), "FINGERPOST_ADMIN_TOKEN="+adminToken, "FINGERPOST_LOG_LEVEL=warn")
	if err := t.process.Start(); err != nil {
		return nil, err
	}
	t.pid = t.process.Process.Pid
	for range 200 {
		connection, err := net.Dial("tcp", address)
		if err == nil {
			return t, connection.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.stop()
	return nil, fmt.Errorf("%s does not listen at %s", name, address)
}

// startServer starts fingerpost on an empty store, with segments and flags that read events.
func startServer(o *options) (*target, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(o.folder, "ingestbench")
	if err != nil {
		return nil, err
	}
	t, err := start(address, o.binary, "serve", "--listen", address, "--store", "bolt://"+folder)
	if err != nil {
		return nil, err
	}
	t.folder = folder
	if _, err := t.admin(http.MethodPut, "/environments/production/definitions", environmentFile()); err != nil {
		return nil, errors.Join(err, t.process.Process.Kill())
	}
	if err := t.makeKey(); err != nil {
		return nil, errors.Join(err, t.process.Process.Kill())
	}
	return t, nil
}

// makeKey makes the key that the load is sent with.
func (t *target) makeKey() error {
	body, err := t.admin(http.MethodPost, "/keys", `{"kind":"server","environment":"production","name":"bench"}`)
	if err != nil {
		return err
	}
	var created struct {
		Secret string `json:"secret"`
	}
	err = json.Unmarshal(body, &created)
	t.key = created.Secret
	return err
}

// environmentFile declares ten attributes, an event, twenty segments, five of them with windows, and fifty flags.
func environmentFile() string {
	var b strings.Builder
	b.WriteString("fingerpost: 1\nattributes:\n  plan: {type: string}\n  country: {type: string}\n  signed_up_at: {type: time}\n")
	for i := range 7 {
		fmt.Fprintf(&b, "  fact%d: {type: string}\n", i)
	}
	b.WriteString("events:\n  feature_used: {properties: {feature: {type: string}, minutes: {type: number}, plan: {type: string}}}\n  probed: {}\nsegments:\n")
	for i := range 15 {
		fmt.Fprintf(&b, "  fact-%d: {when: 'fact%d == \"a\" && plan == \"team\"'}\n", i, i%7)
	}
	for i := range 5 {
		fmt.Fprintf(&b, "  busy-%d: {when: 'event_count(\"feature_used\", last(\"%dh\")) > %d'}\n", i, i+1, 5*i)
	}
	b.WriteString("flags:\n  probe: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'event_count(\"probed\") > 0', serve: on}], default: off}\n")
	for i := range 49 {
		fmt.Fprintf(&b, "  flag-%d: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment(\"busy-%d\")', serve: on}], default: off}\n", i, i%5)
	}
	return b.String()
}

func (t *target) admin(method, path, body string) ([]byte, error) {
	return t.send(method, "/api/v1"+path, adminToken, body)
}

func (t *target) send(method, path, key, body string) ([]byte, error) {
	request, err := http.NewRequest(method, "http://"+t.address+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+key)
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

// report says what the disk holds once the server has stored everything: the bodies were of some size, and of how many people.
func (t *target) report(bodies, people int) error {
	if err := t.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	begin := time.Now()
	_ = t.process.Wait()
	fmt.Printf("\n  stopped in %v\n", time.Since(begin).Round(time.Millisecond))
	sizes, err := sizesOf(t.folder)
	for _, name := range slices.Sorted(maps.Keys(sizes)) {
		fmt.Printf("  %-16s %8.1f MB\n", name, float64(sizes[name])/(1<<20))
	}
	fmt.Printf("  %.0f bytes of log per event of %d bytes, %.0f bytes of profiles per person\n",
		float64(sizes["events"])/float64(t.sent), bodies/batchSize, float64(sizes["profiles.db"])/float64(people))
	return err
}
