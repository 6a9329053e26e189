package builder_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/builder"
)

// hostileForms are what a page may send, with what is said of it.
var hostileForms = []struct{ form, condition, field, message string }{
	{`{}`, "", "match", `"" does not join conditions`},
	{`{"match":"none"}`, "", "match", `"none" does not join conditions`},
	{`{"match":"all","conditions":[{"kind":"group","match":"some","conditions":[{"kind":"card","text":"true"}]}]}`, "0", "match", `"some" does not join conditions`},
	{`{"match":"all","conditions":[{"kind":"group","match":"any"}]}`, "0", "conditions", "the group has no condition"},
	{`{"match":"all","conditions":[{}]}`, "0", "kind", `"" is not a kind of condition`},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","value":"pro"}]}`, "0", "op", "nothing is chosen to compare it by"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"|| true ||","value":"pro"}]}`, "0", "op", `"|| true ||" does not compare`},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"=="}]}`, "0", "value", "no value is given"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"==","value":null}]}`, "0", "value", "no value is given"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"==","value":{}}]}`, "0", "value", "no value is given"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"==","value":["pro"]}]}`, "0", "value", "a value cannot be a list"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"==","value":{"call":"x"}}]}`, "0", "value", "a value is a text, a number"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"==","value":{"ago":"1d","ahead":"1d"}}]}`, "0", "value", "a value is one thing only"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan","op":"==","value":{"ago":"1d","zone":"UTC"}}]}`, "0", "value", "only a date has a zone"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"sessions","op":"==","value":9007199254740993}]}`, "0", "value", "it cannot be written as number exactly"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"sessions","op":"==","value":1e999}]}`, "0", "value", "it cannot be written as number exactly"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"sessions","op":"in"}]}`, "0", "values", "no value is given"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"sessions","op":"in","values":[1,{"ago":"7d"}]}]}`, "0", "values", "a list holds only texts and numbers"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"sessions","op":"between","from":{"value":1}}]}`, "0", "from", "a range has two ends"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"sessions","op":"between","from":{"value":1},"to":{"value":"x"}}]}`, "0", "", "cannot be compared"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"","op":"is"}]}`, "0", "attribute", "no attribute is chosen"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"plan || true","op":"is"}]}`, "0", "attribute", "cannot be the name of an attribute"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"true","op":"is"}]}`, "0", "attribute", "cannot be the name of an attribute"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"group.","op":"is"}]}`, "0", "attribute", "cannot be the name of an attribute"},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"trial","as":"upper","op":"is"}]}`, "0", "as", `"upper" cannot be taken`},
	{`{"match":"all","conditions":[{"kind":"flag","key":"theme","as":"lower","op":"==","value":"x"}]}`, "0", "as", `"lower" cannot be taken`},
	{`{"match":"all","conditions":[{"kind":"compare","attribute":"tags","each":"some","op":"==","value":"x"}]}`, "0", "each", `"some" does not choose`},
	{`{"match":"all","conditions":[{"kind":"segment","key":"power-users","op":"=="}]}`, "0", "op", "a segment is not compared"},
	{`{"match":"all","conditions":[{"kind":"segment"}]}`, "0", "key", "no segment is chosen"},
	{`{"match":"all","conditions":[{"kind":"segment","key":"power-user"}]}`, "0", "key", `unknown segment "power-user"`},
	{`{"match":"all","conditions":[{"kind":"list","key":"\") || true || list(\""}]}`, "0", "key", "unknown list"},
	{`{"match":"all","conditions":[{"kind":"calendar","part":"second","zone":"UTC","op":"==","value":1}]}`, "0", "part", `"second" is no part of a date`},
	{`{"match":"all","conditions":[{"kind":"calendar","part":"hour","op":"==","value":1}]}`, "0", "zone", "no time zone is chosen"},
	{`{"match":"all","conditions":[{"kind":"calendar","part":"hour","zone":"Mars","op":"==","value":1}]}`, "0", "zone", `"Mars" is not a time zone`},
	{`{"match":"all","conditions":[{"kind":"event","event":"used","aggregate":"median","op":"==","value":1}]}`, "0", "aggregate", `"median" is not made of events`},
	{`{"match":"all","conditions":[{"kind":"event","event":"use","aggregate":"count","op":"==","value":1}]}`, "0", "event", `unknown event "use"`},
	{`{"match":"all","conditions":[{"kind":"event","event":"used","aggregate":"sum","property":"minute","op":"==","value":1}]}`, "0", "property", `unknown event property "minute"`},
	{`{"match":"all","conditions":[{"kind":"event","event":"used","aggregate":"count","window":{"kind":"ever"},"op":"==","value":1}]}`, "0", "window", `"ever" is no window`},
	{`{"match":"all","conditions":[{"kind":"event","event":"used","aggregate":"count","window":{"kind":"last","length":"soon"},"op":"==","value":1}]}`, "0", "window", "soon"},
	{`{"match":"all","conditions":[{"kind":"event","event":"used","aggregate":"count","op":"==","value":1,"where":{"match":"all","conditions":[
		{"kind":"compare","attribute":"feature","op":"is"}]}}]}`, "0.0", "attribute", "feature is a string, not a condition"},
	{`{"match":"all","conditions":[{"id":"mine","kind":"compare","attribute":"plan","op":"==","value":"por"}]}`, "mine", "value", `plan is never "por"`},
	{`{"match":"all","conditions":[{"kind":"card","text":""}]}`, "0", "text", "the rule is empty"},
	{`{"match":"all","conditions":[{"kind":"card","text":"plan == \"pro"}]}`, "0", "text", "no closing quotation mark"},
	{`{"match":"all","conditions":[{"kind":"card","text":"true) || (true"}]}`, "0", "text", "closes nothing"},
	{`{"match":"all","conditions":[{"kind":"card","text":"trial // "},{"kind":"card","text":"# == 1"}]}`, "1", "text", `"#" is not expected`},
	{`{"match":"all","conditions":[{"kind":"card","text":"any(tags, sessions)"}]}`, "0", "", "not a condition"},
	{`{"match":"all","conditions":[{"kind":"card","text":"` + strings.Repeat("(", 100_000) + `"}]}`, "0", "text", "at most 8192 are allowed"},
}

