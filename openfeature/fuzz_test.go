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

func FuzzLive(f *testing.F) {
	for _, event := range []string{pushedEvent("snapshot", 1, "on"), pushedEvent("snapshot", 1, ""), pushedEvent("change", 1, "off")} {
		f.Add(strings.HasPrefix(event, "event: change"), strings.TrimSuffix(strings.SplitN(event, "data: ", 2)[1], "\n\n"))
	}
	f.Fuzz(func(t *testing.T, change bool, data string) {
		l := &live{flag: "f", remote: newOFREP("http://server", "sk_1", newSettings(nil)), answers: make(chan pushed, 1)}
		err := l.receive(t.Context(), message{event: map[bool]string{false: "snapshot", true: "change"}[change], data: []byte(data)})
		if len(l.answers) == 1 && err != nil {
			t.Fatalf("an answer in spite of %v", err)
		}
		if len(l.answers) == 1 {
			p := <-l.answers
			p.answer.update("f", p.revision, p.cause)
			if !p.answer.same(&p.answer) {
				t.Fatalf("%+v is not what it is", p.answer)
			}
		}
		if l.hash != "" && err != nil {
			t.Fatalf("%q is held in spite of %v", l.hash, err)
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
