package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/server"
)

// benchSlots is how many slots a page of the benchmark has.
const benchSlots = 50

const benchContentHead = `fingerpost: 1
attributes:
  first_name: {type: string, client: true}
  plan: {type: string, client: true}
  country: {type: string}
`

// benchContent has slots that each show one entry with a personal headline.
func benchContent() string {
	var b strings.Builder
	b.WriteString(benchContentHead + "content:\n")
	for i := range benchSlots {
		headline := fmt.Sprintf(`Step %d: welcome, {{ first_name | default: "friend" }}`, i)
		if i%2 == 0 {
			headline += ` of the {{ plan | default: "free" }} plan`
		}
		fmt.Fprintf(&b, "  entry-%02d:\n    type: hero\n    fields:\n      title: '%s'\n      body: '**Invite** your team, so that [everybody](/team) sees what you make.'\n      action: Go on\n      link: /next\n", i, headline)
	}
	b.WriteString("flags:\n")
	for i := range benchSlots {
		fmt.Fprintf(&b, "  slot-%02d: {type: content, client: true, variants: {all: entry-%02d}, targeting: [{name: abroad, when: 'country == \"IS\"', serve: all}], default: all}\n", i, i)
	}
	return b.String()
}

// benchObjects has plain flags whose values are what the slots show to somebody.
func benchObjects(evaluated answer) string {
	var b strings.Builder
	b.WriteString(benchContentHead + "flags:\n")
	for i, flag := range evaluated.json()["flags"].([]any) {
		value := sameBytes(at(flag, "value"))
		fmt.Fprintf(&b, "  slot-%02d: {type: object, client: true, variants: {all: %s}, targeting: [{name: abroad, when: 'country == \"IS\"', serve: all}], default: all}\n", i, value)
	}
	return b.String()
}

// sameBytes is a value that has as many bytes as what a slot shows, in which < and > are escaped.
func sameBytes(shown any) []byte {
	value, _ := json.Marshal(shown)
	more := 5 * bytes.Count(value, []byte(`\u003`))
	return bytes.Replace(value, []byte(`"Go on"`), []byte(`"Go on`+strings.Repeat(".", more)+`"`), 1)
}

// reader is the context of somebody; those with different numbers have different names.
func reader(i int) string {
	return fmt.Sprintf(`{"context":{"targetingKey":"person-%08d","first_name":"Ada %08d","plan":"pro","country":"DE"}}`, i, i)
}

// evaluating asks a handler for all flags of an environment.
type evaluating struct {
	handler http.Handler
	key     string
	request *http.Request
	body    *bytes.Reader
	answer  *discarded
}

func newEvaluating(handler http.Handler, key string) *evaluating {
	e := &evaluating{handler: handler, key: key, body: bytes.NewReader(nil), answer: &discarded{header: http.Header{}}}
	e.request = benchRequest("/ofrep/v1/evaluate/flags", key)
	e.request.Body = io.NopCloser(e.body)
	return e
}

func (e *evaluating) ask(context []byte) {
	e.body.Reset(context)
	e.request.ContentLength = int64(len(context))
	clear(e.answer.header)
	e.handler.ServeHTTP(e.answer, e.request)
}

// BenchmarkContentBulk evaluates 50 slots of personal text, beside 50 object flags whose values are the same bytes.
func BenchmarkContentBulk(b *testing.B) {
	w := newWorld(b, func(c *server.Config) { c.Logger = nil })
	handler := w.server.Handler()
	environment := func(name, file string) string {
		w.must(w.revisions.CreateEnvironment(b.Context(), name))
		w.publish(name, file)
		w.keys[name] = w.admin("POST", "/keys", `{"kind":"`+string(keys.Server)+`","environment":"`+name+`"}`).is(201).json()["secret"].(string)
		return w.keys[name]
	}
	slots := environment("slots", benchContent())
	shown := w.send(request{method: "POST", path: "/ofrep/v1/evaluate/flags", key: "slots", body: reader(0)}).is(200)
	objects := environment("objects", benchObjects(shown))
	many := make([][]byte, 10_000)
	for i := range many {
		many[i] = []byte(reader(i))
	}
	for _, bench := range []struct {
		name, key string
		people    int
	}{
		{"objects, one reader", objects, 1}, {"slots, one reader", slots, 1},
		{"objects, 1,000 readers", objects, 1000}, {"slots, 1,000 readers", slots, 1000},
		{"objects, 10,000 readers", objects, 10_000}, {"slots, 10,000 readers", slots, 10_000},
	} {
		b.Run(bench.name, func(b *testing.B) {
			e := newEvaluating(handler, bench.key)
			for i := range bench.people { // everybody was here before
				e.ask(many[i])
			}
			e.answer.bytes = 0
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				e.ask(many[i%bench.people])
				i += 7919 // in an order that is none
			}
			b.ReportMetric(float64(e.answer.bytes)/float64(b.N), "bytes/answer")
		})
	}
	b.Run("slots, a new reader each time", func(b *testing.B) {
		e := newEvaluating(handler, slots)
		b.ReportAllocs()
		i := 1_000_000
		for b.Loop() {
			i++
			e.ask([]byte(reader(i)))
		}
	})
}
