package server_test

import (
	"strings"
	"testing"
)

// TestTheLogNamesNobody calls everything that is about people with what must not be logged, at debug level, right and wrong.
func TestTheLogNamesNobody(t *testing.T) {
	w := newWorld(t)
	w.publish("production", peopleFile)
	w.report("/v1/track", `{"anonymousId":"canary-phone","event":"used"}`)
	w.report("/v1/identify", `{"userId":"canary-user","traits":{"name":"canary-name"}}`)
	w.report("/v1/identify", `{"userId":"canary-user","anonymousId":"canary-phone"}`)
	w.send(request{method: "POST", path: "/v1/track", key: "client", body: `{"userId":"canary-user","event":"canary-event"}`}).is(200)
	w.send(request{method: "POST", path: "/v1/track", key: "server", body: `{"userId":"canary-user","event":"used","properties":{"minutes":"canary-value"}}`}).is(200)
	person := w.person("canary-user")
	merged := at(w.production("GET", "/profiles/"+person, "").json(), "merged.0.person").(string)
	for _, r := range []struct{ method, path, body string }{
		{"GET", "/profiles?anonymous_id=canary-phone", ""},
		{"GET", "/profiles?canary=1", ""},
		{"GET", "/profiles?after=canary", ""},
		{"GET", "/profiles/canary", ""},
		{"GET", "/profiles/" + person + "/events?before=canary", ""},
		{"GET", "/profiles/" + person + "/events", ""},
		{"GET", "/profiles/" + person + "/export", ""},
		{"POST", "/profiles/" + person + "/unmerge", `{"merged":"canary"}`},
		{"POST", "/profiles/" + person + "/unmerge", `{"merged":"` + merged + `"}`},
		{"POST", "/profiles/" + person + "/canary", ""},
		{"GET", "/failures?event=canary-event&reason=canary", ""},
		{"POST", "/failures/replay", `{"ids":[1]}`},
		{"POST", "/failures/replay", `{"id":2,"event":{"userId":"canary-user","event":"used","properties":{"minutes":"canary"}}}`},
		{"POST", "/failures/replay", `{"id":2,"event":{"canary":}`},
		{"POST", "/segments/size", `{"when":"name == \"canary\""}`},
		{"POST", "/segments/size", `{"when":"true"}`},
		{"POST", "/segments/compare", `{"key":"canary","when":"plan == \"canary\""}`},
		{"POST", "/segments/compare", `{"key":"payers","when":"true"}`},
		{"GET", "/rules/vocabulary", ""},
		{"POST", "/rules/print", `{"builder":{"match":"all","conditions":[{"id":"canary","kind":"card","text":"canary"}]}}`},
		{"GET", "/segments/payers/members?after=canary", ""},
		{"POST", "/explain", `{"flag":"price","user_id":"canary-user","context":{"country":"canary"}}`},
		{"POST", "/evaluate", `{"person":"` + merged + `","at":"2026-02-01T00:00:00Z"}`},
		{"POST", "/lists/beta-testers/members", `{"add":["canary-user"]}`},
		{"POST", "/lists/beta-testers/upload?mode=canary", `canary-user`},
		{"POST", "/lists/beta-testers/upload", `canary-user`},
		{"DELETE", "/profiles/" + merged, ""},
		{"DELETE", "/profiles/" + person, ""},
	} {
		if got := w.production(r.method, r.path, r.body); got.status >= 500 {
			t.Errorf("%s %s: %d %s", r.method, r.path, got.status, got.body)
		}
	}
	log := w.log.String()
	for _, secret := range []string{"canary", person, merged} {
		if i := strings.Index(log, secret); i >= 0 {
			t.Errorf("the log has %q: … %s …", secret, log[max(0, i-200):min(len(log), i+100)])
		}
	}
	if !strings.Contains(log, "level=DEBUG") || !strings.Contains(log, "/profiles/:person/export") {
		t.Errorf("the log has not what it should have:\n%s", log)
	}
}
