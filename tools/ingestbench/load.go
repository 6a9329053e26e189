package main

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// event is one event of about 370 bytes, as a browser library sends it.
func event(b []byte, person int, message uint64, at string) []byte {
	b = append(b, `{"type":"track","event":"feature_used","userId":"user-`...)
	b = strconv.AppendInt(b, int64(person), 10)
	b = append(b, `","messageId":"ajs-next-`...)
	b = strconv.AppendUint(b, message, 10)
	b = append(b, `","timestamp":"`...)
	b = append(b, at...)
	return append(b, `","properties":{"feature":"export","minutes":3,"plan":"team","document":"d-8812734"},"context":{"library":{"name":"analytics.js","version":"npm:next-1.81.0"},"page":{"path":"/documents/8812734","title":"Quarterly plan"},"locale":"de-DE","timezone":"Europe/Berlin"},"integrations":{}}`...)
}

// batch makes the body of one request.
func batch(b []byte, person func() int, message uint64, at string) []byte {
	b = append(b, `{"batch":[`...)
	for i := range batchSize {
		if i > 0 {
			b = append(b, ',')
		}
		b = event(b, person(), message+uint64(i), at)
	}
	b = append(b, `],"sentAt":"`...)
	b = append(b, at...)
	return append(b, `"}`...)
}

// request puts a body behind headers.
func (t *target) request(b, body []byte) []byte {
	b = fmt.Appendf(b, "POST /v1/batch HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", t.Address, t.Key, len(body))
	return append(b, body...)
}

// result is what a load showed.
type result struct {
	events    float64 // a second
	cpu       float64 // microseconds of the server per event
	latencies []time.Duration
	memory    []float64 // megabytes that the server has for itself: at the start, half-way, at the end
	bodies    int       // bytes of an average body
	total     int       // events
	busy      int64     // batches that the server asked to send again later
}

func (r *result) print(name string) {
	fmt.Printf("  %-22s %9.0f events/s  %6.1f µs CPU each  p50 %7.2f ms  p99 %7.2f ms  max %7.2f ms  memory %s MB\n", name, r.events, r.cpu,
		ms(quantile(r.latencies, 0.5)), ms(quantile(r.latencies, 0.99)), ms(quantile(r.latencies, 1)), memoryText(r.memory))
	if r.busy > 0 {
		fmt.Printf("  %d batches were answered 503 and sent again\n", r.busy)
	}
}

func memoryText(memory []float64) string {
	texts := make([]string, len(memory))
	for i, m := range memory {
		texts[i] = fmt.Sprintf("%.0f", m)
	}
	return strings.Join(texts, ", ")
}

func ms(d time.Duration) float64 { return d.Seconds() * 1e3 }

func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// load sends batches for a while.
func (t *target) load(o *options) (*result, error) {
	return t.drive(o, o.length, o.anybody)
}

// anybody chooses people at random.
func (o *options) anybody(random *rand.Rand) func() int {
	return func() int { return random.IntN(o.people) }
}

// introduce sends an event of everybody, and waits for what that costs to be over.
func (t *target) introduce(o *options) error {
	var next atomic.Int64
	limited := *o
	limited.rate = 0
	begin := time.Now()
	_, err := t.drive(&limited, 10*time.Minute, func(*rand.Rand) func() int {
		return func() int { return int(next.Add(1)-1) % o.people }
	}, func() bool { return int(next.Load()) >= o.people })
	fmt.Printf("  %d people introduced in %v\n", o.people, time.Since(begin).Round(100*time.Millisecond))
	return err
}

// messages numbers all events of this run.
var messages atomic.Uint64 //nolint:gochecknoglobals // a program of one run

func (t *target) drive(o *options, length time.Duration, people func(*rand.Rand) func() int, done ...func() bool) (*result, error) {
	r := &result{memory: []float64{t.memory()}}
	before, begin := t.CPUTime(), time.Now()
	senders := make([]*sender, o.connections)
	failures := make([]error, o.connections)
	var wait sync.WaitGroup
	for i := range senders {
		senders[i] = &sender{target: t, options: o, begin: begin, end: begin.Add(length), person: people(rand.New(rand.NewPCG(1, uint64(i)))), busy: &r.busy}
		if len(done) > 0 {
			senders[i].done = done[0]
		}
		wait.Go(func() { failures[i] = senders[i].run() })
	}
	half := time.AfterFunc(length/2, func() { r.memory = append(r.memory, t.memory()) })
	wait.Wait()
	half.Stop()
	for i, err := range failures {
		if err != nil {
			return nil, err
		}
		r.latencies = append(r.latencies, senders[i].latencies...)
		r.bodies = senders[i].bodies
	}
	slices.Sort(r.latencies)
	r.total = len(r.latencies) * batchSize
	t.sent += r.total
	r.events = float64(r.total) / time.Since(begin).Seconds()
	r.cpu = float64((t.CPUTime() - before).Microseconds()) / float64(max(r.total, 1))
	r.memory = append(r.memory, t.memory())
	return r, nil
}

// sender is one connection.
type sender struct {
	target     *target
	options    *options
	begin, end time.Time
	person     func() int
	done       func() bool
	busy       *int64

	latencies []time.Duration
	bodies    int
}

func (s *sender) run() error {
	connection, err := net.Dial("tcp", s.target.Address)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	reader := bufio.NewReaderSize(connection, 4<<10)
	var body, request []byte
	for now := time.Now(); now.Before(s.end) && (s.done == nil || !s.done()); now = time.Now() {
		body = batch(body[:0], s.person, messages.Add(batchSize)-batchSize, now.UTC().Format("2006-01-02T15:04:05.000Z"))
		request = s.target.request(request[:0], body)
		s.bodies = len(body)
		sent := time.Now()
		for {
			if _, err := connection.Write(request); err != nil {
				return err
			}
			status, err := readAnswer(reader)
			if err != nil {
				return err
			}
			if status == http.StatusOK {
				break
			}
			if status != http.StatusServiceUnavailable {
				return fmt.Errorf("the server answers %d", status)
			}
			atomic.AddInt64(s.busy, 1)
			time.Sleep(50 * time.Millisecond)
		}
		s.latencies = append(s.latencies, time.Since(sent))
		s.pace()
	}
	return nil
}

// pace waits until the next batch is due, if the rate is limited.
func (s *sender) pace() {
	if s.options.rate == 0 {
		return
	}
	share := float64(s.options.rate) / float64(s.options.connections)
	due := s.begin.Add(time.Duration(float64(len(s.latencies)*batchSize) / share * float64(time.Second)))
	time.Sleep(time.Until(due))
}

// readAnswer reads one answer and returns its status.
func readAnswer(r *bufio.Reader) (int, error) {
	response, err := http.ReadResponse(r, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = response.Body.Close() }()
	var sink bytes.Buffer
	_, err = sink.ReadFrom(response.Body)
	return response.StatusCode, err
}

// memory reads how many megabytes the server has for itself: those resident but for pages of its
// files, which the kernel takes back when somebody needs them.
func (t *target) memory() float64 {
	statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", t.Process.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(statm))
	resident, _ := strconv.ParseFloat(fields[1], 64)
	ofFiles, _ := strconv.ParseFloat(fields[2], 64)
	return (resident - ofFiles) * float64(os.Getpagesize()) / (1 << 20)
}
