package events

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// batchOf is a batch as server libraries send it, every event with ten properties.
func batchOf(n int) []byte {
	var items []string
	for i := range n {
		items = append(items, fmt.Sprintf(`{"timestamp":"2026-11-24T11:59:%02d.478Z","integrations":{},"event":"feature_used","type":"track",`+
			`"properties":{"feature":"export","plan":"pro","seats":%d,"price":12.5,"beta":true,"source":"menu","duration_ms":1250,"at":"2026-11-24T11:00:00Z","version":"2.14.3","tags":["a","b"]},`+
			`"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},"userId":"user-%d","anonymousId":"e6998a3a-cfd9-4591-a8df-0e68abd6224e",`+
			`"messageId":"node-next-1795519864478-1613ce4e-2062-4581-a4be-%012d","_metadata":{"nodeVersion":"v20.20.2","jsRuntime":"node"}}`, i%60, i, i%7, i))
	}
	return []byte(`{"batch":[` + strings.Join(items, ",") + `],"writeKey":"ck_x","sentAt":"2026-11-24T12:00:00.483Z"}`)
}

func reportEvents(b *testing.B, n int) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportAllocs()
}

// tenProperties declares what batchOf sends.
func tenProperties() *Schema {
	return NewSchema(Declarations{Undeclared: Quarantine, Events: map[string]EventSchema{"feature_used": {
		OnViolation: Quarantine, Extra: Quarantine,
		Properties: map[string]PropertySchema{
			"feature": {Type: TypeString, Required: true}, "plan": {Type: TypeString, Enum: []string{"free", "pro"}},
			"seats": {Type: TypeNumber}, "price": {Type: TypeNumber}, "beta": {Type: TypeBool}, "source": {Type: TypeString},
			"duration_ms": {Type: TypeNumber}, "at": {Type: TypeTime}, "version": {Type: TypeVersion}, "tags": {Type: TypeStrings},
		},
	}}})
}

func BenchmarkReadBatch(b *testing.B) {
	const n = 100
	body, schema := batchOf(n), tenProperties()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		batch, err := Read(Request{Body: body, ReceivedAt: received()})
		if err != nil {
			b.Fatal(err)
		}
		batch.Check(schema)
		if len(batch.Events) != n {
			b.Fatal(batch.Failed)
		}
	}
	reportEvents(b, n)
}

func BenchmarkReadBatchWithoutSchema(b *testing.B) {
	const n = 100
	body := batchOf(n)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		batch, err := Read(Request{Body: body, ReceivedAt: received()})
		if err != nil || len(batch.Events) != n {
			b.Fatal(err, batch)
		}
	}
	reportEvents(b, n)
}

func TestAnEventTakesFewAllocations(t *testing.T) {
	const n, most = 100, 3
	body, schema := batchOf(n), tenProperties()
	allocations := testing.AllocsPerRun(10, func() {
		batch, err := Read(Request{Body: body, ReceivedAt: received()})
		if err != nil {
			t.Fatal(err)
		}
		batch.Check(schema)
	})
	if allocations > most*n {
		t.Errorf("%v allocations for %d events", allocations, n)
	}
}

// BenchmarkCeilingEncodingJSON decodes the same batch into structs and checks nothing.
func BenchmarkCeilingEncodingJSON(b *testing.B) {
	const n = 100
	body := batchOf(n)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		var batch struct {
			Batch []struct {
				Type, Event, UserID, AnonymousID, MessageID, Timestamp string
				Properties, Context                                    json.RawMessage
			}
			WriteKey, SentAt string
		}
		if err := json.Unmarshal(body, &batch); err != nil || len(batch.Batch) != n {
			b.Fatal(err)
		}
	}
	reportEvents(b, n)
}

func BenchmarkMembers(b *testing.B) {
	batch, err := Read(Request{Body: batchOf(1), ReceivedAt: received()})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		numbers := 0.0
		for _, m := range Members(batch.Events[0].Properties) {
			numbers += m.Value().Num
		}
		if numbers == 0 {
			b.Fatal("no numbers")
		}
	}
}
