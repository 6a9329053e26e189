package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const poisonFile = `fingerpost: 1
attributes:
  plan: {type: string, client: true}
events:
  seen: {properties: {n: {type: number}}}
flags:
  twice: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'event_count("seen") == 2', serve: on}], default: off}
`

// TestOneBadEventNeverBlocksThoseBehindIt sends bad events between two good ones of somebody
// new: the batch is taken in, the good ones count at once, and the bad one is among the failures, if it is one.
func TestOneBadEventNeverBlocksThoseBehindIt(t *testing.T) {
	w := newIngestWorld(t)
	w.call(http.MethodPut, "/api/v1/environments/production/definitions", "at_kill", poisonFile)
	var client struct{ Secret string }
	if err := json.Unmarshal(w.call(http.MethodPost, "/api/v1/keys", "at_kill", `{"kind":"client","environment":"production","name":"kill"}`), &client); err != nil {
		t.Fatal(err)
	}
	poisons := []struct{ name, event, reason string }{
		{"what is no JSON", `{"type":"track","event":,"userId":"x"}`, "bad_json"},
		{"a name that comes twice", `{"type":"track","event":"seen","userId":"x","userId":"y"}`, "bad_json"},
		{"text that is no UTF-8", `{"type":"track","event":"seen","userId":"` + "\xff" + `"}`, "bad_json"},
		{"what is no object", `17`, "bad_json"},
		{"an event of 33 KB", `{"type":"track","event":"seen","userId":"x","properties":{"text":"` + strings.Repeat("a", 33<<10) + `"}}`, "too_large"},
		{"a number beyond all numbers", `{"type":"track","event":"seen","userId":"x","properties":{"n":1e999}}`, "bad_number"},
		{"an id of 10 kB", `{"type":"track","event":"seen","userId":"` + strings.Repeat("x", 10_000) + `"}`, "bad_id"},
		{"an id that stands for nobody", `{"type":"track","event":"seen","userId":"null"}`, "blocked_id"},
		{"nobody's event", `{"type":"track","event":"seen"}`, "missing_id"},
		{"a year that is far away, which is now", `{"type":"track","event":"seen","anonymousId":"x","timestamp":"9999-12-31T23:59:59Z"}`, ""},
		{"a year before all years", `{"type":"track","event":"seen","userId":"x","timestamp":"0000-01-01T00:00:00Z"}`, "bad_timestamp"},
		{"nested forty deep", `{"type":"track","event":"seen","userId":"x","properties":{"n":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}}`, "too_complex"},
		{"a user whom nobody verified", `{"type":"track","event":"seen","userId":"x"}`, "unverified_user"},
		{"a trait that a client may not set", `{"type":"identify","anonymousId":"x","traits":{"secret":1}}`, "trait_not_allowed"},
	}
	for i, poison := range poisons {
		t.Run(poison.name, func(t *testing.T) {
			person := fmt.Sprintf("person-%d", i)
			good := `{"type":"track","event":"seen","anonymousId":"` + person + `"}`
			body := `{"batch":[` + strings.Replace(good, "{", `{"messageId":"before-`+person+`",`, 1) + "," + poison.event + "," +
				strings.Replace(good, "{", `{"messageId":"behind-`+person+`",`, 1) + `]}`
			want := `"accepted":2,"failed":1`
			if poison.reason == "" || poison.reason == "trait_not_allowed" { // the rest of that one is taken in
				want = `"accepted":3`
			}
			if answer := w.call(http.MethodPost, "/v1/batch", client.Secret, body); !strings.Contains(string(answer), want) {
				t.Errorf("the batch was answered %s, want %s", answer, want)
			}
			if got := w.variant(client.Secret, "twice", person); got != "on" {
				t.Errorf("the good events do not count: %q", got)
			}
			w.call(http.MethodPost, "/v1/batch", client.Secret, `{"batch":[`+good+`]}`)
			if got := w.variant(client.Secret, "twice", person); got != "off" {
				t.Errorf("a third one does not count (the control): %q", got)
			}
			if poison.reason == "" {
				return
			}
			failures := w.call(http.MethodGet, "/api/v1/environments/production/failures?limit=1", "at_kill", "")
			if !strings.Contains(string(failures), `"`+poison.reason+`"`) {
				t.Errorf("the failure: %.300s, want %s", failures, poison.reason)
			}
		})
	}
}
