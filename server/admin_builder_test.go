package server_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
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
	if status := w.announced("/api/v1/environments/production/rules/print", 300_000); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 300,000 bytes: status %d", status)
	}
}

// announced says to an admin route how large a body will be, and returns the status that this alone is answered with:
// who sends all of a body that nobody reads may find the connection closed before the answer.
func (w *world) announced(path string, length int) int {
	w.Helper()
	conn, err := (&net.Dialer{}).DialContext(w.Context(), "tcp", strings.TrimPrefix(w.url, "http://"))
	w.must(err)
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", path, w.keys["admin"], length)
	w.must(err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	w.must(err)
	defer response.Body.Close()
	return response.StatusCode
}

func TestTheVocabularyHasWhatPeopleReallyHave(t *testing.T) {
	w := newWorld(t)
	w.publish("production", strings.Replace(insightFile, "attributes:\n", `attributes:
  email: {type: string}
  spent: {type: number, computed: {aggregate: sum, event: bought, property: price}, description: Euros.}
`, 1))
	w.production("GET", "/rules/vocabulary", "").is(200).has("sample", nil).has("attributes.0.name", "targetingKey")
	for i, plan := range []string{"pro", "free", "pro", "enterprise"} {
		user := string(rune('a' + i))
		w.report("/v1/identify", `{"userId":"`+user+`","traits":{"plan":"`+plan+`","email":"`+user+`","sessions":`+string(rune('1'+i))+`}}`)
		w.report("/v1/track", `{"userId":"`+user+`","event":"bought","properties":{"price":5}}`)
	}
	eventually(t, func() bool { return at(w.production("GET", "/segments", "").is(200).json(), "segments.0.size") == 3.0 })
	w.pass(time.Minute)
	v := w.production("GET", "/rules/vocabulary", "").is(200).has("sample.people", 4.0)
	words := map[string]map[string]any{}
	for _, kind := range []string{"attributes", "events", "segments", "flags", "functions"} {
		list, _ := v.json()[kind].([]any)
		for _, word := range list {
			word := word.(map[string]any)
			name, _ := word["name"].(string)
			if key, ok := word["key"].(string); ok {
				name = key
			}
			words[kind+" "+name] = word
		}
	}
	for path, want := range map[string]any{
		"attributes plan/values.0.value": "pro", "attributes plan/values.0.people": 2.0, "attributes plan/values.1": nil, "attributes plan/personal": false,
		"attributes email/personal": true, "attributes email/values": nil, "attributes email/people": 4.0,
		"attributes sessions/spread.median": 2.5, "attributes spent/source": "computed", "attributes spent/spread.max": 5.0, "attributes spent/description": "Euros.",
		"events bought/seen": 4.0, "events bought/properties.0.name": "price", "events bought/properties.0.people": 4.0,
		"segments payers/people": 3.0, "flags price/variants.0.name": "low", "flags price/type": "number",
		"functions event_sum/example": `event_sum("feature_used", "minutes") == 90`,
	} {
		word, member, _ := strings.Cut(path, "/")
		if got := at(words[word], member); got != want {
			t.Errorf("%s is %v, want %v in %v", path, got, want, words[word])
		}
	}
}
