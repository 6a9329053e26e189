// Package clients_test runs published analytics libraries, unchanged, against a real
// server: npm's in Node and in Chromium, and one for Go. What npm's need is installed by
// `make clients`; where it is not there, their tests are skipped, or fail if
// FINGERPOST_E2E is set, as it is for `make e2e` and in CI.
package clients_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/segmentio/analytics-go/v3"
)

// nodeLibraries are those for Node, with the route that they report to and whether they send again what was not answered.
var nodeLibraries = []struct {
	name, route string
	retries     bool
}{
	{"segment-node", "/v1/batch", true},
	{"analytics-node", "/v1/batch", true},
	{"rudder-node", "/v1/batch", true},
	{"jitsu-node", "/api/s/:kind", false},
}

// browserLibraries are those for browsers, with the routes that they report to: at each call, and when the page is left. Jitsu's
// has nothing for that, and nothing that it sends again.
var browserLibraries = []struct {
	name, calls, leaving string
	retries              bool
}{
	{"analytics-next", "/v1/t", "/v1/b", true},
	{"rudder-js", "/v1/track", "/beacon/v1/batch", true},
	{"jitsu-js", "/api/s/:kind", "", false},
}

// task is what a script is told: the scenario of one library.
type task struct {
	Library string `json:"library"`
	URL     string `json:"url"`      // of the server
	Key     string `json:"key"`      // that decisions are asked for with
	Write   string `json:"writeKey"` // that the library reports with
	User    string `json:"user"`
	// Patience is how long a decision may take to become the expected one, in milliseconds.
	Patience int    `json:"patience"`
	Page     string `json:"page,omitempty"`   // of another origin, from which a browser sends
	Leaves   bool   `json:"leaves,omitempty"` // the page is left with calls on their way
	Resend   bool   `json:"resend,omitempty"` // wait until the library has sent something again
}

func taskOf(library string, s *server, key string) task {
	return task{Library: library, URL: s.url, Key: key, Write: key, User: "user-of-" + library, Patience: 15_000}
}

// outcome is what a script tells: what was decided after each use of the feature, whether
// it was seen that the page was left, and what the page complained about.
type outcome struct {
	Decided  []any    `json:"decided"`
	Gone     any      `json:"gone"`
	Problems []string `json:"problems"`
}

// counted is how often each event counts after a task. In a browser somebody comes back, too, and leaves.
func counted(told task) map[string]int {
	counts := map[string]int{"landed": 1, "page": 1, "feature_used": 3}
	if told.Page != "" {
		counts["returned"] = 1
	}
	if told.Leaves {
		counts["left"] = 1
	}
	return counts
}

// need skips the test where something was not installed, or fails it where everything has to be.
func need(t *testing.T, paths ...string) {
	t.Helper()
	complain := t.Skipf
	if os.Getenv("FINGERPOST_E2E") != "" {
		complain = t.Fatalf
	}
	if _, err := exec.LookPath("node"); err != nil {
		complain("node is not installed: the analytics libraries run in it")
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			complain("%s is not there: `make clients` installs the analytics libraries and what they need", path)
		}
	}
}

// play has a script play the scenario of a library.
func play(t *testing.T, script string, told task) (outcome, error) {
	t.Helper()
	argument, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "node", filepath.Join("scripts", script), string(argument))
	command.WaitDelay = 5 * time.Second // for a browser that holds on to the output
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		return outcome{}, fmt.Errorf("%w: %s%s", err, stderr.String(), output)
	}
	var heard outcome
	decode(t, output, &heard)
	return heard, nil
}

// differences compares what came of a scenario with what should have: the third use flips the
// flag, each event counts once, and none failed.
func (s *server) differences(t *testing.T, told task, got outcome) (found []string) {
	t.Helper()
	if fmt.Sprint(got.Decided) != "[off off on]" {
		found = append(found, fmt.Sprintf("decided %v, but the third use flips the flag", got.Decided))
	}
	if counts, want := s.counts(t, told.User), counted(told); !maps.Equal(counts, want) {
		found = append(found, fmt.Sprintf("counted %v, want %v", counts, want))
	}
	if told.Leaves && got.Gone != "on" {
		found = append(found, fmt.Sprintf("what was reported while the page was left did not come through: %v", got.Gone))
	}
	for _, failure := range s.failures(t) {
		found = append(found, "failed: "+failure)
	}
	return found
}

func TestLibrariesForNode(t *testing.T) {
	need(t, "node_modules")
	for _, library := range nodeLibraries {
		t.Run(library.name, func(t *testing.T) {
			s := start(t)
			told := taskOf(library.name, s, s.backend)
			got, err := play(t, "node.mjs", told)
			if err != nil {
				t.Fatal(err)
			}
			for _, difference := range s.differences(t, told, got) {
				t.Error(difference)
			}
			if s.answered(t, http.MethodPost, library.route, http.StatusOK) == 0 {
				t.Errorf("nothing was reported to %s", library.route)
			}
			if n := s.outcome(t, "duplicate"); n != 0 {
				t.Errorf("%d events were sent twice", n)
			}
		})
	}
}

func TestLibrariesInABrowser(t *testing.T) {
	need(t, "node_modules", chromium())
	page := servePages(t)
	for _, library := range browserLibraries {
		t.Run(library.name, func(t *testing.T) {
			s := start(t)
			told := taskOf(library.name, s, s.client)
			told.Page, told.Leaves = page, library.leaving != ""
			got, err := play(t, "browser.mjs", told)
			if err != nil {
				t.Fatal(err)
			}
			for _, difference := range s.differences(t, told, got) {
				t.Error(difference)
			}
			for _, problem := range got.Problems {
				t.Errorf("the page complains: %s", problem)
			}
			for _, route := range []string{library.calls, library.leaving} {
				if route != "" && s.answered(t, http.MethodPost, route, http.StatusOK) == 0 {
					t.Errorf("nothing was reported to %s", route)
				}
			}
			if s.answered(t, http.MethodOptions, library.calls, http.StatusNoContent) == 0 {
				t.Errorf("the browser did not ask whether the page may report to %s", library.calls)
			}
		})
	}
}

