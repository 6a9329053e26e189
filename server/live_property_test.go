package server_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// follower of answers as a client keeps them, over any number of connections.
type keeper struct {
	w       *world
	key     string
	context string
	lossy   bool // it ignores changes: the control

	mu      sync.Mutex
	conn    *listener
	held    map[string]map[string]any
	pending bool // a snapshot is awaited
	current float64
	broken  error
}

func newKeeper(w *world, key, context string) *keeper {
	k := &keeper{w: w, key: key, context: context, held: map[string]map[string]any{}}
	k.connect()
	return k
}

// connect says hello with what is held, and reads until the connection ends.
func (k *keeper) connect() {
	k.w.Helper()
	l := k.w.dial("/v1/stream", nil)
	have := map[string]string{}
	k.mu.Lock()
	for key, f := range k.held {
		have[key] = f["hash"].(string)
	}
	k.conn, k.pending, k.current = l, true, 1
	context := k.context
	k.mu.Unlock()
	text, _ := json.Marshal(have)
	l.say(fmt.Sprintf(`{"type":"hello","key":%q,"context":%s,"have":%s}`, k.w.keys[k.key], context, text))
	go k.read(l)
}

func (k *keeper) read(l *listener) {
	sequence := 0.0
	for {
		_, text, err := l.ReadMessage()
		if err != nil {
			return
		}
		var m map[string]any
		_ = json.Unmarshal(text, &m)
		k.mu.Lock()
		if k.conn == l {
			k.take(m, &sequence)
		}
		k.mu.Unlock()
	}
}

// take does what a client does with a message.
func (k *keeper) take(m map[string]any, sequence *float64) {
	if m["context"] != k.current || m["type"] != "snapshot" && m["type"] != "change" {
		return
	}
	if m["type"] == "change" {
		if m["sequence"] != *sequence+1 {
			k.broken = fmt.Errorf("sequence %v came after %v", m["sequence"], *sequence)
		}
	} else {
		k.pending = false
	}
	*sequence = m["sequence"].(float64)
	if k.lossy && m["type"] == "change" {
		return
	}
	for _, f := range m["flags"].([]any) {
		f := f.(map[string]any)
		k.held[f["key"].(string)] = f
	}
	for _, key := range m["gone"].([]any) {
		delete(k.held, key.(string))
	}
}

// move changes the context.
func (k *keeper) move(context string) {
	k.mu.Lock()
	have := map[string]string{}
	for key, f := range k.held {
		have[key] = f["hash"].(string)
	}
	k.context, k.pending, k.current = context, true, k.current+1
	text, _ := json.Marshal(have)
	err := k.conn.WriteMessage(websocket.TextMessage, []byte(fmt.Sprintf(`{"type":"context","context":%s,"have":%s}`, context, text)))
	k.mu.Unlock()
	if err != nil {
		k.connect()
	}
}

// drop breaks the connection in the middle of whatever is under way, and connects again.
func (k *keeper) drop() {
	k.mu.Lock()
	_ = k.conn.NetConn().Close()
	k.mu.Unlock()
	k.connect()
}

// same says whether the client holds exactly what OFREP answers.
func (k *keeper) same() (bool, string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.broken != nil {
		return false, k.broken.Error()
	}
	answered := map[string]map[string]any{}
	for _, f := range k.w.bulk(k.key, k.context, nil).json()["flags"].([]any) {
		f := f.(map[string]any)
		answered[f["key"].(string)] = f
	}
	held := map[string]map[string]any{}
	for key, f := range k.held {
		held[key] = map[string]any{}
		for name, value := range f {
			if name != "hash" {
				held[key][name] = value
			}
		}
	}
	if k.pending || !reflect.DeepEqual(held, answered) {
		return false, fmt.Sprintf("awaits %v, holds %v\nwhere OFREP answers %v", k.pending, held, answered)
	}
	return true, ""
}

// chaosFile is an environment whose flags read all that can change.
const chaosFile = `fingerpost: 1
settings: {identity: open}
attributes:
  country: {type: string, client: true}
  plan: {type: string}
  uses: {type: number, computed: {aggregate: count, event: used, last: 1h}}
groups:
  seats: {type: number}
events: {used: {}}
lists: {testers: {}}
segments:
  active: {when: 'uses >= 2'}
flags:
  by-country: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'country == "DE"', serve: on}], default: off}
  by-plan: {type: string, client: true, variants: {a: "a", b: "b"}, targeting: [{when: 'plan == "pro"', serve: b}], default: a}
  by-use: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'segment("active")', serve: on}], default: off}
  by-list: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'list("testers")', serve: on}], default: off}
  by-group: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'group.seats > 10', serve: on}], default: off}
  by-flag: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'flag("by-use") && flag("by-group")', serve: on}], default: off}
  by-chance: {type: string, client: true, variants: {a: "a", b: "b"}, targeting: [{name: half, by: person, serve: {a: 50000, b: 50000}}]}
  hidden: {type: boolean, variants: {on: true, off: false}, default: on}
`

