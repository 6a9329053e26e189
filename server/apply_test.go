package server_test

import (
	"strings"
	"testing"
)

func TestADryRunOfAStaleFileShowsWhatHasMoved(t *testing.T) {
	w := newWorld(t)
	const definitions = "/environments/staging/definitions"
	stale := stagingFile + "revision: 1\n"
	w.admin("PUT", definitions+"?dry_run=true", stale).is(200).has("revision", 1.0).has("stale", nil).has("changes.0", nil)
	w.publish("staging", strings.Replace(stagingFile, "default: on", "default: off", 1))

	w.admin("PUT", definitions+"?dry_run=true", stale).is(200).
		has("revision", 2.0).has("stale", true).has("dry_run", true).
		has("changes.0.key", "staging-only").has("changes.0.before.default", "off").has("changes.0.after.default", "on")
	w.send(request{
		method: "PUT", path: "/api/v1" + definitions + "?dry_run=true", key: "admin", body: stagingFile,
		header: map[string]string{"If-Match": `"9"`},
	}).is(200).has("revision", 2.0).has("stale", true)
	w.admin("PUT", definitions+"?dry_run=true", stale+"lists: {a: {of: nothing}}\n").is(422)
	w.admin("PUT", definitions, stale).is(409).has("error.current.revision", 2.0)
}

// brokenFile has a problem of its shape, one of a rule, and a rule that is right only
// where the environment declares country.
const brokenFile = `fingerpost: 1
flags:
  misshapen:
    type: boolean
    variants: {on: true, off: false}
    dfault: on
  misruled:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {when: 'nowhere == 1', serve: on}
      - {when: 'country == "DE"', serve: on}
    default: off
`

func TestProblemsOfShapeAndOfRulesAreReportedTogether(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		path string
		want string
	}{
		"on top of the environment":  {"/environments/production/definitions", "dfault nowhere"},
		"in a dry run":               {"/environments/production/definitions?dry_run=true", "dfault nowhere"},
		"instead of the environment": {"/environments/production/definitions?prune=true", "dfault nowhere country"},
		"where nothing is declared":  {"/environments/staging/definitions", "dfault nowhere country"},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.admin("PUT", c.path, brokenFile).is(422)
			problems := at(got.json(), "error.problems").([]any)
			wanted := strings.Fields(c.want)
			if len(problems) != len(wanted) {
				t.Fatalf("%d problems, want %d: %s", len(problems), len(wanted), got.body)
			}
			for i, says := range wanted {
				if message := at(problems[i], "message").(string); !strings.Contains(message, says) {
					t.Errorf("problem %d does not say %q: %s", i, says, message)
				}
				if at(problems[i], "line") == nil {
					t.Errorf("problem %d has no line: %s", i, got.body)
				}
			}
		})
	}
	w.admin("PUT", "/environments/nowhere/definitions", brokenFile).is(404)
}
