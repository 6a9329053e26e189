package server_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestOneFlag(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		key, flag, context string
		status             int
		body               string
	}{
		"a match": {"server", "new-editor", `{"country":"DE"}`, 200,
			`{"key":"new-editor","reason":"TARGETING_MATCH","variant":"on","value":true,"metadata":{"owner":"growth"}}`},
		"the default":                  {"server", "price", `{}`, 200, `{"key":"price","reason":"DEFAULT","variant":"low","value":9.5}`},
		"a disabled flag has no value": {"client", "paused", `{}`, 200, `{"key":"paused","reason":"DISABLED"}`},
		"an attribute that a client key may not set is dropped": {"client", "new-editor", `{"plan":"pro","country":"AT"}`, 200,
			`{"key":"new-editor","reason":"TARGETING_MATCH","variant":"on","value":true,"metadata":{"owner":"growth"}}`},
		"an encoded key": {"server", "new%2Deditor", `{}`, 200,
			`{"key":"new-editor","reason":"DEFAULT","variant":"off","value":false,"metadata":{"owner":"growth"}}`},
		"an unknown flag": {"server", "nothing", `{}`, 404,
			`{"key":"nothing","errorCode":"FLAG_NOT_FOUND","errorDetails":"there is no flag \"nothing\" that this key may see"}`},
		"an encoded slash is part of the key": {"server", "a%2Fb", `{}`, 404,
			`{"key":"a/b","errorCode":"FLAG_NOT_FOUND","errorDetails":"there is no flag \"a/b\" that this key may see"}`},
		"a flag that client keys may not see": {"client", "price", `{}`, 404,
			`{"key":"price","errorCode":"FLAG_NOT_FOUND","errorDetails":"there is no flag \"price\" that this key may see"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.evaluate(c.key, c.flag, c.context).is(c.status)
			if string(got.body) != c.body {
				t.Errorf("got  %s\nwant %s", got.body, c.body)
			}
		})
	}
}

func TestASplitNeedsATargetingKey(t *testing.T) {
	w := newWorld(t)
	w.evaluate("server", "banner", `{}`).is(400).has("key", "banner").has("errorCode", "TARGETING_KEY_MISSING")
	w.evaluate("server", "banner", `{"targetingKey":"ann"}`).is(200).has("reason", "SPLIT")
	bulk := w.bulk("client", `{}`, nil).is(200) // one flag's trouble is not the others'
	bulk.has("flags.0.key", "banner").has("flags.0.errorCode", "TARGETING_KEY_MISSING").has("flags.1.key", "new-editor").has("flags.1.value", false)
}

func TestBulkHasWhatTheKeyMaySeeFromOneRevision(t *testing.T) {
	w := newWorld(t)
	all := w.bulk("server", `{"targetingKey":"ann"}`, nil).is(200).has("metadata.revision", 1.0)
	visible := w.bulk("client", `{"targetingKey":"ann"}`, nil).is(200)
	if got := flagKeys(all); got != "banner new-editor paused price" {
		t.Errorf("a server key sees %s", got)
	}
	if got := flagKeys(visible); got != "banner new-editor paused" {
		t.Errorf("a client key sees %s", got)
	}
}

func flagKeys(a answer) string {
	var found []string
	for _, flag := range at(a.json(), "flags").([]any) {
		found = append(found, at(flag, "key").(string))
	}
	return strings.Join(found, " ")
}

func TestTheTagStandsForTheEvaluatedResult(t *testing.T) {
	w := newWorld(t)
	tag := w.bulk("client", `{"targetingKey":"ann"}`, nil).header.Get("ETag")
	since := func(context, tag string) int {
		return w.bulk("client", context, map[string]string{"If-None-Match": tag}).status
	}
	if got := since(`{"targetingKey":"ann"}`, tag); got != 304 {
		t.Errorf("the same again: %d", got)
	}
	if got := since(`{"targetingKey":"ann","country":"FR"}`, tag); got != 304 {
		t.Errorf("an attribute that changes nothing: %d", got)
	}
	if got := since(`{"targetingKey":"ann","country":"DE"}`, tag); got != 200 {
		t.Errorf("an attribute that changes a flag: %d", got)
	}
	w.admin("PUT", "/environments/production/definitions", strings.Replace(productionFile, "low: 9.5", "low: 8", 1)).is(200)
	if got := since(`{"targetingKey":"ann"}`, tag); got != 304 {
		t.Errorf("a publish of what the key does not see: %d", got)
	}
	w.admin("PUT", "/environments/production/definitions", strings.Replace(productionFile, "owner: growth", "owner: core", 1)).is(200)
	if got := since(`{"targetingKey":"ann"}`, tag); got != 200 {
		t.Errorf("a publish that changes metadata: %d", got)
	}
}

func TestEveryWayToWriteATag(t *testing.T) {
	w := newWorld(t)
	tag := w.bulk("server", `{}`, nil).header.Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("the tag %s is not weak", tag)
	}
	for sent, status := range map[string]int{
		tag: 304, strings.TrimPrefix(tag, "W/"): 304, strings.Trim(strings.TrimPrefix(tag, "W/"), `"`): 304,
		`"other", ` + tag: 304, "*": 304, `"other"`: 200, `W/"other" , "third"`: 200, "": 200, `W/`: 200,
	} {
		if got := w.bulk("server", `{}`, map[string]string{"If-None-Match": sent}); got.status != status {
			t.Errorf("If-None-Match: %s gives %d, want %d", sent, got.status, status)
		} else if got.header.Get("ETag") != tag {
			t.Errorf("If-None-Match: %s gives the tag %s, want %s", sent, got.header.Get("ETag"), tag)
		}
	}
}

