package subject

import (
	"fmt"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// busy is somebody who exported once an hour, five times until noon.
func busy() *profiles.Profile {
	p := profiles.New("", noon.UnixMilli())
	for i := range 5 {
		e := events.Event{
			Call: events.Track, Name: "used", Time: noon.Add(-time.Duration(i) * time.Hour).UnixMilli(),
			Properties: fmt.Appendf(nil, `{"feature":"export","minutes":%d,"trial":true}`, i+1),
		}
		p = p.Fold(&e, uint64(i)+1, profiles.Shape{"used": {"feature", "minutes", "trial"}})
	}
	return p.WithScore(profiles.Score{Name: PercentileName("minutes"), Number: 0.9, Text: "top"})
}

func TestReaderAnswersRules(t *testing.T) {
	r := Reader{Events: map[string]map[string]rules.Type{"used": {"feature": rules.TypeString, "minutes": rules.TypeNumber, "trial": rules.TypeString}}}
	p := busy()
	last := func(length time.Duration) rules.Window { return rules.Window{Kind: "last", Length: length} }
	tests := []struct {
		name  string
		query rules.EventQuery
		want  any
		until time.Time
	}{
		{"a lifetime", rules.EventQuery{Aggregate: "count", Event: "used"}, 5.0, time.Time{}},
		{"a window whose far edge is not in it", rules.EventQuery{Aggregate: "count", Event: "used", Window: last(2 * time.Hour)}, 2.0, noon.Add(time.Hour)},
		{"a window whose near edge is in it", rules.EventQuery{Aggregate: "count", Event: "used", Window: rules.Window{Kind: "within", Length: time.Hour, From: noon}}, 1.0, time.Time{}},
		{"a sum", rules.EventQuery{Aggregate: "sum", Event: "used", Property: "minutes"}, 15.0, time.Time{}},
		{"a text", rules.EventQuery{Aggregate: "top", Event: "used", Property: "feature"}, "export", time.Time{}},
		{"an event that never happened", rules.EventQuery{Aggregate: "count", Event: "left"}, 0.0, time.Time{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, until := r.Event(p, &test.query, noon)
			if got.Any() != test.want || !until.Equal(test.until) {
				t.Errorf("%v until %v, want %v until %v", got.Any(), until, test.want, test.until)
			}
		})
	}
	if got, _ := r.Event(p, &rules.EventQuery{Aggregate: "last", Event: "used", Property: "trial"}, noon); got.Kind() != rules.Wrong {
		t.Errorf("a truth value is read as a text: %v", got.Any())
	}
	if got := r.Score(p, rules.AttributePercentile, "minutes"); got.Float() != 0.9 {
		t.Errorf("percentile %v", got.Any())
	}
	if got := r.Score(p, rules.AttributeBand, "minutes"); got.Text() != "top" {
		t.Errorf("band %v", got.Any())
	}
	if got := r.Score(nil, rules.AttributeBand, "minutes"); got.Known() {
		t.Errorf("band of nobody %v", got.Any())
	}
}

func TestReaderDoesNotAllocate(t *testing.T) {
	var r Reader
	p, query := busy(), &rules.EventQuery{Aggregate: "count", Event: "used", Window: rules.Window{Kind: "last", Length: time.Hour}}
	if n := testing.AllocsPerRun(100, func() { r.Event(p, query, noon); r.Forget() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
