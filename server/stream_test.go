package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/server"
)

// follower reads a stream of definitions.
type follower struct {
	t        testing.TB
	response *http.Response
	lines    *bufio.Scanner
	leave    func()
}

// event is one event of a stream; a comment has no name.
type event struct {
	id, name string
	data     map[string]any
	comment  string
}

func (w *world) follow(key, lastID string) *follower {
	w.Helper()
	ctx, leave := context.WithCancel(w.Context())
	sent, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url+"/v1/definitions", http.NoBody)
	w.must(err)
	sent.Header.Set("Authorization", "Bearer "+w.keys[key])
	sent.Header.Set("Accept", "text/event-stream")
	if lastID != "" {
		sent.Header.Set("Last-Event-ID", lastID)
	}
	response, err := client.Do(sent)
	w.must(err)
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<24)
	f := &follower{w.TB, response, lines, func() { leave(); response.Body.Close() }}
	w.Cleanup(f.leave)
	return f
}

// next waits for an event; false at the end of the stream.
func (f *follower) next() (event, bool) {
	f.t.Helper()
	var e event
	for f.lines.Scan() {
		field, value, _ := strings.Cut(f.lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.data); err != nil {
				f.t.Fatal(err)
			}
		case "":
			if f.lines.Text() == "" {
				return e, true
			}
			e.comment = value
		}
	}
	return e, false
}

// expect waits for an event of that name and revision.
func (f *follower) expect(name, id string) event {
	f.t.Helper()
	e, open := f.next()
	if !open || e.name != name || e.id != id {
		f.t.Fatalf("got %+v (open: %v), want %s %s", e, open, name, id)
	}
	return e
}

func TestAProviderFollowsTheDefinitions(t *testing.T) {
	w := newWorld(t)
	f := w.follow("server", "")
	if got := f.response.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("Content-Type is %s", got)
	}
	first := f.expect("snapshot", "1")
	for path, want := range map[string]any{
		"revision": 1.0, "environment": "production", "definitions.flags.price.default": "low",
		"remote.0": "new-editor", "remote.1": nil, // it reads a list, whose members stay here
	} {
		if got := at(first.data, path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	if at(first.data, "definitions.flags.new-editor") != nil {
		t.Error("a flag that is not portable is sent")
	}

	w.admin("PUT", "/environments/production/definitions", strings.Replace(productionFile, "low: 9.5", "low: 8", 1)).is(200)
	second := f.expect("snapshot", "2")
	if at(second.data, "hash") == at(first.data, "hash") {
		t.Error("the hash is that of the revision before")
	}
	w.admin("PUT", "/environments/production/definitions", strings.Replace(strings.Replace(productionFile, "low: 9.5", "low: 8", 1), "owner: growth", "owner: core", 1)).is(200)
	third := f.expect("current", "3") // only a flag that is not portable has changed
	if at(third.data, "revision") != 3.0 {
		t.Errorf("the event says %v", third.data)
	}
	versions := [3]any{at(first.data, "versions.new-editor"), at(second.data, "versions.new-editor"), at(third.data, "versions.new-editor")}
	if versions[0] == nil || versions[1] != versions[0] || versions[2] == versions[1] {
		t.Errorf("the versions of that flag are %v", versions)
	}

	w.follow("server", "3").expect("current", "3")
	w.follow("server", "1").expect("snapshot", "3")
	w.follow("other server", "").expect("snapshot", "1")
}

func TestPlainDefinitionsHaveATag(t *testing.T) {
	w := newWorld(t)
	plain := w.send(request{method: "GET", path: "/v1/definitions", key: "server"}).is(200).has("revision", 1.0)
	again := request{method: "GET", path: "/v1/definitions", key: "server", header: map[string]string{"If-None-Match": plain.header.Get("ETag")}}
	w.send(again).is(304)
	w.admin("POST", "/environments/production/changes", `{"changes":[{"kind":"list","key":"beta-testers","value":{"description":"x"}}]}`).is(200)
	w.send(again).is(200).has("revision", 2.0)
}

func TestAnIdleStreamBeats(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.Heartbeat = 5 * time.Millisecond })
	f := w.follow("server", "")
	f.expect("snapshot", "1")
	for range 2 {
		if e, open := f.next(); !open || e.comment == "" {
			t.Fatalf("got %+v, want a comment", e)
		}
	}
}

