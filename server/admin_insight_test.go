package server_test

import (
	"fmt"
	"strings"
	"testing"
)

const insightFile = productionFile + `events:
  bought: {properties: {price: {type: number, required: true}}}
`

func TestFailedEventsAreListedRepairedAndSentAgain(t *testing.T) {
	w := newWorld(t)
	w.publish("production", insightFile)
	send := func(body, want string) {
		t.Helper()
		if got := w.send(request{method: "POST", path: "/v1/track", key: "server", body: body}).is(200); string(got.body) != want {
			t.Errorf("answer %s, want %s", got.body, want)
		}
	}
	const failed = `{"success":true,"accepted":0,"failed":1}`
	send(`{"userId":"ada","event":"bought","messageId":"m1","properties":{"price":"a lot"}}`, failed)
	send(`{"userId":"ada","event":"bought","messageId":"m2","properties":{}}`, failed)
	send(`{"event":"bought","messageId":"m3","properties":{"price":5}}`, failed)
	list := w.production("GET", "/failures", "").is(200)
	list.has("failures.0.reason", "missing_id").has("failures.1.reason", "schema_violation").has("failures.2.path", "properties.price").
		has("failures.2.event.properties.price", "a lot").has("failures.2.name", "bought").has("failures.2.call", "track")
	w.production("GET", "/failures?reason=missing_id", "").is(200).has("failures.0.reason", "missing_id").has("failures.1", nil)
	w.production("GET", "/failures?limit=1", "").is(200).has("failures.0.reason", "missing_id").has("next", 3.0)
	w.production("GET", "/failures?limit=1&before=3", "").is(200).has("failures.0.id", 2.0)

	w.production("POST", "/failures/replay", `{"ids":[1]}`).is(200).has("replayed.0.accepted", false).has("replayed.0.reason", "schema_violation")
	w.production("POST", "/failures/replay", `{"id":1,"event":{"userId":"ada","event":"bought","messageId":"m1","properties":{"price":9}}}`).
		is(200).has("replayed.0.accepted", true)
	w.publish("production", strings.Replace(insightFile, "required: true", "required: false", 1))
	w.production("POST", "/failures/replay", `{"ids":[2]}`).is(200).has("replayed.0.accepted", true)
	w.production("POST", "/failures/replay", `{"ids":[2]}`).is(404)
	w.production("POST", "/failures/replay", `{}`).is(400)
	w.production("POST", "/failures/replay", `{"id":3}`).is(400)
	w.production("DELETE", "/failures", `{"ids":[3,3]}`).is(200).has("deleted", 1.0)
	w.production("DELETE", "/failures", `{}`).is(400)
	if got := w.production("GET", "/failures", "").is(200); string(got.body) != `{"failures":[]}` {
		t.Errorf("failures are left: %s", got.body)
	}
	w.production("GET", "/profiles/"+w.person("ada"), "").is(200).has("events.0.event", "bought").has("events.0.count", 2.0)
}

func TestFailuresAreChosenByTheirReasonAcrossPages(t *testing.T) {
	w := newWorld(t)
	w.publish("production", insightFile)
	for i := range 12 {
		body := `{"userId":"ada","event":"bought","properties":{"price":"a lot"}}`
		if i%4 == 0 {
			body = `{"event":"other"}`
		}
		w.send(request{method: "POST", path: "/v1/track", key: "server", body: body}).is(200).has("failed", 1.0)
	}
	w.production("GET", "/failures?reason=missing_id&limit=2", "").is(200).has("failures.0.id", 9.0).has("failures.1.id", 5.0).has("next", 5.0)
	w.production("GET", "/failures?reason=missing_id&limit=2&before=5", "").is(200).has("failures.0.id", 1.0).has("failures.1", nil).has("next", nil)
	w.production("GET", "/failures?reason=missing_id&limit=3", "").is(200).has("failures.2.id", 1.0).has("next", nil)
	w.production("GET", "/failures?event=bought&limit=9", "").is(200).has("failures.8.id", 2.0).has("next", nil)
	w.production("DELETE", "/failures?all=maybe", "").is(400)
	w.production("DELETE", "/failures?all", "").is(200).has("deleted", 12.0)
	w.production("GET", "/failures", "").is(200).has("failures.0", nil)
}

