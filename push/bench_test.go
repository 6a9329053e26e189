package push_test

import (
	"testing"

	"github.com/fingerpost/fingerpost/environment"
)

// flip returns what publishes the flag that changes, once this and once that way, and waits until all topics have been
// decided anew and so many listeners were told.
func (a *audience) flip(country string, told int64) func() {
	a.Helper()
	a.publish(country, "b")
	one, other := definitionsOf(a, country, "b"), definitionsOf(a, country, "a")
	changes := [][]environment.Change{environment.Diff(one, other), environment.Diff(other, one)}
	a.await(uint64(a.size), 0)
	evaluations, before := a.hub.Counts().Evaluations, a.told.Load()
	i := 0
	return func() {
		a.change(changes[i%2])
		i++
		a.await(evaluations+uint64(i*a.size), before+int64(i)*told)
	}
}

func TestThoseWhoAreToldTheSameShareAnAnswer(t *testing.T) {
	a := newAudience(t, 500)
	again := a.flip("", 500)
	a.answers.Clear()
	again()
	different := 0
	a.answers.Range(func(any, any) bool { different++; return true })
	if different > 100 {
		t.Errorf("500 were told %d different answers", different)
	}
}

func TestThoseWhoStayAreToldAfterOthersHaveLeft(t *testing.T) {
	a := newAudience(t, 60)
	for i, subscription := range a.subscribed {
		if i%3 != 0 || i > 50 {
			subscription.End()
		}
	}
	a.size = 17
	if n := a.hub.Counts().Topics; n != int64(a.size) {
		t.Fatalf("%d topics are left", n)
	}
	again := a.flip("", 17)
	again()
	again()
	if told := a.told.Load(); told != 3*17 {
		t.Errorf("17 were told three times, which makes %d", told)
	}
}

// BenchmarkPublish publishes one flag to 10,000 topics, of which each is about another person.
func BenchmarkPublish(b *testing.B) {
	const topics = 10_000
	for _, bench := range []struct {
		name, country string
		told          int64
	}{{"everybody is given something else", "", topics}, {"a hundredth is", "IS", topics / 100}, {"nobody is", "NZ", 0}} {
		b.Run(bench.name, func(b *testing.B) {
			a := newAudience(b, topics)
			again := a.flip(bench.country, bench.told)
			b.ReportAllocs()
			for b.Loop() {
				again()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/topics, "ns/topic")
		})
	}
}
