package environment

import (
	"slices"
	"strings"
	"testing"
)

// versionedFile has flags that read everything there is, and one that reads nothing.
const versionedFile = `fingerpost: 1
attributes:
  country: {type: string}
  uses: {type: number, computed: {aggregate: count, event: used, where: 'kind == "board"'}}
  often: {type: bool, computed: {formula: uses > 5}}
  unread: {type: string}
groups: {seats: {type: number}}
events: {used: {properties: {kind: {type: string}}}, other: {}}
lists: {testers: {}, others: {of: country}}
segments:
  frequent: {when: often}
  large: {when: 'group.seats > 5 && segment("frequent")'}
models: {churn: {kind: score}}
flags:
  listed: {type: boolean, variants: {on: true}, targeting: [{when: list("testers"), serve: on}]}
  counting: {type: boolean, variants: {on: true}, targeting: [{when: segment("large"), serve: on}]}
  above: {type: boolean, variants: {on: true}, targeting: [{when: flag("counting"), serve: on}]}
  scored: {type: boolean, variants: {on: true}, targeting: [{name: x, when: score("churn") > 0.5, serve: {on: 100000}, by: country}]}
  plain: {type: boolean, variants: {on: true, off: false}, default: on}
`

func versionsOf(t *testing.T, text string) map[string]string {
	t.Helper()
	d := parsed(t, []byte(text))
	set, problems := Compile(d, 1, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return Versions(d, set.Schema(), set.Keys())
}

func TestVersionsSayWhichFlagsCanAnswerOtherwise(t *testing.T) {
	before := versionsOf(t, versionedFile)
	tests := []struct{ name, old, with, want string }{
		{"nothing", "", "", ""},
		{"a default", "default: on", "default: off", "plain"},
		{"metadata", "default: on", "default: on, metadata: {a: b}", "plain"},
		{"a rule", `list("testers")`, `list("others")`, "listed"},
		{"a description of a flag", "default: on", "default: on, description: new", ""},
		{"who may see a flag", "default: on", "default: on, client: true", ""},
		{"a description of an attribute", "country: {type: string}", "country: {type: string, description: new}", ""},
		{"a segment", "often}", "not often}", "above counting"},
		{"a segment that a segment reads", "group.seats > 5", "group.seats > 6", "above counting"},
		{"a formula", "uses > 5", "uses > 6", "above counting"},
		{"an aggregate", "aggregate: count", "aggregate: count, last: 7d", "above counting"},
		{"the condition of an aggregate", `kind == "board"`, `kind == "page"`, "above counting"},
		{"an attribute that is split by", "country: {type: string}", "country: {type: number}", "scored"},
		{"the type of a property", "{kind: {type: string}}", "{kind: {type: string}, more: {type: number}}", "above counting"},
		{"another event", "other: {}", "other: {properties: {a: {type: string}}}", ""},
		{"whose list it is", "{testers: {}", "{testers: {of: unread}", "listed"},
		{"what a list is of", "unread: {type: string}", "unread: {type: string, source: trait}", ""},
		{"a model", "{kind: score}", "{kind: score, description: new}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(versionedFile, test.old, test.with, 1)
			if changed == versionedFile && test.old != "" {
				t.Fatal("the file stays the same")
			}
			var got []string
			for key, version := range versionsOf(t, changed) {
				if version != before[key] {
					got = append(got, key)
				}
			}
			slices.Sort(got)
			if strings.Join(got, " ") != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
