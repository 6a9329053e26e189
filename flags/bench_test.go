package flags

import (
	"fmt"
	"testing"

	"github.com/cespare/xxhash/v2"

	"github.com/fingerpost/fingerpost/rules"
)

const pros = `{` + onOff + `,"targeting":[{"name":"pros","when":"country in [\"US\", \"CA\"] && plan == \"pro\" && sessions > 5","serve":{"on":50000,"off":50000}}],"default":"off"}`

func benchSet(b testing.TB, n int) (*Set, *rules.Subject) {
	definitions := make(map[string]string, n)
	for i := range n {
		definitions[fmt.Sprintf("flag-%04d", i)] = pros
	}
	set, problems := compileTest(b, nil, nil, definitions)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	return set, person(b, set, "user-4711", map[string]any{"country": "US", "plan": "pro", "sessions": 7.0})
}

// BenchmarkDecideNoAlloc is a whole decision over a ready subject: finding the flag, rule, split, reason and Until.
func BenchmarkDecideNoAlloc(b *testing.B) {
	set, subject := benchSet(b, 1000)
	e := set.Begin(subject, testNow)
	defer e.End()
	b.ReportAllocs()
	for b.Loop() {
		if d := e.Decide("flag-0500"); d.Reason != Split {
			b.Fatal(d)
		}
	}
}

// BenchmarkDecideAlone also turns to the subject for each decision.
func BenchmarkDecideAlone(b *testing.B) {
	set, subject := benchSet(b, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if d := set.Decide("flag-0500", subject, testNow); d.Reason != Split {
			b.Fatal(d)
		}
	}
}

// BenchmarkDecideCeiling is the least that such a decision takes: the same three
// comparisons written in Go over a struct, and the same hash.
func BenchmarkDecideCeiling(b *testing.B) {
	facts := struct {
		key, country, plan string
		sessions           float64
	}{"user-4711", "US", "pro", 7}
	prefix := []byte("flag-0500/pros\x00")
	scratch := make([]byte, 0, 64)
	on := 0
	b.ReportAllocs()
	for b.Loop() {
		if (facts.country == "US" || facts.country == "CA") && facts.plan == "pro" && facts.sessions > 5 {
			scratch = append(append(scratch[:0], prefix...), facts.key...)
			if xxhash.Sum64(scratch) < 1<<63 {
				on++
			}
		}
	}
	if on == 0 {
		b.Log("off")
	}
}

// BenchmarkClosuresWithSplit is the part of a decision that is the rule and the
// hash alone, without finding the flag, the reason or Until.
func BenchmarkClosuresWithSplit(b *testing.B) {
	set, subject := benchSet(b, 1000)
	e := set.Begin(subject, testNow)
	defer e.End()
	t := &set.flag("flag-0500").entries[0]
	for b.Loop() {
		if t.rule.Match(e.env) != rules.True || t.bucket(e.scratch, subject.TargetingKey()) > All {
			b.Fatal("no match")
		}
	}
}

// BenchmarkDecideAll decides 1,000 flags from one subject.
func BenchmarkDecideAll(b *testing.B) {
	set, subject := benchSet(b, 1000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		set.DecideAll(subject, testNow, func(Decision) bool { n++; return true })
		if n != 1000 {
			b.Fatal(n)
		}
	}
}

// BenchmarkCompile compiles an environment of 10,000 flags.
func BenchmarkCompile(b *testing.B) {
	first, _ := benchSet(b, 10000)
	source := Source{Schema: first.schema, Flags: make(map[string]*Flag)}
	for _, c := range first.sorted {
		source.Flags[c.key] = c.definition
	}
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			if _, problems := Compile(source, nil); len(problems) > 0 {
				b.Fatal(problems)
			}
		}
	})
	b.Run("one changed", func(b *testing.B) {
		for b.Loop() {
			changed := *source.Flags["flag-0500"]
			source.Flags["flag-0500"] = &changed
			if _, problems := Compile(source, first); len(problems) > 0 {
				b.Fatal(problems)
			}
		}
	})
}

func TestDecidingDoesNotAllocate(t *testing.T) {
	set, subject := benchSet(t, 10)
	e := set.Begin(subject, testNow) // once: under the race detector the pool forgets on purpose
	defer e.End()
	if n := testing.AllocsPerRun(1000, func() { e.Decide("flag-0005") }); n > 0 {
		t.Errorf("a decision makes %v allocations", n)
	}
	if n := testing.AllocsPerRun(1000, func() { e.DecideAll(func(Decision) bool { return true }) }); n > 0 {
		t.Errorf("deciding all flags makes %v allocations", n)
	}
	if n := testing.AllocsPerRun(1000, func() { e.Decide("nothing") }); n == 0 {
		t.Error("the control allocates nothing")
	}
}
