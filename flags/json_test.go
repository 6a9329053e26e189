package flags

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestVariantsKeepTheirOrderInJSON(t *testing.T) {
	const text = `{"on":true,"off":false,"a<b":{"z":1,"a":[2.50,null]}}`
	var vs Variants
	if err := json.Unmarshal([]byte(" {\"on\": true, \"off\":false,\n\"a<b\": {\"z\" :1, \"a\": [2.50, null]}}"), &vs); err != nil {
		t.Fatal(err)
	}
	if len(vs) != 3 || vs[0].Name != "on" || vs[2].Name != "a<b" || string(vs[2].Value) != `{"z":1,"a":[2.50,null]}` {
		t.Fatalf("read %+v", vs)
	}
	out, err := vs.MarshalJSON()
	if err != nil || string(out) != text {
		t.Errorf("wrote %s, %v; want %s", out, err, text)
	}
}

func TestServeIsAVariantOrOrderedWeightsInJSON(t *testing.T) {
	for _, text := range []string{`"on"`, `""`, `{"on":20000,"off":80000}`, `{"z":1,"a":2,"m":-3}`} {
		var s Serve
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		out, err := json.Marshal(s)
		if err != nil || string(out) != text {
			t.Errorf("wrote %s, %v; want %s", out, err, text)
		}
	}
}

func TestWhatIsNoVariantsOrServeIsRefused(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a variant that stands twice", `{"variants":{"on":true,"on":false}}`, `the name "on" stands twice`},
		{"variants as a list", `{"variants":[]}`, "a JSON object is expected"},
		{"variants as null", `{"variants":null}`, "a JSON object is expected"},
		{"a weight that is no integer", `{"default":{"on":0.5}}`, `the weight of variant "on" is 0.5`},
		{"a weight that is a text", `{"default":{"on":"1"}}`, "must be an integer"},
		{"a weight that stands twice", `{"default":{"on":1,"on":2}}`, "stands twice"},
		{"a number to serve", `{"default":1}`, "a JSON object is expected"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f Flag
			err := json.Unmarshal([]byte(tt.text), &f)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}