// TestWhatIsSentAgainCountsOnce loses an answer, so that a library sends again what the server has.
func TestWhatIsSentAgainCountsOnce(t *testing.T) {
	need(t, "node_modules", chromium())
	page := servePages(t)
	lose := func(t *testing.T, script string, s *server, told task) {
		t.Helper()
		gateway := startLossy(t, s)
		told.URL, told.Resend = gateway.URL, true
		got, err := play(t, script, told)
		if err != nil {
			t.Fatal(err)
		}
		for _, difference := range s.differences(t, told, got) {
			t.Error(difference)
		}
		if !gateway.lost.Load() || s.outcome(t, "duplicate") == 0 {
			t.Error("nothing was sent again")
		}
	}
	for _, library := range nodeLibraries {
		if library.retries {
			t.Run(library.name, func(t *testing.T) {
				s := start(t)
				lose(t, "node.mjs", s, taskOf(library.name, s, s.backend))
			})
		}
	}
	for _, library := range browserLibraries {
		if library.retries {
			t.Run(library.name, func(t *testing.T) {
				s := start(t)
				told := taskOf(library.name, s, s.client)
				told.Page, told.Leaves = page, true
				lose(t, "browser.mjs", s, told)
			})
		}
	}
}

// servePages serves the scenario and the libraries to browsers, from an origin that is not the server's.
func servePages(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/modules/", http.StripPrefix("/modules/", http.FileServer(http.Dir("node_modules"))))
	mux.Handle("/", http.FileServer(http.Dir("scripts")))
	pages := httptest.NewServer(mux)
	t.Cleanup(pages.Close)
	return pages.URL
}

// chromium is where the browser is.
func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

// TestWrongWriteKeyIsFoundOut is the control: what is reported with a key that nobody made is
// refused, and the same comparison as for every library says so.
func TestWrongWriteKeyIsFoundOut(t *testing.T) {
	need(t, "node_modules")
	s := start(t)
	for _, library := range nodeLibraries {
		t.Run(library.name, func(t *testing.T) {
			told := taskOf(library.name, s, s.backend)
			told.Write, told.Patience = "sk_nobody", 500
			got, err := play(t, "node.mjs", told)
			if err != nil {
				t.Logf("the library says: %.300s", err)
			} else if found := s.differences(t, told, got); !slices.Contains(found, fmt.Sprintf("counted map[], want %v", counted(told))) {
				t.Errorf("a wrong key is not found out, only %q", found)
			}
			if s.counts(t, told.User) != nil || s.outcome(t, "accepted") != 0 {
				t.Error("what was reported with a wrong key counts")
			}
			if s.answered(t, http.MethodPost, library.route, http.StatusUnauthorized) == 0 {
				t.Errorf("nothing that was reported to %s was refused", library.route)
			}
		})
	}
}

// TestLibraryForGo plays the scenario with Segment's library for Go.
func TestLibraryForGo(t *testing.T) {
	s := start(t)
	playGo(t, s, s.url, 0)
}

// TestLibraryForGoSendsAgain loses an answer to it.
func TestLibraryForGoSendsAgain(t *testing.T) {
	s := start(t)
	gateway := startLossy(t, s)
	playGo(t, s, gateway.URL, 1)
}

// playGo plays the scenario at an address, where so many messages have to be sent again.
func playGo(t *testing.T, s *server, url string, again int) {
	t.Helper()
	library, err := analytics.NewWithConfig(s.backend, analytics.Config{Endpoint: url, BatchSize: 1, Interval: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	const user, anonymous = "user-of-go", "anonymous-of-go"
	report := func(messages ...analytics.Message) {
		t.Helper()
		for _, message := range messages {
			before := s.outcome(t, "accepted")
			if err := library.Enqueue(message); err != nil {
				t.Fatal(err)
			}
			if !comesAbout(func() bool { return s.outcome(t, "accepted") > before }) {
				t.Fatalf("%T does not arrive", message)
			}
		}
	}
	report(
		analytics.Track{AnonymousId: anonymous, Event: "landed"},
		analytics.Page{AnonymousId: anonymous, Name: "Pricing"},
		analytics.Identify{AnonymousId: anonymous, UserId: user, Traits: analytics.NewTraits().Set("plan", "team").Set("signed_up_at", time.Now())},
		analytics.Group{UserId: user, GroupId: "acme", Traits: analytics.NewTraits().Set("seats", 12)},
	)
	var got outcome
	for use := range 3 {
		report(analytics.Track{UserId: user, Event: "feature_used", Properties: analytics.NewProperties().Set("feature", "export").Set("minutes", use)})
		got.Decided = append(got.Decided, s.decided(t, user))
	}
	report(analytics.Alias{PreviousId: "old-" + user, UserId: user})
	if !comesAbout(func() bool { return s.outcome(t, "duplicate") >= again }) { // before it is closed, which gives up what is to be sent again
		t.Error("nothing was sent again")
	}
	if err := library.Close(); err != nil {
		t.Fatal(err)
	}
	if n := s.outcome(t, "duplicate"); n != again {
		t.Errorf("%d messages were sent twice, want %d", n, again)
	}
	for _, difference := range s.differences(t, task{User: user}, got) {
		t.Error(difference)
	}
}
