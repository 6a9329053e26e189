package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// ingestWorld is a server that is killed and started again over one store, and those who report to it.
type ingestWorld struct {
	*testing.T
	folder string
	key    string
	server *process

	mu   sync.Mutex
	sent map[string]int // acknowledged events by user
	old  []string       // some bodies that were acknowledged
}

const killedFile = `fingerpost: 1
events:
  seen: {properties: {n: {type: number}}}
segments:
  seers: {when: 'event_count("seen") > 10'}
`

func newIngestWorld(t *testing.T) *ingestWorld { return newIngestWorldIn(t, t.TempDir()) }

// newIngestWorldIn makes a server whose store is below a folder.
func newIngestWorldIn(t *testing.T, folder string) *ingestWorld {
	w := &ingestWorld{T: t, folder: folder, sent: map[string]int{}}
	t.Setenv("FINGERPOST_ADMIN_TOKEN", "at_kill")
	w.start()
	w.call(http.MethodPut, "/api/v1/environments/production/definitions", "at_kill", killedFile)
	var made struct{ Secret string }
	if err := json.Unmarshal(w.call(http.MethodPost, "/api/v1/keys", "at_kill", `{"kind":"server","environment":"production","name":"kill"}`), &made); err != nil {
		t.Fatal(err)
	}
	w.key = made.Secret
	return w
}

func (w *ingestWorld) start() {
	w.Helper()
	w.server = startProcess(w.T, w.folder, binary(w.T), "serve", "--listen", "127.0.0.1:0", "--store", "bolt://./data")
}

func (w *ingestWorld) call(method, path, key, body string) []byte {
	w.Helper()
	answer, status, err := w.try(method, path, key, body)
	if err != nil || status >= 300 {
		w.Fatalf("%s %s: %d %s %v", method, path, status, answer, err)
	}
	return answer
}

func (w *ingestWorld) try(method, path, key, body string) ([]byte, int, error) {
	request, err := http.NewRequestWithContext(w.Context(), method, w.server.url+path, strings.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return answer, response.StatusCode, err
}

// reporter sends the events of its own users, one batch after the other; what was not
// acknowledged it sends again.
type reporter struct {
	*ingestWorld
	number  int
	random  *rand.Rand
	next    int
	pending string         // a body that was not acknowledged
	counts  map[string]int // of pending
	// forgets makes it take the first batch, and then every tenth, for acknowledged that it has never sent: the control.
	forgets bool
}

func (r *reporter) compose() {
	var b bytes.Buffer
	b.WriteString(`{"batch":[`)
	r.counts = map[string]int{}
	for i := range 20 {
		user := fmt.Sprintf("user-%d-%d", r.number, r.random.IntN(40))
		r.counts[user]++
		if i > 0 {
			b.WriteByte(',')
		}
		anonymous := ""
		if r.random.IntN(4) == 0 {
			anonymous = fmt.Sprintf(`,"anonymousId":"anonymous-%s-%d"`, user, r.random.IntN(3))
		}
		fmt.Fprintf(&b, `{"type":"track","event":"seen","userId":"%s"%s,"messageId":"m-%d-%d","properties":{"n":%d}}`, user, anonymous, r.number, r.next, r.next)
		r.next++
	}
	b.WriteString(`]}`)
	r.pending = b.String()
}

// run reports until the server does not answer any more.
func (r *reporter) run(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		if r.pending == "" {
			r.compose()
			if first := r.next == 20; r.forgets && (first || r.random.IntN(10) == 0) {
				r.acknowledged()
				continue
			}
		}
		_, status, err := r.try(http.MethodPost, "/v1/batch", r.key, r.pending)
		if err != nil || status == http.StatusServiceUnavailable {
			return
		}
		if status != http.StatusOK {
			r.Errorf("a batch was answered %d", status)
			return
		}
		r.acknowledged()
	}
}

func (r *reporter) acknowledged() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for user, n := range r.counts {
		r.sent[user] += n
	}
	if len(r.old) < 50 || r.random.IntN(20) == 0 {
		r.old = append(r.old, r.pending)
	}
	r.pending = ""
}

// counted opens the store and counts the events that each user has.
func (w *ingestWorld) counted() map[string]int {
	w.Helper()
	store, err := bolt.Open(w.folder+"/data", bolt.Options{})
	if err != nil {
		w.Fatal(err)
	}
	defer store.Close()
	service, err := revisions.Open(w.Context(), store, time.Now)
	if err != nil {
		w.Fatal(err)
	}
	engine, err := decision.Open(w.Context(), service, store)
	if err != nil {
		w.Fatal(err)
	}
	known, err := people.New(w.Context(), people.Config{Vault: store.Vault(), Log: store.Events(), Profiles: store.Profiles(), Failures: store.Failures()})
	if err == nil {
		err = engine.Join(w.Context(), known)
	}
	if err != nil {
		w.Fatal(err)
	}
	defer known.Close()
	defer engine.Leave()
	counts := map[string]int{}
	for user := range w.sent {
		found, err := known.Find(w.Context(), "production", profiles.Identifier{Kind: profiles.User, Value: user})
		if err != nil {
			w.Logf("%s: %v", user, err) // of whom nothing is counted
			counts[user] = 0
			continue
		}
		v, _ := found.Profile.Query(&profiles.Query{Aggregate: profiles.Count, Event: "seen"}, time.Now().Add(time.Hour).UnixMilli())
		counts[user] = int(v.Num)
	}
	return counts
}

