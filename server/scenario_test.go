package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestFromAFileToAChangedDecision is the way of a team's first hour.
func TestFromAFileToAChangedDecision(t *testing.T) {
	w := newWorld(t)
	w.admin("POST", "/environments", `{"name":"first"}`).is(201).has("name", "first")
	w.admin("POST", "/environments", `{"name":"first"}`).is(409).has("error.code", "environment_exists")

	file := "fingerpost: 1\nattributes:\n  country: {type: string}\nflags:\n  greeting:\n    type: string\n" +
		"    variants: {formal: Good day, casual: Hi}\n    targeting:\n      - {when: 'country == \"DE\"', serve: formal}\n    default: casual\n"
	dry := w.admin("PUT", "/environments/first/definitions?dry_run=true", file).is(200)
	dry.has("revision", 0.0).has("dry_run", true).has("changes.1.action", "add")
	w.admin("PUT", "/environments/first/definitions?message=hello", file).is(200).has("revision", 1.0)
	w.admin("PUT", "/environments/first/definitions", file).is(200).has("revision", 1.0) // nothing to change

	made := w.admin("POST", "/keys", `{"kind":"server","environment":"first"}`).is(201).json()
	w.keys["first"] = made["secret"].(string)
	w.evaluate("first", "greeting", `{"country":"DE"}`).is(200).has("value", "Good day").has("reason", "TARGETING_MATCH").has("variant", "formal")
	w.evaluate("first", "greeting", `{"country":"FR"}`).is(200).has("value", "Hi").has("reason", "DEFAULT")

	w.admin("PUT", "/environments/first/definitions", strings.Replace(file, `"DE"`, `"FR"`, 1)).is(200).
		has("revision", 2.0).has("changes.0.action", "change").has("changes.0.key", "greeting")
	w.evaluate("first", "greeting", `{"country":"FR"}`).is(200).has("value", "Good day")

	w.admin("GET", "/environments/first/diff", "").is(200).has("from", 1.0).has("to", 2.0).has("changes.0.action", "change")
	w.admin("GET", "/environments/first/diff?from=0&to=1", "").is(200).has("changes.0.action", "add")
	w.admin("POST", "/environments/first/rollback", `{"to":1}`).is(200).has("revision", 3.0)
	w.evaluate("first", "greeting", `{"country":"DE"}`).is(200).has("value", "Good day")
	w.admin("GET", "/environments/first/revisions?from=1&limit=2", "").is(200).
		has("revisions.0.number", 1.0).has("revisions.0.message", "hello").has("revisions.1.author", "preset admin token")
	w.admin("GET", "/environments/first/revisions/3", "").is(200).has("number", 3.0)
	w.admin("GET", "/environments/first/revisions/4", "").is(404).has("error.code", "unknown_revision")
	w.admin("GET", "/environments/first/audit", "").is(200).has("ok", true).has("revisions", 3.0)
}

func TestWithoutPruneAFileDeletesNothing(t *testing.T) {
	w := newWorld(t)
	const smaller = "fingerpost: 1\nflags:\n  new-flag: {type: boolean, variants: {on: true, off: false}, default: on}\n"
	w.admin("PUT", "/environments/staging/definitions", smaller).is(200).has("changes.0.action", "add").has("changes.1.action", nil)
	w.evaluate("other server", "staging-only", "{}").is(200)
	w.admin("PUT", "/environments/staging/definitions?prune=true", smaller).is(200).
		has("changes.0.action", "delete").has("changes.0.key", "staging-only")
	w.evaluate("other server", "staging-only", "{}").is(404)
	w.admin("PUT", "/environments/staging/definitions?prune=maybe", smaller).is(400)
}

func TestAFileMayReferToWhatTheEnvironmentHas(t *testing.T) {
	w := newWorld(t)
	const flag = "fingerpost: 1\nflags:\n  paid-only: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment(\"payers\")', serve: on}], default: off}\n"
	w.admin("PUT", "/environments/production/definitions", flag).is(200)
	w.evaluate("server", "paid-only", `{"plan":"pro"}`).is(200).has("value", true)
}

