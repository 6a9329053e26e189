package server_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/server"
)

// benchContext has ten attributes.
const benchContext = `{"context":{"targetingKey":"user-4711","country":"DE","plan":"pro","sessions":12,"age":34,` +
	`"industry":"software","role":"admin","seats":25,"beta":true,"language":"de"}}`

// benchFile has 1,000 flags with three conditions and a split each.
func benchFile() string {
	var b strings.Builder
	b.WriteString(`fingerpost: 1
attributes:
  country: {type: string}
  plan: {type: string}
  sessions: {type: number}
  age: {type: number}
  industry: {type: string}
  role: {type: string}
  seats: {type: number}
  beta: {type: bool}
  language: {type: string}
flags:
`)
	for i := range 1000 {
		fmt.Fprintf(&b, `  flag-%04d:
    type: string
    variants: {control: "the usual text", treatment: "the other text"}
    targeting:
      - {name: target, when: 'country in ["DE", "FR"] && plan == "pro" && sessions > %d', serve: {control: 50000, treatment: 50000}}
    default: control
    metadata: {owner: growth}
`, i, i%10)
	}
	return b.String()
}

func benchWorld(b *testing.B) (handler http.Handler, key string) {
	w := newWorld(b, func(c *server.Config) { c.Logger = nil })
	w.must(w.revisions.CreateEnvironment(b.Context(), "bench"))
	w.publish("bench", benchFile())
	made := w.admin("POST", "/keys", `{"kind":"`+string(keys.Server)+`","environment":"bench"}`).is(201).json()
	return w.server.Handler(), made["secret"].(string)
}

// constant answers what an evaluation of one flag answers, without doing anything for it.
func constant(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header()["Content-Type"] = []string{"application/json"}
	_, _ = io.WriteString(w, `{"key":"flag-0003","reason":"SPLIT","variant":"control","value":"the usual text","metadata":{"owner":"growth"}}`)
}

// BenchmarkSingle evaluates one of 1,000 flags: in the handler alone, and over
// loopback beside a bare net/http handler with a constant answer, which is the ceiling.
func BenchmarkSingle(b *testing.B) {
	handler, key := benchWorld(b)
	const path = "/ofrep/v1/evaluate/flags/flag-0003"
	b.Run("handler", func(b *testing.B) { inMemory(b, handler, path, key) })
	b.Run("loopback", func(b *testing.B) { overLoopback(b, handler, path, key) })
	b.Run("loopback ceiling", func(b *testing.B) { overLoopback(b, http.HandlerFunc(constant), path, key) })
}

// BenchmarkBulk1000 evaluates 1,000 flags.
func BenchmarkBulk1000(b *testing.B) {
	handler, key := benchWorld(b)
	const path = "/ofrep/v1/evaluate/flags"
	b.Run("handler", func(b *testing.B) { inMemory(b, handler, path, key) })
	b.Run("loopback", func(b *testing.B) { overLoopback(b, handler, path, key) })
	answer := &discarded{header: http.Header{}}
	handler.ServeHTTP(answer, benchRequest(path, key))
	body := bytes.Repeat([]byte("x"), answer.bytes)
	b.Run("loopback ceiling", func(b *testing.B) {
		overLoopback(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
			_, _ = w.Write(body)
		}), path, key)
	})
}

// discarded is an answer that nobody reads.
type discarded struct {
	header http.Header
	status int
	bytes  int
}

func (d *discarded) Header() http.Header { return d.header }
func (d *discarded) WriteHeader(s int)   { d.status = s }
func (d *discarded) Write(b []byte) (int, error) {
	d.bytes += len(b)
	return len(b), nil
}

func benchRequest(path, key string) *http.Request {
	r, _ := http.NewRequestWithContext(context.Background(), http.MethodPost, path, http.NoBody)
	r.Header["Authorization"] = []string{"Bearer " + key}
	r.Header["Content-Type"] = []string{"application/json"}
	r.ContentLength = int64(len(benchContext))
	r.Body = io.NopCloser(strings.NewReader(benchContext))
	return r
}

func inMemory(b *testing.B, handler http.Handler, path, key string) {
	b.ReportAllocs()
	r, body := benchRequest(path, key), strings.NewReader(benchContext)
	r.Body = io.NopCloser(body)
	answer := &discarded{header: http.Header{}}
	for b.Loop() {
		body.Reset(benchContext)
		clear(answer.header)
		handler.ServeHTTP(answer, r)
	}
	if answer.status != http.StatusOK {
		b.Fatalf("status %d", answer.status)
	}
	b.SetBytes(int64(answer.bytes / b.N))
}

// overLoopback sends the same bytes again and again over a few connections, and
// reads no more of the answers than it has to.
func overLoopback(b *testing.B, handler http.Handler, path, key string) {
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &http.Server{Handler: handler} //nolint:gosec // a benchmark's own client is not slow on purpose
	go func() { _ = s.Serve(listener) }()
	defer s.Close()
	request := []byte("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key +
		"\r\nContent-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(benchContext)) + "\r\n\r\n" + benchContext)
	b.SetParallelism(8)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		connection, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", listener.Addr().String())
		if err != nil {
			b.Error(err)
			return
		}
		defer connection.Close()
		reader := bufio.NewReaderSize(connection, 256<<10)
		for pb.Next() {
			if err := exchange(connection, reader, request); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

func exchange(connection net.Conn, reader *bufio.Reader, request []byte) error {
	if _, err := connection.Write(request); err != nil {
		return err
	}
	length := -1
	for first := true; ; first = false {
		line, err := reader.ReadSlice('\n')
		switch {
		case err != nil:
			return err
		case first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200")):
			return fmt.Errorf("got %s", line)
		case len(line) == 2:
			_, err := reader.Discard(length)
			return err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
}

// BenchmarkKnownPerson evaluates one flag for somebody with a stored profile in memory, beside
// the same for somebody without one who sends all attributes along.
func BenchmarkKnownPerson(b *testing.B) {
	w := newWorld(b, func(c *server.Config) { c.Logger = nil })
	w.must(w.revisions.CreateEnvironment(b.Context(), "bench"))
	w.publish("bench", benchFile())
	made := w.admin("POST", "/keys", `{"kind":"`+string(keys.Server)+`","environment":"bench"}`).is(201).json()
	key := made["secret"].(string)
	handler := w.server.Handler()
	report := benchRequest("/v1/identify", key)
	report.Body = io.NopCloser(strings.NewReader(`{"userId":"stored","traits":{"country":"DE","plan":"pro","sessions":12,"age":34,"industry":"software",` +
		`"role":"admin","seats":25,"beta":true,"language":"de"}}`))
	handler.ServeHTTP(&discarded{header: http.Header{}}, report)
	const path = "/ofrep/v1/evaluate/flags/flag-0003"
	b.Run("stored", func(b *testing.B) {
		answer := &discarded{header: http.Header{}}
		b.ReportAllocs()
		for b.Loop() {
			r := benchRequest(path, key)
			r.Body = io.NopCloser(strings.NewReader(`{"context":{"targetingKey":"stored"}}`))
			clear(answer.header)
			handler.ServeHTTP(answer, r)
		}
	})
	b.Run("sent", func(b *testing.B) {
		answer := &discarded{header: http.Header{}}
		b.ReportAllocs()
		for b.Loop() {
			r := benchRequest(path, key)
			r.Body = io.NopCloser(strings.NewReader(benchContext))
			clear(answer.header)
			handler.ServeHTTP(answer, r)
		}
	})
}
