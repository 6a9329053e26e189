package clients_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	adminToken = "at_clients"
	definition = `fingerpost: 1
settings: {identity: open}
attributes:
  plan: {type: string, client: true}
  signed_up_at: {type: time, client: true}
groups:
  seats: {type: number, client: true}
events:
  feature_used: {properties: {feature: {type: string, required: true}, minutes: {type: number}}}
  left: {properties: {reason: {type: string}}}
flags:
  hooked:
    type: boolean
    client: true
    variants: {on: true, off: false}
    targeting:
      - when: 'plan == "team" && group.seats >= 10 && event_count("feature_used", where(feature == "export"), within("24h", signed_up_at)) >= 3'
        serve: on
    default: off
  gone:
    type: boolean
    client: true
    variants: {on: true, off: false}
    targeting:
      - {when: 'event_count("left") >= 1', serve: on}
    default: off
`
)

// server is the program as it runs.
type server struct {
	url, metrics    string // addresses
	client, backend string // a client key and a server key
}

var built struct {
	once   sync.Once
	folder string
	output []byte
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// binary builds the program once.
func binary(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "fingerpost-clients-*"); built.err != nil { //nolint:usetesting // it outlives this test
			return
		}
		built.output, built.err = exec.Command("go", "build", "-o", built.folder, "../cmd/fingerpost").CombinedOutput()
	})
	if built.err != nil {
		t.Fatalf("build: %v\n%s", built.err, built.output)
	}
	return filepath.Join(built.folder, "fingerpost")
}

var (
	served   = regexp.MustCompile(`serves (http://\S+)`)
	measured = regexp.MustCompile(`Metrics are at (\S+)`)
)

// start starts a server on a store of its own, which ends with the test.
func start(t *testing.T) *server {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary(t), "serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--store", "bolt://"+t.TempDir())
	command.Env = append(os.Environ(), "FINGERPOST_ADMIN_TOKEN="+adminToken)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 10 * time.Second
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Wait() }) // the test's context has ended before
	s, hello := &server{}, ""
	for lines := bufio.NewScanner(stdout); (s.url == "" || s.metrics == "") && lines.Scan(); {
		hello += lines.Text() + "\n"
		if match := served.FindStringSubmatch(hello); match != nil {
			s.url = match[1]
		}
		if match := measured.FindStringSubmatch(hello); match != nil {
			s.metrics = match[1]
		}
	}
	if s.url == "" || s.metrics == "" {
		_ = command.Wait()
		t.Fatalf("the server ended before it served: %s%s", hello, stderr.String())
	}
	go io.Copy(io.Discard, stdout) // so that the server is never held up
	s.admin(t, http.MethodPut, "/environments/production/definitions", definition)
	s.client, s.backend = s.key(t, "client"), s.key(t, "server")
	return s
}

// key makes a key.
func (s *server) key(t *testing.T, kind string) string {
	t.Helper()
	var made struct{ Secret string }
	decode(t, s.admin(t, http.MethodPost, "/keys", `{"kind":"`+kind+`","environment":"production","name":"clients"}`), &made)
	return made.Secret
}

func (s *server) admin(t *testing.T, method, path, body string) []byte {
	t.Helper()
	return call(t, adminToken, method, s.url+"/api/v1"+path, body)
}

// decided asks what the flag "hooked" is for somebody.
func (s *server) decided(t *testing.T, user string) string {
	t.Helper()
	var answer struct{ Variant string }
	decode(t, call(t, s.backend, http.MethodPost, s.url+"/ofrep/v1/evaluate/flags/hooked", `{"context":{"targetingKey":"`+user+`"}}`), &answer)
	return answer.Variant
}

// counts returns how often each event of a user is counted.
func (s *server) counts(t *testing.T, user string) map[string]int {
	t.Helper()
	var found struct {
		Profiles []struct{ Person string }
	}
	decode(t, s.admin(t, http.MethodGet, "/environments/production/profiles?user_id="+user, ""), &found)
	if len(found.Profiles) != 1 {
		return nil
	}
	var profile struct {
		Events []struct {
			Event string
			Count int
		}
	}
	decode(t, s.admin(t, http.MethodGet, "/environments/production/profiles/"+found.Profiles[0].Person, ""), &profile)
	counts := map[string]int{}
	for _, e := range profile.Events {
		counts[e.Event] = e.Count
	}
	return counts
}

// failures returns the events that were not taken in, and why.
func (s *server) failures(t *testing.T) (reasons []string) {
	t.Helper()
	var failed struct{ Failures []json.RawMessage }
	decode(t, s.admin(t, http.MethodGet, "/environments/production/failures", ""), &failed)
	for _, failure := range failed.Failures {
		reasons = append(reasons, string(failure))
	}
	if n := s.outcome(t, "failed"); n != len(reasons) {
		reasons = append(reasons, fmt.Sprintf("%d events failed by the metrics", n))
	}
	return reasons
}

// outcome returns how many events came to an outcome.
func (s *server) outcome(t *testing.T, outcome string) int {
	t.Helper()
	return s.metric(t, `fingerpost_events_total{environment="production",outcome="`+outcome+`"}`)
}

// answered returns how many requests of a route were answered with a status.
func (s *server) answered(t *testing.T, method, route string, status int) int {
	t.Helper()
	return s.metric(t, fmt.Sprintf(`fingerpost_requests_total{method=%q,route=%q,status="%d"}`, method, route, status))
}

// metric returns the value of a metric, 0 if there is none.
func (s *server) metric(t *testing.T, name string) int {
	t.Helper()
	_, after, found := strings.Cut(string(call(t, "", http.MethodGet, s.metrics, "")), "\n"+name+" ")
	if !found {
		return 0
	}
	value, _, _ := strings.Cut(after, "\n")
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		t.Fatal(err)
	}
	return int(number)
}

// call makes a request with a key or token and returns the body of an answer that is a success.
func call(t *testing.T, secret, method, url, body string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+secret)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("%s %s: %s %s %v", method, url, response.Status, answer, err)
	}
	return answer
}

func decode(t *testing.T, answer []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(answer, into); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
}

// comesAbout waits until something holds, and reports whether it did within ten seconds.
func comesAbout(holds func() bool) bool {
	for range 500 {
		if holds() {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}
