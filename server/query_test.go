package server_test

import "testing"

func TestAQueryParameterThatARouteDoesNotTakeIsRefused(t *testing.T) {
	w := newWorld(t)
	const definitions = "/environments/staging/definitions"
	for name, c := range map[string]struct{ method, path, message, hint string }{
		"a dash for an underscore": {"PUT", definitions + "?dry-run=true", `unknown parameter "dry-run"`, `did you mean "dry_run"?`},
		"beside a right one":       {"PUT", definitions + "?message=a&prun=true", `unknown parameter "prun"`, `did you mean "prune"?`},
		"in capitals":              {"PUT", definitions + "?DRY_RUN", `unknown parameter "DRY_RUN"`, `did you mean "dry_run"?`},
		"like none that there is":  {"GET", "/environments/staging/revisions?page=2", `unknown parameter "page"`, "it takes before, from, limit"},
		"where there is none":      {"POST", "/environments/staging/changes?dry_run=true", `unknown parameter "dry_run"`, "it takes none"},
		"without a name":           {"PUT", definitions + "?=true", `unknown parameter ""`, "it takes dry_run, message, prune"},
		"behind a semicolon": {"PUT", definitions + "?message=a;dry_run=true", "the query cannot be read: invalid semicolon separator in query",
			"separate parameters with &, and percent-encode their values"},
		"twice": {"PUT", definitions + "?dry_run=false&dry_run=true", `the parameter "dry_run" stands there 2 times`, "send it once"},
	} {
		t.Run(name, func(*testing.T) {
			w.admin(c.method, c.path, stagingFile+"lists: {a: {}}\n").is(400).
				has("error.code", "bad_request").has("error.message", c.message).has("error.hint", c.hint)
		})
	}
	w.admin("GET", "/environments/staging/revisions", "").is(200).has("revisions.1", nil)
}

func TestEveryAdminRouteRefusesUnknownQueryParameters(t *testing.T) {
	w := newWorld(t)
	for _, row := range access {
		if row.want != admins(row.want[4]) {
			continue
		}
		path := fillPath(row.path, "production") + "?nonsense=1"
		w.send(request{method: row.method, path: path, key: "none", body: row.body}).is(401)
		w.send(request{method: row.method, path: path, key: "admin", body: row.body}).is(400).has("error.message", `unknown parameter "nonsense"`)
	}
}

func TestProbesMayAddWhatTheyLike(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/healthz", "/readyz", "/api/v1/openapi.json"} {
		w.send(request{method: "GET", path: path + "?t=1"}).is(200)
	}
}
