package server_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/accounts"
	"github.com/fingerpost/fingerpost/server"
)

// callers are the keys that every route is tried with, in the order of the columns below.
var callers = [...]string{"none", "garbage", "server", "client", "admin", "other server", "other client"}

// statuses are what callers get, in their order.
type statuses [len(callers)]int

var (
	anybody   = statuses{200, 200, 200, 200, 200, 200, 200}
	preflight = statuses{204, 204, 204, 204, 204, 204, 204}
	decides   = statuses{401, 401, 200, 200, 403, 200, 200}
	follows   = statuses{401, 401, 200, 403, 403, 200, 403}
	reports   = statuses{401, 401, 200, 200, 403, 200, 200}
)

// admins is what a route of the admin API answers: status to admin tokens, and nothing to anybody else.
func admins(status int) statuses { return statuses{401, 401, 403, 403, status, 403, 403} }

// access is who may call what. Where a path has {env}, it is tried with production,
// staging and an environment that does not exist; for the last, missing says what an admin token gets.
var access = []struct {
	method, path, body string
	// needs is the role that people need: in the environment, or, where the path has none, in any; Admin in all.
	needs   accounts.Role
	want    statuses
	missing int
}{
	{method: "GET", path: "/healthz", want: anybody},
	{method: "GET", path: "/readyz", want: anybody},
	{method: "GET", path: "/api/v1/openapi.json", want: anybody},

	{method: "OPTIONS", path: "/ofrep/v1/evaluate/flags", want: preflight},
	{method: "OPTIONS", path: "/ofrep/v1/evaluate/flags/:key=new-editor", want: preflight},
	{method: "POST", path: "/ofrep/v1/evaluate/flags", body: `{"context":{}}`, want: decides},
	// A key decides in its own environment only: this flag is in production, and so not there for the other keys …
	{method: "POST", path: "/ofrep/v1/evaluate/flags/:key=new-editor", body: `{"context":{}}`, want: statuses{401, 401, 200, 200, 403, 404, 404}},
	// … nor for client keys where it is not marked client …
	{method: "POST", path: "/ofrep/v1/evaluate/flags/:key=price", body: `{"context":{}}`, want: statuses{401, 401, 200, 404, 403, 404, 404}},
	// … and this one is in staging.
	{method: "POST", path: "/ofrep/v1/evaluate/flags/:key=staging-only", body: `{"context":{}}`, want: statuses{401, 401, 404, 404, 403, 200, 404}},
	{method: "GET", path: "/v1/definitions", want: follows},

	// Where nobody can listen, whoever may is told so instead of being sent a stream without an end.
	{method: "GET", path: "/v1/stream", want: statuses{400, 400, 400, 400, 400, 400, 400}},
	{method: "GET", path: "/updates", want: statuses{400, 400, 400, 400, 400, 400, 400}},
	{method: "POST", path: "/v1/events/stream", body: `{}`, want: statuses{401, 401, 503, 503, 403, 503, 503}},
	{method: "GET", path: "/v1/events/stream", want: statuses{400, 400, 400, 400, 400, 400, 400}},
	{method: "OPTIONS", path: "/v1/events/stream", want: preflight},
	{method: "GET", path: "/api/v1/environments/:env/live", needs: accounts.Viewer, want: admins(503), missing: 404},

	{method: "GET", path: "/api/v1/environments/:env/live/now", needs: accounts.Viewer, want: admins(503), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/catalog", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/catalog/:kind=flag/:key=unknown", needs: accounts.Viewer, want: admins(404), missing: 404},

	{method: "GET", path: "/api/get_personalized_content", want: decides},
	{method: "OPTIONS", path: "/api/get_personalized_content", want: preflight},
	{method: "POST", path: "/api/predict_next_step", body: `{"slot":"new-editor"}`, want: statuses{401, 401, 200, 200, 403, 404, 404}},
	{method: "OPTIONS", path: "/api/predict_next_step", want: preflight},
	{method: "GET", path: "/api/v1/environments/:env/content", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/preview", body: `{}`, needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/preview/links", body: `{}`, needs: accounts.Editor, want: admins(503), missing: 503},
	{method: "GET", path: "/preview/:token=x", want: statuses{404, 404, 404, 404, 404, 404, 404}},

	{method: "POST", path: "/v1/track", body: `{"anonymousId":"a1","event":"seen"}`, want: reports},
	{method: "OPTIONS", path: "/v1/track", want: preflight},
	{method: "POST", path: "/v1/t", body: `{"anonymousId":"a1","event":"seen"}`, want: reports},
	{method: "OPTIONS", path: "/v1/t", want: preflight},
	{method: "POST", path: "/v1/identify", body: `{"anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/identify", want: preflight},
	{method: "POST", path: "/v1/i", body: `{"anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/i", want: preflight},
	{method: "POST", path: "/v1/page", body: `{"anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/page", want: preflight},
	{method: "POST", path: "/v1/p", body: `{"anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/p", want: preflight},
	{method: "POST", path: "/v1/screen", body: `{"anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/screen", want: preflight},
	{method: "POST", path: "/v1/s", body: `{"anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/s", want: preflight},
	{method: "POST", path: "/v1/group", body: `{"anonymousId":"a1","groupId":"g1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/group", want: preflight},
	{method: "POST", path: "/v1/g", body: `{"anonymousId":"a1","groupId":"g1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/g", want: preflight},
	{method: "POST", path: "/v1/alias", body: `{"previousId":"a1","userId":"u1","anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/alias", want: preflight},
	{method: "POST", path: "/v1/a", body: `{"previousId":"a1","userId":"u1","anonymousId":"a1"}`, want: reports},
	{method: "OPTIONS", path: "/v1/a", want: preflight},
	{method: "POST", path: "/v1/batch", body: `{"batch":[]}`, want: reports},
	{method: "OPTIONS", path: "/v1/batch", want: preflight},
	{method: "POST", path: "/v1/b", body: `{"batch":[]}`, want: reports},
	{method: "OPTIONS", path: "/v1/b", want: preflight},
	{method: "POST", path: "/v1/import", body: `{"batch":[]}`, want: reports},
	{method: "OPTIONS", path: "/v1/import", want: preflight},
	{method: "POST", path: "/v1/m", body: `{"batch":[]}`, want: reports},
	{method: "OPTIONS", path: "/v1/m", want: preflight},
	{method: "POST", path: "/v1/beacon", body: `{"batch":[]}`, want: reports},
	{method: "OPTIONS", path: "/v1/beacon", want: preflight},
	{method: "POST", path: "/beacon/v1/batch", body: `{"batch":[]}`, want: reports},
	{method: "OPTIONS", path: "/beacon/v1/batch", want: preflight},
	{method: "POST", path: "/v1/cloudevents", body: `[]`, want: reports},
	{method: "OPTIONS", path: "/v1/cloudevents", want: preflight},
	{method: "POST", path: "/api/s/:kind=track", body: `{"anonymousId":"a1","event":"seen"}`, want: reports},
	{method: "OPTIONS", path: "/api/s/:kind=track", want: preflight},
	{method: "GET", path: "/v1/projects/:key=ck_x/settings", want: anybody},
	{method: "OPTIONS", path: "/v1/projects/:key=ck_x/settings", want: preflight},
	{method: "GET", path: "/sourceConfig/", want: anybody},
	{method: "OPTIONS", path: "/sourceConfig/", want: preflight},
	{method: "GET", path: "/sourceConfig", want: anybody},
	{method: "OPTIONS", path: "/sourceConfig", want: preflight},

	{method: "GET", path: "/api/v1/environments", needs: accounts.Viewer, want: admins(200)},
	{method: "POST", path: "/api/v1/environments", body: `{"name":"production"}`, needs: accounts.Admin, want: admins(409)},
	{method: "GET", path: "/api/v1/environments/:env/definitions", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "PUT", path: "/api/v1/environments/:env/definitions", body: "fingerpost: 1\n", needs: accounts.Publisher, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/changes", body: `{"changes":[]}`, needs: accounts.Publisher, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/revisions", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/revisions/:revision=1", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/diff", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/sample", needs: accounts.Publisher, want: admins(409), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/rollback", body: `{"to":1}`, needs: accounts.Publisher, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/audit", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/lists", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/lists/:list=unknown/members", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/lists/:list=unknown/members", body: `{"add":["a"]}`, needs: accounts.Publisher, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/lists/:list=unknown/upload", body: "a", needs: accounts.Publisher, want: admins(404), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/drafts", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/drafts", body: `{"title":"a draft"}`, needs: accounts.Editor, want: admins(201), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "PATCH", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown", body: `{"title":"a draft"}`, needs: accounts.Editor, want: admins(400), missing: 400},
	{method: "DELETE", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown", needs: accounts.Editor, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/restore", needs: accounts.Editor, want: admins(404), missing: 404},
	{method: "PUT", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/changes/:kind=flag/:key=new", body: `{"value":null}`, needs: accounts.Editor, want: admins(400), missing: 400},
	{method: "DELETE", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/changes/:kind=flag/:key=new", needs: accounts.Editor, want: admins(400), missing: 400},
	{method: "POST", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/changes/:kind=flag/:key=new/rebase", body: `{"take":"mine"}`, needs: accounts.Editor, want: admins(400), missing: 400},
	{method: "GET", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/review", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/impact", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/approve", body: `{}`, needs: accounts.Publisher, want: admins(404), missing: 404},
	{method: "DELETE", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/approve", needs: accounts.Publisher, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/publish", body: `{}`, needs: accounts.Publisher, want: admins(404), missing: 404},
	{method: "DELETE", path: "/api/v1/environments/:env/drafts/:draft=dr_unknown/schedule", needs: accounts.Publisher, want: admins(404), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/settings", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "PUT", path: "/api/v1/environments/:env/settings", body: `{"approvals":0}`, needs: accounts.Admin, want: admins(200), missing: 404},
	{method: "GET", path: "/images/:id=unknown", want: statuses{404, 404, 404, 404, 404, 404, 404}},
	{method: "GET", path: "/api/v1/environments/:env/images", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/images", body: "no image", needs: accounts.Editor, want: admins(415), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/images/:id=unknown", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "DELETE", path: "/api/v1/environments/:env/images/:id=unknown", needs: accounts.Editor, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/rules/check", body: `{"source":"true"}`, needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/explain", body: `{"flag":"unknown"}`, needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/evaluate", body: `{}`, needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/profiles", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/profiles/:person=unknown", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "DELETE", path: "/api/v1/environments/:env/profiles/:person=unknown", needs: accounts.Admin, want: admins(404), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/profiles/:person=unknown/events", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/profiles/:person=unknown/export", needs: accounts.Admin, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/profiles/:person=unknown/unmerge", body: `{"merged":"unknown"}`, needs: accounts.Admin, want: admins(404), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/failures", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "DELETE", path: "/api/v1/environments/:env/failures", body: `{"ids":[1]}`, needs: accounts.Publisher, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/failures/replay", body: `{"ids":[999]}`, needs: accounts.Publisher, want: admins(404), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/segments", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/segments/:segment=unknown", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/segments/:segment=unknown/members", needs: accounts.Viewer, want: admins(404), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/segments/size", body: `{"when":"true"}`, needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/segments/compare", body: `{"key":"payers","when":"true"}`, needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/impact", body: "fingerpost: 1\n", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/percentiles", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/work", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/session", want: anybody},
	{method: "POST", path: "/api/v1/session", body: `{"email":"nobody@example.com","password":"x"}`, want: statuses{401, 401, 401, 401, 401, 401, 401}},
	{method: "DELETE", path: "/api/v1/session", want: preflight},
	{method: "PATCH", path: "/api/v1/session/account", body: `{}`, needs: accounts.Viewer, want: admins(400)},
	{method: "GET", path: "/api/v1/session/oidc", want: statuses{404, 404, 404, 404, 404, 404, 404}},
	{method: "GET", path: "/api/v1/session/oidc/callback", want: statuses{404, 404, 404, 404, 404, 404, 404}},
	{method: "POST", path: "/api/v1/setup", body: `{"token":"x","name":"x","email":"x@example.com","password":"x"}`, want: statuses{409, 409, 409, 409, 409, 409, 409}},
	{method: "POST", path: "/api/v1/invitations/open", body: `{"token":"x"}`, want: statuses{404, 404, 404, 404, 404, 404, 404}},
	{method: "POST", path: "/api/v1/invitations/accept", body: `{"token":"x","name":"x","password":"x"}`, want: statuses{404, 404, 404, 404, 404, 404, 404}},
	{method: "GET", path: "/api/v1/invitations", needs: accounts.Admin, want: admins(200)},
	{method: "POST", path: "/api/v1/invitations", body: `{"email":"x","roles":{"*":"viewer"}}`, needs: accounts.Admin, want: admins(400)},
	{method: "DELETE", path: "/api/v1/invitations/:id=unknown", needs: accounts.Admin, want: admins(404)},
	{method: "GET", path: "/api/v1/accounts", needs: accounts.Admin, want: admins(200)},
	{method: "PATCH", path: "/api/v1/accounts/:id=unknown", body: `{}`, needs: accounts.Admin, want: admins(404)},
	{method: "DELETE", path: "/api/v1/accounts/:id=unknown", needs: accounts.Admin, want: admins(404)},
	{method: "POST", path: "/api/v1/accounts/:id=unknown/reset", needs: accounts.Admin, want: admins(404)},
	{method: "GET", path: "/api/v1/keys", needs: accounts.Admin, want: admins(200)},
	{method: "POST", path: "/api/v1/keys", body: `{"kind":"admin"}`, needs: accounts.Admin, want: admins(201)},
	{method: "DELETE", path: "/api/v1/keys/:id=unknown", needs: accounts.Admin, want: admins(404)},
	{method: "GET", path: "/api/v1/backup", needs: accounts.Admin, want: admins(200)},
	{method: "POST", path: "/api/v1/check", body: "fingerpost: 1\n", needs: accounts.Viewer, want: admins(200)},
	{method: "POST", path: "/api/v1/environments/:env/rules/print", body: `{"builder":{"match":"all","conditions":[]}}`, needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/violations", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "DELETE", path: "/api/v1/environments/:env/violations", needs: accounts.Publisher, want: admins(204), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/suppressed", needs: accounts.Viewer, want: admins(200), missing: 404},
	{method: "POST", path: "/api/v1/environments/:env/suppressed/lift", body: `{"user_id":"nobody"}`, needs: accounts.Admin, want: admins(200), missing: 404},
	{method: "GET", path: "/api/v1/environments/:env/rules/vocabulary", needs: accounts.Viewer, want: admins(200), missing: 404},
}

func TestWhoMayCallWhat(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.MaxFailedKeys, c.Hub = 10_000, nil })
	for _, row := range access {
		for _, environment := range []string{"production", "staging", "nowhere"} {
			if !strings.Contains(row.path, ":env") && environment != "production" {
				continue
			}
			path := fillPath(row.path, environment)
			for i, key := range callers {
				want := row.want[i]
				if environment == "nowhere" && key == "admin" {
					want = row.missing
				}
				got := w.send(request{method: row.method, path: path, key: key, body: row.body})
				if got.status != want {
					t.Errorf("%s %s with key %q: status %d, want %d: %s", row.method, path, key, got.status, want, got.body)
				}
				if got.status == 401 && got.header.Get("WWW-Authenticate") == "" {
					t.Errorf("%s %s: 401 without WWW-Authenticate", row.method, path)
				}
				if row.method == http.MethodGet {
					head := w.send(request{method: http.MethodHead, path: path, key: key})
					if head.status != want || len(head.body) > 0 {
						t.Errorf("HEAD %s with key %q: status %d and %d bytes, want %d and none", path, key, head.status, len(head.body), want)
					}
				}
			}
		}
	}
}

// TestWhatRolesMayDo tries every route of the admin API with somebody of every role, here and elsewhere.
func TestWhatRolesMayDo(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.MaxFailedKeys, c.Hub = 10_000, nil })
	everyRole := []accounts.Role{accounts.Viewer, accounts.Editor, accounts.Publisher, accounts.Admin}
	for _, where := range []string{"production", "staging", accounts.Everywhere} {
		for _, role := range everyRole {
			cookie := w.hire(role.String()+" of "+where, accounts.Roles{where: role})
			for _, row := range access {
				if row.needs == accounts.None {
					continue
				}
				want := row.want[slices.Index(callers[:], "admin")]
				if !enough(row.path, row.needs, role, where) {
					want = http.StatusForbidden
				}
				got := w.send(request{method: row.method, path: fillPath(row.path, "production"), body: row.body, header: map[string]string{"Cookie": cookie}})
				if strings.HasPrefix(row.path, "/api/v1/session/account") || strings.HasPrefix(row.path, "/api/v1/keys") { // have tests of their own
					continue
				}
				if got.status != want {
					t.Errorf("%s %s by the %s of %s: status %d, want %d: %s", row.method, row.path, role, where, got.status, want, got.body)
				}
			}
		}
	}
}

// enough says whether a role, held in one environment or everywhere, is enough for a route in production.
func enough(path string, needs, role accounts.Role, where string) bool {
	if strings.Contains(path, ":env") {
		return where != "staging" && role >= needs
	}
	return role >= needs && (needs < accounts.Admin || where == accounts.Everywhere)
}

// TestEveryRouteHasARow fails for a route of which nobody has written down who may call it.
func TestEveryRouteHasARow(t *testing.T) {
	w := newWorld(t)
	var rows []string
	for _, row := range access {
		rows = append(rows, row.method+" "+template(row.path))
	}
	for _, row := range access {
		if strings.HasPrefix(row.path, "/api/v1/") && row.want == admins(row.want[4]) && row.needs == accounts.None {
			t.Errorf("%s %s has no role that it needs", row.method, row.path)
		}
	}
	for _, route := range w.server.Routes() {
		method := strings.Replace(route.Method, "HEAD", "GET", 1)
		if !slices.Contains(rows, method+" "+route.Path) {
			t.Errorf("%s %s has no row in the table of who may call what", route.Method, route.Path)
		}
	}
}

// fillPath makes "/a/:env/:key=x" "/a/production/x".
func fillPath(path, environment string) string {
	parts := strings.Split(strings.ReplaceAll(path, ":env", environment), "/")
	for i, part := range parts {
		if name, value, ok := strings.Cut(part, "="); ok && strings.HasPrefix(name, ":") {
			parts[i] = value
		}
	}
	return strings.Join(parts, "/")
}

// template makes "/a/:env/:key=x" "/a/:env/:key".
func template(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i], _, _ = strings.Cut(part, "=")
	}
	return strings.Join(parts, "/")
}

func TestKeysAreSentEitherWay(t *testing.T) {
	w := newWorld(t)
	for name, header := range map[string]map[string]string{
		"as a bearer token":                      {"Authorization": "Bearer " + w.keys["server"]},
		"with the scheme in lower case":          {"Authorization": "bearer " + w.keys["server"]},
		"as X-API-Key":                           {"X-API-Key": w.keys["server"]},
		"as X-API-Key beside a proxy's password": {"Authorization": "Basic YTpi", "X-API-Key": w.keys["server"]},
	} {
		t.Run(name, func(*testing.T) {
			w.send(request{method: "GET", path: "/v1/definitions", header: header}).is(200)
		})
	}
	w.send(request{method: "GET", path: "/v1/definitions", header: map[string]string{"Authorization": w.keys["server"]}}).is(401)
	w.send(request{method: "GET", path: "/v1/definitions?key=" + w.keys["server"]}).is(401)
}

func TestARefusalSaysWhatToSend(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ key, path, code, says string }{
		{"none", "/v1/definitions", "unauthorized", "send a server key (sk_…) as Authorization: Bearer"},
		{"garbage", "/v1/definitions", "unauthorized", "fingerpost keys create"},
		{"client", "/v1/definitions", "forbidden", "send a server key (sk_…)"},
		{"server", "/api/v1/keys", "forbidden", "send an admin token (at_…)"},
	} {
		got := w.send(request{method: "GET", path: c.path, key: c.key}).has("error.code", c.code)
		if hint, _ := at(got.json(), "error.hint").(string); !strings.Contains(hint, c.says) {
			t.Errorf("%s with %s: the hint %q does not say %q", c.path, c.key, hint, c.says)
		}
	}
}

func TestAPresetTokenHasToLookLikeOne(t *testing.T) {
	w := newWorld(t)
	_, err := server.New(server.Config{Engine: w.engine, Revisions: w.revisions, Keys: noKeys{}, AdminToken: "secret"})
	if err == nil || !strings.Contains(err.Error(), "at_") {
		t.Fatalf("got %v", err)
	}
}

func TestWrongKeysAreSlowedDown(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.MaxFailedKeys = 3 })
	for range 3 {
		w.evaluate("garbage", "new-editor", "{}").is(401)
	}
	w.keys["wrong admin"] = "at_guess"
	if wait := w.evaluate("garbage", "new-editor", "{}").is(429).header.Get("Retry-After"); wait != "60" {
		t.Errorf("Retry-After is %q, want the rest of the minute", wait)
	}
	w.send(request{method: "GET", path: "/api/v1/keys", key: "wrong admin"}).is(429)
	w.send(request{method: "GET", path: "/api/v1/keys", key: "admin"}).is(429)
	w.evaluate("server", "new-editor", "{}").is(200) // applications behind the same address go on
	w.evaluate("none", "new-editor", "{}").is(401)   // no key is no guess
}

func TestAddressesOfOthersAreBelievedFromTrustedProxiesOnly(t *testing.T) {
	for name, c := range map[string]struct {
		trusted []string
		last    int
	}{
		"from anybody: the peer counts":                 {nil, 429},
		"from a trusted proxy: the address named there": {[]string{"127.0.0.0/8"}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(config *server.Config) { config.MaxFailedKeys, config.TrustedProxies = 1, c.trusted })
			for i, address := range []string{"192.0.2.1", "192.0.2.2"} {
				got := w.send(request{method: "GET", path: "/v1/definitions", key: "garbage", header: map[string]string{"X-Forwarded-For": address}})
				if want := [...]int{401, c.last}[i]; got.status != want {
					t.Errorf("%s: status %d, want %d", address, got.status, want)
				}
			}
		})
	}
	w := newWorld(t)
	_, err := server.New(server.Config{Engine: w.engine, Revisions: w.revisions, Keys: noKeys{}, TrustedProxies: []string{"loopback"}})
	if err == nil || !strings.Contains(err.Error(), `"loopback"`) {
		t.Errorf("a network that is none: %v", err)
	}
}
