package events

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/rules"
)

// everyType declares an event with a property of each type; what is done with them is a parameter.
func everyType(v Violation) Declarations {
	return Declarations{
		Undeclared: Quarantine,
		Events: map[string]EventSchema{
			"e": {OnViolation: v, Properties: map[string]PropertySchema{
				"any": {}, "s": {Type: TypeString}, "n": {Type: TypeNumber}, "b": {Type: TypeBool}, "t": {Type: TypeTime},
				"v": {Type: TypeVersion}, "ss": {Type: TypeStrings}, "ns": {Type: TypeNumbers}, "o": {Type: TypeObject},
				"plan": {Type: TypeString, Enum: []string{"free", "pro"}},
				"code": {Type: TypeString, Pattern: regexp.MustCompile(`^[A-Z]{2}\d+$`)},
				"tags": {Type: TypeStrings, Enum: []string{"a", "b"}},
			}},
			"needs": {Properties: map[string]PropertySchema{
				"accepts": {Type: TypeString, Required: true}, "drops": {Type: TypeString, Required: true, OnViolation: Drop},
				"coerces": {Type: TypeNumber, Required: true, OnViolation: Coerce}, "fails": {Required: true, OnViolation: Quarantine},
			}},
			"strict": {Extra: Quarantine, OnViolation: Quarantine, Properties: map[string]PropertySchema{"a": {Type: TypeNumber}, "b": {Type: TypeNumber, OnViolation: Drop}}},
			"tidy":   {Extra: Drop, Properties: map[string]PropertySchema{"a": {}}},
		},
		Attributes: map[string]PropertySchema{"plan": {Type: TypeString, Required: true, OnViolation: Quarantine}, "at": {Type: TypeTime}},
		Groups:     map[string]PropertySchema{"seats": {Type: TypeNumber, OnViolation: Coerce}},
	}
}

// track makes a track of properties.
func track(t *testing.T, name, properties string) *Event {
	t.Helper()
	e := only(t, fmt.Sprintf(`{"type":"track","event":%q,"userId":"ada","properties":%s}`, name, properties))
	return &e
}