// chaos does one thing at random.
func chaos(w *world, random *rand.Rand, keepers []*keeper, step int) {
	people := []string{"ada", "grace", "linus"}
	anonymous := []string{"x1", "x2"}
	who := people[random.IntN(len(people))]
	report := func(path, body string) {
		w.send(request{method: "POST", path: path, key: "server", body: strings.Replace(body, "{", fmt.Sprintf(`{"messageId":"m%d-%d",`, step, random.Uint64()), 1)}).is(200)
	}
	switch random.IntN(12) {
	case 0:
		from := []string{`"DE"`, `"pro"`, `>= 2`, `> 10`, "client: true, variants: {a: \"a\"", "default: off"}
		to := []string{`"FR"`, `"free"`, `>= 1`, `> 5`, "variants: {a: \"a\"", "default: on"}
		i := random.IntN(len(from))
		w.publish("production", strings.Replace(chaosFile, from[i], to[i], 1))
	case 1:
		w.publish("production", chaosFile)
	case 2, 3, 4:
		report("/v1/track", fmt.Sprintf(`{"userId":%q,"event":"used"}`, who))
	case 5:
		report("/v1/identify", fmt.Sprintf(`{"userId":%q,"traits":{"plan":%q}}`, who, []string{"pro", "free"}[random.IntN(2)]))
	case 6:
		report("/v1/group", fmt.Sprintf(`{"userId":%q,"groupId":%q,"traits":{"seats":%d}}`, who, []string{"g1", "g2"}[random.IntN(2)], random.IntN(20)))
	case 7:
		w.admin("POST", "/environments/production/lists/testers/members", fmt.Sprintf(`{%q:[%q]}`, []string{"add", "remove"}[random.IntN(2)], who)).is(200)
	case 8:
		w.pass(time.Duration(random.IntN(50)) * time.Minute)
	case 9:
		report("/v1/identify", fmt.Sprintf(`{"userId":%q,"anonymousId":%q}`, who, anonymous[random.IntN(2)]))
	case 10:
		keepers[random.IntN(len(keepers))].drop()
	case 11:
		k := keepers[random.IntN(len(keepers))]
		k.move(fmt.Sprintf(`{"targetingKey":%q,"country":%q}`, append(people, anonymous...)[random.IntN(5)], []string{"DE", "FR"}[random.IntN(2)]))
	}
}

// TestAfterAnythingAClientHoldsWhatOFREPAnswers does a lot at random, while connections break, and compares when it is quiet.
func TestAfterAnythingAClientHoldsWhatOFREPAnswers(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // repeatable
			w := newWorld(t)
			w.publish("production", chaosFile)
			var keepers []*keeper
			for i, context := range []string{
				`{"targetingKey":"ada","country":"DE"}`, `{"targetingKey":"ada"}`, `{"targetingKey":"grace","country":"FR"}`,
				`{"targetingKey":"x1"}`, `{"country":"DE"}`, `{"targetingKey":"linus"}`,
			} {
				keepers = append(keepers, newKeeper(w, []string{"client", "server"}[i%2], context))
			}
			for step := range 25 {
				for i := range 12 {
					chaos(w, random, keepers, 100*step+i)
				}
				for i, k := range keepers {
					told := ""
					deadline := time.Now().Add(6 * time.Second)
					for same := false; !same; {
						if same, told = k.same(); !same && time.Now().After(deadline) {
							t.Fatalf("after step %d client %d %s", step, i, told)
						}
						if !same {
							time.Sleep(2 * time.Millisecond)
						}
					}
				}
			}
		})
	}
}

// TestAClientThatLosesMessagesIsFoundOut is the control.
func TestAClientThatLosesMessagesIsFoundOut(t *testing.T) {
	w := newWorld(t)
	w.publish("production", chaosFile)
	k := newKeeper(w, "client", `{"targetingKey":"ada"}`)
	eventually(t, func() bool { same, _ := k.same(); return same })
	k.mu.Lock()
	k.lossy = true
	k.mu.Unlock()
	w.publish("production", strings.Replace(chaosFile, "default: off", "default: on", 1))
	sure := w.hello("client", `{"targetingKey":"ada"}`)
	sure.heard("type", "snapshot")
	if same, _ := k.same(); same {
		t.Error("a client that lost a change is believed to hold the right answer")
	}
}
