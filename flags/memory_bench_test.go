package flags_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// fiftySlots each show one entry with a headline, which is as it is said.
func fiftySlots(tb testing.TB, headline string) *flags.Set {
	tb.Helper()
	var b strings.Builder
	b.WriteString("fingerpost: 1\nattributes: {first_name: {type: string, client: true}, seats: {type: number, client: true}}\ncontent:\n")
	for i := range 50 {
		fmt.Fprintf(&b, "  entry-%02d: {type: hero, fields: {title: 'Step %d: %s', body: '**Invite** your team, so that [everybody](/team) sees what you make.', action: Go on, link: /next}}\n", i, i, headline)
	}
	b.WriteString("flags:\n")
	for i := range 50 {
		fmt.Fprintf(&b, "  slot-%02d: {type: content, variants: {all: entry-%02d}, default: all}\n", i, i)
	}
	f, problems := environment.Check([]byte(b.String()))
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	set, _ := environment.Compile(f.Definitions, 1, nil)
	return set
}

// BenchmarkMemoryOfShown measures what is remembered of what 50 slots show to readers who see each something else, and who see
// mostly the same.
func BenchmarkMemoryOfShown(b *testing.B) {
	for name, headline := range map[string]string{
		"each another": `welcome, {{ first_name | default: "friend" }}`,
		"mostly same":  `welcome, {% if seats > 100 %}big{% else %}small{% endif %} team`,
	} {
		b.Run(name, func(b *testing.B) {
			const readers = 1500
			for b.Loop() {
				b.StopTimer()
				set := fiftySlots(b, headline)
				before := heap()
				b.StartTimer()
				for i := range readers {
					slots := make([]rules.Value, set.Schema().Slots())
					for attribute, v := range map[string]rules.Value{"targetingKey": rules.OfString(fmt.Sprint("u", i)), "first_name": rules.OfString(fmt.Sprintf("Ada %08d", i)), "seats": rules.OfNumber(float64(i))} {
						slot, _, _ := set.Schema().Slot(attribute)
						slots[slot] = v
					}
					set.DecideAll(&rules.Subject{Slots: slots}, time.Unix(0, 0), func(flags.Decision) bool { return true })
				}
				b.StopTimer()
				b.ReportMetric(float64(heap()-before)/readers/50, "heap-bytes/text")
				runtime.KeepAlive(set)
				b.StartTimer()
			}
		})
	}
}

// heap is how much memory is in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
