package revisions_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/mem"
)

// thousands are the changes that define n flags, each with a rule of three conditions and a split.
func thousands(n int) []environment.Change {
	changes := []environment.Change{}
	for _, name := range []string{"plan", "country"} {
		changes = append(changes, environment.Change{Kind: "attribute", Key: name, Value: json.RawMessage(`{"type":"string"}`)})
	}
	changes = append(changes, environment.Change{Kind: "attribute", Key: "sessions", Value: json.RawMessage(`{"type":"number"}`)})
	for i := range n {
		changes = append(changes, ruled(i, i))
	}
	return changes
}

func ruled(i, sessions int) environment.Change {
	value := fmt.Sprintf(`{"type":"boolean","variants":{"on":true,"off":false},"targeting":[{"name":"pros",
		"when":"country in [\"DE\", \"FR\"] && plan == \"pro\" && sessions > %d","serve":{"on":20000,"off":80000}}],"default":"off"}`, sessions)
	return environment.Change{Kind: "flag", Key: fmt.Sprintf("flag-%05d", i), Value: json.RawMessage(value)}
}

// BenchmarkPublishOneOf10000 is to stay below 5 ms.
func BenchmarkPublishOneOf10000(b *testing.B) {
	s := opened(b, mem.Open())
	publish(b, s, thousands(10_000)...)
	i := 0
	for b.Loop() {
		i++
		publish(b, s, ruled(i%10_000, 20_000+i))
	}
}

// BenchmarkOpen10000 reads, verifies and compiles 10,000 flags; it is to stay below 1 s.
func BenchmarkOpen10000(b *testing.B) {
	log := mem.Open()
	publish(b, opened(b, log), thousands(10_000)...)
	for b.Loop() {
		open(b, log)
	}
}

func BenchmarkCurrent(b *testing.B) {
	s := opened(b, mem.Open())
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.Current(production); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	r := &revisions.Revision{Changes: thousands(1)}
	for b.Loop() {
		revisions.HashOf(r)
	}
}