// rounds reports and kills, some times over.
func (w *ingestWorld) rounds(rounds int, forgets bool) {
	w.Helper()
	reporters := w.reporters()
	reporters[0].forgets = forgets
	random := rand.New(rand.NewPCG(4, 4))
	for round := range rounds {
		stop := make(chan struct{})
		var running sync.WaitGroup
		for _, r := range reporters {
			running.Go(func() { r.run(stop) })
		}
		time.Sleep(time.Duration(50+random.IntN(250)) * time.Millisecond)
		if round == rounds-1 { // the last one ends in order
			close(stop)
			running.Wait()
			for _, r := range reporters {
				r.settle()
			}
			break
		}
		w.server.kill()
		_ = w.server.Wait()
		running.Wait()
		close(stop)
		w.start()
		for _, body := range w.old { // what was acknowledged counts once, however often it comes
			answer := w.call(http.MethodPost, "/v1/batch", w.key, body)
			if !forgets && !bytes.Contains(answer, []byte(`"accepted":0`)) {
				w.Errorf("round %d: what was acknowledged is taken in again: %s", round, answer)
			}
		}
		w.old = nil
	}
	w.terminate()
}

func TestKilledUnderLoadNothingIsLostAndNothingCountsTwice(t *testing.T) {
	rounds := 5
	if os.Getenv("FINGERPOST_LONG") != "" {
		rounds = 200
	}
	w := newIngestWorld(t)
	w.rounds(rounds, false)
	if total := w.compare(); total < 100*rounds {
		t.Errorf("only %d events were acknowledged: nothing was tried", total)
	}
}

// compare holds what is counted of each user against what was acknowledged, and returns how many events those are.
func (w *ingestWorld) compare() (total int) {
	w.Helper()
	got := w.counted()
	for user, want := range w.sent {
		total += want
		if got[user] != want {
			w.Errorf("%s has %d events, %d were acknowledged", user, got[user], want)
		}
	}
	w.Logf("%d events of %d people acknowledged", total, len(w.sent))
	return total
}

// TestTerminatedUnderLoadNothingIsLostAndNothingCountsTwice asks the server to end while it
// is reported to: it ends in order and soon, with all that it has acknowledged.
func TestTerminatedUnderLoadNothingIsLostAndNothingCountsTwice(t *testing.T) {
	w := newIngestWorld(t)
	reporters := w.reporters()
	running := w.report(reporters)
	time.Sleep(500 * time.Millisecond) // of load
	w.terminate()
	running.Wait()
	acknowledged := len(w.sent)
	w.start()
	for _, body := range w.old {
		if answer := w.call(http.MethodPost, "/v1/batch", w.key, body); !bytes.Contains(answer, []byte(`"accepted":0`)) {
			t.Errorf("what was acknowledged is taken in again: %s", answer)
		}
	}
	for _, r := range reporters {
		r.settle()
	}
	w.terminate()
	if total := w.compare(); total < 100 || acknowledged == 0 {
		t.Errorf("only %d events were acknowledged: nothing was tried", total)
	}
}

// terminate asks the server to end, which it does in order within ten seconds.
func (w *ingestWorld) terminate() {
	w.Helper()
	begin := time.Now()
	if err := w.server.Process.Signal(syscall.SIGTERM); err != nil {
		w.Fatal(err)
	}
	if code := w.server.waitExit(w.T); code != exitOK || time.Since(begin) > 10*time.Second {
		w.Errorf("exit code %d after %v: %s", code, time.Since(begin), w.server.stderr.String())
	}
}

// reporters makes some who report.
func (w *ingestWorld) reporters() []*reporter {
	reporters := make([]*reporter, 4)
	for i := range reporters {
		reporters[i] = &reporter{ingestWorld: w, number: i, random: rand.New(rand.NewPCG(3, uint64(i)))}
	}
	return reporters
}

// report lets all of them report until the server does not answer any more.
func (w *ingestWorld) report(reporters []*reporter) *sync.WaitGroup {
	var running sync.WaitGroup
	for _, r := range reporters {
		running.Go(func() { r.run(w.Context().Done()) })
	}
	return &running
}

// settle sends again what was not acknowledged.
func (r *reporter) settle() {
	r.Helper()
	if r.pending != "" {
		r.call(http.MethodPost, "/v1/batch", r.key, r.pending)
		r.acknowledged()
	}
}

// TestEventsThatWereNeverSentAreFoundOut is the control: batches that count as acknowledged although nobody sent them.
func TestEventsThatWereNeverSentAreFoundOut(t *testing.T) {
	w := newIngestWorld(t)
	w.rounds(1, true)
	if maps.Equal(w.counted(), w.sent) {
		t.Error("lost events were not found out")
	}
}