func TestValuesAreHeldToTheirType(t *testing.T) {
	fits := []string{
		`{"any":1}`, `{"any":[{}]}`, `{"s":""}`, `{"s":"x"}`, `{"n":-1.5e3}`, `{"n":0}`, `{"b":true}`, `{"b":false}`,
		`{"t":"2026-11-24T10:30:05.123Z"}`, `{"v":"1"}`, `{"v":"v2.4.0-rc.1+5"}`, `{"ss":[]}`, `{"ss":["a","b"]}`, `{"ns":[1,2.5]}`, `{"o":{}}`,
		`{"s":null,"n":null,"ss":null,"o":null}`, `{"plan":"pro"}`, `{"plan":"\u0070ro"}`, `{"code":"AB12"}`, `{"tags":["a"]}`, `{"other":{}}`, `{}`,
	}
	tests := []struct{ properties, path, message, coerced string }{
		{`{"s":1.50}`, "properties.s", `s must be a text, not 1.50`, `{"s":"1.50"}`},
		{`{"s":true}`, "properties.s", `s must be a text, not true`, `{"s":"true"}`},
		{`{"s":[]}`, "properties.s", `s must be a text, not []`, ``},
		{`{"n":"12"}`, "properties.n", `n must be a number, not "12"`, `{"n":12}`},
		{`{"n":"-1.5e3"}`, "properties.n", `n must be a number, not "-1.5e3"`, `{"n":-1.5e3}`},
		{`{"n":"12 "}`, "properties.n", `n must be a number, not "12 "`, ``},
		{`{"n":"0x1"}`, "properties.n", `n must be a number, not "0x1"`, ``},
		{`{"n":"1_0"}`, "properties.n", `n must be a number, not "1_0"`, ``},
		{`{"n":"1e999"}`, "properties.n", `n must be a number, not "1e999"`, ``},
		{`{"n":"012"}`, "properties.n", `n must be a number, not "012"`, ``},
		{`{"n":""}`, "properties.n", `n must be a number, not ""`, ``},
		{`{"n":true}`, "properties.n", `n must be a number, not true`, ``},
		{`{"b":"true"}`, "properties.b", `b must be true or false, not "true"`, `{"b":true}`},
		{`{"b":"false"}`, "properties.b", `b must be true or false, not "false"`, `{"b":false}`},
		{`{"b":1}`, "properties.b", `b must be true or false, not 1`, `{"b":true}`},
		{`{"b":0}`, "properties.b", `b must be true or false, not 0`, `{"b":false}`},
		{`{"b":2}`, "properties.b", `b must be true or false, not 2`, ``},
		{`{"b":"yes"}`, "properties.b", `b must be true or false, not "yes"`, ``},
		{`{"t":1795516205}`, "properties.t", `t must be a time such as "2026-11-24T10:30:05.123Z", not 1795516205`, `{"t":"2026-11-24T10:30:05.000Z"}`},
		{`{"t":1795516205123}`, "properties.t", `t must be a time such as "2026-11-24T10:30:05.123Z", not 1795516205123`, `{"t":"2026-11-24T10:30:05.123Z"}`},
		{`{"t":"soon"}`, "properties.t", `t must be a time such as "2026-11-24T10:30:05.123Z", not "soon"`, ``},
		{`{"t":-1}`, "properties.t", `t must be a time such as "2026-11-24T10:30:05.123Z", not -1`, ``},
		{`{"v":"x"}`, "properties.v", `v must be a version such as "2.4.0", not "x"`, ``},
		{`{"v":2.4}`, "properties.v", `v must be a version such as "2.4.0", not 2.4`, `{"v":"2.4"}`},
		{`{"v":-2}`, "properties.v", `v must be a version such as "2.4.0", not -2`, ``},
		{`{"ss":"a"}`, "properties.ss", `ss must be a list of texts, not "a"`, ``},
		{`{"ss":["a",1,true]}`, "properties.ss", `ss must be a list of texts, not ["a",1,true]`, `{"ss":["a","1","true"]}`},
		{`{"ss":["a",null]}`, "properties.ss", `ss must be a list of texts, not ["a",null]`, ``},
		{`{"ns":[1,"2",[]]}`, "properties.ns", `ns must be a list of numbers, not [1,"2",[]]`, ``},
		{`{"ns":["1",2]}`, "properties.ns", `ns must be a list of numbers, not ["1",2]`, `{"ns":[1,2]}`},
		{`{"o":"{}"}`, "properties.o", `o must be an object, not "{}"`, ``},
		{`{"plan":"gold"}`, "properties.plan", `plan must be one of "free", "pro", not "gold"`, ``},
		{`{"plan":1}`, "properties.plan", `plan must be a text, not 1`, ``},
		{`{"code":"ab"}`, "properties.code", `code must match ^[A-Z]{2}\d+$, not be "ab"`, ``},
		{`{"code":"AB` + strings.Repeat("1", MaxMatched) + `"}`, "properties.code", `code has 4098 bytes, more than the 4096 that a pattern is looked for in`, ``},
		{`{"tags":["a","c"]}`, "properties.tags", `tags must be one of "a", "b", not "c"`, ``},
		{`{"s":1,"x":2,"n":"x"}`, "properties.s", `s must be a text, not 1; n must be a number, not "x"`, ``},
	}
	for _, v := range []Violation{Inherit, Accept, Coerce, Drop, Quarantine} {
		schema := NewSchema(everyType(v))
		for _, properties := range fits {
			e := track(t, "e", properties)
			if got, failed := schema.Check(e); got != e {
				t.Errorf("%s: got %v %+v", properties, got, failed)
			}
		}
		for _, test := range tests {
			e := track(t, "e", test.properties)
			got, failed := schema.Check(e)
			switch {
			case v <= Accept:
				if got != e {
					t.Errorf("%s is not accepted: %+v", test.properties, failed)
				}
			case v == Drop:
				if got == nil || string(got.Properties) != `{}` && string(got.Properties) != `{"x":2}` || got.UserID != "ada" {
					t.Errorf("%s is not dropped: %+v %+v", test.properties, got, failed)
				}
			case v == Coerce && test.coerced != "":
				if got == nil || string(got.Properties) != test.coerced || string(e.Properties) != test.properties {
					t.Errorf("%s is not coerced: %+v %+v", test.properties, got, failed)
				}
			case v == Quarantine:
				if failed == nil || failed.Message != test.message || failed.Path != test.path || failed.Reason != OutOfSchema || failed.UserID != "ada" || failed.Index != -1 {
					t.Errorf("%s: got %+v", test.properties, failed)
				}
			default:
				if failed == nil || !strings.HasPrefix(test.message, strings.Split(failed.Message, ";")[0]) && test.path != "properties.s" {
					t.Errorf("%s: got %+v %+v", test.properties, got, failed)
				}
			}
		}
	}
}