func TestWhatCannotBeWrittenIsTold(t *testing.T) {
	for _, test := range hostileForms {
		form := &builder.Form{}
		if err := json.Unmarshal([]byte(test.form), form); err != nil {
			t.Fatal(err)
		}
		tryForm(t, form)
		printed := form.Print(schema())
		if printed.OK || len(printed.Diagnostics) == 0 {
			t.Errorf("%.200s is taken: %s", test.form, printed.Source)
			continue
		}
		if d := printed.Diagnostics[0]; d.Condition != test.condition || d.Field != test.field || !strings.Contains(d.Message, test.message) {
			t.Errorf("%.200s: %q, %q: %s", test.form, d.Condition, d.Field, d.Message)
		}
	}
}

func TestOneMistakeIsToldOnce(t *testing.T) {
	const form = `{"match":"all","conditions":[{"kind":"event","event":"used","aggregate":"count","op":">","value":1,"where":{"match":"any","conditions":[
		{"kind":"compare","attribute":"feature","op":"=="},{"kind":"compare","attribute":"minutes","op":">","value":1}]}},{"kind":"compare","attribute":"contry","op":"==","value":"x"}]}`
	f := &builder.Form{}
	if err := json.Unmarshal([]byte(form), f); err != nil {
		t.Fatal(err)
	}
	printed := f.Print(schema())
	if d := printed.Diagnostics; len(d) != 2 || d[0].Condition != "0.0" || d[0].Field != "value" || d[1].Condition != "1" || d[1].Fix.Text != "country" {
		t.Errorf("%+v", d)
	}
}

func TestPlacesAreThoseOfTheWrittenText(t *testing.T) {
	const form = `{"match":"any","conditions":[{"kind":"compare","attribute":"country","op":"in","values":["é😀","DE"]},
		{"kind":"group","not":true,"match":"all","conditions":[{"kind":"compare","attribute":"sessions","op":">","value":"a"},{"kind":"card","text":"1<seats&&contry==\"x\""}]}]}`
	f := &builder.Form{}
	if err := json.Unmarshal([]byte(form), f); err != nil {
		t.Fatal(err)
	}
	printed := f.Print(schema())
	if want := `country in ["é😀", "DE"] || not (sessions > "a" && 1 < seats && contry == "x")`; printed.Source != want {
		t.Fatalf("%s", printed.Source)
	}
	got, _ := json.Marshal(printed.Diagnostics)
	for _, want := range []string{`"offset":33,"length":14,"condition":"1.0"`, `"column":64,"offset":64,"length":6,`, `"condition":"1.1","within":{"offset":9,"length":6}`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestAndInsideAndIsOne(t *testing.T) {
	const form = `{"match":"all","conditions":[{"kind":"group","match":"all","conditions":[{"kind":"card","text":"trial and newsletter"},
		{"kind":"group","match":"any","conditions":[{"kind":"has","attribute":"plan"}]}]},{"kind":"has","not":true,"attribute":"seats"}]}`
	f := &builder.Form{}
	if err := json.Unmarshal([]byte(form), f); err != nil {
		t.Fatal(err)
	}
	if printed := f.Print(schema()); !printed.OK || printed.Source != `trial && newsletter && has(plan) && not has(seats)` {
		t.Errorf("%+v", printed)
	}
}

func TestLargeFormsAreQuick(t *testing.T) {
	const condition = `{"kind":"compare","attribute":"plan","op":"==","value":"pro"}`
	deep := strings.Repeat(`{"match":"all","kind":"group","conditions":[`, 4000) + strings.Repeat(`]}`, 4000)
	long := `{"kind":"card","text":"` + strings.Repeat("trial && ", 900) + `trial"}`
	for name, form := range map[string]string{
		"many conditions": `{"match":"all","conditions":[` + strings.Repeat(condition+",", 3000) + condition + `]}`,
		"many cards":      `{"match":"any","conditions":[` + strings.Repeat(long+",", 25) + long + `]}`,
		"deep groups":     `{"match":"any","conditions":[` + deep + `]}`,
		"many values":     `{"match":"any","conditions":[{"kind":"compare","attribute":"plan","op":"in","values":[` + strings.Repeat(`"x",`, 60_000) + `"x"]}]}`,
		"many wrong ones": `{"match":"any","conditions":[` + strings.Repeat(`{"kind":"card","text":"contry == plann"},`, 900) + condition + `]}`,
	} {
		f := &builder.Form{}
		if err := json.Unmarshal([]byte(form), f); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		printed := f.Print(schema())
		if took := time.Since(start); took > 2*time.Second || printed.OK {
			t.Errorf("%s: %v, %v", name, took, printed.OK)
		}
		tryForm(t, f)
	}
}
