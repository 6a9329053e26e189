package server_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// peopleFile declares what the tests about people need, beside what is always there.
var peopleFile = strings.Replace(productionFile, "sessions: {type: number, client: true}", "sessions: {type: number, client: true, on_violation: accept}", 1) + `events:
  used: {properties: {feature: {type: string}, minutes: {type: number}}}
groups:
  seats: {type: number}
`

// peopleWorld is a world in which Ada, who came as a1 and as a2, Grace and a group are known.
func peopleWorld(t testing.TB) *world {
	w := newWorld(t)
	w.publish("production", peopleFile)
	w.report("/v1/track", `{"anonymousId":"a1","event":"used","messageId":"m1","timestamp":"2026-03-01T10:00:00Z","properties":{"feature":"board","minutes":3}}`)
	w.report("/v1/track", `{"anonymousId":"a2","event":"used","messageId":"m2","timestamp":"2026-03-01T11:00:00Z","properties":{"feature":"chat"}}`)
	w.report("/v1/identify", `{"anonymousId":"a1","userId":"ada","messageId":"m3","timestamp":"2026-03-01T11:30:00Z",
		"traits":{"plan":"pro","name":"Ada","sessions":"many","hobby":{"chess":true}}}`)
	w.report("/v1/identify", `{"anonymousId":"a2","userId":"ada","messageId":"m4","timestamp":"2026-03-01T11:40:00Z"}`)
	w.report("/v1/identify", `{"userId":"grace","messageId":"m5","timestamp":"2026-03-01T11:50:00Z","traits":{"plan":"free","country":"AT"}}`)
	w.report("/v1/group", `{"userId":"ada","groupId":"acme","messageId":"m6","timestamp":"2026-03-01T11:55:00Z","traits":{"seats":12}}`)
	return w
}

// report sends an event with a server key.
func (w *world) report(path, body string) {
	w.Helper()
	w.send(request{method: "POST", path: path, key: "server", body: body}).is(200).has("success", true).has("failed", nil)
}

// production sends a request about the environment production.
func (w *world) production(method, path, body string) answer {
	w.Helper()
	return w.admin(method, "/environments/production"+path, body)
}

// person returns the person id of a user.
func (w *world) person(user string) string {
	w.Helper()
	id, _ := at(w.production("GET", "/profiles?user_id="+url.QueryEscape(user), "").is(200).json(), "profiles.0.person").(string)
	if len(id) != 26 {
		w.Fatalf("%s has the person id %q", user, id)
	}
	return id
}

func TestProfilesAreFoundByWhatPeopleAreCalled(t *testing.T) {
	w := peopleWorld(t)
	ada := w.person("ada")
	for query, want := range map[string]any{
		"user_id=ada":            ada,
		"anonymous_id=a1":        ada,
		"anonymous_id=a2":        ada,
		"person=" + ada:          ada,
		"user_id=a1":             nil,
		"user_id=mallory":        nil,
		"person=mallory":         nil,
		"group_id=ada":           nil,
		"user_id=" + ada:         nil,
		"anonymous_id=%E2%82%AC": nil,
	} {
		w.production("GET", "/profiles?"+query, "").is(200).has("profiles.0.person", want).has("next", nil)
	}
	w.production("GET", "/profiles?user_id=ada", "").
		has("profiles.0.kind", "person").has("profiles.0.identifiers.0.value", "ada").has("profiles.0.identifiers.1.kind", "anonymous").
		has("profiles.0.first_seen", "2026-03-01T10:00:00Z").has("profiles.0.last_seen", "2026-03-01T11:55:00Z").
		has("profiles.0.traits.name", "Ada").has("profiles.0.traits.plan", "pro")
	w.production("GET", "/profiles?group_id=acme", "").has("profiles.0.kind", "group").has("profiles.0.traits.seats", 12.0)
	w.admin("GET", "/environments/staging/profiles?user_id=ada", "").is(200).has("profiles.0", nil)
}

func TestProfilesAreListedInPages(t *testing.T) {
	w := newWorld(t)
	for i := range 7 {
		w.report("/v1/identify", fmt.Sprintf(`{"userId":"u%d"}`, i))
	}
	w.report("/v1/group", `{"userId":"u1","groupId":"acme"}`)
	list := func(kind string, limit int) (found []string) {
		for next := ""; ; {
			page := w.production("GET", fmt.Sprintf("/profiles?kind=%s&limit=%d&after=%s", kind, limit, next), "").is(200).json()
			for _, p := range page["profiles"].([]any) {
				found = append(found, at(p, "identifiers.0.value").(string))
			}
			if next, _ = page["next"].(string); next == "" {
				return found
			}
		}
	}
	for _, limit := range []int{1, 3, 7, 100} {
		if got := strings.Join(list("person", limit), " "); got != "u0 u1 u2 u3 u4 u5 u6" {
			t.Errorf("%d at a time: %s", limit, got)
		}
	}
	if got := list("group", 10); !slices.Equal(got, []string{"acme"}) {
		t.Errorf("groups: %v", got)
	}
}