func TestAStaleExpectationIsRefused(t *testing.T) {
	w := newWorld(t)
	change := `{"expected":%,"changes":[{"kind":"flag","key":"x","value":{"type":"boolean","variants":{"on":true,"off":false},"default":"on"}}]}`
	w.admin("POST", "/environments/staging/changes", strings.Replace(change, "%", "1", 1)).is(200).
		has("revision", 2.0).has("changes.0.action", "add").has("changes.0.key", "x")
	for name, r := range map[string]request{
		"changes":     {method: "POST", path: "/changes", body: strings.Replace(change, "%", "1", 1)},
		"in the file": {method: "PUT", path: "/definitions", body: "fingerpost: 1\nrevision: 1\n"},
		"If-Match":    {method: "PUT", path: "/definitions", body: "fingerpost: 1\n", header: map[string]string{"If-Match": `"1"`}},
		"roll back":   {method: "POST", path: "/rollback", body: `{"to":1,"expected":1}`},
	} {
		r.path, r.key = "/api/v1/environments/staging"+r.path, "admin"
		got := w.send(r)
		if got.status != 409 || at(got.json(), "error.current.revision") != 2.0 || at(got.json(), "error.current.author") != "preset admin token" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

func TestProblemsHavePlacesAndPublishNothing(t *testing.T) {
	w := newWorld(t)
	const broken = "fingerpost: 1\nflags:\n  a: {type: boolean, variants: {on: true}, targeting: [{when: 'contry == \"DE\"', serve: on}]}\n" +
		"  b: {type: boolean, variants: {on: 5}, default: of}\n"
	refused := w.admin("PUT", "/environments/production/definitions", broken).is(422).has("error.code", "invalid")
	for i, problem := range at(refused.json(), "error.problems").([]any) {
		if at(problem, "message") == "" || at(problem, "line") == nil {
			t.Errorf("problem %d has no message or no line: %v", i, problem)
		}
	}
	w.admin("GET", "/environments/production/audit", "").has("revisions", 1.0)
	w.admin("POST", "/check", broken).is(200).has("ok", false)
	w.admin("POST", "/check", productionFile).is(200).has("ok", true)
}

func TestTheEnvironmentFileComesBackAsItWent(t *testing.T) {
	w := newWorld(t)
	const path = "/api/v1/environments/production/definitions"
	plain := w.admin("GET", "/environments/production/definitions", "").is(200).has("fingerpost", 1.0).has("flags.price.default", "low")
	file := w.send(request{method: "GET", path: path, key: "admin", header: map[string]string{"Accept": "application/yaml"}}).is(200)
	for name, body := range map[string]string{"JSON": string(plain.body), "YAML": string(file.body)} {
		got := w.admin("PUT", "/environments/production/definitions?prune=true", body).is(200)
		if len(at(got.json(), "changes").([]any)) != 0 {
			t.Errorf("%s does not come back as it went: %s", name, got.body)
		}
	}
	if plain.header.Get("ETag") != `"1"` {
		t.Errorf("the ETag is %s", plain.header.Get("ETag"))
	}
	w.send(request{method: "GET", path: path, key: "admin", header: map[string]string{"If-None-Match": `"1"`}}).is(304)
	w.admin("GET", "/environments/production/definitions?revision=2", "").is(404)
}

func TestMembersOfListsDecideAtOnce(t *testing.T) {
	w := newWorld(t)
	const members = "/environments/production/lists/beta-testers/members"
	w.admin("GET", "/environments/production/lists", "").is(200).has("lists.0.key", "beta-testers").has("lists.0.of", "targetingKey")
	w.evaluate("server", "new-editor", `{"targetingKey":"ann"}`).has("value", false)
	w.admin("POST", members, `{"add":["ann","bob"]}`).is(200).has("added", 2.0)
	w.evaluate("server", "new-editor", `{"targetingKey":"ann"}`).has("value", true).has("reason", "TARGETING_MATCH")
	w.admin("GET", members+"?limit=1", "").is(200).has("members.0", "ann").has("next", "ann")
	w.admin("GET", members+"?limit=1&after=ann", "").is(200).has("members.0", "bob")
	w.admin("POST", members, `{"remove":["ann"]}`).is(200)
	w.evaluate("server", "new-editor", `{"targetingKey":"ann"}`).has("value", false)
	w.admin("POST", members, `{"add":[""]}`).is(400)
	if strings.Contains(w.log.String(), "ann") {
		t.Error("the log names a member")
	}
}

func TestARuleIsCheckedAndADecisionExplained(t *testing.T) {
	w := newWorld(t)
	w.admin("POST", "/environments/production/rules/check", `{"source":"country  in [\"DE\"]"}`).is(200).
		has("ok", true).has("canonical", `country in ["DE"]`).has("reads.attributes.0", "country")
	w.admin("POST", "/environments/production/rules/check", `{"source":"contry == 1"}`).is(200).
		has("ok", false).has("diagnostics.0.line", 1.0).has("diagnostics.0.column", 1.0)
	explained := w.admin("POST", "/environments/production/explain",
		`{"flag":"new-editor","context":{"targetingKey":"x","country":"DE"},"at":"2026-05-01T00:00:00Z"}`).is(200)
	explained.has("decision.variant", "on").has("decision.targeting", "german speakers").has("entries.1.result", "match")
	w.admin("POST", "/environments/production/explain", `{"flag":"new-editor","revision":7}`).is(404).has("error.code", "unknown_revision")
	w.admin("POST", "/environments/production/evaluate", `{"flags":["price"],"context":{"plan":"pro"}}`).is(200).
		has("decisions.0.flag", "price").has("decisions.0.value", 19.0).has("revision", 1.0)
	all := w.admin("POST", "/environments/production/evaluate", `{}`).is(200)
	if n := len(at(all.json(), "decisions").([]any)); n != 4 {
		t.Errorf("%d decisions, want all 4", n)
	}
}

func TestAnEarlierRevisionIsExplainedAsItWas(t *testing.T) {
	w := newWorld(t)
	w.admin("PUT", "/environments/production/definitions", strings.Replace(productionFile, `["DE", "AT"]`, `["FR"]`, 1)).is(200)
	question := `{"flag":"new-editor","context":{"country":"DE"},"revision":%}`
	w.admin("POST", "/environments/production/explain", strings.Replace(question, "%", "1", 1)).is(200).has("decision.variant", "on")
	w.admin("POST", "/environments/production/explain", strings.Replace(question, "%", "2", 1)).is(200).has("decision.variant", "off")
}

func TestEachAdminWriteLeavesOneLineWithoutPersonalData(t *testing.T) {
	w := newWorld(t)
	w.admin("POST", "/environments", `{"name":"logged"}`).is(201)
	w.evaluate("server", "new-editor", `{"targetingKey":"secret-person","country":"Atlantis"}`).is(200)
	log := w.log.String()
	if n := strings.Count(log, "admin write"); n != 1 {
		t.Errorf("%d lines about writes, want 1:\n%s", n, log)
	}
	if !strings.Contains(log, "status=201") || !strings.Contains(log, "key=preset") {
		t.Errorf("the line does not say who did what:\n%s", log)
	}
	for _, secret := range []string{"secret-person", "Atlantis", preset, w.keys["server"]} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	w := newWorld(t)
	w.send(request{method: "GET", path: "/nothing/here"}).is(404).has("error.code", "not_found")
	w.send(request{method: "GET", path: "/api/v1/"}).is(404).has("error.code", "not_found")
	got := w.send(request{method: "PATCH", path: "/api/v1/keys", key: "admin"}).is(405).has("error.code", "method_not_allowed")
	if allow := got.header.Get("Allow"); !strings.Contains(allow, "POST") || !strings.Contains(allow, "GET") {
		t.Errorf("Allow is %q", allow)
	}
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE"} {
		w.send(request{method: method, path: "/ofrep/v1/evaluate/flags", key: "server"}).is(405)
	}
	w.send(request{method: http.MethodOptions, path: "/api/v1/keys"}).is(204)
}

func TestAnswersCarrySecurityHeaders(t *testing.T) {
	w := newWorld(t)
	h := w.admin("GET", "/keys", "").header
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Access-Control-Allow-Origin": "",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
