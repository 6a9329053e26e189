package server_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// printed sends a form to be written.
func printed(w *world, form string) answer {
	w.Helper()
	return w.production("POST", "/rules/print", `{"builder":`+form+`}`).is(200)
}

func TestARuleGoesThroughTheBuilderAndBack(t *testing.T) {
	w := newWorld(t)
	for _, rule := range []string{
		`country in ["DE", "FR"] && (plan == "pro" || not has(sessions))`, `1 < sessions && sessions <= 7`, `segment("payers") && sessions * 2 > 7`,
	} {
		source, _ := json.Marshal(rule)
		checked := w.production("POST", "/rules/check", `{"source":`+string(source)+`}`).is(200).has("ok", true)
		form, _ := json.Marshal(checked.json()["builder"])
		printed(w, string(form)).has("source", rule).has("ok", true).has("diagnostics.0", nil)
	}
}

func TestWhatIsWrongWithARuleNamesItsSentence(t *testing.T) {
	w := newWorld(t)
	w.production("POST", "/rules/check", `{"source":"sessions > 5 && (contry == \"DE\" || plan == \"pro\")"}`).is(200).has("ok", false).
		has("builder.conditions.1.conditions.0.attribute", "contry").has("diagnostics.0.condition", "1.0").has("diagnostics.0.offset", 17.0).
		has("diagnostics.0.fix.text", "country").has("diagnostics.0.fix.offset", 17.0).has("diagnostics.0.fix.length", 6.0)
	w.production("POST", "/rules/check", `{"source":"sessions >"}`).is(200).has("ok", false).has("builder", nil).has("diagnostics.0.condition", nil)

	printed(w, `{"match":"any","conditions":[
		{"id":"a","kind":"compare","attribute":"sessions","op":">","value":5},
		{"id":"b","kind":"group","match":"all","conditions":[{"id":"c","kind":"compare","attribute":"contry","op":"==","value":"DE"},{"kind":"card","text":"sessions*2>\"x\""}]}]}`).
		has("ok", false).has("source", `sessions > 5 || contry == "DE" && sessions * 2 > "x"`).
		has("diagnostics.0.condition", "c").has("diagnostics.0.field", "attribute").has("diagnostics.0.offset", 16.0).
		has("diagnostics.1.condition", "b.1").has("diagnostics.1.offset", 34.0).has("diagnostics.1.within.offset", 0.0)
	printed(w, `{"match":"all","conditions":[{"id":"0","kind":"compare","attribute":"","op":"==","value":"DE"},{"id":"1","kind":"card","text":"plan =="}]}`).
		has("ok", false).has("source", "").has("diagnostics.0.condition", "0").has("diagnostics.0.field", "attribute").
		has("diagnostics.1.condition", "1").has("diagnostics.1.field", "text")
}

func TestFormsThatAreNoneAreRefused(t *testing.T) {
	w := newWorld(t)
	deep := strings.Repeat(`{"kind":"group","match":"all","conditions":[`, 20) + strings.Repeat(`]}`, 20)
	printed(w, `{"match":"all","conditions":[`+deep+`]}`).has("ok", false).has("diagnostics.0.message", "conditions nest in more than 8 levels")
	printed(w, `{"match":"all","conditions":[`+strings.Repeat(`{},`, 1000)+`{}]}`).has("ok", false).has("diagnostics.1.condition", "1")
	printed(w, `{"match":"some","conditions":[]}`).has("ok", false).has("diagnostics.0.field", "match")
	w.production("POST", "/rules/print", `{"builder":{"match":"all","conditions":[{"color":"red"}]}}`).is(400)
	w.production("POST", "/rules/print", `{"builder":{"match":"all","conditions":[`+strings.Repeat(`{"kind":"card"},`, 20_000)+`{}]}}`).is(413)
}
