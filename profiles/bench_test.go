package profiles

import (
	"fmt"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

const benchNow = int64(1_772_000_000_000)

var benchShape = Shape{"feature_used": {"amount", "feature"}, "page": {"path"}}

// typical is a person with 10 traits and 20 events of four names, an hour apart.
func typical() *Profile {
	traits := `{"email":"ada@example.org","name":"Ada Lovelace","plan":"pro","country":"GB","language":"en","company":"Analytical Engines","employees":120,"trial":false,"signed_up_at":"2026-02-01T10:00:00Z","tags":["early","beta"]}`
	p := New("2m7h9xq4k8v3c6t1d5w0z2y7e4", benchNow-40*day)
	p = p.WithIdentifier(Identifier{User, "user-4711"}).WithIdentifier(Identifier{Anonymous, "9b2fd7c0-6f3e-4f0c-8a52-1f9f6c1e77aa"})
	p = p.Fold(identify(benchNow-30*hour, traits), 900, benchShape)
	for i := range 20 {
		p = p.Fold(benchEvent(i, benchNow-int64(20-i)*hour), 1000+uint64(i)*37, benchShape)
	}
	return p
}

func benchEvent(i int, at int64) *events.Event {
	switch i % 4 {
	case 0:
		return &events.Event{Call: events.Page, Name: "page", Time: at, Properties: fmt.Appendf(nil, `{"path":"/pricing/%d","title":"Pricing"}`, i)}
	case 1:
		return track(at, "signed_in", `{}`)
	}
	return track(at, "feature_used", fmt.Sprintf(`{"feature":"export","amount":%d,"session":"s-%d"}`, i, i))
}

func BenchmarkFold(b *testing.B) {
	tests := []struct {
		name  string
		event *events.Event
	}{
		{"without properties", track(benchNow, "signed_in", `{}`)},
		{"with properties", track(benchNow, "feature_used", `{"feature":"export","amount":3,"session":"s-1"}`)},
		{"late", track(benchNow-10*hour, "feature_used", `{"feature":"export","amount":3,"session":"s-1"}`)},
		{"identify", identify(benchNow, `{"plan":"pro","country":"GB"}`)},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			e := *test.event
			start := typical()
			p := start
			seq := p.Applied
			for b.Loop() {
				seq++
				e.Time++
				p = p.Fold(&e, seq, benchShape)
				if seq%20 == 0 { // it stays a typical one
					p = start
				}
			}
		})
	}
}

func BenchmarkFoldInto4000(b *testing.B) {
	for _, test := range []struct {
		name string
		at   int64
	}{{"in order", benchNow}, {"late", benchNow - 50_000_000}} {
		b.Run(test.name, func(b *testing.B) {
			start := New("p", 0)
			for i := range 4000 {
				start = start.Fold(benchEvent(2, benchNow-int64(4000-i)*minute), uint64(i+1), benchShape)
			}
			e := benchEvent(2, test.at)
			p, seq := start, uint64(4001)
			b.ReportAllocs()
			for b.Loop() {
				seq++
				e.Time++
				p = p.Fold(e, seq, benchShape)
				if seq%50 == 0 {
					p = start
				}
			}
		})
	}
}

func benchQueries() map[string]*Query {
	where := func(row Row) bool { return row.Value("feature").Text == "export" }
	past := Window{Kind: Past, Length: day}
	return map[string]*Query{
		"count past":    {Event: "feature_used", Window: past},
		"where past":    {Event: "feature_used", Window: past, Where: where},
		"sum lifetime":  {Aggregate: Sum, Event: "feature_used", Property: "amount"},
		"max past":      {Aggregate: Max, Event: "feature_used", Property: "amount", Window: past},
		"last lifetime": {Aggregate: Last, Event: "feature_used", Property: "feature"},
		"count session": {Event: "feature_used", Window: Window{Kind: Session}},
		"unique past":   {Aggregate: Unique, Event: "feature_used", Property: "amount", Window: past},
		"top lifetime":  {Aggregate: Top, Event: "feature_used", Property: "feature"},
	}
}

// busy has 20 events of one name within the last day, three of them in a session that goes on, and 20 before.
func busy() *Profile {
	p := New("p", benchNow-40*day)
	for i := range 37 {
		p = p.Fold(benchEvent(2, benchNow-hour-int64(37-i)*80*minute), 5000+uint64(i), benchShape)
	}
	for i := range 3 {
		p = p.Fold(benchEvent(2, benchNow-int64(3-i)*10*minute), 6000+uint64(i), benchShape)
	}
	return p
}

// BenchmarkQuery asks somebody of whom 20 events of the name are in the window of a day, 40 in all.
func BenchmarkQuery(b *testing.B) {
	p := busy()
	for name, q := range benchQueries() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if v, _ := p.Query(q, benchNow); v.Kind == events.None || v.Num == 0 && v.Kind == events.Number {
					b.Fatal("no answer")
				}
			}
		})
	}
}

// TestQueryNoAlloc: a question takes no memory, except for telling many values apart.
func TestQueryNoAlloc(t *testing.T) {
	p := busy()
	for name, q := range benchQueries() {
		if name == "unique past" {
			continue
		}
		if allocs := testing.AllocsPerRun(100, func() { p.Query(q, benchNow) }); allocs > 0 {
			t.Errorf("%s: %v allocations", name, allocs)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	p := typical()
	buffer := p.Encode(nil)
	b.ReportAllocs()
	for b.Loop() {
		buffer = p.Encode(buffer[:0])
	}
	b.ReportMetric(float64(len(buffer)), "bytes")
}

func BenchmarkDecode(b *testing.B) {
	encoded := typical().Encode(nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(encoded); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFootprint(b *testing.B) {
	p, err := Decode(typical().Encode(nil))
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for b.Loop() {
		size = p.Footprint()
	}
	b.ReportMetric(float64(size), "bytes")
}

// TestBenchmarksAskWhatTheySay: 20 events in the window, 3 in the session.
func TestBenchmarksAskWhatTheySay(t *testing.T) {
	p := busy()
	for name, want := range map[string]float64{"count past": 20, "where past": 20, "count session": 3} {
		if got, _ := p.Query(benchQueries()[name], benchNow); got.Num != want {
			t.Errorf("%s: %v, want %v", name, got.Num, want)
		}
	}
}
