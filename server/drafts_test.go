package server_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/server"
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

// does sends a request with somebody's cookie.
func (w *world) does(cookie, method, path, body string) answer {
	w.Helper()
	return w.send(request{method: method, path: "/api/v1" + path, body: body, header: map[string]string{"Cookie": cookie, "If-Match": "*"}})
}

func TestPeopleDoWithDraftsWhatTheirRolesAllow(t *testing.T) {
	w := newWorld(t)
	editor, publisher := w.hire("Eve", accounts.Roles{"production": accounts.Editor}), w.hire("Pat", accounts.Roles{"production": accounts.Publisher})
	viewer, elsewhere := w.hire("Vic", accounts.Roles{"*": accounts.Viewer}), w.hire("Elsa", accounts.Roles{"staging": accounts.Admin})
	draft := w.draft("Roles")
	w.does(editor, "PUT", draft+"/changes/flag/hello", `{"value":`+newFlag+`}`).is(200).has("by.name", "Eve")
	w.does(editor, "GET", draft+"/review", "").is(200).has("may_publish", false)
	w.does(editor, "POST", draft+"/publish", `{}`).is(403).has("error.code", "forbidden")
	w.does(editor, "POST", draft+"/approve", `{}`).is(403)
	w.does(viewer, "GET", draft, "").is(200)
	w.does(viewer, "PUT", draft+"/changes/flag/hello", `{"value":null}`).is(403)
	w.does(elsewhere, "GET", draft, "").is(403)
	w.does(elsewhere, "GET", strings.Replace(draft, "production", "staging", 1), "").is(404) // it belongs to another environment
	w.does(publisher, "GET", draft+"/review", "").is(200).has("may_publish", true)
	w.does(publisher, "POST", draft+"/publish", `{}`).is(200).has("draft.state", "published")
}

func TestWhereOthersApprovePeopleDoNotPublishDirectly(t *testing.T) {
	w := newWorld(t)
	ada, grace := w.cookie, w.hire("Grace", accounts.Roles{"*": accounts.Publisher})
	w.does(grace, "PUT", "/environments/production/settings", `{"approvals":1}`).is(403)
	w.does(ada, "PUT", "/environments/production/settings", `{"approvals":2}`).is(400)
	w.does(ada, "PUT", "/environments/production/settings", `{}`).is(400)
	w.does(ada, "PUT", "/environments/production/settings", `{"approvals":1}`).is(200)

	change := `{"changes":[{"kind":"flag","key":"hello","value":` + newFlag + `}]}`
	refusal := w.does(ada, "POST", "/environments/production/changes", change).is(403).has("error.code", "approval_needed")
	if hint, _ := at(refusal.json(), "error.hint").(string); !strings.Contains(hint, "in a draft") {
		t.Errorf("the hint is %q", hint)
	}
	apply := func(query string) answer {
		return w.send(request{method: "PUT", path: "/api/v1/environments/production/definitions" + query, body: productionFile, header: map[string]string{"Cookie": ada}})
	}
	apply("").is(403)
	apply("?dry_run").is(200)
	w.does(ada, "POST", "/environments/staging/changes", change).is(200) // where nobody asks for it
	w.admin("POST", "/environments/production/changes", change).is(200)  // a program
	w.does(grace, "POST", "/environments/production/rollback", `{"to":1}`).is(200)
	w.does(grace, "POST", "/environments/production/rollback", `{"to":2,"message":"Back again"}`).is(200)
	w.does(grace, "POST", "/environments/production/rollback", `{"to":1}`).is(200)
	w.admin("POST", "/environments", `{"name":"playground"}`).is(201)
	w.does(ada, "PUT", "/environments/playground/settings", `{"approvals":1}`).is(200)
	w.does(ada, "POST", "/environments/playground/sample", "").is(403).has("error.code", "approval_needed")

	draft := w.draft("Four eyes")
	w.does(ada, "PUT", draft+"/changes/flag/hello", `{"value":`+newFlag+`}`).is(200)
	w.does(ada, "POST", draft+"/publish", `{}`).is(403).has("error.code", "approval_needed")
	w.does(grace, "POST", draft+"/approve", `{}`).is(200).has("approvals.0.by.name", "Grace")
	w.does(grace, "DELETE", draft+"/approve", "").is(200)
	w.does(ada, "GET", draft+"/review", "").is(200).has("needs_approval", true).has("approved", false).has("may_publish", false)
	w.does(grace, "POST", draft+"/approve", `{"comment":"Fine."}`).is(200)
	w.does(ada, "GET", draft+"/review", "").is(200).has("approved", true).has("may_publish", true)
	w.does(ada, "POST", draft+"/publish", `{"message":"Hello"}`).is(200).has("draft.approvals.0.comment", "Fine.")
	w.does(ada, "GET", "/environments/production/revisions?from=6", "").is(200).has("revisions.0.message", "Hello\n\nApproved by Grace")

	other := w.draft("By a program")
	w.put(other, "flag/hello", "", "null").is(200)
	w.admin("POST", other+"/publish", `{}`).is(200)
}

