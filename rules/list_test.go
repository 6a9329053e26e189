package rules

import (
	"testing"
	"time"
)

// members are the facts of somebody who is in lists only.
type members map[string]string

func (m members) Member(list, value string) bool                        { return m[list] == value }
func (members) Event(*EventQuery, time.Time) (v Value, until time.Time) { return Value{}, until }
func (members) Score(ScoreKind, string) Value                           { return Value{} }

func TestAListOfANumberHasItsDecimalForm(t *testing.T) {
	schema := NewSchema(Declarations{
		Attributes: map[string]Attribute{"account": {Type: TypeNumber}},
		Lists:      map[string]string{"chosen": "account", "people": ""},
	}, nil)
	subject := subjectOf(t, schema, map[string]any{"account": 4711.0, "targetingKey": "ada"})
	subject.Facts = members{"chosen": "4711", "people": "ada"}
	for _, source := range []string{`list("chosen")`, `list("people")`} {
		rule, diagnostics := Compile(source, schema)
		if diagnostics != nil {
			t.Fatal(diagnostics)
		}
		env := NewEnv(schema, nil, nil)
		env.Begin(subject, testNow)
		if got := rule.Match(env); got != True {
			t.Errorf("%s is %v", source, got)
		}
	}
}
