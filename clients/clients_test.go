// Package clients_test runs published analytics libraries, unchanged, against a real
// server: npm's in Node and in Chromium, and one for Go. It needs node_modules
// (`make clients`) and is skipped where there are none.
package clients_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/segmentio/analytics-go/v3"
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
flags:
  hooked:
    type: boolean
    client: true
    variants: {on: true, off: false}
    targeting:
      - {when: 'plan == "team" && event_count("feature_used", where(feature == "export"), within("24h", signed_up_at)) >= 3', serve: on}
    default: off
`
)

// server is the program as it runs.
type server struct {
	testing.TB
	url, client, backend string // its address, a client key, a server key
}

// need skips the test where what it needs was not installed.
func need(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			t.Skipf("%s is not there: `make clients` installs what the analytics libraries need", path)
		}
	}
}

var built = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "clients")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "fingerpost")
	output, err := exec.Command("go", "build", "-o", path, "../cmd/fingerpost").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, output)
	}
	return path, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := built(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// start starts a server on a store of its own.
func start(t *testing.T) *server {
	t.Helper()
	binary, err := built()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(binary, "serve", "--listen", "127.0.0.1:0", "--store", "bolt://"+t.TempDir())
	command.Env = append(os.Environ(), "FINGERPOST_ADMIN_TOKEN="+adminToken)
	stdout, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
	})
	s := &server{TB: t}
	address := regexp.MustCompile(`serves (http://\S+)`)
	lines := bufio.NewScanner(stdout)
	for s.url == "" && lines.Scan() {
		if match := address.FindStringSubmatch(lines.Text()); match != nil {
			s.url = match[1]
		}
	}
	go io.Copy(io.Discard, stdout)
	s.admin(http.MethodPut, "/environments/production/definitions", definition)
	s.client, s.backend = s.key("client"), s.key("server")
	return s
}

func (s *server) key(kind string) string {
	s.Helper()
	var made struct{ Secret string }
	s.decode(s.admin(http.MethodPost, "/keys", `{"kind":"`+kind+`","environment":"production","name":"clients"}`), &made)
	return made.Secret
}

func (s *server) admin(method, path, body string) []byte {
	s.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, s.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 300 {
		s.Fatalf("%s %s: %s %s %v", method, path, response.Status, answer, err)
	}
	return answer
}

func (s *server) decode(answer []byte, into any) {
	s.Helper()
	if err := json.Unmarshal(answer, into); err != nil {
		s.Fatalf("%v in %s", err, answer)
	}
}

// events returns how often each event of a user is counted.
func (s *server) events(user string) map[string]int {
	s.Helper()
	var found struct {
		Profiles []struct{ Person string }
	}
	s.decode(s.admin(http.MethodGet, "/environments/production/profiles?user_id="+user, ""), &found)
	if len(found.Profiles) != 1 {
		return nil
	}
	var profile struct {
		Events []struct {
			Event string
			Count int
		}
	}
	s.decode(s.admin(http.MethodGet, "/environments/production/profiles/"+found.Profiles[0].Person, ""), &profile)
	counts := map[string]int{}
	for _, e := range profile.Events {
		counts[e.Event] = e.Count
	}
	return counts
}

// check holds what a library did to what it should have done.
func (s *server) check(user string, output []byte, want map[string]int) {
	s.Helper()
	var result struct {
		Decided  []any
		Problems []string
	}
	s.decode(output, &result)
	if fmt.Sprint(result.Decided) != "[off off on]" {
		s.Errorf("decided %v, want the third use to flip the flag", result.Decided)
	}
	var counts map[string]int
	for range 100 { // the last calls may still be on their way
		if counts = s.events(user); fmt.Sprint(counts) == fmt.Sprint(want) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if fmt.Sprint(counts) != fmt.Sprint(want) {
		s.Errorf("counted %v, want %v", counts, want)
	}
	var failed struct{ Failures []json.RawMessage }
	s.decode(s.admin(http.MethodGet, "/environments/production/failures", ""), &failed)
	for _, f := range failed.Failures {
		s.Errorf("failed: %s", f)
	}
	for _, problem := range result.Problems {
		s.Logf("the page says: %s", problem)
	}
}

// node runs a script and returns what it printed.
func node(t *testing.T, arguments ...string) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "node", arguments...)
	command.Dir = "scripts"
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		err = fmt.Errorf("%w: %s%s", err, stderr.String(), output)
	}
	return output, err
}

