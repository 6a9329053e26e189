package profiles

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/events"
)

const (
	minute = int64(60_000)
	hour   = 60 * minute
	day    = 24 * hour
)

// happened is an event as the oracle knows it.
type happened struct {
	name   string
	at     int64
	seq    uint64
	values map[string]events.Value
}

// event is the same as it is folded.
func (h *happened) event() *events.Event {
	call := events.Track
	if h.name == "page" {
		call = events.Page
	}
	var members []string
	for _, name := range slices.Sorted(mapsKeys(h.values)) {
		members = append(members, fmt.Sprintf("%q:%s", name, jsonOf(h.values[name])))
	}
	return &events.Event{Call: call, Name: h.name, Time: h.at, Properties: []byte("{" + strings.Join(members, ",") + "}")}
}

func mapsKeys(m map[string]events.Value) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func jsonOf(v events.Value) string {
	switch v.Kind {
	case events.Bool:
		return fmt.Sprint(v.Num != 0)
	case events.Number:
		return fmt.Sprint(v.Num)
	case events.Text:
		return fmt.Sprintf("%q", v.Text)
	}
	return "null"
}

// oracle answers with plain loops over a plain list.
func oracle(all []happened, q *Query, now int64) events.Value {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b happened) int {
		c := cmp.Compare(a.at, b.at)
		for _, property := range []string{"amount", "feature"} {
			if c == 0 {
				c = compareValues(a.values[property], b.values[property])
			}
		}
		return c
	})
	within := oracleWindow(all, q.Window, now)
	var times []int64
	var values []events.Value
	for _, h := range all {
		if h.name != q.Event || h.at > now || !within(h.at) {
			continue
		}
		if q.Where != nil && h.values["feature"] != chosen {
			continue
		}
		times = append(times, h.at)
		values = append(values, h.values[q.Property])
	}
	return oracleAggregate(q, times, values)
}

// chosen is the feature that a query with Where asks for.
var chosen = events.Value{Kind: events.Text, Text: "export"}

func whereChosen(row Row) bool { return row.Value("feature") == chosen }

func oracleWindow(all []happened, w Window, now int64) func(at int64) bool {
	switch w.Kind {
	case Past:
		return func(at int64) bool { return at > now-w.Length && at <= now }
	case Within:
		return func(at int64) bool { return at >= w.From && at < w.From+w.Length }
	case Session:
		begins := now + 1
		silence := now
		for _, h := range slices.Backward(all) {
			if h.at > now {
				continue
			}
			if silence-h.at >= 30*minute {
				break
			}
			begins, silence = h.at, h.at
		}
		return func(at int64) bool { return at >= begins }
	}
	return func(int64) bool { return true }
}

func oracleAggregate(q *Query, times []int64, values []events.Value) events.Value {
	var numbers []float64
	var present []events.Value
	seen := map[events.Value]int{}
	last := map[events.Value]int64{}
	for i, v := range values {
		if v.Kind == events.Number {
			numbers = append(numbers, v.Num)
		}
		if v.Kind != events.None {
			present = append(present, v)
			seen[v]++
			last[v] = times[i]
		}
	}
	sum := 0.0
	for _, n := range numbers {
		sum += n
	}
	timeless := q.Property == ""
	switch q.Aggregate {
	case Count:
		return number64(float64(len(times)))
	case Sum:
		return number64(sum)
	case Unique:
		return number64(float64(len(seen)))
	case Avg:
		if len(numbers) > 0 {
			return number64(sum / float64(len(numbers)))
		}
	case Min:
		if len(numbers) > 0 {
			return number64(slices.Min(numbers))
		}
	case Max:
		if len(numbers) > 0 {
			return number64(slices.Max(numbers))
		}
	case First:
		if timeless && len(times) > 0 {
			return timeOf(times[0])
		}
		if len(present) > 0 {
			return present[0]
		}
	case Last:
		if timeless && len(times) > 0 {
			return timeOf(times[len(times)-1])
		}
		if len(present) > 0 {
			return present[len(present)-1]
		}
	case Top:
		var top events.Value
		for v := range seen {
			if cmp.Or(cmp.Compare(seen[v], seen[top]), cmp.Compare(last[v], last[top]), compareValues(v, top)) > 0 {
				top = v
			}
		}
		return top
	case Duration:
		if len(times) > 0 {
			return number64(float64(times[len(times)-1]-times[0]) / 1000)
		}
	}
	return events.Value{}
}

// world is random events and what to keep of them.
type world struct {
	*rand.Rand
	begins int64
	all    []happened
	shape  Shape
}

func newWorld(seed uint64, size int) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 1)), begins: 1_772_000_000_000}
	w.shape = Shape{"used": {"amount", "feature"}, "page": {"feature"}}
	for seq := range w.IntN(size) + 1 {
		w.all = append(w.all, w.happen(uint64(seq+1)))
	}
	return w
}

// instant is one that others meet, or are next to.
func (w *world) instant() int64 {
	return w.begins + int64(w.IntN(60))*10*minute + int64(w.IntN(5)/4)*int64(w.IntN(3)-1)
}

func (w *world) happen(seq uint64) happened {
	h := happened{name: []string{"used", "used", "used", "page", "other"}[w.IntN(5)], at: w.instant(), seq: seq, values: map[string]events.Value{}}
	if w.IntN(4) > 0 {
		h.values["amount"] = []events.Value{number64(float64(w.IntN(4))), number64(float64(w.IntN(4)) / 4), number64(-3), {Kind: events.Text, Text: "many"}, {Kind: events.Bool, Num: 1}}[w.IntN(5)]
	}
	if w.IntN(4) > 0 {
		h.values["feature"] = events.Value{Kind: events.Text, Text: []string{"export", "import", "share"}[w.IntN(3)]}
	}
	if h.name != "used" { // what is not kept is as if it were not there
		delete(h.values, "amount")
	}
	if h.name == "other" {
		delete(h.values, "feature")
	}
	return h
}

