package revisions_test

import (
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
)

func revisionOf(values ...string) *revisions.Revision {
	r := &revisions.Revision{
		Environment: production, Number: 7, Author: "ada", Message: "grüß",
		At: time.UnixMilli(1_793_600_000_123).UTC(), Parent: revisions.Hash{1, 2, 3},
	}
	for _, value := range values {
		c := environment.Change{Kind: "flag", Key: "a"}
		if value != "" {
			c.Value = json.RawMessage(value)
		}
		r.Changes = append(r.Changes, c)
	}
	return r
}

// TestTheCanonicalBytesNeverChange pins them: every stored hash depends on them.
func TestTheCanonicalBytesNeverChange(t *testing.T) {
	const want = "\x00\x00\x00\x00\x00\x00\x00\x15fingerpost/revision/1" +
		"\x00\x00\x00\x00\x00\x00\x00\x0aproduction" +
		"\x00\x00\x00\x00\x00\x00\x00\x07" +
		"\x00\x00\x00\x00\x00\x00\x00\x03ada" +
		"\x00\x00\x00\x00\x00\x00\x00\x06gr\xc3\xbc\xc3\x9f" +
		"\x00\x00\x01\xa1\x9a\xe4\x10\x7b" +
		"\x01\x02\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
		"\x00\x00\x00\x00\x00\x00\x00\x02" +
		"\x00\x00\x00\x00\x00\x00\x00\x04flag\x00\x00\x00\x00\x00\x00\x00\x01a\x01\x00\x00\x00\x00\x00\x00\x00\x07{\"b\":1}" +
		"\x00\x00\x00\x00\x00\x00\x00\x04flag\x00\x00\x00\x00\x00\x00\x00\x01a\x00"
	if got := string(revisions.Canonical(revisionOf(`{ "b": 1 }`, ""))); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	const hash = "56b1eb072ab0dfac3fae659d087f7502e829c3e4fcaf7f5462d50ccf6d32bcb6" // as Python's hashlib has it
	if got := revisions.HashOf(revisionOf(`{ "b": 1 }`, "")).String(); got != hash {
		t.Errorf("hash is %s", got)
	}
}

func TestTheHashHoldsHoweverTheJSONIsWritten(t *testing.T) {
	same := [][]string{
		{`{"a":[1,"x"]}`, "{ \"a\" :\n[1,\t\"x\"] }", `{"\u0061":[1,"\u0078"]}`},
		{`"<&>"`, `"\u003c\u0026\u003e"`},
		{`"ä😀"`, `"\u00e4\ud83d\ude00"`},
		{`"a\/b"`, `"a/b"`},
		{`"\u001F\n\"\\"`, `"\u001f\u000a\u0022\u005c"`},
	}
	for _, values := range same {
		for _, value := range values {
			if revisions.HashOf(revisionOf(value)) != revisions.HashOf(revisionOf(values[0])) {
				t.Errorf("%s and %s differ", value, values[0])
			}
		}
	}
	different := []string{`1`, `1.0`, `"1"`, `[1]`, `{"a":1,"b":2}`, `{"b":2,"a":1}`, `" "`, `""`, `"\\u0061"`, `"a"`, ""}
	seen := map[revisions.Hash]string{}
	for _, value := range different {
		hash := revisions.HashOf(revisionOf(value))
		if other, ok := seen[hash]; ok {
			t.Errorf("%s and %s have the same hash", value, other)
		}
		seen[hash] = value
	}
}

// FuzzCanonical writes values as encoding/json does and expects the same hash.
func FuzzCanonical(f *testing.F) {
	f.Add(`{"a":"\u003c \ud83d\ude00 \\ \/"}`)
	f.Fuzz(func(t *testing.T, value string) {
		if !json.Valid([]byte(value)) || !utf8.ValidString(value) {
			return
		}
		hash := revisions.HashOf(revisionOf(value))
		again, err := json.Marshal(json.RawMessage(value)) // compact, and with < > & escaped
		if err != nil {
			t.Fatal(err)
		}
		if revisions.HashOf(revisionOf(string(again))) != hash {
			t.Errorf("%q and %q differ", value, again)
		}
	})
}

// FuzzIsCanonical: what is hashed as it is written is canonical.
func FuzzIsCanonical(f *testing.F) {
	for _, value := range []string{`{"a":[1,"x\n\"\\\u0001"]}`, `{ "a":1}`, `"\/"`, `"\u0041"`, `"\b\f"`, `{"a":1,"a":2}`, `[1 ]`, `nul`} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if got, want := revisions.CanonicalJSON([]byte(value)), revisions.SlowlyCanonicalJSON([]byte(value)); string(got) != string(want) {
			t.Errorf("%q became %q, not %q", value, got, want)
		}
	})
}