func TestWhatSchemasDo(t *testing.T) {
	many := make([]string, 12)
	for i := range many {
		many[i] = fmt.Sprintf(`"x%d":1`, i)
	}
	const failing = "fails"
	tests := []struct {
		name, event, properties string
		want                    string // the properties; failing, or empty if it is ignored
		message                 string
	}{
		{"all that is required", "needs", `{"accepts":"a","drops":"b","coerces":1,"fails":true}`, `{"accepts":"a","drops":"b","coerces":1,"fails":true}`, ""},
		{"something required is missing", "needs", `{"drops":"b","coerces":1}`, failing, "fails is missing"},
		{"null is missing", "needs", `{"accepts":null,"drops":null,"coerces":null,"fails":null}`, failing, "coerces is missing; drops is missing; fails is missing"},
		{"something accepted is missing", "needs", `{"drops":"b","coerces":"1","fails":0}`, `{"drops":"b","coerces":1,"fails":0}`, ""},
		{"what is required cannot be dropped", "needs", `{"accepts":1,"drops":1,"coerces":1,"fails":true}`, failing, "drops must be a text, not 1"},
		{"an event that is not declared", "other", `{}`, failing, `no event "other" is declared`},
		{"a property that is not declared", "strict", `{"a":1,"c\n":1}`, failing, "c\n is not declared"},
		{"a property of its own mind", "strict", `{"b":"x","a":1}`, `{"a":1}`, ""},
		{"extra properties are left out", "tidy", `{"b":1,"a":[1],"c":{"a":1},"d":"}"}`, `{"a":[1]}`, ""},
		{"nothing else", "tidy", `{"b":1,"c":2}`, `{}`, ""},
		{"the last", "tidy", `{"a":1,"c":2}`, `{"a":1}`, ""},
		{"more than ten violations", "strict", `{"a":"x",` + strings.Join(many, ",") + `}`, failing, `a must be a number, not "x"; x0 is not declared; x1 is not declared; x2 is not declared; x3 is not declared; x4 is not declared; x5 is not declared; x6 is not declared; x7 is not declared; x8 is not declared; and more`},
		{"a name with escapes", "strict", `{"\u0061":"x"}`, failing, `a must be a number, not "x"`},
		{"times become one way of writing", "e", `{"x":1,"t":"2026-11-24 11:30:05.5+01:00","b":true}`, `{"x":1,"t":"2026-11-24T10:30:05.500Z","b":true}`, ""},
		{"a leap second does too", "e", `{"t":"2016-12-31T23:59:60.000Z"}`, `{"t":"2017-01-01T00:00:00.000Z"}`, ""},
	}
	schema := NewSchema(everyType(Accept))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, failed := schema.Check(track(t, test.event, test.properties))
			switch {
			case test.want == failing:
				if failed == nil || failed.Message != test.message {
					t.Errorf("got %+v, failed %+v", got, failed)
				}
			case got == nil || string(got.Properties) != test.want:
				t.Errorf("got %+v, failed %+v", got, failed)
			}
		})
	}
}