func (w *world) query() *Query {
	q := &Query{Aggregate: Aggregate(w.IntN(int(Duration) + 1)), Event: []string{"used", "used", "page", "other", "never"}[w.IntN(5)]}
	q.Property = []string{"", "amount", "feature", "unkept"}[w.IntN(4)]
	q.Window = Window{Kind: WindowKind(w.IntN(int(Session) + 1)), From: w.instant()}
	q.Window.Length = []int64{0, 1, 10 * minute, 30 * minute, hour, day}[w.IntN(6)]
	if w.IntN(3) == 0 {
		q.Where = whereChosen
	}
	return q
}

func (w *world) fold() *Profile {
	p := New("somebody", w.all[0].at)
	for i := range w.all {
		p = p.Fold(w.all[i].event(), w.all[i].seq, w.shape)
	}
	return p
}

// edges are the instants at which an answer can change.
func (w *world) edges(q *Query) []int64 {
	var edges []int64
	for _, h := range w.all {
		for _, length := range []int64{0, q.Window.Length, 30 * minute} {
			edges = append(edges, h.at+length-1, h.at+length, h.at+length+1)
		}
	}
	edges = append(edges, q.Window.From-1, q.Window.From, q.Window.From+q.Window.Length)
	slices.Sort(edges)
	return slices.Compact(edges)
}

type evaluate func(p *Profile, q *Query, now int64) (events.Value, int64)

// disagreement compares an evaluator with the oracle on one random world; "" if they agree.
func disagreement(seed uint64, query evaluate) string {
	w := newWorld(seed, 40)
	p := w.fold()
	for range 20 {
		q, now := w.query(), w.instant()
		got, until := query(p, q, now)
		if want := oracle(w.all, q, now); got != want {
			return fmt.Sprintf("seed %d: %+v at %d: %v, want %v", seed, *q, now, got, want)
		}
		if until != 0 && until <= now {
			return fmt.Sprintf("seed %d: %+v at %d: until %d is over", seed, *q, now, until)
		}
		for _, edge := range w.edges(q) {
			if edge <= now || until != 0 && edge >= until {
				continue
			}
			if then := oracle(w.all, q, edge); then != got {
				return fmt.Sprintf("seed %d: %+v at %d: %v until %d, but at %d it is %v", seed, *q, now, got, until, edge, then)
			}
		}
	}
	return ""
}

func TestQueryAgreesWithTheOracle(t *testing.T) {
	worlds := uint64(500)
	if testing.Short() {
		worlds = 100
	}
	for seed := range worlds {
		if found := disagreement(seed, (*Profile).Query); found != "" {
			t.Fatal(found)
		}
	}
}

// TestTheOracleFindsMistakes is the control: each of these evaluators is a little wrong.
func TestTheOracleFindsMistakes(t *testing.T) {
	changed := func(change func(q *Query)) evaluate {
		return func(p *Profile, q *Query, now int64) (events.Value, int64) {
			wrong := *q
			change(&wrong)
			return p.Query(&wrong, now)
		}
	}
	tests := []struct {
		name  string
		query evaluate
	}{
		{"a window that is closed at its begin", changed(func(q *Query) {
			if q.Window.Kind == Past && q.Window.Length > 0 {
				q.Window.Length++
			}
		})},
		{"a window that is closed at its end", changed(func(q *Query) {
			if q.Window.Kind == Within && q.Window.Length > 0 {
				q.Window.Length++
			}
		})},
		{"a window that begins a millisecond late", changed(func(q *Query) {
			if q.Window.Kind == Within {
				q.Window.From++
			}
		})},
		{"a session that is a window of half an hour", changed(func(q *Query) {
			if q.Window.Kind == Session {
				q.Window = Window{Kind: Past, Length: SessionGap}
			}
		})},
		{"events of the next millisecond count", func(p *Profile, q *Query, now int64) (events.Value, int64) { return p.Query(q, now+1) }},
		{"an answer that holds a millisecond too long", func(p *Profile, q *Query, now int64) (events.Value, int64) {
			value, until := p.Query(q, now)
			if until != 0 {
				until++
			}
			return value, until
		}},
		{"an answer that always holds", func(p *Profile, q *Query, now int64) (events.Value, int64) {
			value, _ := p.Query(q, now)
			return value, 0
		}},
		{"a filter that is passed over", changed(func(q *Query) { q.Where = nil })},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for seed := range uint64(300) {
				if disagreement(seed, test.query) != "" {
					return
				}
			}
			t.Error("the oracle did not notice")
		})
	}
}

// TestUntilIsTight: where until is an instant, the answer mostly changes then.
func TestUntilIsTight(t *testing.T) {
	changes, all := 0, 0
	for seed := range uint64(300) {
		w := newWorld(seed, 40)
		p := w.fold()
		for range 20 {
			q, now := w.query(), w.instant()
			got, until := p.Query(q, now)
			if until == 0 {
				continue
			}
			all++
			if then, _ := p.Query(q, until); then != got {
				changes++
			}
		}
	}
	if changes*10 < all*8 {
		t.Errorf("only %d of %d answers changed when they could", changes, all)
	}
	t.Logf("%d of %d answers changed when they could", changes, all)
}