func TestNamesAndLargeDefinitionsInAddressesAndBodies(t *testing.T) {
	w := newWorld(t)
	draft := w.draft("🎉 مرحبا")
	for _, name := range []string{"🎉", "مرحبا بالعالم", "a/b?c#d%2F"} {
		w.put(draft, "event/"+url.PathEscape(name), "", `{"description":"`+name+` <b>&"}`).is(200).has("key", name)
	}
	large, _ := json.Marshal(strings.Repeat("Grüße & 🎉 <b> ", 60_000))
	w.put(draft, "flag/large", "", `{"type":"string","variants":{"a":`+string(large)+`},"default":"a"}`).is(200) // larger than what can be published
	w.admin("GET", draft+"/review", "").is(200).has("problems.0.path", "flags.large.variants.a")
	large, _ = json.Marshal(strings.Repeat("Grüße & 🎉 <b> ", 10_000))
	w.put(draft, "flag/large", "*", `{"type":"string","variants":{"a":`+string(large)+`},"default":"a"}`).is(200)
	w.admin("GET", draft, "").is(200).has("title", "🎉 مرحبا").has("changes", 4.0)
	w.put(draft, "event/"+url.PathEscape("🎉"), "", `1`).is(409)
	w.put(draft, "event/again", "", `{}`).is(200)
	w.send(request{method: "DELETE", path: "/api/v1" + draft + "/changes/event/again", key: "admin", header: map[string]string{"If-Match": "*"}}).is(204)
	w.admin("POST", draft+"/publish", `{}`).is(200).has("changes.1.key", "مرحبا بالعالم").has("changes.2.after.description", "🎉 <b>&")
	w.put(w.draft("Too large"), "flag/x", "", `"`+strings.Repeat("x", 16<<20)+`"`).is(413).has("error.code", "too_large")
}

func TestAPreviewOfADraft(t *testing.T) {
	w := contentWorld(t)
	draft := w.draft("News")
	id := draft[strings.LastIndex(draft, "/")+1:]
	version := versionOf(w.put(draft, "content/quiet", "", `{"type":"banner","fields":{"body":"News"}}`).is(200))
	const preview = "/environments/production/preview"
	body := `{"draft":"` + id + `","slots":["top"]}`
	w.admin("POST", preview, body).is(200).has("slots.0.value.0.fields.body.text", "News")
	w.admin("POST", preview, `{"draft":"dr_0"}`).is(404)
	w.admin("POST", preview, `{"draft":"`+id+`","revision":1}`).is(400)
	link := func() string {
		return strings.TrimPrefix(w.admin("POST", preview+"/links", body).is(201).json()["url"].(string), w.url)
	}
	open := func(link string, status int, says string) {
		t.Helper()
		if page := w.send(request{method: "GET", path: link}).is(status); !strings.Contains(string(page.body), says) {
			t.Errorf("the page does not say %q: %s", says, page.body)
		}
	}
	first := link()
	open(first, 200, "News")
	w.admin("POST", draft+"/approve", `{}`).is(403) // who has edited it
	w.admin("PATCH", draft, `{"title":"x"}`).is(400)
	open(first, 200, "News")
	w.put(draft, "content/quiet", version, `{"type":"banner","fields":{"body":"Other news"}}`).is(200)
	open(first, 410, "edited since")
	second := link()
	open(second, 200, "Other news")
	w.admin("POST", draft+"/publish", `{}`).is(200)
	open(second, 410, "published or discarded")
	w.admin("POST", preview, body).is(409).has("error.code", "draft_state")
}

func TestADraftWithAnImageThatIsNotThere(t *testing.T) {
	w := contentWorld(t)
	draft := w.draft("Pictures")
	id := strings.Repeat("a", 26) + "-10x10.jpg" // of no image
	w.put(draft, "content/quiet", "", `{"type":"hero","fields":{"title":"x","image":{"image":"`+id+`","alt":"x"}}}`).is(200)
	w.admin("GET", draft+"/review", "").is(200).has("may_publish", false).has("problems.0.path", "content.quiet")
	w.admin("POST", draft+"/publish", `{}`).is(422)
}

