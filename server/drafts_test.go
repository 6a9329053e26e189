package server_test

import (
	"fmt"
	"strings"
	"testing"
)

const newFlag = `{"type":"boolean","variants":{"on":true,"off":false},"default":"off"}`

// draft begins a draft in production and returns its path.
func (w *world) draft(title string) string {
	w.Helper()
	id, _ := at(w.admin("POST", "/environments/production/drafts", fmt.Sprintf(`{"title":%q}`, title)).is(201).json(), "id").(string)
	return "/environments/production/drafts/" + id
}

// put edits a definition in a draft; version is the If-Match that is sent, empty for the first edit.
func (w *world) put(draft, definition, version, value string) answer {
	w.Helper()
	header := map[string]string{"If-None-Match": "*"}
	if version != "" {
		header = map[string]string{"If-Match": version}
	}
	return w.send(request{method: "PUT", path: "/api/v1" + draft + "/changes/" + definition, key: "admin", header: header, body: `{"value":` + value + `}`})
}

// versionOf returns the version that an answer says, as it is sent in If-Match.
func versionOf(a answer) string {
	a.world.Helper()
	return fmt.Sprintf(`"%.0f"`, at(a.json(), "version"))
}

func TestADraftIsEditedReviewedAndPublished(t *testing.T) {
	w := newWorld(t)
	before, err := w.revisions.Current("production")
	w.must(err)
	draft := w.draft("Greet everybody")
	first := w.put(draft, "flag/hello", "", newFlag).is(200).has("action", "add").has("base", float64(before.Number)).has("by.name", "preset admin token")
	w.put(draft, "flag/price", "", "null").is(200).has("action", "delete").has("value", nil)
	w.put(draft, "flag/hello", versionOf(first), strings.Replace(newFlag, `"off"}`, `"on"}`, 1)).is(200)
	w.admin("GET", draft, "").is(200).has("state", "open").has("changes", 2.0).has("list.0.kind", "flag").has("list.0.key", "hello").has("list.0.value.default", "on")
	w.admin("GET", "/environments/production/drafts", "").is(200).has("drafts.0.title", "Greet everybody")

	w.admin("GET", draft+"/review", "").is(200).has("revision", float64(before.Number)).has("may_publish", true).
		has("changes.0.action", "add").has("changes.1.action", "delete").has("changes.1.before.type", "number")
	if now, _ := w.revisions.Current("production"); now.Number != before.Number {
		t.Fatal("something was published by a review")
	}
	w.admin("POST", draft+"/impact", "").is(200)
	w.admin("POST", draft+"/publish", `{}`).is(200).has("revision", float64(before.Number+1)).has("draft.state", "published").has("changes.0.key", "hello")
	w.admin("GET", draft, "").is(200).has("revision", float64(before.Number+1))
	w.admin("GET", fmt.Sprintf("/environments/production/revisions/%d", before.Number+1), "").is(200).
		has("message", "Greet everybody").has("author", "preset admin token")
	w.evaluate("server", "hello", "{}").is(200).has("value", true)
	w.admin("POST", draft+"/publish", `{}`).is(409).has("error.code", "draft_state")
	w.put(draft, "flag/other", "", newFlag).is(409).has("error.code", "draft_state")
}

func TestOfTwoWhoEditTheSameDefinitionTheSecondIsShownTheFirst(t *testing.T) {
	w := newWorld(t)
	draft := w.draft("Two editors")
	version := versionOf(w.put(draft, "flag/hello", "", newFlag).is(200))
	w.put(draft, "flag/hello", "", `{"type":"string"}`).is(409).has("error.code", "conflict").has("error.draft.value.type", "boolean")
	w.put(draft, "flag/hello", version, `{"type":"string"}`).is(200)
	w.put(draft, "flag/hello", version, `{"type":"number"}`).is(409).has("error.draft.value.type", "string").has("error.draft.by.name", "preset admin token")
	w.put(draft, "flag/other", "", newFlag).is(200) // whatever else is edited
	w.send(request{method: "PUT", path: "/api/v1" + draft + "/changes/flag/hello", key: "admin", body: `{"value":null}`}).is(400)
}

func TestReviewReportsWhatDraftsMayHold(t *testing.T) {
	w := newWorld(t)
	draft := w.draft("Half typed")
	version := versionOf(w.put(draft, "segment/germans", "", `{"when":"country =="}`).is(200))
	w.admin("GET", draft+"/review", "").is(200).has("may_publish", false).has("problems.0.path", "segments.germans.when").has("changes.0.after.when", "country ==")
	w.admin("POST", draft+"/publish", `{}`).is(422).has("error.problems.0.path", "segments.germans.when")
	w.admin("POST", draft+"/impact", "").is(422)
	w.admin("GET", draft, "").is(200).has("state", "open")
	w.put(draft, "segment/germans", version, `7`).is(200)
	w.admin("GET", draft+"/review", "").is(200).has("may_publish", false).has("problems.0.path", "segments.germans")
}