func TestPagesOfOtherOrigins(t *testing.T) {
	w := newWorld(t)
	from := func(origin string) map[string]string { return map[string]string{"Origin": origin} }
	asked := w.send(request{method: "OPTIONS", path: "/ofrep/v1/evaluate/flags", header: map[string]string{
		"Origin": "https://shop.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,if-none-match",
	}}).is(204)
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin":  "*",
		"Access-Control-Allow-Methods": "POST",
		"Access-Control-Allow-Headers": "content-type, authorization, if-none-match, x-api-key",
		"Access-Control-Max-Age":       "86400",
	} {
		if got := asked.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, key := range []string{"client", "none"} { // also where the key is wrong: the page has to be able to say so
		h := w.bulk(key, `{}`, from("https://shop.example")).header
		if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Expose-Headers") != "ETag, Retry-After" {
			t.Errorf("with key %q: %v", key, h)
		}
	}
	w.publish("production", productionFile+"settings: {origins: [\"https://shop.example\"]}\n")
	w.bulk("client", `{}`, from("https://shop.example")).is(200)
	w.bulk("client", `{}`, from("https://SHOP.example")).is(200)
	w.bulk("client", `{}`, nil).is(200)
	refused := w.bulk("client", `{}`, from("https://evil.example")).is(403)
	if refused.header.Get("Access-Control-Allow-Origin") == "" {
		t.Error("the page cannot read why")
	}
	w.bulk("server", `{}`, from("https://evil.example")).is(200) // origins are about client keys
}

// specFlag is a flag of the OpenFeature specification's test data.
type specFlag struct {
	Disabled         bool            `json:"disabled"`
	Variants         json.RawMessage `json:"variants"`
	DefaultVariant   *string         `json:"defaultVariant"`
	Metadata         map[string]any  `json:"flagMetadata"`
	ContextEvaluator string          `json:"contextEvaluator"`
}

// specRules are the specification's evaluators as rules.
var specRules = map[string]string{
	"email == 'ballmer@macrosoft.com' ? 'zero' : ''":                              `email == "ballmer@macrosoft.com"`,
	"!customer && email == 'ballmer@macrosoft.com' && age > 10 ? 'internal' : ''": `not customer and email == "ballmer@macrosoft.com" and age > 10`,
}

