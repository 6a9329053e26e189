package revisions_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// languages are those of the benchmarks.
var languages = []string{"en", "de", "fr", "es", "ar"}

// written are the changes that define n entries in five languages, of which every second greets its reader, and a slot for each hundredth.
func written(n int) []environment.Change {
	changes := []environment.Change{
		{Kind: "setting", Key: "locales", Value: json.RawMessage(`["en","de","fr","es","ar"]`)},
		{Kind: "attribute", Key: "first_name", Value: json.RawMessage(`{"type":"string","client":true}`)},
		{Kind: "attribute", Key: "plan", Value: json.RawMessage(`{"type":"string","client":true}`)},
	}
	for i := range n {
		changes = append(changes, entry(i, "Welcome"))
		if i%100 == 0 {
			changes = append(changes, environment.Change{Kind: "flag", Key: fmt.Sprintf("slot-%05d", i),
				Value: fmt.Appendf(nil, `{"type":"content","variants":{"all":"entry-%05d"},"default":"all"}`, i)})
		}
	}
	return changes
}

// entry is a change that writes an entry whose headline begins with a word.
func entry(i int, word string) environment.Change {
	title, body := map[string]string{}, map[string]string{}
	for _, language := range languages {
		title[language] = fmt.Sprintf("%s %d (%s)", word, i, language)
		if i%2 == 0 {
			title[language] += `, {{ first_name | default: "friend" }}`
		}
		body[language] = fmt.Sprintf("**Invite** your team (%d, %s), so that [everybody](/team) sees what you make.\n\n- It is *free*\n- It takes a minute", i, language)
	}
	value, _ := json.Marshal(map[string]any{"type": "hero", "fields": map[string]any{"title": title, "body": body, "action": map[string]string{"en": "Go on", "de": "Weiter"}, "link": "/next"}})
	return environment.Change{Kind: "content", Key: fmt.Sprintf("entry-%05d", i), Value: value}
}

// BenchmarkPublish10000Entries publishes 10,000 entries in five languages into an environment without any; it is to stay below 1 s.
func BenchmarkPublish10000Entries(b *testing.B) {
	changes := written(10_000)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		s := opened(b, mem.Open())
		b.StartTimer()
		publish(b, s, changes...)
	}
}

// BenchmarkPublishOneOf10000Entries changes one of them.
func BenchmarkPublishOneOf10000Entries(b *testing.B) {
	before := inUse()
	s := opened(b, mem.Open())
	publish(b, s, written(10_000)...)
	held := inUse() - before
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		publish(b, s, entry(i%10_000, fmt.Sprintf("Changed %d", i)))
	}
	b.ReportMetric(float64(held)/10_000, "heap-bytes/entry")
	runtime.KeepAlive(s)
}

// inUse is the memory that is in use.
func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
