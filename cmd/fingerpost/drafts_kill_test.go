package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// draftWorld is a server that is killed while somebody edits one draft and somebody else publishes others.
type draftWorld struct {
	*testing.T
	folder    string
	server    *process
	edited    string          // the draft that is edited
	version   string          // of its change
	value     int             // that was acknowledged
	published map[string]bool // the flags whose drafts were acknowledged as published
	next      int
}

// try asks the server, which may be gone.
func (w *draftWorld) try(method, path, version, body string, answer any) (int, error) {
	request, err := http.NewRequestWithContext(w.Context(), method, w.server.url+"/api/v1/environments/production"+path, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer at_kill")
	request.Header.Set("Accept", "application/json")
	switch {
	case version != "":
		request.Header.Set("If-Match", version)
	case method == http.MethodPut:
		request.Header.Set("If-None-Match", "*")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(text, answer)
	}
	return response.StatusCode, err
}

// edit counts up until the server is gone.
func (w *draftWorld) edit() {
	for {
		var change struct{ Version uint64 }
		status, err := w.try(http.MethodPut, w.edited+"/changes/content/counted", w.version, fmt.Sprintf(`{"value":%d}`, w.value+1), &change)
		if err != nil || status == http.StatusServiceUnavailable {
			return
		}
		if status != http.StatusOK {
			w.Errorf("edit %d after version %s: status %d", w.value+1, w.version, status)
			return
		}
		w.value, w.version = w.value+1, fmt.Sprintf(`"%d"`, change.Version)
	}
}

// publish makes a flag by a draft of its own, and another, until the server is gone.
func (w *draftWorld) publish() {
	for {
		w.next++
		key := fmt.Sprintf("flag-%d", w.next)
		var made struct{ ID string }
		if _, err := w.try(http.MethodPost, "/drafts", "", `{"title":"`+key+`"}`, &made); err != nil || made.ID == "" {
			return
		}
		const value = `{"value":{"type":"boolean","variants":{"on":true},"default":"on"}}`
		if _, err := w.try(http.MethodPut, "/drafts/"+made.ID+"/changes/flag/"+key, "", value, new(any)); err != nil {
			return
		}
		status, err := w.try(http.MethodPost, "/drafts/"+made.ID+"/publish", "*", `{}`, new(any))
		if err != nil || status == http.StatusServiceUnavailable {
			return
		}
		if status != http.StatusOK {
			w.Errorf("publishing %s: status %d", key, status)
			return
		}
		w.published[key] = true
	}
}

func (w *draftWorld) start() {
	w.Helper()
	w.server = startProcess(w.T, w.folder, binary(w.T), "serve", "--listen", "127.0.0.1:0", "--store", "bolt://./data")
}

// compare holds what is there after a restart against what was acknowledged.
func (w *draftWorld) compare() {
	w.Helper()
	var draft struct {
		List []struct {
			Version uint64
			Value   int
		}
	}
	if _, err := w.try(http.MethodGet, w.edited, "", "", &draft); err != nil {
		w.Fatal(err)
	}
	if w.value > 0 {
		change := draft.List[0]
		if change.Value != w.value && change.Value != w.value+1 { // the one that was on its way may have arrived
			w.Errorf("the draft was left at %d, %d was acknowledged", change.Value, w.value)
		}
		w.value, w.version = change.Value, fmt.Sprintf(`"%d"`, change.Version)
	}
	var definitions struct{ Flags map[string]any }
	if _, err := w.try(http.MethodGet, "/definitions", "", "", &definitions); err != nil {
		w.Fatal(err)
	}
	var all struct {
		Drafts []struct {
			ID, Title, State string
			Revision         uint64
		}
	}
	if _, err := w.try(http.MethodGet, "/drafts", "", "", &all); err != nil {
		w.Fatal(err)
	}
	for _, d := range all.Drafts {
		if d.Title == "edited" {
			continue
		}
		there, published := definitions.Flags[d.Title] != nil, d.State == "published" && d.Revision > 0
		if there != published || w.published[d.Title] && !there {
			w.Errorf("draft of %s: %s, its flag is there: %t, acknowledged: %t", d.Title, d.State, there, w.published[d.Title])
		}
	}
}

func TestKilledWhileDraftsAreEditedAndPublishedNothingIsHalfDone(t *testing.T) {
	t.Setenv("FINGERPOST_ADMIN_TOKEN", "at_kill")
	w := &draftWorld{T: t, folder: t.TempDir(), published: map[string]bool{}}
	w.start()
	var made struct{ ID string }
	if _, err := w.try(http.MethodPost, "/drafts", "", `{"title":"edited"}`, &made); err != nil {
		t.Fatal(err)
	}
	w.edited = "/drafts/" + made.ID
	for round := range 5 {
		var running sync.WaitGroup
		running.Go(w.edit)
		running.Go(w.publish)
		time.Sleep(time.Duration(150+37*round) * time.Millisecond)
		w.server.kill()
		_ = w.server.Wait()
		running.Wait()
		w.start()
		w.compare()
	}
	if w.value < 10 || len(w.published) < 5 {
		t.Errorf("only %d edits and %d drafts were acknowledged: nothing was tried", w.value, len(w.published))
	}
	t.Logf("%d edits, %d drafts published", w.value, len(w.published))
}
