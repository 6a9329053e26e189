package push_test

import (
	"testing"

	"github.com/fingerpost/fingerpost/environment"
)

// contentOf is an environment with a slot of personal text, which begins with a word, beside a flag.
func contentOf(word, serve string) string {
	return fileOf("", serve) + `  greeting: {type: content, variants: {all: greeting}, default: all}
content:
  greeting:
    type: hero
    fields:
      title: '` + word + `, {{ targetingKey | default: "friend" }}'
      body: '**Invite** your team, so that everybody sees what you make.'
`
}

// BenchmarkPublishContent publishes a changed headline to 10,000 topics, of which each is about another person, beside a flag.
func BenchmarkPublishContent(b *testing.B) {
	const topics = 10_000
	for _, bench := range []struct{ name, word, serve string }{{"a headline", "Bonjour", "a"}, {"a flag", "Welcome", "b"}} {
		b.Run(bench.name, func(b *testing.B) {
			a := newAudience(b, topics)
			before := parsed(b, contentOf("Welcome", "a"))
			current, err := a.revisions.Current(production)
			a.must(err)
			a.change(environment.Diff(current.Definitions, before))
			a.await(uint64(topics), 0)
			after := parsed(b, contentOf(bench.word, bench.serve))
			changes := [][]environment.Change{environment.Diff(before, after), environment.Diff(after, before)}
			evaluations, told := a.hub.Counts().Evaluations, a.told.Load()
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				a.change(changes[i%2])
				i++
				a.await(evaluations+uint64(i*topics), told+int64(i)*topics)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(i*topics), "ns/topic")
		})
	}
}

func parsed(tb testing.TB, text string) *environment.Definitions {
	tb.Helper()
	file, problems := environment.Parse([]byte(text))
	if len(problems) > 0 {
		tb.Fatalf("%+v", problems)
	}
	return file.Definitions
}
