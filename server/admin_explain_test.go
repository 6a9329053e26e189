package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const tourFile = productionFile + `  tour:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {name: hooked, when: 'event_count("used") >= 2', serve: on}
      - {name: half, serve: {on: 50000, off: 50000}}
    default: off
events:
  used: {}
`

// TestExplainTellsWhatSomebodyGotThen follows a visitor who becomes known, while the flag changes.
func TestExplainTellsWhatSomebodyGotThen(t *testing.T) {
	w := newWorld(t)
	w.publish("production", tourFile)
	track := func(who string) {
		t.Helper()
		w.pass(time.Hour)
		w.report("/v1/track", `{`+who+`,"event":"used","timestamp":"`+w.clock().Format(time.RFC3339)+`"}`)
	}
	ask := func(route, who string, hours float64) answer {
		t.Helper()
		at := noon.Add(time.Duration(hours * float64(time.Hour))).Format(time.RFC3339)
		body := `{"flag":"tour",` + who + `,"at":"` + at + `"}`
		if route == "/evaluate" {
			body = strings.Replace(body, `"flag":"tour"`, `"flags":["tour"]`, 1)
		}
		return w.production("POST", route, body).is(200)
	}
	const ada, phone = `"userId":"ada"`, `"anonymousId":"phone"`
	track(ada)   // at one
	track(phone) // at two
	track(phone) // at three
	w.pass(time.Hour)
	w.report("/v1/identify", `{"userId":"ada","anonymousId":"phone","timestamp":"`+w.clock().Format(time.RFC3339)+`"}`) // at four
	w.pass(time.Hour)
	w.publish("production", strings.Replace(tourFile, `event_count("used") >= 2`, `event_count("used") >= 4`, 1)) // at five
	w.pass(24 * time.Hour)

	person := w.person("ada")
	was := at(w.production("GET", "/profiles/"+person, "").json(), "merged.0.person").(string)
	for _, test := range []struct {
		name, who string
		hours     float64
		targeting string
		revision  float64
		person    string
	}{
		{"before anything was known of her", `"user_id":"ada"`, 0.5, "half", 2, person},
		{"with one use", `"user_id":"ada"`, 3.5, "half", 2, person},
		{"the phone, before it was known whose it is", `"anonymous_id":"phone"`, 2.5, "half", 2, was},
		{"the phone, with two uses", `"anonymous_id":"phone"`, 3.5, "hooked", 2, was},
		{"the phone, by its person id", `"person":"` + was + `"`, 3.5, "hooked", 2, was},
		{"once they were one", `"user_id":"ada"`, 4.5, "hooked", 2, person},
		{"once they were one, by the phone", `"anonymous_id":"phone"`, 4.5, "hooked", 2, person},
		{"once the flag asked for more", `"user_id":"ada"`, 6, "half", 3, person},
		{"now", `"user_id":"ada"`, 29, "half", 3, person},
	} {
		t.Run(test.name, func(*testing.T) {
			ask("/explain", test.who, test.hours).has("decision.targeting", test.targeting).has("decision.revision", test.revision).
				has("person", test.person).has("incomplete", nil)
			ask("/evaluate", test.who, test.hours).has("decisions.0.targeting", test.targeting).has("revision", test.revision).has("person", test.person)
		})
	}
	w.production("POST", "/explain", `{"flag":"tour","user_id":"ada","at":"2020-01-01T00:00:00Z"}`).is(404).
		has("error.message", `nothing had been published by then, so there was no flag "tour"`)
}

// TestExplainBucketsByWhatSomebodyIsNamedBy compares with what evaluation answers for the same key.
func TestExplainBucketsByWhatSomebodyIsNamedBy(t *testing.T) {
	w := newWorld(t)
	w.publish("production", tourFile)
	for i := range 20 {
		w.report("/v1/identify", fmt.Sprintf(`{"userId":"u%d","anonymousId":"a%d"}`, i, i))
	}
	w.pass(time.Hour)
	for i := range 20 {
		for name, key := range map[string]string{"user_id": fmt.Sprintf("u%d", i), "anonymous_id": fmt.Sprintf("a%d", i)} {
			want := w.evaluate("server", "tour", `{"targetingKey":"`+key+`"}`).is(200).json()["variant"]
			for _, at := range []string{"", `,"at":"2026-03-01T12:30:00Z"`} {
				w.production("POST", "/explain", `{"flag":"tour","`+name+`":"`+key+`"`+at+`}`).is(200).has("decision.variant", want)
			}
		}
	}
}

func TestExplainTellsWhatWasReallyGiven(t *testing.T) {
	w := newWorld(t)
	w.publish("production", tourFile)
	w.report("/v1/identify", `{"userId":"ada"}`)
	w.pass(time.Hour)
	given := w.evaluate("server", "tour", `{"targetingKey":"ada"}`).is(200).json()["variant"]
	eventually(t, func() bool {
		a := w.production("POST", "/explain", `{"flag":"tour","user_id":"ada"}`).is(200)
		return at(a.json(), "given.variant") == given && at(a.json(), "given.at") == "2026-03-01T13:00:00Z"
	})
	w.production("POST", "/explain", `{"flag":"tour","user_id":"ada","at":"2026-03-01T12:30:00Z"}`).is(200).has("given", nil)
}