func TestSchemasOfOtherCalls(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"an identify without anything", `{"type":"identify","userId":"ada"}`, `{}`},
		{"a trait of the wrong type", `{"type":"identify","userId":"ada","traits":{"plan":1}}`, `traits.plan plan must be a text, not 1`},
		{"a time among the traits", `{"type":"identify","userId":"ada","traits":{"at":"2026-11-24","x":{}}}`, `{"at":"2026-11-24T00:00:00.000Z","x":{}}`},
		{"a trait of a group", `{"type":"group","userId":"ada","groupId":"g","traits":{"seats":"5","plan":1}}`, `{"seats":5,"plan":1}`},
		{"a broken trait of a group", `{"type":"group","userId":"ada","groupId":"g","traits":{"seats":"many"}}`, `{} and traits.seats seats must be a number, not "many"; the rest was taken in`},
		{"a page is never undeclared", `{"type":"page","userId":"ada","properties":{"a":1}}`, `{"a":1}`},
		{"an alias has nothing", `{"type":"alias","userId":"ada","previousId":"x"}`, `{}`},
	}
	schema := NewSchema(everyType(Accept))
	for _, test := range tests {
		e := only(t, test.body)
		got, failed := schema.Check(&e)
		var texts []string
		if got != nil {
			texts = append(texts, string(got.Properties))
		}
		if failed != nil {
			texts = append(texts, failed.Path+" "+failed.Message)
		}
		text := strings.Join(texts, " and ")
		if text != test.want {
			t.Errorf("%s: got %s", test.name, text)
		}
	}
	e := only(t, `{"type":"track","event":"e","userId":"ada"}`)
	if got, failed := (*Schema)(nil).Check(&e); got != &e || failed != nil {
		t.Error("no schema does not allow everything")
	}
	if got, failed := NewSchema(Declarations{}).Check(&e); got != &e || failed != nil {
		t.Error("no declarations do not allow everything")
	}
	if got, failed := NewSchema(Declarations{Undeclared: Drop}).Check(&e); got != nil || failed != nil {
		t.Error("an undeclared event is not dropped")
	}
	page := only(t, `{"type":"page","userId":"ada"}`)
	pages := NewSchema(Declarations{Events: map[string]EventSchema{"page": {Properties: map[string]PropertySchema{"name": {Required: true, OnViolation: Quarantine}}}}})
	if _, failed := pages.Check(&page); failed == nil || failed.Message != "name is missing" {
		t.Errorf("a page is not checked: %+v", failed)
	}
}

func TestABatchIsChecked(t *testing.T) {
	declarations := everyType(Quarantine)
	batch := read(t, 0, `{"batch":[
		{"type":"track","event":"e","userId":"a","properties":{"n":1}}, 7,
		{"type":"track","event":"e","userId":"b","properties":{"n":"x"}},
		{"type":"track","event":"unknown","userId":"c"},
		{"type":"track","event":"tidy","userId":"d","properties":{"a":1,"b":1}},
		{"type":"alias","userId":"e","previousId":"e"}]}`)
	batch.Check(NewSchema(declarations))
	if len(batch.Events) != 2 || batch.Events[0].UserID != "a" || batch.Events[1].UserID != "d" || string(batch.Events[1].Properties) != `{"a":1}` {
		t.Errorf("events are %+v", batch.Events)
	}
	var failed []string
	for _, f := range batch.Failed {
		failed = append(failed, fmt.Sprint(f.Index, f.Reason))
	}
	if fmt.Sprint(failed) != "[1bad_json 2schema_violation 3undeclared_event]" || batch.Ignored != 1 {
		t.Errorf("failed %v, ignored %d", failed, batch.Ignored)
	}
	checkPlaces(t, batch)
	again := read(t, 0, string(batch.Failed[1].Raw))
	if len(again.Events) != 1 || string(again.Events[0].Properties) != `{"n":"x"}` {
		t.Errorf("%s reads as %+v", batch.Failed[1].Raw, again)
	}
	declarations.Undeclared = Drop
	batch = read(t, 0, `{"type":"track","event":"unknown","userId":"c"}`)
	batch.Check(NewSchema(declarations))
	if len(batch.Events) != 0 || batch.Ignored != 1 {
		t.Errorf("%+v", batch)
	}
}

