package content_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/yuin/goldmark"

	"github.com/fingerpost/fingerpost/content"
)

var benchLanguages = []string{"en", "de", "fr", "es", "ar"}

func benchBody(i int, language string) string {
	return fmt.Sprintf("**Invite** your team (%d, %s), so that [everybody](/team) sees what you make.\n\n- It is *free*\n- It takes a minute", i, language)
}

// benchSource has n entries in five languages, of which every second greets its reader.
func benchSource(n int) *content.Source {
	s := source(make(map[string]*content.Entry, n))
	s.Locales = benchLanguages
	for i := range n {
		title, body := map[string]string{}, map[string]string{}
		for _, language := range benchLanguages {
			title[language] = fmt.Sprintf("Welcome %d (%s)", i, language)
			if i%2 == 0 {
				title[language] += `, {{ first_name | default: "friend" }}`
			}
			body[language] = benchBody(i, language)
		}
		titles, _ := json.Marshal(title)
		bodies, _ := json.Marshal(body)
		s.Entries[fmt.Sprintf("entry-%05d", i)] = &content.Entry{Type: "hero", Fields: map[string]json.RawMessage{
			"title": titles, "body": bodies, "action": json.RawMessage(`{"en":"Go on","de":"Weiter"}`), "link": json.RawMessage(`"/next"`),
		}}
	}
	return s
}

func BenchmarkCompile10000Entries(b *testing.B) {
	s := benchSource(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := content.Compile(s, nil); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

// BenchmarkCompileOneOf10000Entries compiles all after one was changed.
func BenchmarkCompileOneOf10000Entries(b *testing.B) {
	s := benchSource(10_000)
	library, _ := content.Compile(s, nil)
	b.ReportAllocs()
	for b.Loop() {
		changed := *s.Entries["entry-05000"]
		s.Entries["entry-05000"] = &changed
		library, _ = content.Compile(s, library)
	}
}

// BenchmarkCeilingGoldmark makes HTML of the same Markdown, and nothing else.
func BenchmarkCeilingGoldmark(b *testing.B) {
	var texts [][]byte
	for i := range 10_000 {
		for _, language := range benchLanguages {
			texts = append(texts, []byte(benchBody(i, language)))
		}
	}
	markdown := goldmark.New()
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		for _, text := range texts {
			out.Reset()
			if err := markdown.Convert(text, &out); err != nil {
				b.Fatal(err)
			}
		}
	}
}
