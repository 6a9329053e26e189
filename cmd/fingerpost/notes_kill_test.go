package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"testing"
	"time"
)

// manyFlags declares flags that give everybody something, and each another variant once they have done something.
func manyFlags(n int) string {
	text := "fingerpost: 1\nevents: {seen: {}}\nflags:\n"
	for i := range n {
		text += fmt.Sprintf("  flag-%03d: {type: boolean, variants: {on: true, off: false}, targeting: [{name: busy, when: 'event_count(\"seen\") > 1', serve: on}, {name: new, when: 'true', serve: off}]}\n", i)
	}
	return text
}

// givenTo returns how many variants of the flags somebody was noted to be given, by variant.
func (w *ingestWorld) givenTo(user string) map[string]int {
	w.Helper()
	var page struct{ Profiles []struct{ Person string } }
	w.decode("/api/v1/environments/production/profiles?user_id="+url.QueryEscape(user), &page)
	if len(page.Profiles) != 1 {
		w.Fatalf("%s is not known", user)
	}
	var found struct {
		Given []struct{ Variant string }
	}
	w.decode("/api/v1/environments/production/profiles/"+page.Profiles[0].Person, &found)
	counts := map[string]int{}
	for _, g := range found.Given {
		counts[g.Variant]++
	}
	return counts
}

func (w *ingestWorld) decode(path string, answer any) {
	w.Helper()
	if err := json.Unmarshal(w.call(http.MethodGet, path, "at_kill", ""), answer); err != nil {
		w.Fatal(err)
	}
}

// TestKilledASecondAfterDecisionsAllNotesAreThere decides 300 flags at once for people, also again after their answers
// have changed, kills the server a second later, and looks for every note. Whoever was not decided for is the control.
func TestKilledASecondAfterDecisionsAllNotesAreThere(t *testing.T) {
	const flags = 300
	rounds := 2
	if os.Getenv("FINGERPOST_LONG") != "" {
		rounds = 20
	}
	w := newIngestWorld(t)
	w.call(http.MethodPut, "/api/v1/environments/production/definitions", "at_kill", manyFlags(flags))
	decided := map[string]int{} // how often each user was
	decide := func(user string) {
		w.call(http.MethodPost, "/v1/track", w.key, fmt.Sprintf(`{"userId":%q,"event":"seen"}`, user))
		w.call(http.MethodPost, "/ofrep/v1/evaluate/flags", w.key, fmt.Sprintf(`{"context":{"targetingKey":%q}}`, user))
		decided[user]++
	}
	for round := range rounds {
		w.call(http.MethodPost, "/v1/track", w.key, fmt.Sprintf(`{"userId":"idle-%d","event":"seen"}`, round)) // first: events take waiting notes along
		for i := range 20 {
			decide(fmt.Sprintf("user-%d-%d", round, i))
			if i%2 == 0 {
				decide(fmt.Sprintf("user-%d-%d", round, i))
			}
		}
		time.Sleep(time.Second) // which is how long it may take; without that the last note is lost
		w.server.kill()
		_ = w.server.Wait()
		w.start()
		for user, times := range decided {
			if given := w.givenTo(user); given["off"] != flags || given["on"] != flags*(times-1) {
				t.Errorf("round %d: %s was decided for %d times, and is noted to be given %v", round, user, times, given)
			}
		}
		if given := w.givenTo(fmt.Sprintf("idle-%d", round)); len(given) > 0 {
			t.Errorf("whoever asked for nothing is noted to be given %v", given)
		}
	}
}
