package decision

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/rules"
)

// tenAttributes is a context of ten attributes, as an OFREP client sends it.
const tenAttributes = `{"context":{"targetingKey":"user-8412907","plan":"pro","country":"DE","name":"Ada Lovelace",` +
	`"sessions":42,"minutes":318.5,"beta":true,"signed_up_at":"2026-11-01T09:30:00Z","app_version":"2.14.3","industry":"healthcare"}}`

func tenView() View {
	declared := map[string]rules.Attribute{
		"plan": {Type: rules.TypeString}, "country": {Type: rules.TypeString}, "name": {Type: rules.TypeString},
		"sessions": {Type: rules.TypeNumber}, "minutes": {Type: rules.TypeNumber}, "beta": {Type: rules.TypeBool},
		"signed_up_at": {Type: rules.TypeTime}, "app_version": {Type: rules.TypeVersion}, "industry": {Type: rules.TypeString},
	}
	return viewOf(declared, &environment.Definitions{})
}

func BenchmarkScanRequestNoAlloc(b *testing.B) {
	view, body := tenView(), []byte(tenAttributes)
	var c Context
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if err := c.ScanRequest(view, Server, body); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScanRequestOfTextsAndNumbers leaves out the time and the version, which cost as much as the rest.
func BenchmarkScanRequestOfTextsAndNumbers(b *testing.B) {
	view := tenView()
	body := bytes.Replace([]byte(tenAttributes), []byte(`"2026-11-01T09:30:00Z","app_version":"2.14.3"`), []byte(`null,"app_version":null`), 1)
	var c Context
	b.ReportAllocs()
	for b.Loop() {
		if err := c.ScanRequest(view, Server, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCeilingEncodingJSON(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(tenAttributes)))
	for b.Loop() {
		var request struct{ Context map[string]any }
		if err := json.Unmarshal([]byte(tenAttributes), &request); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSet(b *testing.B) {
	view := tenView()
	var request struct{ Context map[string]any }
	if err := json.Unmarshal([]byte(tenAttributes), &request); err != nil {
		b.Fatal(err)
	}
	var c Context
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Set(view, Server, request.Context); err != nil {
			b.Fatal(err)
		}
	}
}

func TestScanDoesNotAllocate(t *testing.T) {
	view, body := tenView(), []byte(tenAttributes)
	escaped := bytes.ReplaceAll(body, []byte("Ada"), []byte(`\u0041d\u0061`))
	var c Context
	for _, body := range [][]byte{body, escaped} {
		allocations := testing.AllocsPerRun(100, func() {
			if err := c.ScanRequest(view, Client, body); err != nil {
				t.Fatal(err)
			}
			c.Reset()
		})
		if allocations != 0 {
			t.Errorf("%v allocations for %s", allocations, body)
		}
	}
	var request struct{ Context map[string]any }
	if err := json.Unmarshal(body, &request); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { _ = c.Set(view, Server, request.Context) }); n != 0 {
		t.Errorf("%v allocations in Set", n)
	}
}
