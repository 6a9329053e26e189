package events

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// addWire adds what client libraries send, and what nobody should, to the seeds.
func addWire(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/wire/*.json")
	if err != nil || len(files) == 0 {
		f.Fatal("no files were found", err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, uint8(0))
		f.Add(body, uint8(Track))
	}
	for _, body := range []string{
		`{"batch":[{"type":"track","event":"e","userId":"null"},{"type":"track","event":"e","userId":NaN},{},1,{"type":"alias","userId":1,"previousId":1}],"userId":"ada"}`,
		`{"batch":[{"type":"identify","context":{"a":1,"traits":{"b": "\ud83d\ude00"}}}],"context":{"a":2,"identityToken":"t","traits":{"c":1},"groupId":"g"},"anonymousId":7,"sentAt":17e8}`,
		"{\"type\":\"page\",\"name\":\"\xff\",\"anonymousId\":\"a\"}", `{"type":"track","event":"e","userId":"a","properties":{"a":{"a":[1e999]}}}`,
		"{\"x\":00,\"type\":\"track\",\"userId\":\xb8}",
	} {
		f.Add([]byte(body), uint8(0))
	}
}

// FuzzRead checks that every item is in exactly one place, and that what is accepted
// is sound and reads as the same event again.
func FuzzRead(f *testing.F) {
	addWire(f)
	f.Fuzz(func(t *testing.T, body []byte, call uint8) {
		request := Request{Body: body, Call: Call(call % 7), ReceivedAt: received()}
		before := bytes.Clone(body)
		batch, err := Read(request)
		if !bytes.Equal(before, body) {
			t.Fatal("the body was changed")
		}
		if err != nil {
			return
		}
		if want := itemsOf(body); want >= 0 && len(batch.Events)+len(batch.Failed)+batch.Ignored != want {
			t.Fatalf("%d events, %d failed and %d ignored of %d", len(batch.Events), len(batch.Failed), batch.Ignored, want)
		}
		checkPlaces(t, batch)
		for i := range batch.Events {
			checkTexts(t, &batch.Events[i])
			checkReread(t, &batch.Events[i])
		}
		for _, f := range batch.Failed {
			if f.Reason == "" || f.Message == "" || len(f.Raw) > MaxEvent || len(f.UserID) > MaxID || !utf8.ValidString(f.Message+f.Path+f.UserID+f.Name) {
				t.Fatalf("%+v", f)
			}
		}
	})
}

// itemsOf counts the items of a body that encoding/json reads; -1 if it does not.
func itemsOf(body []byte) int {
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) != nil {
		return -1
	}
	var list []json.RawMessage
	if batch := object["batch"]; len(batch) == 0 || batch[0] != '[' || json.Unmarshal(batch, &list) != nil {
		return 1
	}
	return len(list)
}

func checkPlaces(t *testing.T, batch *Batch) {
	t.Helper()
	taken := map[int]bool{}
	for _, place := range batch.places {
		taken[place] = true
	}
	for _, f := range batch.Failed {
		taken[f.Index] = true
	}
	if len(batch.places) != len(batch.Events) || len(taken) != len(batch.Events)+len(batch.Failed) {
		t.Fatalf("places are %v, failed %+v", batch.places, batch.Failed)
	}
}

// checkReread writes an event and reads it again.
func checkReread(t *testing.T, e *Event) {
	t.Helper()
	written := e.AppendJSON(nil)
	if len(written) > MaxEvent {
		return // it was almost as large, and more was added
	}
	batch, err := Read(Request{Body: written, ReceivedAt: received()})
	if err != nil || len(batch.Events) != 1 {
		t.Fatalf("%s: %v %+v", written, err, batch)
	}
	again := batch.Events[0]
	if e.OriginalAt == 0 {
		again.OriginalAt, again.SentAt = 0, e.SentAt
	}
	again.Token = e.Token
	if got, want := again.AppendJSON(nil), written; !bytes.Equal(got, want) || again.Time != e.Time || again.OriginalAt != e.OriginalAt {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
}

// FuzzMembers holds the visits of objects to encoding/json.
func FuzzMembers(f *testing.F) {
	for _, seed := range []string{`{"a":1,"\u0062":"\n","c":[1,{"d":2}],"d":null,"e":true}`, `{"a" : -1e400 }`, `{`, `{"a":`, `[1,"a",{}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := map[string]Member{}
		for name, m := range Members(data) {
			got[name] = m
			m.Value()
		}
		for m := range Elements(data) {
			m.Value()
		}
		var want map[string]any
		if json.Unmarshal(data, &want) != nil || !utf8.Valid(data) || strings.Contains(string(data), `\u`) || len(data) == 0 || want == nil {
			return
		}
		for name, m := range got {
			switch v := want[name].(type) {
			case string:
				if m.Value() != (Value{Kind: Text, Text: v}) {
					t.Fatalf("%s is %+v, want %q", name, m.Value(), v)
				}
			case float64:
				if m.Value() != (Value{Kind: Number, Num: v}) {
					t.Fatalf("%s is %+v, want %v", name, m.Value(), v)
				}
			case nil:
				if !m.Null() {
					t.Fatalf("%s is %s", name, m)
				}
			}
		}
		if len(got) != len(want) {
			t.Fatalf("got %d members, want %d", len(got), len(want))
		}
	})
}