func TestLibrariesForNode(t *testing.T) {
	need(t, "node_modules")
	s := start(t)
	for _, library := range []string{"segment-node", "analytics-node", "rudder-node", "jitsu-node"} {
		t.Run(library, func(t *testing.T) {
			user := "user-of-" + library
			output, err := node(t, "node.mjs", library, s.url, s.backend, user)
			if err != nil {
				t.Fatal(err)
			}
			own := *s
			own.TB = t
			own.check(user, output, map[string]int{"landed": 1, "page": 1, "feature_used": 3})
		})
	}
}

func TestLibrariesInABrowser(t *testing.T) {
	need(t, "node_modules", chromium())
	s := start(t)
	mux := http.NewServeMux()
	mux.Handle("/modules/", http.StripPrefix("/modules/", http.FileServer(http.Dir("node_modules"))))
	mux.Handle("/", http.FileServer(http.Dir("scripts")))
	page := httptest.NewServer(mux)
	defer page.Close()
	for _, library := range []string{"analytics-next", "rudder-js", "jitsu-js"} {
		t.Run(library, func(t *testing.T) {
			user := "user-of-" + library
			output, err := node(t, "browser.mjs", library, s.url, s.client, user, page.URL)
			if err != nil {
				t.Fatal(err)
			}
			own := *s
			own.TB = t
			own.check(user, output, map[string]int{"landed": 1, "page": 1, "feature_used": 3, "left": 1})
		})
	}
}

// chromium is where the browser is.
func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

// TestAWrongKeyIsFoundOut is the control: with a key that nobody made, nothing flips.
func TestAWrongKeyIsFoundOut(t *testing.T) {
	need(t, "node_modules")
	s := start(t)
	output, err := node(t, "node.mjs", "segment-node", s.url, "sk_nobody", "user")
	if err == nil && (bytes.Contains(output, []byte(`"on"`)) || !bytes.Contains(output, []byte("the key is not known here"))) {
		t.Errorf("with a wrong key: %s", output)
	}
	if counts := s.events("user"); counts != nil {
		t.Errorf("a wrong key reports %v", counts)
	}
}

// TestLibraryForGo runs the scenario with the library for Go.
func TestLibraryForGo(t *testing.T) {
	s := start(t)
	library, err := analytics.NewWithConfig(s.backend, analytics.Config{Endpoint: s.url, BatchSize: 1, Interval: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	const user, anonymous = "user-of-go", "anonymous-of-go"
	enqueue := func(message analytics.Message) {
		t.Helper()
		if err := library.Enqueue(message); err != nil {
			t.Fatal(err)
		}
	}
	enqueue(analytics.Track{AnonymousId: anonymous, Event: "landed"})
	enqueue(analytics.Page{AnonymousId: anonymous, Name: "Pricing"})
	s.await(func() bool { return s.decided(anonymous) != "" })
	enqueue(analytics.Identify{AnonymousId: anonymous, UserId: user, Traits: analytics.NewTraits().Set("plan", "team").Set("signed_up_at", time.Now())})
	enqueue(analytics.Group{UserId: user, GroupId: "acme", Traits: analytics.NewTraits().Set("seats", 12)})
	for use := 1; use <= 3; use++ {
		enqueue(analytics.Track{UserId: user, Event: "feature_used", Properties: analytics.NewProperties().Set("feature", "export").Set("minutes", use)})
		s.await(func() bool { return s.events(user)["feature_used"] == use })
		if got, want := s.decided(user), map[bool]string{true: "on", false: "off"}[use == 3]; got != want {
			t.Errorf("after %d uses the flag is %s, want %s", use, got, want)
		}
	}
	if err := library.Close(); err != nil {
		t.Fatal(err)
	}
	s.check(user, []byte(`{"decided":["off","off","on"]}`), map[string]int{"landed": 1, "page": 1, "feature_used": 3})
}

// decided asks for the flag as somebody.
func (s *server) decided(user string) string {
	s.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.url+"/ofrep/v1/evaluate/flags/hooked",
		strings.NewReader(`{"context":{"targetingKey":"`+user+`"}}`))
	if err != nil {
		s.Fatal(err)
	}
	request.Header.Set("X-API-Key", s.backend)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Variant string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		s.Fatal(err)
	}
	return answer.Variant
}

// await waits until something has come about.
func (s *server) await(come func() bool) {
	s.Helper()
	for range 200 {
		if come() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.Fatal("it has not come about")
}
