package main

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/segmentio/analytics-go/v3"
)

const windowFile = `fingerpost: 1
attributes:
  signed_up_at: {type: time}
events:
  feature_used: {properties: {feature: {type: string, required: true}}}
flags:
  coach:
    type: boolean
    client: true
    variants: {on: true, off: false}
    targeting:
      - when: 'signed_up_at > ago("4s") && event_count("feature_used", where(feature == "export"), within("4s", signed_up_at)) >= 3'
        serve: on
    default: off
`

// delivered is told what the library knows to be acknowledged.
type delivered chan error

func (d delivered) Success(analytics.Message)            { d <- nil }
func (d delivered) Failure(_ analytics.Message, e error) { d <- e }

// TestAWindowFlipsAtTheEventAndBackByTimeAlone reports with a published library, of somebody who signed up
// just now: the third export within the window after that turns the flag on, neither the second nor something
// else, and when the window has run out the flag is off without anything having come.
func TestAWindowFlipsAtTheEventAndBackByTimeAlone(t *testing.T) {
	w := newIngestWorld(t)
	w.call(http.MethodPut, "/api/v1/environments/production/definitions", "at_kill", windowFile)
	told := make(delivered, 1)
	library, err := analytics.NewWithConfig(w.key, analytics.Config{Endpoint: w.server.url, BatchSize: 1, Interval: time.Millisecond, Callback: told})
	if err != nil {
		t.Fatal(err)
	}
	defer library.Close()
	report := func(message analytics.Message) {
		t.Helper()
		if err := library.Enqueue(message); err != nil {
			t.Fatal(err)
		}
		if err := <-told; err != nil {
			t.Fatal(err)
		}
	}
	use := func(feature, want string) {
		t.Helper()
		report(analytics.Track{UserId: "ada", Event: "feature_used", Properties: analytics.NewProperties().Set("feature", feature)})
		if got := w.variant(w.key, "coach", "ada"); got != want {
			t.Fatalf("after %s the flag is %s, want %s", feature, got, want)
		}
	}
	signedUp := time.Now().Truncate(time.Millisecond)
	report(analytics.Identify{UserId: "ada", Traits: analytics.NewTraits().Set("signed_up_at", signedUp)})
	use("export", "off")
	use("export", "off")
	use("import", "off")
	use("export", "on")
	for w.variant(w.key, "coach", "ada") == "on" {
		time.Sleep(time.Millisecond)
	}
	if lasted := time.Since(signedUp); lasted < 4*time.Second || lasted > 5*time.Second {
		t.Errorf("the flag was on until %s after signing up, want 4s", lasted)
	}
	use("export", "off") // the window is over
}

// variant asks which variant of a flag somebody gets.
func (w *ingestWorld) variant(key, flag, user string) string {
	w.Helper()
	var decided struct{ Variant string }
	answer := w.call(http.MethodPost, "/ofrep/v1/evaluate/flags/"+flag, key, `{"context":{"targetingKey":"`+user+`"}}`)
	if err := json.Unmarshal(answer, &decided); err != nil {
		w.Fatal(err)
	}
	return decided.Variant
}
