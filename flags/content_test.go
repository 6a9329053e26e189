package flags

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"

	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/rules"
)

// slotsOf compiles n slots, of which each shows an entry whose headline says the country and, of every second, the plan.
func slotsOf(t testing.TB, n int) *Set {
	t.Helper()
	return slotsThat(t, n, nil, func(i int) string {
		if i%2 == 0 {
			return `From {{ country | default: \"anywhere\" }}, on {{ plan | default: \"free\" }}`
		}
		return `From {{ country | default: \"anywhere\" }}`
	})
}

// slotsThat compiles n slots, of which each shows an entry with a headline.
func slotsThat(t testing.TB, n int, previous *Set, title func(i int) string) *Set {
	t.Helper()
	declared := rules.Declarations{
		Attributes: map[string]rules.Attribute{"country": {Type: rules.TypeString}, "plan": {Type: rules.TypeString}, "sessions": {Type: rules.TypeNumber}},
		Flags:      map[string]rules.Type{},
	}
	entries, source := map[string]*content.Entry{}, Source{Revision: 1, Flags: map[string]*Flag{}}
	for i := range n {
		key := fmt.Sprintf("slot-%02d", i)
		entries[key] = &content.Entry{Type: "hero", Fields: map[string]json.RawMessage{
			"title": json.RawMessage(`"` + title(i) + `"`), "body": json.RawMessage(`"**Invite** your team, so that [everybody](/team) sees what you make."`),
		}}
		source.Flags[key] = &Flag{Type: Content, Variants: Variants{{Name: "all", Value: json.RawMessage(`"` + key + `"`)}}, Default: &Serve{Variant: "all"}}
		declared.Flags[key] = rules.TypeObject
	}
	source.Schema = rules.NewSchema(declared, nil)
	library, wrong := content.Compile(&content.Source{Entries: entries, Schema: source.Schema, Shown: func(string) bool { return true }}, nil)
	source.Content = library
	set, problems := Compile(source, previous)
	if len(wrong)+len(problems) > 0 {
		t.Fatal(wrong, problems)
	}
	return set
}

// shownTo returns what all slots show to somebody, and how much of it was rendered for that.
func shownTo(t testing.TB, set *Set, attributes map[string]any) (all []*Outcome, rendered int64) {
	t.Helper()
	before := set.shown.made.Load()
	set.DecideAll(person(t, set, "somebody", attributes), testNow, func(d Decision) bool {
		all = append(all, d.Outcome)
		return true
	})
	return all, set.shown.made.Load() - before
}

func TestOnlyWhatReadsAnAttributeIsRenderedAgain(t *testing.T) {
	for _, pairs := range []int64{1, 5} { // of slots, of which the first reads the plan as well
		onlyWhatReads(t, slotsOf(t, 2*int(pairs)), pairs)
	}
}

func onlyWhatReads(t *testing.T, set *Set, pairs int64) {
	t.Helper()
	for _, step := range []struct {
		name       string
		attributes map[string]any
		rendered   int64
	}{
		{"the first time", map[string]any{"country": "DE", "plan": "pro", "sessions": 1.0}, 2},
		{"again", map[string]any{"country": "DE", "plan": "pro", "sessions": 1.0}, 0},
		{"an attribute that no text reads", map[string]any{"country": "DE", "plan": "pro", "sessions": 2.0}, 0},
		{"one that one text reads", map[string]any{"country": "DE", "plan": "free", "sessions": 2.0}, 1},
		{"one that both read", map[string]any{"country": "FR", "plan": "free"}, 2},
		{"back", map[string]any{"country": "DE", "plan": "pro"}, 0},
	} {
		if _, rendered := shownTo(t, set, step.attributes); rendered != step.rendered*pairs {
			t.Errorf("%s: %d texts were rendered, not %d", step.name, rendered, step.rendered*pairs)
		}
	}
}

// TestWhatIsRememberedIsWhatIsShown: whoever asks, and whatever was published in between, all that is asked for together is
// what each slot shows on its own.
func TestWhatIsRememberedIsWhatIsShown(t *testing.T) {
	attributes := []string{"country", "plan", "sessions"}
	var set *Set
	for revision := range 6 {
		read := func(i int) string {
			return fmt.Sprintf(`{{ %s | default: \"nothing\" }}`, attributes[(i*revision/2)%3])
		}
		set = slotsThat(t, 7, set, read)
		alone := slotsThat(t, 7, nil, read)
		for i := range 60 {
			given := map[string]any{"country": []any{"a", "b", "1"}[i%3], "plan": []any{"b", "a", "1"}[i/3%3]}
			if i%2 == 0 {
				given["sessions"] = float64(i % 4)
			}
			all, _ := shownTo(t, set, given)
			for _, o := range all {
				want := alone.Decide(o.Flag, person(t, alone, "somebody", given), testNow)
				if string(o.Value) != string(want.Value) || o.Hash != want.Hash {
					t.Fatalf("revision %d: %s shows %v %s, not %s", revision, o.Flag, given, o.Value, want.Value)
				}
			}
		}
	}
}

