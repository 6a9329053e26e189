package events

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// observe lets an inference see events with an hour between them.
func observe(t *testing.T, i *Inference, items ...string) {
	t.Helper()
	batch := read(t, 0, `{"userId":"ada@example.com","batch":[`+strings.Join(items, ",")+`]}`)
	if len(batch.Failed) > 0 {
		t.Fatalf("%+v", batch.Failed)
	}
	for n := range batch.Events {
		batch.Events[n].Time = int64(n) * hourLength
		i.Observe(&batch.Events[n])
	}
}

func TestWhatEventsLookLikeIsLearnt(t *testing.T) {
	var i Inference
	for range 5 {
		observe(t, &i,
			`{"type":"track","event":"used","properties":{"s":"secret","n":1,"b":true,"t":"2026-11-24","v":"1.2.3","ss":["a"],"ns":[1],"o":{},"empty":[],"mixed":1,"texts":"1.2.3","digits":"1795516205"}}`,
			`{"type":"track","event":"used","properties":{"s":"secret","n":2.5,"b":false,"t":"2026-11-24T10:00:00Z","v":"v2.0.0-rc","ss":["a"],"ns":[2],"o":{"a":1},"empty":[],"mixed":"1","texts":"2026-11-24"}}`,
			`{"type":"track","event":"used","properties":{"s":"2.4","n":null,"b":true,"texts":"word"}}`,
			`{"type":"page","name":"Home"}`,
			`{"type":"identify","traits":{"plan":"pro"}}`, `{"type":"identify","traits":{"plan":"pro"}}`, `{"type":"identify","traits":{"plan":"pro"}}`, `{"type":"identify","traits":{"plan":"pro"}}`,
			`{"type":"group","groupId":"g","traits":{"seats":5}}`,
			`{"type":"alias","previousId":"x"}`,
		)
	}
	want := Declarations{
		Events: map[string]EventSchema{
			"used": {Properties: map[string]PropertySchema{
				"s": {Type: TypeString}, "n": {Type: TypeNumber}, "b": {Type: TypeBool}, "t": {Type: TypeTime}, "v": {Type: TypeVersion},
				"ss": {Type: TypeStrings}, "ns": {Type: TypeNumbers}, "o": {Type: TypeObject}, "empty": {}, "mixed": {}, "texts": {Type: TypeString}, "digits": {Type: TypeString},
			}},
			"page": {Properties: map[string]PropertySchema{"name": {Type: TypeString}}},
		},
		Attributes: map[string]PropertySchema{"plan": {Type: TypeString}},
		Groups:     map[string]PropertySchema{"seats": {Type: TypeNumber}},
	}
	if got := i.Suggest(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	used := i.Events["used"]
	if used.Count != 15 || used.First != 0 || used.Last != 2*hourLength || used.Properties["n"].Count != 10 || used.Properties["mixed"].Last != hourLength {
		t.Errorf("%+v %+v", used, used.Properties["n"])
	}
	for range 3 {
		observe(t, &i, `{"type":"track","event":"used","properties":{"s":"x","b":true}}`, `{"type":"track","event":"used","properties":{"s":"x","b":null}}`)
	}
	suggested := i.Suggest().Events["used"].Properties
	if !suggested["s"].Required || suggested["b"].Required || i.Suggest().Attributes["plan"].Required {
		t.Errorf("got %+v", suggested)
	}
	encoded, err := json.Marshal(&i)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(encoded), "secret") || strings.Contains(string(encoded), "ada") {
		t.Errorf("values are kept: %s", encoded)
	}
	var decoded Inference
	if err := json.Unmarshal(encoded, &decoded); err != nil || !reflect.DeepEqual(decoded, i) {
		t.Errorf("%s became %+v: %v", encoded, decoded, err)
	}
	if err := json.Unmarshal([]byte(`{"attributes":{"properties":{"a":{"types":{"complex":1}}}}}`), &decoded); err == nil || !strings.Contains(err.Error(), `"complex" is no type`) {
		t.Errorf("got %v", err)
	}
}

func TestInferencesAreMerged(t *testing.T) {
	items := []string{
		`{"type":"track","event":"a","properties":{"x":1,"y":"t"}}`, `{"type":"track","event":"b"}`, `{"type":"identify","traits":{"p":1}}`,
		`{"type":"track","event":"a","properties":{"x":"1"}}`, `{"type":"group","groupId":"g"}`, `{"type":"track","event":"c","properties":{"z":[]}}`,
	}
	var all, first, second Inference
	batch := read(t, 0, `{"userId":"ada","batch":[`+strings.Join(items, ",")+`]}`)
	for n := range batch.Events {
		e := &batch.Events[n]
		e.Time = int64(1000 - n)
		all.Observe(e)
		if n < 3 {
			first.Observe(e)
		} else {
			second.Observe(e)
		}
	}
	var merged Inference
	merged.Merge(&first)
	merged.Merge(&second)
	merged.Merge(&Inference{})
	if !reflect.DeepEqual(merged, all) {
		t.Errorf("got %+v, want %+v", merged, all)
	}
}

func TestWhatIsLearntIsBounded(t *testing.T) {
	var i, other Inference
	for n := range MaxInferred + 10 {
		name := fmt.Sprint("e", n)
		i.Observe(&Event{Call: Track, Name: name, Properties: []byte(`{}`)})
		other.Observe(&Event{Call: Track, Name: "other" + name, Properties: []byte(`{}`)})
	}
	for n := range MaxInferredProperties + 10 {
		i.Observe(&Event{Call: Track, Name: "e0", Properties: fmt.Appendf(nil, `{"p%d":1}`, n)})
		other.Observe(&Event{Call: Track, Name: "e0", Properties: fmt.Appendf(nil, `{"q%d":1}`, n)})
	}
	i.Observe(&Event{Call: Identify, Properties: []byte(`{"` + strings.Repeat("x", maxInferredName+1) + `":1}`)})
	other.Observe(&Event{Call: Identify, Properties: []byte(`{}`)})
	if len(i.Events) != MaxInferred || i.Missed != 10 || len(i.Events["e0"].Properties) != MaxInferredProperties || i.Events["e0"].Missed != 10 || i.Attributes.Missed != 1 {
		t.Errorf("%d events, %d missed, e0 %d, missed %d", len(i.Events), i.Missed, len(i.Events["e0"].Properties), i.Events["e0"].Missed)
	}
	i.Merge(&other)
	if len(i.Events) != MaxInferred || i.Missed != 10+MaxInferred+10+MaxInferredProperties+10 || i.Attributes.Count != 2 {
		t.Errorf("%d events, %d missed", len(i.Events), i.Missed)
	}
}

func BenchmarkObserve(b *testing.B) {
	batch, err := Read(Request{Body: batchOf(100), ReceivedAt: received()})
	if err != nil {
		b.Fatal(err)
	}
	var i Inference
	n := 0
	for b.Loop() {
		i.Observe(&batch.Events[n%100])
		n++
	}
	reportEvents(b, 1)
}