func TestSegmentsHaveSizesAndMembers(t *testing.T) {
	w := newWorld(t)
	for i := range 30 {
		plan := "free"
		if i%3 == 0 {
			plan = "pro"
		}
		w.report("/v1/identify", fmt.Sprintf(`{"userId":"u%d","traits":{"plan":%q,"sessions":%d}}`, i, plan, i))
	}
	eventually(t, func() bool { return w.production("GET", "/segments", "").is(200).json()["whole"] == true })
	w.production("GET", "/segments", "").is(200).has("people", 30.0).has("segments.0.key", "payers").has("segments.0.size", 10.0).
		has("segments.0.used_by.0", "flag price")
	w.production("GET", "/segments/payers", "").is(200).has("size", 10.0)
	w.production("GET", "/segments/payers?sample=3", "").is(200).has("size", 10.0).has("sample.2.traits.plan", "pro").has("sample.3", nil)
	w.production("GET", "/segments/payers?sample=101", "").is(400)
	w.production("GET", "/segments/nobody", "").is(404)
	members := w.production("GET", "/segments/payers/members?limit=7", "").is(200)
	members.has("members.0.traits.plan", "pro").has("members.0.since", "2026-03-01T12:00:00Z").has("members.6.kind", "person").has("members.7", nil)
	next, _ := members.json()["next"].(string)
	w.production("GET", "/segments/payers/members?after="+next, "").is(200).has("members.2.kind", "person").has("members.3", nil)

	w.production("POST", "/segments/size", `{"when":"plan == \"pro\" && sessions >= 15"}`).is(200).
		has("people", 30.0).has("members", 5.0).has("conditions.0.members", 10.0).has("conditions.0.without", 15.0).has("conditions.1.without", 10.0).
		has("match", "all").has("conditions.1.id", "1").has("conditions.1.text", "sessions >= 15").has("sample_people.4.traits.plan", "pro").has("sample_people.5", nil).has("sample.5", nil)
	w.production("POST", "/segments/size", `{"when":"plan == \"pro\" || sessions >= 15"}`).is(200).has("match", "any").has("members", 20.0).has("conditions.0.without", 15.0)
	w.production("POST", "/segments/size?estimate=true", `{"when":"plan == \"pro\""}`).is(200).has("members", 10.0).has("estimate", nil) // so few are counted
	w.production("POST", "/segments/size?estimate=perhaps", `{"when":"plan == \"pro\""}`).is(400)
	w.production("POST", "/segments/size?estimate", `{"when":"plann == 1"}`).is(422)
	w.production("POST", "/segments/size", `{"when":"plann == 1"}`).is(422).has("error.problems.0.path", "when")
}

func TestASegmentIsComparedWithAnotherRule(t *testing.T) {
	w := newWorld(t)
	for i := range 12 {
		w.report("/v1/identify", fmt.Sprintf(`{"userId":"u%d","traits":{"plan":%q,"sessions":%d}}`, i, []string{"free", "pro", "enterprise"}[i%3], i))
	}
	w.production("POST", "/segments/compare", `{"key":"payers","when":"plan == \"pro\" || plan == \"free\" && sessions > 5"}`).is(200).
		has("key", "payers").has("people", 12.0).has("was", 8.0).has("size", 6.0).has("enter.people", 2.0).has("leave.people", 4.0).
		has("enter.sample.0.traits.plan", "free").has("leave.sample.3.traits.plan", "enterprise").has("as_of", "2026-03-01T12:00:00Z").
		has("used_by.0", "flag price").has("used_through.0", nil).has("revision", 1.0)
	w.production("POST", "/segments/compare", `{"when":"sessions > 5"}`).is(200).has("was", 0.0).has("enter.people", 6.0).has("key", nil)
	w.production("POST", "/segments/compare", `{"key":"payers","when":"plann == 1"}`).is(422).has("error.problems.0.path", "when").has("error.problems.0.rule.fix.text", "plan")
	w.production("POST", "/segments/compare", `{"key":"payers","when":"segment(\"payers\")"}`).is(422).has("error.problems.0.path", "segments.payers")
}

func TestImpactSaysWhoSeesAnotherText(t *testing.T) {
	const file = `fingerpost: 1
attributes: {plan: {type: string}, name: {type: string, client: true}}
content:
  hello: {type: hero, fields: {title: 'Hi {{ name | default: "you" }}', body: Old}}
  other: {type: hero, fields: {title: Bye}}
flags:
  start: {type: content, variants: {hello: hello, other: other}, targeting: [{name: pro, when: plan == "pro", serve: other}], default: hello}
  color: {type: string, variants: {blue: "#00f", red: "#f00"}, targeting: [{name: pro, when: plan == "pro", serve: red}], default: blue}
`
	w := newWorld(t)
	w.publish("production", file)
	for i := range 20 {
		w.report("/v1/identify", fmt.Sprintf(`{"userId":"u%d","traits":{"plan":%q,"name":"N%d"}}`, i, []string{"free", "free", "free", "pro"}[i%4], i))
	}
	impact := w.production("POST", "/impact", strings.NewReplacer("body: Old", "body: New", `"#f00"`, `"#e00"`).Replace(file)).is(200)
	impact.has("flags.0.flag", "color").has("flags.0.changed", 0.0).has("flags.0.altered", 5.0).
		has("flags.0.matrix.0.before", "blue").has("flags.0.matrix.0.altered", nil).has("flags.0.matrix.1.before", "red").has("flags.0.matrix.1.altered", true)
	impact.has("flags.1.flag", "start").has("flags.1.changed", 0.0).has("flags.1.altered", 15.0).
		has("flags.1.matrix.0.before", "hello").has("flags.1.matrix.0.after", "hello").has("flags.1.matrix.0.altered", true).has("flags.1.matrix.0.people", 15.0).
		has("flags.1.matrix.1.altered", nil).has("flags.1.matrix.1.people", 5.0)
	both := strings.NewReplacer(`default: "you"`, `default: "friend"`, `plan == "pro"`, `plan == "pro" || name == "N0"`).Replace(file)
	impact = w.production("POST", "/impact", both).is(200) // of whom the name is known, nobody sees what is said without one
	impact.has("flags.1.flag", "start").has("flags.1.changed", 1.0).has("flags.1.altered", 0.0)
}

