package server_test

import "testing"

func TestWhatIsNotAsDeclaredIsListed(t *testing.T) {
	w := newWorld(t)
	w.publish("production", `fingerpost: 1
attributes: {seats: {type: number}}
events:
  used: {properties: {minutes: {type: number, on_violation: drop}, feature: {type: string, on_violation: accept}}}
`)
	w.production("GET", "/violations", "").is(200).has("violations.0", nil)
	w.report("/v1/track", `{"userId":"ada","event":"used","properties":{"minutes":"many","feature":3}}`)
	w.report("/v1/track", `{"userId":"bob","event":"used","properties":{"minutes":"few","feature":"board"}}`)
	w.report("/v1/identify", `{"userId":"ada","traits":{"seats":"lots","plan":"pro"}}`)
	a := w.production("GET", "/violations", "").is(200)
	for path, want := range map[string]any{
		"violations.0.count": 2.0, "violations.0.of": "property", "violations.0.event": "used", "violations.0.name": "minutes", "violations.0.path": "properties.minutes",
		"violations.0.problem": "wrong_type", "violations.0.outcome": "dropped", "violations.0.first_seen": "2026-03-01T12:00:00Z", "violations.0.last_seen": "2026-03-01T12:00:00Z",
		"violations.1.path": "traits.seats", "violations.1.of": "trait", "violations.1.outcome": "failed", "violations.1.event": nil,
		"violations.2.path": "properties.feature", "violations.2.outcome": "accepted", "violations.3": nil,
	} {
		a.has(path, want)
	}
	w.production("GET", "/failures", "").has("failures.0.path", "traits.seats").has("failures.0.event.traits.plan", nil).has("failures.1", nil)
	w.production("GET", "/profiles/"+w.person("ada"), "").has("traits.0.name", "plan").has("traits.1", nil)
	w.production("DELETE", "/violations", "").is(204)
	w.production("GET", "/violations", "").is(200).has("violations.0", nil)
}

func TestWhoIsErasedStaysAwayIfAskedTo(t *testing.T) {
	w := peopleWorld(t)
	person := w.person("ada")
	w.production("DELETE", "/profiles/"+person+"?suppress=maybe", "").is(400)
	w.production("DELETE", "/profiles/"+person+"?suppress", "").is(200).has("suppressed", true)
	w.production("GET", "/suppressed?user_id=ada", "").is(200).has("identifiers", 3.0).has("suppressed", true).has("refused", 0.0)
	w.production("GET", "/suppressed?anonymous_id=a3", "").is(200).has("suppressed", false)
	w.send(request{method: "POST", path: "/v1/track", key: "server", body: `{"userId":"ada","event":"used"}`}).is(200).has("accepted", 0.0).has("suppressed", 1.0)
	w.send(request{method: "POST", path: "/v1/track", key: "client", body: `{"anonymousId":"a1","event":"used"}`}).is(200).has("accepted", 0.0).has("suppressed", 1.0)
	w.production("GET", "/profiles?user_id=ada", "").is(200).has("profiles.0", nil)
	w.production("GET", "/suppressed", "").is(200).has("refused", 2.0).has("suppressed", nil)
	w.production("POST", "/suppressed/lift", `{}`).is(400)
	w.production("POST", "/suppressed/lift", `{"user_id":"ada","anonymous_id":"a1"}`).is(200).has("lifted", 2.0)
	w.report("/v1/track", `{"userId":"ada","anonymousId":"a1","event":"used"}`)
	if again := w.person("ada"); again == person {
		t.Error("who was erased is back")
	}
}
