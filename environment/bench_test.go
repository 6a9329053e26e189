package environment

import (
	"fmt"
	"strings"
	"testing"
)

// manyFlags is a file of n flags, each with three conditions and a split.
func manyFlags(n int) []byte {
	var b strings.Builder
	b.WriteString("fingerpost: 1\nattributes:\n  country: {type: string}\n  plan: {type: string}\n  sessions: {type: number}\nflags:\n")
	for i := range n {
		fmt.Fprintf(&b, `  flag-%04d:
    type: boolean
    variants: {"on": true, "off": false}
    enabled: true
    targeting:
      - {name: pros, when: 'country in ["US","CA"] && plan == "pro" && sessions > 5', serve: {"on": 50000, "off": 50000}}
    default: "off"
`, i)
	}
	return []byte(b.String())
}

func parsed(tb testing.TB, data []byte) *Definitions {
	tb.Helper()
	file, problems := Parse(data)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	return file.Definitions
}

func BenchmarkParse10000Flags(b *testing.B) {
	data := manyFlags(10_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := Parse(data); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkCompile10000Flags(b *testing.B) {
	d := parsed(b, manyFlags(10_000))
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := Compile(d, 1, nil); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkFormat10000Flags(b *testing.B) {
	d := parsed(b, manyFlags(10_000))
	b.ReportAllocs()
	for b.Loop() {
		Format(d, 1)
	}
}

// BenchmarkPublishOneOf10000Flags is what a publish costs on this floor: one
// changed flag among ten thousand, applied and compiled.
func BenchmarkPublishOneOf10000Flags(b *testing.B) {
	d := parsed(b, manyFlags(10_000))
	set, _ := Compile(d, 1, nil)
	change := []Change{{"flag", "flag-5000", []byte(`{"type":"boolean","variants":{"on":true,"off":false},"default":"on"}`)}}
	b.ReportAllocs()
	for b.Loop() {
		next, problems := d.Apply(change)
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		if _, problems := Compile(next, 2, set); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
