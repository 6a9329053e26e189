package openfeature

import (
	"slices"
	"strings"
	"testing"
)

const wovenFile = `fingerpost: 1
attributes:
  plan: {type: string, description: what is paid for}
  age: {type: number}
  region: {type: string}
groups:
  plan: {type: string}
segments:
  payers: {when: 'plan == "pro"'}
  adults: {when: 'age >= 18'}
  adult-payers: {when: 'segment("payers") and segment("adults")'}
flags:
  plain: {type: boolean, description: a flag, variants: {on: true, off: false}, default: off}
  paying: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment("payers")', serve: on}], default: off}
  grown: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'segment("adult-payers")', serve: on}], default: off}
  after: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'flag("grown")', serve: on}], default: off}
  regional: {type: boolean, variants: {on: true, off: false}, targeting: [{name: r, serve: {on: 50000, off: 50000}, by: region}], default: off}
  grouped: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'has(group.plan)', serve: on}], default: off}
  planned: {type: boolean, variants: {on: true, off: false}, targeting: [{when: 'has(plan)', serve: on}], default: off}
`

func TestExactlyTheFlagsThatChanged(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		want     string
	}{
		{"nothing", "", "", ""},
		{"a flag's default", "default: off}\n  paying", "default: on}\n  paying", "plain"},
		{"a flag's metadata", "default: off}\n  paying", "default: off, metadata: {a: 1}}\n  paying", "plain"},
		{"the order of a flag's variants", "variants: {on: true, off: false}, default: off}", "variants: {off: false, on: true}, default: off}", "plain"},
		{"a flag's description shows nowhere", "description: a flag", "description: the flag", ""},
		{"who may see a flag concerns browsers", "description: a flag", "client: true", ""},
		{"a flag that other flags read", `segment("adult-payers")`, `segment("adults")`, "after grown"},
		{"a segment and all that is built on it", `plan == "pro"`, `plan == "team"`, "after grown paying"},
		{"a segment below a segment", `age >= 18`, `age >= 21`, "after grown"},
		{"an attribute that a flag buckets by", "region: {type: string}", "region: {type: number}", "regional"},
		{"an attribute's description", "what is paid for", "paid", ""},
		{"an attribute's values", "what is paid for}", "what is paid for, enum: [pro, free]}", ""},
		{"a group's attribute is not the person's", "groups:\n  plan: {type: string}", "groups:\n  plan: {type: number}", "grouped"},
		{"a flag that goes", wovenFile[strings.Index(wovenFile, "  regional"):strings.Index(wovenFile, "  grouped")], "", "regional"},
		{"a flag that comes", "flags:\n", "flags:\n  fresh: {type: string, variants: {a: b}, default: a}\n", "fresh"},
		{"a segment that nobody reads", "segments:\n", "segments:\n  idle: {when: 'age > 1'}\n", ""},
		{"an attribute that nobody reads", "attributes:\n", "attributes:\n  idle: {type: string}\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(wovenFile, test.old, test.new, 1)
			if changed == wovenFile && test.old != "" {
				t.Fatal("the file did not change")
			}
			from, err := compileFile([]byte(wovenFile), nil)
			if err != nil {
				t.Fatal(err)
			}
			to, err := compileFile([]byte(changed), from)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(changedFlags(from, to), " "); got != test.want {
				t.Errorf("changed %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatAFlagReads(t *testing.T) {
	l, err := compileFile([]byte(wovenFile), nil)
	if err != nil {
		t.Fatal(err)
	}
	r := reader{l.definitions, l.set.Schema()}
	for flag, want := range map[string]string{
		"plain": "targetingKey", "paying": "plan targetingKey", "grown": "age plan targetingKey",
		"after": "age plan targetingKey", "regional": "region targetingKey", "grouped": "group.plan targetingKey", "none": "targetingKey",
	} {
		if got := strings.Join(r.attributes(flag), " "); got != want {
			t.Errorf("%s reads %q, want %q", flag, got, want)
		}
	}
}

func TestFlagsThatOnlyTheServerDecidesComeAndGo(t *testing.T) {
	l, err := compileFile([]byte(wovenFile), nil)
	if err != nil {
		t.Fatal(err)
	}
	from := &local{definitions: l.definitions, set: l.set, remote: map[string]bool{"stays": true, "goes": true}}
	to := &local{definitions: l.definitions, set: l.set, remote: map[string]bool{"stays": true, "comes": true}}
	if got := changedFlags(from, to); !slices.Equal(got, []string{"comes", "goes"}) {
		t.Errorf("changed %v", got)
	}
}

func TestADefinitionThatThisLibraryDoesNotKnowIsLeftToTheServer(t *testing.T) {
	document := `{"revision":3,"hash":"x","remote":["far"],"definitions":{"fingerpost":1,"attributes":{"plan":{"type":"string"}},
		"segments":{"future":{"when":"tomorrow(plan)"}},
		"flags":{
			"plain":{"type":"boolean","variants":{"on":true},"default":"on"},
			"direct":{"type":"boolean","variants":{"on":true},"targeting":[{"when":"tomorrow(plan)","serve":"on"}]},
			"through":{"type":"boolean","variants":{"on":true},"targeting":[{"when":"segment(\"future\")","serve":"on"}]}}}}`
	l, err := compileDocument([]byte(document), nil)
	if err != nil {
		t.Fatal(err)
	}
	for flag, remote := range map[string]bool{"plain": false, "direct": true, "through": true, "far": true} {
		if l.remote[flag] != remote || (l.flags[flag] == nil) != remote {
			t.Errorf("%s: remote %v, local %v", flag, l.remote[flag], l.flags[flag] != nil)
		}
	}
}

func TestManyChangesTakeNoLongerThanTheyAre(t *testing.T) {
	file := benchmarkFile()
	from, err := compileFile([]byte(file), nil)
	if err != nil {
		t.Fatal(err)
	}
	to, err := compileFile([]byte(strings.ReplaceAll(file, "flag-", "other-")), from)
	if err != nil {
		t.Fatal(err)
	}
	if got := changedFlags(from, to); len(got) != 2000 {
		t.Errorf("%d changed", len(got))
	}
	to, err = compileFile([]byte(strings.Replace(file, "plan: {type: string}", "plan: {type: string, client: true}", 1)), from)
	if err != nil {
		t.Fatal(err)
	}
	if got := changedFlags(from, to); len(got) != 0 {
		t.Errorf("changed: %v", got)
	}
}

func TestNamesInRules(t *testing.T) {
	touched := touched{
		attributes: map[string]bool{"age": true, "group.plan": true},
		segments:   map[string]bool{"power-users": true},
		flags:      map[string]bool{"a.b": true},
	}
	for text, want := range map[string]bool{
		`age>5`: true, `age-5 > 1`: true, `ageless > 5`: false, `group.plan == "x"`: true, `plan == "x"`: false,
		`segment("power-users")`: true, `segment("power")`: false, `flag("a.b")`: true, `flag("a")`: false,
		`segment("power\u002dusers")`: true, `plan == "age"`: true,
	} {
		if got := touched.named(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func BenchmarkChangedFlags(b *testing.B) {
	file := benchmarkFile()
	from, err := compileFile([]byte(file), nil)
	if err != nil {
		b.Fatal(err)
	}
	to, err := compileFile([]byte(strings.Replace(file, "sessions > 5", "sessions > 6", 1)), from)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if got := changedFlags(from, to); len(got) != 1 {
			b.Fatal(got)
		}
	}
}