// specEnvironment turns the specification's flags into an environment file.
func specEnvironment(t *testing.T) string {
	data, err := os.ReadFile(suites + "openfeature-spec/specification/assets/gherkin/test-flags.json")
	if err != nil {
		t.Skip("the OpenFeature specification's test data is not here: ", err)
	}
	var found map[string]specFlag
	if err := json.Unmarshal(data, &found); err != nil {
		t.Fatal(err)
	}
	translated := map[string]any{}
	for key, f := range found {
		flag := map[string]any{"type": specType(t, f.Variants), "variants": f.Variants, "enabled": !f.Disabled}
		if f.DefaultVariant != nil {
			flag["default"] = *f.DefaultVariant
		}
		if f.Metadata != nil {
			flag["metadata"] = f.Metadata
		}
		if f.ContextEvaluator != "" {
			_, rest, _ := strings.Cut(f.ContextEvaluator, "? '")
			variant, _, _ := strings.Cut(rest, "'")
			flag["targeting"] = []any{map[string]any{"when": specRules[f.ContextEvaluator], "serve": variant}}
		}
		translated[key] = flag
	}
	file, err := json.Marshal(map[string]any{
		"fingerpost": 1, "flags": translated,
		"attributes": map[string]any{
			"email": attribute("string"), "role": attribute("string"), "age": attribute("number"), "customer": attribute("bool"),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

func attribute(kind string) map[string]any { return map[string]any{"type": kind, "client": true} }

func specType(t *testing.T, variants json.RawMessage) string {
	var values map[string]any
	if err := json.Unmarshal(variants, &values); err != nil {
		t.Fatal(err)
	}
	for _, v := range values {
		switch v.(type) {
		case bool:
			return "boolean"
		case float64:
			return "number"
		case string:
			return "string"
		}
	}
	return "object"
}

// TestAppendixB runs the tables of the OpenFeature specification's Appendix B over
// OFREP. What a client adds on its own, the caller's default and the type it asked
// for, is done here as OFREP's clients do it.
func TestAppendixB(t *testing.T) {
	file := specEnvironment(t)
	data, err := os.ReadFile(suites + "openfeature-cases/appendix-b.json")
	if err != nil {
		t.Skip("the cases are not here: ", err)
	}
	var suite struct {
		Cases []specCase `json:"cases"`
	}
	if err := json.Unmarshal(data, &suite); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.admin("POST", "/environments", `{"name":"specification"}`).is(201)
	w.admin("PUT", "/environments/specification/definitions", file).is(200)
	w.keys["specification"] = w.admin("POST", "/keys", `{"kind":"server","environment":"specification"}`).json()["secret"].(string)
	for _, c := range suite.Cases {
		t.Run(c.ID, func(t *testing.T) { c.run(t, w) })
	}
	if len(suite.Cases) < 50 {
		t.Errorf("only %d cases", len(suite.Cases))
	}
}

type specCase struct {
	ID      string          `json:"id"`
	Context json.RawMessage `json:"context"`
	Type    string          `json:"type"`
	Flag    string          `json:"flag"`
	Default any             `json:"default"`
	Expect  map[string]any  `json:"expect"`
}

func (c *specCase) run(t *testing.T, w *world) {
	got := w.evaluate("specification", c.Flag, string(c.Context)).json()
	seen := map[string]any{"value": c.Default, "variant": got["variant"], "reason": got["reason"], "errorCode": got["errorCode"], "flagMetadata": got["metadata"]}
	value, there := got["value"]
	switch {
	case got["errorCode"] != nil:
		seen["reason"] = "ERROR"
	case there && !fits(value, c.Type):
		seen["reason"], seen["errorCode"] = "ERROR", "TYPE_MISMATCH"
	case there:
		seen["value"] = value
	}
	for field, want := range c.Expect {
		if field == "metadata" {
			field = "flagMetadata"
		}
		if !reflect.DeepEqual(seen[field], want) && fmt.Sprint(seen[field]) != fmt.Sprint(want) {
			t.Errorf("%s is %v, want %v", field, seen[field], want)
		}
	}
}

// fits says whether a value has the type that a caller asked for.
func fits(value any, kind string) bool {
	switch v := value.(type) {
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "float" || kind == "integer" && v == float64(int64(v))
	}
	return kind == "object"
}

// TestABulkAnswerIsOfOneRevision publishes two flags together, again and again, while others ask.
func TestABulkAnswerIsOfOneRevision(t *testing.T) {
	w := newWorld(t)
	const file = "fingerpost: 1\nflags:\n" +
		"  a: {type: number, variants: {v: %d}, default: v}\n  b: {type: number, variants: {v: %d}, default: v}\n"
	w.publish("staging", fmt.Sprintf(file, 0, 0))
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				got := w.bulk("other server", `{}`, nil).json()
				if a, b := at(got, "flags.0.value"), at(got, "flags.1.value"); a != b {
					t.Errorf("a is of one revision, b of another: %v, %v", a, b)
				}
			}
		})
	}
	for i := range 100 {
		w.publish("staging", fmt.Sprintf(file, i, i))
	}
	close(done)
	readers.Wait()
}