func TestImpactSaysWhoSwitches(t *testing.T) {
	w := newWorld(t)
	for i := range 20 {
		w.report("/v1/identify", fmt.Sprintf(`{"userId":"u%d","traits":{"plan":%q}}`, i, []string{"free", "pro"}[i%2]))
	}
	changed := strings.Replace(productionFile, `plan == "pro" || plan == "enterprise"`, `plan == "free"`, 1)
	impact := w.production("POST", "/impact", changed).is(200)
	impact.has("people", 20.0).has("revision", 1.0).has("flags.0.flag", "price").has("flags.0.changed", 20.0).
		has("flags.0.matrix.0.people", 10.0).has("flags.1", nil)
	w.production("POST", "/impact", productionFile).is(200).has("flags.0", nil)
	w.production("POST", "/impact", strings.Replace(productionFile, `plan == "pro"`, `plann == "pro"`, 1)).is(422)
	if pruned := w.production("POST", "/impact?prune", "fingerpost: 1\n").is(200); len(pruned.json()["flags"].([]any)) != 4 {
		t.Errorf("deleting all flags: %s", pruned.body)
	}
	if current := w.production("GET", "/definitions", "").is(200); current.json()["revision"] != 1.0 {
		t.Error("asking for the impact has published something")
	}
	w.production("PUT", "/definitions", changed).is(200)
	w.production("POST", "/impact?to=1", "").is(200).has("revision", 2.0).has("flags.0.flag", "price").has("flags.0.changed", 20.0).has("flags.1", nil)
	w.production("POST", "/impact?to=2", "").is(200).has("flags.0", nil)
	w.production("POST", "/impact?to=9", "").is(404)
	w.production("POST", "/impact?to=then", "").is(400)
}

func TestWhatGoesOnIsShown(t *testing.T) {
	w := newWorld(t)
	eventually(t, func() bool {
		work, _ := at(w.production("GET", "/work", "").is(200).json(), "work").([]any)
		return len(work) > 0
	})
	w.production("GET", "/percentiles", "").is(200)
}

func TestExplainKnowsThePersonNowAndThen(t *testing.T) {
	w := newWorld(t)
	w.publish("production", strings.Replace(productionFile, "flags:\n", `  hooked: {when: 'event_count("used", last("2h")) >= 2'}
flags:
  tour:
    type: boolean
    variants: {on: true, off: false}
    targeting: [{name: hooked, when: segment("hooked"), serve: on}]
    default: off
`, 1)+"events:\n  used: {}\n")
	w.report("/v1/track", `{"userId":"ada","event":"used","messageId":"m1","timestamp":"2026-03-01T11:00:00Z"}`)
	w.report("/v1/track", `{"userId":"ada","event":"used","messageId":"m2","timestamp":"2026-03-01T11:30:00Z"}`)
	w.production("POST", "/explain", `{"flag":"tour","user_id":"ada"}`).is(200).has("decision.variant", "on").
		has("decision.until", "2026-03-01T13:00:00Z").has("person", w.person("ada")).has("incomplete", nil)
	w.production("POST", "/explain", `{"flag":"tour","user_id":"ada","at":"2026-03-01T13:00:00Z"}`).is(200).has("decision.variant", "off")
	w.production("POST", "/evaluate", `{"flags":["tour"],"person":"`+w.person("ada")+`"}`).is(200).has("decisions.0.variant", "on")
	w.production("POST", "/explain", `{"flag":"tour","user_id":"nobody"}`).is(404)
	w.production("POST", "/explain", `{"flag":"tour","user_id":"ada","anonymous_id":"a"}`).is(400)
	w.production("POST", "/explain", `{"flag":"tour","user_id":"ada","context":[]}`).is(400)
}