func TestWrongQuestionsAboutProfilesAreAnsweredWithAHint(t *testing.T) {
	w := peopleWorld(t)
	for path, says := range map[string]string{
		"/profiles?user_id=ada&anonymous_id=a1": "exclude each other",
		"/profiles?user_id=":                    "user_id is empty",
		"/profiles?kind=robot":                  "neither person nor group",
		"/profiles?after=nonsense":              "not where a page ended",
		"/profiles?limit=0":                     "not from 1 to 1000",
		"/profiles?userid=ada":                  `unknown parameter \"userid\"`,
	} {
		if got := w.production("GET", path, "").is(400); !strings.Contains(string(got.body), says) {
			t.Errorf("%s: %s does not say %q", path, got.body, says)
		}
	}
	w.production("GET", "/profiles/mallory", "").is(404).has("error.code", "unknown_profile")
	w.production("DELETE", "/profiles/mallory", "").is(404).has("error.code", "unknown_profile")
	w.production("GET", "/profiles/mallory/events", "").is(404).has("error.code", "unknown_profile")
	w.admin("GET", "/environments/staging/profiles/"+w.person("ada"), "").is(404).has("error.code", "unknown_profile")
}

func TestAProfileIsShownWithEverythingThatIsKnown(t *testing.T) {
	w := peopleWorld(t)
	w.admin("POST", "/environments/production/lists/beta-testers/members", `{"add":["ada"]}`).is(200)
	w.evaluate("server", "new-editor", `{"targetingKey":"ada"}`).has("variant", "on")
	path := "/profiles/" + w.person("ada")
	for deadline := time.Now().Add(10 * time.Second); at(w.production("GET", path, "").json(), "given.0") == nil; { // it is noted a moment later
		if time.Now().After(deadline) {
			t.Fatal("what Ada was given is not noted")
		}
	}
	a := w.production("GET", path, "").is(200)
	for path, want := range map[string]any{
		"kind": "person", "first_seen": "2026-03-01T10:00:00Z", "last_seen": "2026-03-01T11:55:00Z",
		"identifiers.0.value": "ada", "identifiers.1.value": "a1", "identifiers.2.value": "a2",
		"traits.0.name": "hobby", "traits.0.value.chess": true, "traits.0.type": nil,
		"traits.0.problem": "no attribute of this name is declared, so no rule reads it",
		"traits.2.name":    "plan", "traits.2.value": "pro", "traits.2.type": "string", "traits.2.since": "2026-03-01T11:30:00Z", "traits.2.problem": nil,
		"traits.3.name": "sessions", "traits.3.problem": "this is no number, so rules take it for missing",
		"groups.0.group": "acme", "groups.0.since": "2026-03-01T11:55:00Z",
		"segments.0.segment": "payers", "segments.0.since": "2026-03-01T12:00:00Z",
		"lists.0":      "beta-testers",
		"given.0.flag": "new-editor", "given.0.variant": "on", "given.0.reason": "TARGETING_MATCH", "given.0.targeting": "testers",
		"given.0.revision": 2.0, "given.0.at": "2026-03-01T12:00:00Z",
		"events.0.event": "used", "events.0.count": 2.0, "events.0.first": "2026-03-01T10:00:00Z", "events.0.last": "2026-03-01T11:00:00Z",
		"merged.0.identifiers.0.value": "a2", "merged.0.at": "2026-03-01T11:40:00Z",
	} {
		a.has(path, want)
	}
	merged := at(a.json(), "merged.0.person").(string)
	w.production("GET", "/profiles/"+merged, "").is(200).has("person", a.json()["person"])
	group := at(w.production("GET", "/profiles?group_id=acme", "").json(), "profiles.0.person").(string)
	w.production("GET", "/profiles/"+group, "").is(200).has("kind", "group").has("traits.0.type", "number").has("traits.0.value", 12.0)
}

func TestAHistoryIsReadInPages(t *testing.T) {
	w := peopleWorld(t)
	path := "/profiles/" + w.person("ada") + "/events"
	var got []string
	next := "0"
	for pages := 0; next != ""; pages++ {
		page := w.production("GET", path+"?limit=2&before="+next, "").is(200).json()
		for _, e := range page["events"].([]any) {
			got = append(got, at(e, "event.messageId").(string))
		}
		next = ""
		if n, more := page["next"].(float64); more {
			next = fmt.Sprint(n)
		}
	}
	if want := "m6 m4 m3 m2 m1"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	w.production("GET", path+"?limit=1", "").has("events.0.event.type", "group").has("events.0.event.userId", "ada").
		has("events.0.event.traits.seats", 12.0).has("events.0.event.timestamp", "2026-03-01T11:55:00.000Z")
}