func TestScheduledDraftsArePublishedWhileTheServerServes(t *testing.T) {
	w := newWorld(t)
	draft := w.draft("Later")
	w.put(draft, "flag/hello", "", newFlag).is(200)
	w.admin("POST", draft+"/publish", `{"at":"2026-03-01T12:00:00Z"}`).is(400)
	w.admin("POST", draft+"/publish", `{"at":"2027-03-03T12:00:00Z"}`).is(400)
	w.admin("POST", draft+"/publish", `{"at":"2026-03-01T13:00:00Z"}`).is(200).has("draft.state", "scheduled").has("revision", nil).has("draft.publish_by.id", "preset")
	w.put(draft, "flag/other", "", newFlag).is(409).has("error.code", "draft_state")
	w.pass(time.Hour)
	w.restart()
	w.becomes(draft, "published")
	current, err := w.revisions.Current("production")
	w.must(err)
	if current.Definitions.Flags["hello"] == nil {
		t.Errorf("revision %d is another one", current.Number)
	}
}

// restart ends the server and serves again, with what is stored.
func (w *world) restart() {
	w.Helper()
	w.must(w.stop())
	var err error
	w.server, err = server.New(server.Config{
		Engine: w.engine, Revisions: w.revisions, People: w.people, Records: w.store, Keys: w.store, Accounts: w.accounts,
		AdminToken: preset, Clock: w.clock, Logger: w.logger(),
	})
	w.must(err)
	w.listen()
}

// becomes waits until a draft is in a state, and returns it.
func (w *world) becomes(draft, state string) answer {
	w.Helper()
	for {
		got := w.admin("GET", draft, "").is(200)
		switch now := at(got.json(), "state"); now {
		case state:
			return got
		case "scheduled":
			time.Sleep(time.Millisecond)
		default:
			w.Fatalf("the draft is %s: %s", now, got.body)
		}
	}
}

func TestNothingIsPublishedForWhoeverHasLeft(t *testing.T) {
	w := newWorld(t)
	schedule := func(flag string, header map[string]string, key string) string {
		draft := w.draft(flag)
		w.put(draft, "flag/"+flag, "", newFlag).is(200)
		w.send(request{method: "POST", path: "/api/v1" + draft + "/publish", key: key, header: header, body: `{"at":"2026-03-01T13:00:00Z"}`}).is(200)
		return draft
	}
	stays, leaves := w.hire("Grace", accounts.Roles{"production": accounts.Publisher}), w.hire("Pat", accounts.Roles{"production": accounts.Publisher})
	demoted, deleted := w.hire("Dee", accounts.Roles{"production": accounts.Publisher}), w.hire("Don", accounts.Roles{"production": accounts.Publisher})
	here := schedule("here", map[string]string{"Cookie": stays}, "")
	gone := map[string]string{
		"Pat": schedule("pat", map[string]string{"Cookie": leaves}, ""), "Dee": schedule("dee", map[string]string{"Cookie": demoted}, ""),
		"Don": schedule("don", map[string]string{"Cookie": deleted}, ""), "made admin": schedule("key", nil, "made admin"),
	}
	all, err := w.accounts.Accounts(t.Context())
	w.must(err)
	for _, a := range all {
		switch path := "/accounts/" + a.ID; a.Name {
		case "Pat":
			w.admin("PATCH", path, `{"disabled":true}`).is(200)
		case "Dee":
			w.admin("PATCH", path, `{"roles":{"production":"editor"}}`).is(200)
		case "Don":
			w.admin("DELETE", path, "").is(204)
		}
	}
	stored, err := w.store.Keys(t.Context())
	w.must(err)
	for _, key := range stored {
		if key.Name == "made admin" {
			w.admin("DELETE", "/keys/"+key.ID, "").is(204)
		}
	}
	w.pass(time.Hour)
	w.restart()
	w.becomes(here, "published")
	for who, draft := range gone {
		if problem, _ := at(w.becomes(draft, "failed").json(), "problem").(string); !strings.Contains(problem, who+", who has scheduled the draft, may no longer publish in production") {
			t.Errorf("the problem is %q", problem)
		}
	}
}

func TestADecisionIsExplainedAsADraftWouldMakeIt(t *testing.T) {
	w := newWorld(t)
	draft := w.draft("Greet everybody")
	id := draft[strings.LastIndex(draft, "/")+1:]
	first := w.put(draft, "flag/hello", "", newFlag).is(200)
	ask := func(more string) answer {
		return w.admin("POST", "/environments/production/explain", `{"flag":"hello","context":{"targetingKey":"u"}`+more+`}`)
	}
	ask("").is(404)
	ask(`,"draft":"`+id+`"`).is(200).has("decision.variant", "off")
	ask(`,"draft":"` + id + `","revision":1`).is(400)
	ask(`,"draft":"dr_unknown"`).is(404)
	w.put(draft, "flag/hello", versionOf(first), `{"type":"boolean","variants":{"on":true},"default":"of"}`).is(200)
	ask(`,"draft":"` + id + `"`).is(422)
}
