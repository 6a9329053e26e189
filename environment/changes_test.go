package environment

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

func everything(tb testing.TB) *Definitions {
	tb.Helper()
	data, err := os.ReadFile("testdata/everything.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return parsed(tb, data)
}

func TestDiffIsSortedByKindAndKeyAndCanonical(t *testing.T) {
	from := parsed(t, file(`attributes: {a: {type: string}, gone: {type: time}}
flags:
  same: {type: boolean, variants: {on: true}}
  f: {type: boolean, variants: {on: true, off: false}, default: off}
settings: {identity: open}
`))
	to := parsed(t, file(`attributes: {a: {client: true, type: string}, b: {type: number}}
groups: {plan: {type: string}}
flags:
  same: {variants: {on: true}, type: boolean}
  f: {type: boolean, variants: {off: false, on: true}, targeting: [{when: 'a < b && "<"', serve: on}]}
settings: {origins: ['https://example.com']}
`))
	got, err := json.MarshalIndent(Diff(from, to), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range Diff(from, to) {
		lines = append(lines, strings.TrimSpace(c.Kind+" "+c.Key+" "+string(c.Value)))
	}
	want := []string{
		`attribute a {"type":"string","client":true}`,
		`attribute b {"type":"number"}`,
		`attribute gone`,
		`flag f {"type":"boolean","variants":{"off":false,"on":true},"targeting":[{"when":"a < b && \"<\"","serve":"on"}]}`,
		`group plan {"type":"string"}`,
		`setting identity`,
		`setting origins ["https://example.com"]`,
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("got\n%s\nwant\n%s\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"), got)
	}
	next, problems := from.Apply(Diff(from, to))
	if len(problems) > 0 || !alike(next, to) {
		t.Errorf("applied: %v\n%s", problems, Format(next, 0))
	}
	if back, _ := next.Apply(Diff(to, from)); !alike(back, from) {
		t.Errorf("and back:\n%s", Format(back, 0))
	}
}

func TestDiffAndApplyLeadFromAnythingToAnything(t *testing.T) {
	full, empty := everything(t), &Definitions{}
	next, problems := empty.Apply(Diff(empty, full))
	if len(problems) > 0 || len(Diff(next, full)) > 0 {
		t.Fatalf("%v\n%v", problems, Diff(next, full))
	}
	if back, problems := next.Apply(Diff(next, empty)); len(problems) > 0 || len(Diff(back, empty)) > 0 {
		t.Errorf("%v\n%v", problems, Diff(back, empty))
	}
}

func TestApplySharesWhatItDoesNotChange(t *testing.T) {
	before := everything(t)
	after, problems := before.Apply([]Change{{"flag", "limit", json.RawMessage(`{"type":"number","variants":{"low":1}}`)}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if after.Flags["text"] != before.Flags["text"] || after.Flags["limit"] == before.Flags["limit"] {
		t.Error("the changed flag, and only it, must be new")
	}
	if reflect.ValueOf(after.Segments).UnsafePointer() != reflect.ValueOf(before.Segments).UnsafePointer() {
		t.Error("the segments must be shared")
	}
	if string(before.Flags["limit"].Variants[0].Value) != "0.1" {
		t.Error("what was before must stay")
	}
}

func TestApplyChecksAsAFileIsChecked(t *testing.T) {
	tests := []struct {
		name   string
		change Change
		want   string
	}{
		{"an unknown kind", Change{"flg", "f", nil}, `f: there is no kind of definition "flg"; did you mean "flag"?`},
		{"an unknown key", Change{"flag", "f", json.RawMessage(`{"type":"boolean","variants":{"on":true},"of":"on"}`)}, `flags.f.of: unknown key "of"; did you mean "off"?`},
		{"a key that stands twice", Change{"list", "l", json.RawMessage(`{"of":"a","of":"b"}`)}, `lists.l.of: "of" stands twice; delete or rename one of them`},
		{"weights that do not sum", Change{"flag", "f", json.RawMessage(`{"type":"boolean","variants":{"on":true},"default":{"on":1}}`)}, "flags.f.default: the weights sum to 1, but must sum to exactly 100000; add 99999"},
		{"a wrong key", Change{"flag", "a/b", json.RawMessage(`{"type":"boolean","variants":{"on":true}}`)}, `flags.a/b: "a/b" is not a key; keys are letters, digits, dots, hyphens and underscores, begin with a letter or digit and have at most 100 characters`},
		{"a reserved attribute", Change{"attribute", "has", json.RawMessage(`{"type":"string"}`)}, `attributes.has: "has" is a word of the rule language and cannot name an attribute; call it something else, such as user_has`},
		{"a value that does not meet the schema", Change{"flag", "f", json.RawMessage(`{"type":"object","schema":{"type":"array"},"variants":{"a":{}}}`)}, "flags.f.variants.a: the value does not meet the flag's schema: got object, want array; change the value or the schema"},
		{"no JSON", Change{"flag", "f", json.RawMessage(`{"type":`)}, "flags.f: this is no JSON: it ends too early (line 1, column 9 of the value)"},
		{"something after the JSON", Change{"flag", "f", json.RawMessage(`{} {}`)}, "flags.f: something follows the end of the value (line 1, column 4 of the value); delete it"},
		{"invalid UTF-8", Change{"list", "l", json.RawMessage("{\"description\":\"\xff\"}")}, "lists.l: the byte 0xff is not valid UTF-8 (line 1, column 17 of the value); save the file as UTF-8"},
		{"half a character", Change{"list", "l", json.RawMessage(`{"description":"\ud83d"}`)}, `lists.l: a \u escape stands for half a character (line 1, column 16 of the value); write both halves, or the character itself`},
		{"nesting without end", Change{"flag", "f", json.RawMessage(strings.Repeat("[", 100_000))}, "flags.f: values are nested more than 64 deep (line 1, column 66 of the value); make the structure flatter"},
		{"a text instead of an object", Change{"flag", "f", json.RawMessage(`"on"`)}, "flags.f: an object is expected, but there is a text"},
		{"deleting what is not there", Change{"flag", "limt", nil}, `flags.limt: there is no flag "limt" to delete; did you mean "limit"?`},
		{"an unknown setting", Change{"setting", "origin", json.RawMessage(`[]`)}, `settings.origin: there is no setting "origin"; did you mean "origins"?`},
		{"a wrong setting", Change{"setting", "identity", json.RawMessage(`"opn"`)}, `settings.identity: unknown identity "opn"; did you mean "open"?`},
		{"an origin that is none", Change{"setting", "origins", json.RawMessage(`["example.com"]`)}, `settings.origins[0]: "example.com" is not a web origin; write it like https://app.example.com, without a path`},
	}
	d := everything(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next, problems := d.Apply([]Change{tt.change})
			if next != nil || len(problems) != 1 || problems[0].Error() != tt.want {
				t.Errorf("\n got %v\nwant %s", problems.Error(), tt.want)
			}
		})
	}
}

func TestTwoChangesOfOneDefinitionAreRefused(t *testing.T) {
	_, problems := everything(t).Apply([]Change{{"flag", "limit", nil}, {"flag", "limit", nil}})
	if len(problems) != 1 || !strings.Contains(problems.Error(), "flags.limit: two changes of the same definition") {
		t.Error(problems)
	}
}

func TestEveryKindOfDefinitionCanBeChanged(t *testing.T) {
	d := everything(t)
	kinds := map[string]bool{}
	for _, c := range Diff(&Definitions{}, d) {
		kinds[c.Kind] = true
	}
	for kind := range sections {
		if !kinds[kind] {
			t.Errorf("testdata/everything.yaml has no %s", kind)
		}
	}
}

func TestCompileKeepsTheSchemaWhileNothingElseIsDeclared(t *testing.T) {
	d := everything(t)
	set, problems := Compile(d, 1, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tests := []struct {
		name   string
		change Change
		same   bool
	}{
		{"another default", Change{"flag", "limit", json.RawMessage(`{"type":"number","variants":{"low":1},"default":"low"}`)}, true},
		{"another rule of a segment", Change{"segment", "paying", json.RawMessage(`{"when":"spent > 10"}`)}, true},
		{"another description of an attribute", Change{"attribute", "seats", json.RawMessage(`{"type":"number","description":"x"}`)}, true},
		{"another flag", Change{"flag", "more", json.RawMessage(`{"type":"number","variants":{"low":1}}`)}, false},
		{"another type of a flag", Change{"flag", "text", json.RawMessage(`{"type":"number","variants":{"low":1}}`)}, false},
		{"a flag less", Change{"flag", "text", nil}, false},
		{"another value in an enum", Change{"attribute", "plan", json.RawMessage(`{"type":"string","enum":["free","pro","max"]}`)}, false},
		{"another property", Change{"event", "free text, with 'quotes' and: colons", json.RawMessage(`{"properties":{"p":{"type":"string"}}}`)}, false},
		{"another attribute of a list", Change{"list", "companies", nil}, false},
		{"another segment", Change{"segment", "more", json.RawMessage(`{"when":"true"}`)}, false},
		{"another model", Change{"model", "more", json.RawMessage(`{"kind":"score"}`)}, false},
		{"another formula", Change{"attribute", "dear_share", json.RawMessage(`{"type":"number","computed":{"formula":"dear * 10"}}`)}, false},
		{"another window", Change{"attribute", "spent", json.RawMessage(`{"type":"number","computed":{"aggregate":"sum","event":"Order Completed","property":"price","last":"7d"}}`)}, false},
		{"other bands", Change{"attribute", "points", json.RawMessage(`{"type":"number","bands":{"top":50,"rest":50}}`)}, false},
		{"other parts of the same bands", Change{"attribute", "points", json.RawMessage(`{"type":"number","bands":{"top":20,"middle":50,"bottom":30}}`)}, true},
		{"another setting", Change{"setting", "dedupe", json.RawMessage(`"7d"`)}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next, problems := d.Apply([]Change{tt.change})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			after, _ := Compile(next, 2, set)
			if same := after.Schema() == set.Schema(); same != tt.same {
				t.Errorf("the same schema: %v, want %v", same, tt.same)
			}
			if after.Revision() != 2 {
				t.Error("the set must have the new revision")
			}
		})
	}
}

func TestDeletingWhatIsInUseSaysWhoUsesIt(t *testing.T) {
	d := parsed(t, file(`attributes:
  company: {type: string}
  start: {type: time}
  uses: {type: number, computed: {aggregate: count, event: used, within: 24h, of: start}}
  shared: {type: string}
  worth: {type: number, computed: {aggregate: sum, event: done, property: cost, where: what == "deal"}}
  rate: {type: number, computed: {formula: worth / 60 + event_count("used")}}
groups: {plan: {type: string}}
events: {used: {}, done: {properties: {what: {type: string}, cost: {type: number}, idle: {type: number}}}}
lists: {l: {of: company}}
segments:
  large: {when: 'group.plan == "pro" && list("l")'}
  larger: {when: 'segment("large") && score("m") > 0.5'}
models: {m: {kind: score}}
flags:
  a: {type: boolean, variants: {on: true}, targeting: [{when: segment("large"), serve: on}]}
  b: {type: boolean, variants: {on: true}, targeting: [{when: flag("a"), serve: on}, {name: x, serve: {on: 100000}, by: shared}]}
  c: {type: boolean, variants: {on: true}, targeting: [{when: event_count("used") > 1 && flag("\u0061"), serve: on}]}
`))
	set, problems := Compile(d, 1, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tests := []struct{ name, kind, key, want string }{
		{"an attribute", "attribute", "company", `attributes.company: the attribute "company" is still used by list l; `},
		{"an attribute that windows begin at", "attribute", "start", `attributes.start: the attribute "start" is still used by attribute uses; `},
		{"an attribute that buckets are by", "attribute", "shared", `attributes.shared: the attribute "shared" is still used by flag b; `},
		{"a group's attribute", "group", "plan", `groups.plan: the group "plan" is still used by segment large; `},
		{"an event", "event", "used", `events.used: the event "used" is still used by attribute rate, attribute uses, flag c; `},
		{"what a formula reads", "attribute", "worth", `attributes.worth: the attribute "worth" is still used by attribute rate; `},
		{"a list", "list", "l", `lists.l: the list "l" is still used by segment large; `},
		{"a segment", "segment", "large", `segments.large: the segment "large" is still used by segment larger, flag a; `},
		{"a model", "model", "m", `models.m: the model "m" is still used by segment larger; `},
		{"a flag", "flag", "a", `flags.a: the flag "a" is still used by flag b, flag c; `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next, problems := d.Apply([]Change{{Kind: tt.kind, Key: tt.key}})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			_, problems = Compile(next, 2, set)
			want := tt.want + "change what uses it first, or delete both in one publish"
			if len(problems) < 2 || problems[0].Error() != want {
				t.Errorf("\n got %v\nwant %s", problems.Error(), want)
			}
		})
	}
	next, problems := d.Apply([]Change{{Kind: "event", Key: "done", Value: json.RawMessage(`{"properties":{"other":{"type":"number"}}}`)}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	_, problems = Compile(next, 2, set)
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	want := []string{
		`events.done.properties.cost: the property "cost" of the event "done" is still used by attribute worth; change what uses it first, or delete both in one publish`,
		`events.done.properties.what: the property "what" of the event "done" is still used by attribute worth; change what uses it first, or delete both in one publish`,
		`attributes.worth.computed.property: the event "done" has no property "cost"`,
		"attributes.worth.computed.where: unknown event property \"what\"; declare it first\n  | what == \"deal\"\n  | ^",
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("properties:\n got %q\nwant %q", lines, want)
	}
	all, _ := d.Apply(Diff(d, &Definitions{}))
	if _, problems := Compile(all, 2, set); len(problems) > 0 {
		t.Errorf("deleting everything: %v", problems)
	}
}

func TestPortableHoldsWhatPortableFlagsReadAndNothingElse(t *testing.T) {
	d := parsed(t, file(`attributes:
  country: {type: string}
  plan: {type: string}
  uses: {type: number, computed: {aggregate: count, event: used}}
  sessions: {type: number}
  rate: {type: number, computed: {formula: sessions * 60}}
  double: {type: number, computed: {formula: rate * 2}}
  by_this: {type: string}
  secret: {type: string}
groups: {size: {type: number}, other: {type: number}}
events: {used: {}}
lists: {l: {}}
segments:
  eu: {when: 'country == "DE" && segment("big")'}
  big: {when: group.size > 5}
  unused: {when: secret == "x"}
  listed: {when: list("l")}
models: {m: {kind: score}}
flags:
  base: {type: boolean, variants: {on: true}, targeting: [{when: plan == "pro" && double > 1, serve: on}]}
  counting: {type: boolean, variants: {on: true}, targeting: [{when: uses > 1, serve: on}]}
  on-top: {type: boolean, variants: {on: true}, targeting: [{name: x, when: flag("base") && segment("eu"), serve: {on: 100000}, by: by_this}]}
  remote: {type: boolean, variants: {on: true}, targeting: [{when: segment("listed") || secret == "y", serve: on}]}
  above: {type: boolean, variants: {on: true}, targeting: [{when: flag("remote"), serve: on}]}
settings: {identity: open}
`))
	set, problems := Compile(d, 1, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	portable, remote := Portable(d, set)
	want := `fingerpost: 1

attributes:
  by_this: {type: string}
  country: {type: string}
  double: {type: number, computed: {formula: 'rate * 2'}}
  plan: {type: string}
  rate: {type: number, computed: {formula: 'sessions * 60'}}
  sessions: {type: number}

groups:
  size: {type: number}

segments:
  big: {when: 'group.size > 5'}
  eu: {when: 'country == "DE" && segment("big")'}

flags:
  base:
    type: boolean
    variants: {on: true}
    targeting:
      - {when: 'plan == "pro" && double > 1', serve: on}
  on-top:
    type: boolean
    variants: {on: true}
    targeting:
      - {name: x, when: 'flag("base") && segment("eu")', serve: {on: 100000}, by: by_this}
`
	if got := string(Format(portable, 0)); got != want {
		t.Errorf("got\n%s", got)
	}
	if !reflect.DeepEqual(remote, []string{"above", "counting", "remote"}) {
		t.Errorf("remote %v", remote)
	}
	if _, problems := Compile(portable, 1, nil); len(problems) > 0 {
		t.Errorf("compiled alone: %v", problems)
	}
	if portable.Flags["base"] != d.Flags["base"] {
		t.Error("flags must be shared")
	}
}

func TestAFlagOfUnknownTypeBreaksNothingElse(t *testing.T) {
	d := &Definitions{Flags: map[string]*flags.Flag{
		"bad":  {Type: "content", Variants: flags.Variants{{Name: "a", Value: []byte("1")}}},
		"good": {Type: flags.Boolean, Variants: flags.Variants{{Name: "on", Value: []byte("true")}}, Default: &flags.Serve{Variant: "on"}},
	}}
	set, problems := Compile(d, 1, nil)
	if len(problems) == 0 || !reflect.DeepEqual(set.Keys(), []string{"bad", "good"}) {
		t.Errorf("%v, %v", set.Keys(), problems)
	}
}

// alike compares definitions by what they define, whatever was counted about them.
func alike(a, b *Definitions) bool {
	x, y := *a, *b
	x.flagTypes, y.flagTypes = nil, nil
	return reflect.DeepEqual(x, y)
}

func TestAChangedFlagTypeIsDeclaredAgain(t *testing.T) {
	flag := func(kind, value string) []Change {
		return []Change{{"flag", "f", []byte(`{"type":"` + kind + `","variants":{"a":` + value + `},"default":"a"}`)}}
	}
	empty := parsed(t, file(""))
	first, problems := empty.Apply(flag("string", `"x"`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	set, _ := Compile(first, 1, nil)
	again, _ := first.Apply(flag("string", `"y"`))
	if next, _ := Compile(again, 2, set); next.Schema() != set.Schema() {
		t.Error("a flag of the same type made a new schema")
	}
	other, _ := first.Apply(flag("number", `1`))
	if next, _ := Compile(other, 2, set); next.Schema() == set.Schema() || next.Schema().Declarations().Flags["f"] != rules.TypeNumber {
		t.Error("a flag of another type left the schema as it was")
	}
	if gone, _ := first.Apply([]Change{{Kind: "flag", Key: "f"}}); len(gone.flagTypes) > 0 {
		t.Error("a deleted flag is still declared")
	}
}