func TestAStreamOutlivesTheReadTimeout(t *testing.T) {
	w := newWorld(t, func(c *server.Config) {
		c.ReadTimeout, c.WriteTimeout, c.Heartbeat = 30*time.Millisecond, 30*time.Millisecond, 10*time.Millisecond
	})
	f := w.follow("server", "")
	f.expect("snapshot", "1")
	for range 12 {
		if e, open := f.next(); !open {
			t.Fatalf("the stream ended after %+v", e)
		}
	}
}

func TestStreamsEndWithTheirKey(t *testing.T) {
	w := newWorld(t)
	made := w.admin("POST", "/keys", `{"kind":"server","environment":"production"}`).is(201).json()
	w.keys["short-lived"] = made["secret"].(string)
	f, other := w.follow("short-lived", ""), w.follow("server", "")
	f.expect("snapshot", "1")
	other.expect("snapshot", "1")
	w.admin("DELETE", "/keys/"+made["id"].(string), "").is(204)
	if e, open := f.next(); open {
		t.Errorf("the stream goes on with %+v", e)
	}
	w.admin("POST", "/environments/production/changes", `{"changes":[{"kind":"list","key":"new"}]}`)
	w.admin("POST", "/environments/production/changes", `{"changes":[{"kind":"list","key":"new","value":{}}]}`).is(200)
	if e, open := other.next(); !open || e.id != "2" {
		t.Errorf("the other key's stream got %+v", e)
	}
}

func TestStreamsPerKeyAreBounded(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.MaxStreamsPerKey = 1 })
	first := w.follow("server", "")
	first.expect("snapshot", "1")
	refused := w.follow("server", "")
	if refused.response.StatusCode != http.StatusTooManyRequests || refused.response.Header.Get("Retry-After") == "" {
		t.Errorf("the second stream: %d %v", refused.response.StatusCode, refused.response.Header)
	}
	w.follow("other server", "").expect("snapshot", "1")
	first.leave()
	eventually(t, func() bool { // the server notices when the connection is gone
		f := w.follow("server", "")
		defer f.leave()
		return f.response.StatusCode == http.StatusOK
	})
}

// TestASlowReaderIsCut sends more than the network's buffers take to somebody who does not read.
func TestASlowReaderIsCut(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.WriteTimeout, c.Heartbeat = 50*time.Millisecond, time.Millisecond })
	var changes []environment.Change
	for i := range 64 {
		flag := `{"type":"string","variants":{"a":"` + strings.Repeat("x", 200<<10) + `"},"default":"a"}`
		changes = append(changes, environment.Change{Kind: "flag", Key: fmt.Sprint("large-", i), Value: json.RawMessage(flag)})
	}
	_, problems, err := w.revisions.Publish(t.Context(), revisions.Changeset{Environment: "production", Author: "tests", Changes: changes})
	w.must(err)
	if len(problems) > 0 {
		t.Fatalf("%+v", problems[0].Message)
	}
	w.open(request{method: "GET", path: "/v1/definitions", key: "server", header: map[string]string{"Accept": "text/event-stream"}})
	eventually(t, func() bool {
		return strings.Contains(metricsOf(w), "fingerpost_streams_open 0")
	})
}

// eventually waits for what another process's kernel or goroutine has to notice first.
func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatal("it did not come about within ten seconds")
		}
		time.Sleep(time.Millisecond)
	}
}

// events opens a stream of events.
func (w *world) events(sent *http.Request) *follower {
	w.Helper()
	ctx, leave := context.WithCancel(sent.Context())
	response, err := client.Do(sent.WithContext(ctx))
	w.must(err)
	if response.StatusCode != http.StatusOK {
		w.Fatalf("status %d", response.StatusCode)
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<24)
	f := &follower{w.TB, response, lines, func() { leave(); response.Body.Close() }}
	w.Cleanup(f.leave)
	return f
}