func TestDeclarationsAreCopied(t *testing.T) {
	declarations := everyType(Quarantine)
	schema := NewSchema(declarations)
	declarations.Events["e"].Properties["plan"].Enum[0] = "gold"
	delete(declarations.Events, "e")
	if _, failed := schema.Check(track(t, "e", `{"plan":"gold"}`)); failed == nil || !strings.Contains(failed.Message, `"free"`) {
		t.Errorf("got %+v", failed)
	}
	if !declarations.Attributes["plan"].Required {
		t.Error("the declarations were changed")
	}
}

func TestVersionsAreThoseOfRules(t *testing.T) {
	for _, text := range []string{
		"1", "v1", "1.2", "1.2.3", "1.2.3-a.b-c", "1.2.3+007", "1.2.3-0", "v0.0.0-x+y.z", "123456789012345678.0.0", "1.2.3--", "1.0.0-0a",
		"", "v", "1.", ".1", "1.2.3.4", "01", "1.02", "1.2.3-01", "1.2.3-", "1.2.3+", "1.2.3-a..b", "1234567890123456789", "-1", "1.2.3-ä", "vv1", strings.Repeat("1.", 40),
		"1+a-b", "1-a+b+c", "1.2.3 ",
	} {
		if got, want := isVersion(text), rules.OfVersion(text).Known(); got != want {
			t.Errorf("%q: got %v, rules say %v", text, got, want)
		}
	}
}

// FuzzCheck checks that what a schema lets pass is as it says, and the same when it is checked again.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		`{"s":1,"n":"12","b":"true","t":17e8,"v":2,"ss":[1],"ns":["1"],"o":1,"plan":"x","code":"1","tags":[1]}`, `{"\u0073":null,"x":[{"s":1}],"t":"2026-11-24"}`,
		`{"n":"1e400","b":1.0,"t":"1795516205","ss":[[]]}`, `{}`,
	} {
		f.Add([]byte(seed), uint8(0))
	}
	var schemas [5]*Schema
	for v := range schemas {
		d := everyType(Violation(v))
		e := d.Events["e"]
		e.Extra = Violation(v)
		d.Events["e"] = e
		schemas[v] = NewSchema(d)
	}
	f.Fuzz(func(t *testing.T, properties []byte, violation uint8) {
		violation %= uint8(len(schemas))
		body := append(append([]byte(`{"type":"track","event":"e","userId":"ada","properties":`), properties...), '}')
		batch, err := Read(Request{Body: body, ReceivedAt: received()})
		if err != nil || len(batch.Events) != 1 {
			return
		}
		e := batch.Events[0]
		before := bytes.Clone(e.Properties)
		got, failed := schemas[violation].Check(&e)
		if !bytes.Equal(before, e.Properties) {
			t.Fatalf("%s became %s", before, e.Properties)
		}
		if (got == nil) == (failed == nil) || violation <= uint8(Accept) && failed != nil {
			t.Fatalf("%s: %+v %+v", before, got, failed)
		}
		if got == nil {
			return
		}
		checkTexts(t, got)
		if again, failed := schemas[violation].Check(got); again != got {
			t.Fatalf("%s became %s, then %+v %+v", before, got.Properties, again, failed)
		}
		checkMeaning(t, before, got.Properties, violation)
	})
}

// checkMeaning checks that a property is as it was, or was to be changed.
func checkMeaning(t *testing.T, before, after []byte, violation uint8) {
	t.Helper()
	var was, is map[string]json.RawMessage
	if json.Unmarshal(before, &was) != nil || json.Unmarshal(after, &is) != nil {
		t.Fatalf("%s became %s", before, after)
	}
	declared := everyType(0).Events["e"].Properties
	for name, value := range was {
		p, ok := declared[name]
		got, there := is[name]
		if !there && Violation(violation) != Drop || there && !ok && !bytes.Equal(got, value) || there && p.Type == TypeAny && !bytes.Equal(got, value) {
			t.Fatalf("%s was %s, is %s", name, value, got)
		}
	}
	if len(is) > len(was) {
		t.Fatalf("%s became %s", before, after)
	}
}
