package openfeature

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	of "github.com/open-feature/go-sdk/openfeature"
	"github.com/open-feature/go-sdk/openfeature/isolated"
)

// benchmarkFile has a thousand flags of three conditions and a split.
func benchmarkFile() string {
	var file strings.Builder
	file.WriteString(`fingerpost: 1
attributes:
  country: {type: string}
  plan: {type: string}
  sessions: {type: number}
  age: {type: number}
  industry: {type: string}
  role: {type: string}
  trial: {type: bool}
  language: {type: string}
  seats: {type: number}
flags:
`)
	for i := range 1000 {
		fmt.Fprintf(&file, `  flag-%d:
    type: boolean
    variants: {on: true, off: false}
    targeting:
      - {name: some, when: 'country in ["DE", "FR", "US"] and plan == "pro" and sessions > 5', serve: {on: 50000, off: 50000}}
    default: off
`, i)
	}
	return file.String()
}

// benchmarkContext has ten attributes, the targeting key among them.
var benchmarkContext = map[string]any{
	"country": "US", "plan": "pro", "sessions": 7, "age": 36, "industry": "software",
	"role": "admin", "trial": false, "language": "en", "seats": int64(12),
}

func benchmarkProvider(tb testing.TB) *Provider {
	path := filepath.Join(tb.TempDir(), "flags.yaml")
	writeFile(tb, path, benchmarkFile())
	p := NewFileProvider(path)
	tb.Cleanup(p.Shutdown)
	if err := p.Init(of.EvaluationContext{}); err != nil {
		tb.Fatal(err)
	}
	return p
}

func benchmarkFlat() of.FlattenedContext {
	flat := of.FlattenedContext{"targetingKey": "person-1"}
	maps.Copy(flat, benchmarkContext)
	return flat
}

// BenchmarkProviderBoolean is a whole evaluation without the SDK around it.
func BenchmarkProviderBoolean(b *testing.B) {
	p, flat, ctx := benchmarkProvider(b), benchmarkFlat(), b.Context()
	b.ReportAllocs()
	for b.Loop() {
		if got := p.BooleanEvaluation(ctx, "flag-500", false, flat); got.Reason != of.SplitReason {
			b.Fatalf("got %+v", got)
		}
	}
}

// BenchmarkClientBoolean is the same through the SDK's client.
func BenchmarkClientBoolean(b *testing.B) {
	benchmarkClient(b, benchmarkProvider(b))
}

// BenchmarkClientNothing is the SDK alone, around a provider that does nothing: what no provider can be faster than.
func BenchmarkClientNothing(b *testing.B) {
	benchmarkClient(b, &nothing{})
}

func benchmarkClient(b *testing.B, p of.FeatureProvider) {
	api := isolated.NewAPI()
	b.Cleanup(func() { _ = api.Shutdown(context.Background()) })
	if err := api.SetProviderAndWait(b.Context(), p); err != nil {
		b.Fatal(err)
	}
	client, who, ctx := api.NewClient(), of.NewEvaluationContext("person-1", benchmarkContext), b.Context()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.BooleanValueDetails(ctx, "flag-500", false, who); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart is how long a thousand flags take from the server's document to the first decision.
func BenchmarkStart(b *testing.B) {
	w := newWorld(b, benchmarkFile())
	b.ReportAllocs()
	for b.Loop() {
		p := NewProvider(w.url, w.key, impatient)
		if err := p.Init(of.EvaluationContext{}); err != nil {
			b.Fatal(err)
		}
		p.BooleanEvaluation(b.Context(), "flag-500", false, nil)
		p.Shutdown()
	}
}

// nothing is a provider that does nothing; the SDK treats its own one apart.
type nothing struct {
	of.NoopProvider
	_ byte
}