func TestWhatIsShownIsEncodedAroundItsValue(t *testing.T) {
	set := slotsOf(t, 2)
	encode := func(o *Outcome) []byte {
		b, _ := json.Marshal(map[string]any{"flag": o.Flag, "value": o.Value, "x": "after"})
		return b
	}
	for _, country := range []string{"DE", "F<R\""} {
		all, _ := shownTo(t, set, map[string]any{"country": country})
		for _, o := range all {
			var got struct {
				Flag  string
				Value []struct{ Fields struct{ Title string } }
			}
			if err := json.Unmarshal(o.AppendEncoded(nil, encode), &got); err != nil || got.Flag != o.Flag || len(got.Value) != 1 {
				t.Fatalf("%s: %v", o.AppendEncoded(nil, encode), err)
			}
			want := "From " + country
			if title := got.Value[0].Fields.Title; len(title) < len(want) || title[:len(want)] != want {
				t.Errorf("%s says %q", o.Flag, title)
			}
			if list, ok := o.Decoded().([]any); !ok || len(list) != 1 {
				t.Errorf("%s is %v", o.Flag, o.Decoded())
			}
		}
	}
}

// TestTheSameIsKeptOnce shows the same to people of whom other things are known.
func TestTheSameIsKeptOnce(t *testing.T) {
	o := &Outcome{About: &About{}}
	first, again := o.saying(json.RawMessage(`[{"entry":"a"}]`))
	second, other := o.saying(json.RawMessage(`[{"entry":"a"}]`))
	third, _ := o.saying(json.RawMessage(`[{"entry":"b"}]`))
	if again || !other || first != second || first == third || string(third.Value) != `[{"entry":"b"}]` || first.Hash == third.Hash {
		t.Errorf("%+v, %+v, %+v", first, second, third)
	}
	buffer := json.RawMessage(`[{"entry":"c"}]`)
	fourth, _ := o.saying(buffer)
	copy(buffer, "XXXX")
	if string(fourth.Value) != `[{"entry":"c"}]` {
		t.Errorf("what was shown changed to %s", fourth.Value)
	}
}

// TestTheMemoryIsBounded remembers more than there is room for; what came last is still there.
func TestTheMemoryIsBounded(t *testing.T) {
	m := newMemory()
	base := &Outcome{}
	o := &Outcome{Value: make(json.RawMessage, 64<<10), base: base}
	for i := range 10_000 {
		key := fmt.Appendf(nil, "%d", i)
		hash := uint64(i) * 0x9E3779B97F4A7C15 >> 13
		m.keep(hash, &shown{base: base, key: key, seen: o})
		if i < 100 && m.find(hash, base, key) == nil {
			t.Fatalf("%d was forgotten at once", i)
		}
	}
	table, bytes, count := m.table.Load(), int64(0), int64(0)
	for i := range table.places {
		if s := table.places[i].Load(); s != nil {
			bytes, count = bytes+s.size(), count+1
		}
	}
	if bytes > memoryBytes || bytes < memoryBytes/2 || bytes != table.bytes.Load() || count != table.count.Load() {
		t.Errorf("%d are remembered in %d bytes; counted as %d and %d", count, bytes, table.count.Load(), table.bytes.Load())
	}
}

// BenchmarkShown decides 50 slots for people who have been here before, and for those who have not.
func BenchmarkShown(b *testing.B) {
	const slots = 50
	for _, people := range []int{1, 1000, 10_000, 0} {
		name := fmt.Sprintf("%d people", people)
		if people == 0 {
			name = "somebody new each time"
		}
		b.Run(name, func(b *testing.B) {
			set := slotsOf(b, slots)
			visit := func(Decision) bool { return true }
			subjects := make([]*rules.Subject, max(people, 1))
			place, _, _ := set.schema.Slot("country")
			for i := range subjects {
				subjects[i] = person(b, set, "somebody", map[string]any{"country": fmt.Sprintf("country %d", i), "plan": "pro"})
				set.DecideAll(subjects[i], testNow, visit)
			}
			before := set.shown.made.Load()
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if i += 7919; people == 0 {
					subjects[0].Slots[place] = rules.OfString(fmt.Sprintf("land %d", i))
				}
				set.DecideAll(subjects[i%len(subjects)], testNow, visit)
			}
			b.ReportMetric(1-float64(set.shown.made.Load()-before)/float64(b.N*slots), "remembered")
		})
	}
}

// BenchmarkRemembered measures the memory that 100,000 renderings take.
func BenchmarkRemembered(b *testing.B) {
	const renderings, slots = 100_000, 50
	for b.Loop() {
		set := slotsOf(b, slots)
		before := inUse()
		for i := range renderings / slots {
			set.DecideAll(person(b, set, "somebody", map[string]any{"country": fmt.Sprintf("country %d", i), "plan": fmt.Sprint("plan ", i)}), testNow, func(Decision) bool { return true })
		}
		table := set.shown.table.Load()
		b.ReportMetric(float64(inUse()-before)/renderings, "heap-bytes/rendering")
		b.ReportMetric(float64(table.bytes.Load())/float64(table.count.Load()), "counted-bytes/rendering")
		b.ReportMetric(float64(table.count.Load())/renderings, "remembered")
		runtime.KeepAlive(set)
	}
}

// inUse is the memory that is in use.
func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
