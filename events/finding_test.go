package events

import (
	"fmt"
	"strings"
	"testing"
)

// noticed writes what was found: problem, outcome and path of each.
func noticed(findings []Finding) string {
	texts := make([]string, len(findings))
	for i, f := range findings {
		texts[i] = fmt.Sprintf("%s %s %s %s", f.Path, f.Problem, f.Outcome, f.Event+"/"+f.Name)
	}
	return strings.Join(texts, "; ")
}

func TestWhatIsNotAsDeclaredIsTold(t *testing.T) {
	declared := func(v Violation) EventSchema {
		e := everyType(v).Events["e"]
		e.Extra = Accept
		return e
	}
	tests := []struct {
		name       string
		schema     EventSchema
		properties string
		want       string
	}{
		{"all as declared", declared(Accept), `{"s":"x","n":1,"plan":"pro","other":1}`, ""},
		{"accepted", declared(Accept), `{"s":1,"plan":"gold","code":"x"}`, "properties.s wrong_type accepted e/s; properties.plan not_in_enum accepted e/plan; properties.code no_match accepted e/code"},
		{"dropped", declared(Drop), `{"n":"x","tags":["a","c"]}`, "properties.n wrong_type dropped e/n; properties.tags not_in_enum dropped e/tags"},
		{"converted", declared(Coerce), `{"n":"12"}`, "properties.n wrong_type converted e/n"},
		{"what fails, and not what would have been converted", declared(Coerce), `{"n":"12","s":[]}`, "properties.s wrong_type failed e/s"},
		{"undeclared and dropped", EventSchema{Extra: Drop}, `{"x":"y"}`, "properties.x not_declared dropped e/"},
		{"a name that looks like a value", EventSchema{Extra: Drop}, `{"ada@example.com":1}`, "properties not_declared dropped e/"},
		{"missing and accepted", EventSchema{Properties: map[string]PropertySchema{"a": {Required: true, OnViolation: Accept}}}, `{}`, "properties.a missing accepted e/a"},
		{"missing and failed", EventSchema{Properties: map[string]PropertySchema{"a": {Required: true, OnViolation: Quarantine}}}, `{}`, "properties.a missing failed e/a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			schema := NewSchema(Declarations{Events: map[string]EventSchema{"e": test.schema}})
			if got := noticed(schema.Inspect(track(t, "e", test.properties)).Findings); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestATraitThatCannotBeConvertedFailsAlone says what becomes of the others, and that what failed can be sent again.
func TestATraitThatCannotBeConvertedFailsAlone(t *testing.T) {
	schema := NewSchema(Declarations{Attributes: map[string]PropertySchema{
		"seats": {Type: TypeNumber, OnViolation: Coerce}, "since": {Type: TypeTime, OnViolation: Coerce}, "plan": {Type: TypeString, OnViolation: Quarantine},
	}})
	e := only(t, `{"type":"identify","userId":"ada","messageId":"m1","traits":{"seats":"many","name":"Ada","since":"soon","plan":"pro"}}`)
	checked := schema.Inspect(&e)
	if got := string(checked.Event.Properties); got != `{"name":"Ada","plan":"pro"}` {
		t.Errorf("what is left is %s", got)
	}
	f := checked.Failed
	if !f.Partial || f.Reason != OutOfSchema || f.Path != "traits.seats" || !strings.HasPrefix(f.Message, `seats must be a number, not "many"; since must be a time such as `) || !strings.HasSuffix(f.Message, "; the rest was taken in") || f.UserID != "ada" {
		t.Errorf("got %+v", f)
	}
	if got := noticed(checked.Findings); got != "traits.seats wrong_type failed /seats; traits.since wrong_type failed /since" {
		t.Error(got)
	}
	batch, err := Read(Request{Body: f.Raw, Call: f.Call, ReceivedAt: received()})
	if err != nil || len(batch.Events) != 1 {
		t.Fatal(err, batch.Failed)
	}
	if again := batch.Events[0]; string(again.Properties) != `{"seats":"many","since":"soon"}` || again.MessageID == "m1" || again.MessageID == "" || again.Time != e.Time {
		t.Errorf("what is sent again is %s %+v", again.Properties, again)
	}
	e = only(t, `{"type":"identify","userId":"ada","traits":{"seats":"many","plan":1}}`)
	if checked = schema.Inspect(&e); checked.Event != nil || checked.Failed.Partial || checked.Failed.Path != "traits.plan" {
		t.Errorf("a trait that fails the whole call: %+v", checked)
	}
}

// FuzzCheckTraits checks that every trait is in what is taken in, or in what failed, and in what failed as it was.
func FuzzCheckTraits(f *testing.F) {
	for _, seed := range []string{`{"n":"x","s":1}`, `{"\u006e":"x"}`, `{"n":"x","n2":1}`, `{"t":[],"o":1,"s":{}}`, `{}`, `{"n":{"a":[1]}, "any" : 1 ,"v":"x"}`} {
		f.Add([]byte(seed))
	}
	declared := everyType(Coerce).Events["e"].Properties
	for name, p := range declared {
		p.OnViolation = Coerce
		declared[name] = p
	}
	schema := NewSchema(Declarations{Attributes: declared})
	f.Fuzz(func(t *testing.T, traits []byte) {
		body := append(append([]byte(`{"type":"identify","userId":"ada","traits":`), traits...), '}')
		batch, err := Read(Request{Body: body, ReceivedAt: received()})
		if err != nil || len(batch.Events) != 1 {
			return
		}
		e := batch.Events[0]
		checked := schema.Inspect(&e)
		if checked.Event == nil {
			t.Fatalf("%s fails as a whole: %+v", e.Properties, checked.Failed)
		}
		was, is, left := map[string]string{}, map[string]string{}, map[string]string{}
		collect := func(object []byte, to map[string]string) {
			for name, value := range Members(object) {
				to[strings.Clone(name)] = string(value)
			}
		}
		collect(e.Properties, was)
		collect(checked.Event.Properties, is)
		if checked.Failed != nil {
			again, err := Read(Request{Body: checked.Failed.Raw, Call: Identify, ReceivedAt: received()})
			if err != nil || len(again.Events) != 1 {
				t.Fatalf("%s cannot be sent again: %v", checked.Failed.Raw, err)
			}
			collect(again.Events[0].Properties, left)
		}
		if len(is)+len(left) != len(was) {
			t.Fatalf("%v became %v and %v", was, is, left)
		}
		for name, value := range left {
			if was[name] != value {
				t.Fatalf("%s was %s, and is sent again as %s", name, was[name], value)
			}
		}
	})
}
