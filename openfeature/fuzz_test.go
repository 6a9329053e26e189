package openfeature

import (
	"strings"
	"testing"
)

func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"key":"f","value":{"a":[1,null]},"reason":"SPLIT","metadata":{"a":1.5}}`)
	f.Add(404, `{"key":"f","errorCode":"FLAG_NOT_FOUND"}`)
	f.Add(200, `null`)
	o := &ofrep{}
	f.Fuzz(func(t *testing.T, status int, body string) {
		a, err := o.read(status, []byte(body))
		if err != nil {
			return
		}
		if a.code == "" && a.reason == "" {
			t.Fatalf("neither a reason nor an error: %+v", a)
		}
		resolution(a, int64(1), asInt, wantedInteger)
		resolution[any](a, nil, asObject, "an object")
	})
}

func FuzzSnapshotOpen(f *testing.F) {
	s := newSnapshotFile("flags.snapshot", "http://server", "sk_1")
	f.Add("{}\n{}")
	f.Add(`{"fingerpost_snapshot":1,"owner":"` + s.owner + `","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}` + "\n")
	f.Fuzz(func(t *testing.T, content string) {
		document, err := s.open([]byte(content))
		if err == nil && !strings.HasSuffix(content, string(document)) {
			t.Fatalf("%q out of %q", document, content)
		}
	})
}

func FuzzDocument(f *testing.F) {
	f.Add(strings.TrimSuffix(strings.SplitN(snapshotEvent(1, "on"), "data: ", 2)[1], "\n\n"))
	f.Add(`{"definitions":{"fingerpost":1,"flags":{"a":{"type":"string","variants":{"x":"y"}}}},"remote":["a","b"]}`)
	f.Fuzz(func(t *testing.T, document string) {
		l, err := compileDocument([]byte(document), nil)
		if err != nil {
			return
		}
		for key := range l.flags {
			if l.remote[key] {
				t.Fatalf("%s is decided twice", key)
			}
			l.decide(key, l.flags[key], nil, newClock().now())
		}
	})
}