func TestErasingSaysWhatItDestroyed(t *testing.T) {
	w := newWorld(t)
	w.publish("production", strings.Replace(peopleFile, "  beta-testers: {}", "  beta-testers: {}\n  countries: {of: country}\n  others: {}", 1))
	w.report("/v1/track", `{"anonymousId":"canary-a","event":"used"}`)
	w.report("/v1/identify", `{"anonymousId":"canary-a","userId":"canary-u"}`)
	w.report("/v1/track", `{"anonymousId":"canary-b","event":"used"}`)
	w.report("/v1/identify", `{"anonymousId":"canary-b","userId":"canary-u","traits":{"country":"AT"}}`)
	w.send(request{method: "POST", path: "/v1/track", key: "client", body: `{"userId":"canary-u","event":"used"}`}).is(200).has("failed", 1.0)
	w.admin("POST", "/environments/production/lists/beta-testers/members", `{"add":["canary-u","canary-b","somebody else"]}`).is(200)
	w.admin("POST", "/environments/production/lists/countries/members", `{"add":["AT"]}`).is(200)
	person := w.person("canary-u")
	w.production("DELETE", "/profiles/"+person, "").is(200).has("person", person).
		has("profiles", 2.0).has("identifiers.0.value", "canary-u").has("identifiers.2.value", "canary-b").has("failures", 1.0).
		has("lists.0.list", "beta-testers").has("lists.0.of", "targetingKey").has("lists.0.members.1", "canary-u").has("lists.1", nil).
		has("also_in.0.list", "countries").has("also_in.0.of", "country").has("also_in.0.members.0", "AT")
	w.production("GET", "/profiles/"+person, "").is(404)
	w.production("GET", "/profiles?user_id=canary-u", "").is(200).has("profiles.0", nil)
	w.production("GET", "/profiles?anonymous_id=canary-b", "").is(200).has("profiles.0", nil)
	w.production("DELETE", "/profiles/"+person, "").is(404)
	w.production("GET", "/lists/beta-testers/members", "").has("members.0", "somebody else").has("members.1", nil)
	w.production("GET", "/lists/countries/members", "").has("members.0", "AT")
	if strings.Contains(w.log.String(), "canary") || strings.Contains(w.log.String(), person) {
		t.Errorf("the log names somebody:\n%s", w.log)
	}
	if !strings.Contains(w.log.String(), "route=/api/v1/environments/:env/profiles/:person status=200") {
		t.Errorf("the log does not have the erasure:\n%s", w.log)
	}
}

func TestAnExportHasEverythingThatIsStored(t *testing.T) {
	w := peopleWorld(t)
	w.send(request{method: "POST", path: "/v1/track", key: "client", body: `{"userId":"ada","event":"used"}`}).is(200).has("failed", 1.0)
	w.send(request{method: "POST", path: "/v1/track", key: "client", body: `{"userId":"grace","event":"used"}`}).is(200).has("failed", 1.0)
	w.admin("POST", "/environments/production/lists/beta-testers/members", `{"add":["a2"]}`).is(200)
	person := w.person("ada")
	a := w.production("GET", "/profiles/"+person+"/export", "").is(200)
	for path, want := range map[string]any{
		"environment": "production", "exported_at": "2026-03-01T12:00:00Z", "unreadable_events": 0.0,
		"profile.person": person, "profile.traits.1.value": "Ada",
		"merged_profiles.0.identifiers.0.value": "a2", "merged_profiles.0.events.0.count": 1.0, "merged_profiles.1": nil,
		"listed.0.list": "beta-testers", "listed.0.members.0": "a2",
		"events.0.event.messageId": "m1", "events.1.event.messageId": "m2", "events.4.event.messageId": "m6", "events.5": nil,
		"failures.0.reason": "unverified_user", "failures.0.event.userId": "ada", "failures.1": nil,
	} {
		a.has(path, want)
	}
	if got := a.header.Get("Content-Disposition"); got != `attachment; filename="`+person+`.json"` {
		t.Errorf("it is to be kept as %s", got)
	}
	if strings.Contains(string(a.body), "grace") {
		t.Errorf("it names somebody else: %s", a.body)
	}
	group := at(w.production("GET", "/profiles?group_id=acme", "").json(), "profiles.0.person").(string)
	w.production("GET", "/profiles/"+group+"/export", "").is(200).has("profile.kind", "group").has("events.0.event.messageId", "m6").has("events.1", nil)
}

func TestAMergeIsUndone(t *testing.T) {
	w := peopleWorld(t)
	ada := w.person("ada")
	merged, _ := at(w.production("GET", "/profiles/"+ada, "").json(), "merged.0.person").(string)
	w.production("POST", "/profiles/"+ada+"/unmerge", `{}`).is(400)
	w.production("POST", "/profiles/"+ada+"/unmerge", `{"merged":"`+w.person("grace")+`"}`).is(400).has("error.message", "that profile was not merged into this one")
	w.production("POST", "/profiles/"+ada+"/unmerge", `{"merged":"`+merged+`"}`).is(200).
		has("profile.person", ada).has("restored.person", merged).has("restored.identifiers.0.value", "a2").has("profile.identifiers.2", nil)
	w.production("GET", "/profiles?anonymous_id=a2", "").has("profiles.0.person", merged)
	w.production("GET", "/profiles/"+ada, "").has("merged.0", nil).has("events.0.count", 1.0)
	w.production("GET", "/profiles/"+merged, "").has("person", merged).has("events.0.count", 1.0)
	w.production("POST", "/profiles/"+ada+"/unmerge", `{"merged":"`+merged+`"}`).is(400)
}
