package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/server"
)

// withSecrets gives a server secrets, so that it believes tokens and makes some.
func withSecrets(c *server.Config) { c.Secrets = privacy.Secrets{Identity: privacy.Key{1, 2, 3}} }

// listener is a client of the stream.
type listener struct {
	testing.TB
	*websocket.Conn
}

// messages is the schema of what the server says.
var messages = sync.OnceValue(func() *jsonschema.Schema {
	schema, err := jsonschema.NewCompiler().Compile("../docs/schema/stream.json#/$defs/server")
	if err != nil {
		panic(err)
	}
	return schema
})

func TestTheSchemaOfMessagesRefusesOthers(t *testing.T) {
	for _, text := range []string{`{"type":"snapshot"}`, `{"type":"hello"}`, `{"type":"beat","more":1}`, `{"type":"error","code":"x"}`} {
		var m any
		_ = json.Unmarshal([]byte(text), &m)
		if messages().Validate(m) == nil {
			t.Errorf("%s passes", text)
		}
	}
}

// dial opens a WebSocket.
func (w *world) dial(path string, header http.Header) *listener {
	w.Helper()
	dialer := &websocket.Dialer{Subprotocols: []string{"fingerpost.v1"}}
	conn, response, err := dialer.DialContext(w.Context(), "ws"+strings.TrimPrefix(w.url, "http")+path, header)
	if err != nil {
		w.Fatalf("no socket: %v, %v", err, response)
	}
	w.Cleanup(func() { conn.Close() })
	return &listener{w.TB, conn}
}

// hello opens a stream with a key for a context.
func (w *world) hello(key, context string) *listener {
	w.Helper()
	l := w.dial("/v1/stream", nil)
	l.say(fmt.Sprintf(`{"type":"hello","key":%q,"context":%s}`, w.keys[key], context))
	return l
}

func (l *listener) say(text string) {
	l.Helper()
	if err := l.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		l.Fatal(err)
	}
}

// hear waits for the next message that is no beat.
func (l *listener) hear() map[string]any {
	l.Helper()
	for {
		_ = l.SetReadDeadline(time.Now().Add(5 * time.Second))
		_, text, err := l.ReadMessage()
		if err != nil {
			l.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(text, &m); err != nil {
			l.Fatalf("%v in %q", err, text)
		}
		if m["type"] != nil {
			if err := messages().Validate(m); err != nil {
				l.Fatalf("%v in %s", err, text)
			}
		}
		if m["type"] != "beat" {
			return m
		}
	}
}

// heard waits for the next message, of which the value at a path has to be as wanted.
func (l *listener) heard(wants ...any) map[string]any {
	l.Helper()
	m := l.hear()
	for i := 0; i < len(wants); i += 2 {
		if got := at(m, wants[i].(string)); got != wants[i+1] {
			l.Fatalf("%s is %v, want %v in %v", wants[i], got, wants[i+1], m)
		}
	}
	return m
}

// closed waits until the server closes, with a code.
func (l *listener) closed(code int) string {
	l.Helper()
	var last map[string]any
	for {
		_ = l.SetReadDeadline(time.Now().Add(8 * time.Second))
		_, text, err := l.ReadMessage()
		if err == nil {
			_ = json.Unmarshal(text, &last)
			continue
		}
		closed, ok := errors.AsType[*websocket.CloseError](err)
		if !ok || closed.Code != code {
			l.Fatalf("the socket ended with %v, want the close code %d", err, code)
		}
		message, _ := last["message"].(string)
		return message
	}
}

// quiet fails the test if anything but an answer to a ping comes.
func (l *listener) quiet() {
	l.Helper()
	l.say(`{"type":"ping"}`)
	l.heard("type", "pong")
}

func TestAListenerIsToldTheAnswerAndWhatChanges(t *testing.T) {
	w := newWorld(t)
	l := w.hello("client", `{"targetingKey":"ada","country":"FR"}`)
	snapshot := l.heard("type", "snapshot", "context", 1.0, "sequence", 1.0, "flags.1.key", "new-editor", "flags.1.value", false, "flags.2.key", "paused")
	if flags := snapshot["flags"].([]any); len(flags) != 3 {
		t.Fatalf("a client key is told of %d flags, want the three that it may see: %v", len(flags), flags)
	}
	w.publish("production", strings.Replace(productionFile, `["DE", "AT"]`, `["DE", "FR"]`, 1))
	change := l.heard("type", "change", "sequence", 2.0, "flags.0.key", "new-editor", "flags.0.value", true, "cause.kind", "publish", "cause.revision", 2.0)
	if flags := change["flags"].([]any); len(flags) != 1 {
		t.Errorf("more than the changed flag was sent: %v", flags)
	}
	// Whoever is given the same hears nothing.
	other := w.hello("client", `{"targetingKey":"grace","country":"US"}`)
	other.heard("type", "snapshot")
	w.publish("production", productionFile)
	l.heard("type", "change", "sequence", 3.0, "flags.0.value", false)
	other.quiet()
}

func TestAListenerHearsOfWhatIsReportedOfThePerson(t *testing.T) {
	w := newWorld(t)
	w.publish("production", strings.NewReplacer("lists:", "events: {used: {}}\nlists:", `country in ["DE", "AT"]`, `event_count("used", last("1h")) >= 2`).Replace(productionFile))
	l := w.hello("server", `{"targetingKey":"ada"}`)
	l.heard("type", "snapshot", "flags.1.value", false)
	report := func(id string) {
		w.send(request{method: "POST", path: "/v1/track", key: "server", body: `{"userId":"ada","event":"used","messageId":"` + id + `"}`}).is(200)
	}
	report("m1")
	l.quiet()
	report("m2")
	l.heard("type", "change", "flags.0.key", "new-editor", "flags.0.value", true, "cause.kind", "event", "cause.event", "used")
	w.pass(time.Hour + time.Second)
	l.heard("type", "change", "flags.0.value", false, "cause.kind", "time")
	w.admin("POST", "/environments/production/lists/beta-testers/members", `{"add":["ada"]}`).is(200)
	l.heard("type", "change", "flags.0.value", true, "cause.kind", "list", "cause.list", "beta-testers")
	if n := w.hub.Counts().Evaluations; n != 4 {
		t.Errorf("the answer was evaluated %d times after the first; want once for each event, for the time and for the list", n)
	}
}

func TestAClientKeyIsToldCausesWithoutNames(t *testing.T) {
	w := newWorld(t)
	l := w.hello("client", `{"targetingKey":"ada"}`)
	l.heard("type", "snapshot")
	w.admin("POST", "/environments/production/lists/beta-testers/members", `{"add":["ada"]}`).is(200)
	change := l.heard("cause.kind", "list")
	if cause := change["cause"].(map[string]any); len(cause) != 1 {
		t.Errorf("a client key is told %v", cause)
	}
}

func TestAContextIsReplaced(t *testing.T) {
	w := newWorld(t)
	l := w.hello("client", `{"targetingKey":"ada","country":"FR"}`)
	l.heard("context", 1.0, "flags.1.value", false)
	l.say(`{"type":"context","context":{"targetingKey":"ada","country":"DE"},"flags":["new-editor"]}`)
	l.heard("type", "snapshot", "context", 2.0, "flags.0.key", "new-editor", "flags.0.value", true, "flags.1", nil)
	l.say(`{"type":"context","context":{"targetingKey":"ada","country":"AT"}}`)
	l.heard("type", "snapshot", "context", 3.0, "flags.0.key", "new-editor", "flags.1", nil)
	if n := w.hub.Counts(); n.Topics != 1 || n.Listeners != 1 {
		t.Errorf("what was asked before is still listened to: %+v", n)
	}
}

func TestWhatAListenerHoldsIsNotSentAgain(t *testing.T) {
	w := newWorld(t)
	first := w.hello("client", `{"targetingKey":"ada"}`)
	snapshot := first.heard("type", "snapshot")
	have := map[string]string{"deleted": "x1"}
	for _, f := range snapshot["flags"].([]any) {
		have[at(f, "key").(string)] = at(f, "hash").(string)
	}
	have["new-editor"] = "stale"
	text, _ := json.Marshal(have)
	// Also from a server that has just been started.
	again := newWorld(t)
	second := again.dial("/v1/stream", nil)
	second.say(fmt.Sprintf(`{"type":"hello","key":%q,"context":{"targetingKey":"ada"},"have":%s}`, again.keys["client"], text))
	second.heard("flags.0.key", "new-editor", "flags.1", nil, "kept.0", "banner", "kept.1", "paused", "gone.0", "deleted")
}

func TestEqualQuestionsAreEvaluatedOnce(t *testing.T) {
	w := newWorld(t)
	var all []*listener
	for range 5 {
		l := w.hello("client", `{"targetingKey":"ada","country":"FR"}`)
		l.heard("type", "snapshot")
		all = append(all, l)
	}
	w.publish("production", strings.Replace(productionFile, `["DE", "AT"]`, `["FR"]`, 1))
	for _, l := range all {
		l.heard("type", "change", "flags.0.value", true)
	}
	if n := w.hub.Counts(); n.Topics != 1 || n.Listeners != 5 || n.Evaluations != 1 || n.Updates != 5 {
		t.Errorf("%+v, want one evaluation for five listeners", n)
	}
}

func TestAListIsDecidedAnewForThoseWhoComeAndGo(t *testing.T) {
	const file = `fingerpost: 1
attributes:
  company: {type: string, client: true}
lists:
  testers: {}
  customers: {of: company}
  unread: {}
flags:
  tested: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'list("testers")', serve: on}], default: off}
  sold: {type: boolean, client: true, variants: {on: true, off: false}, targeting: [{when: 'list("customers")', serve: on}], default: off}
`
	w := newWorld(t)
	w.publish("production", file)
	ada, grace := w.hello("client", `{"targetingKey":"ada","company":"acme"}`), w.hello("client", `{"targetingKey":"grace"}`)
	ada.heard("type", "snapshot")
	grace.heard("type", "snapshot")
	for _, step := range []struct {
		list, change string
		told         *listener // who is, and of which flag
		flag         string
		evaluations  uint64
	}{
		{"testers", `{"add":["ada","linus"]}`, ada, "tested", 1},
		{"testers", `{"add":["grace"]}`, grace, "tested", 1},
		{"testers", `{"remove":["ada"]}`, ada, "tested", 1},
		{"testers", `{"add":["linus"]}`, nil, "", 0},
		{"unread", `{"add":["ada","grace"]}`, nil, "", 0},
		{"customers", `{"add":["acme"]}`, ada, "sold", 2},
	} {
		before := w.hub.Counts().Evaluations
		w.admin("POST", "/environments/production/lists/"+step.list+"/members", step.change).is(200)
		if step.told != nil {
			step.told.heard("type", "change", "flags.0.key", step.flag)
		}
		eventually(t, func() bool { return w.hub.Counts().Evaluations-before >= step.evaluations })
		if n := w.hub.Counts().Evaluations - before; n != step.evaluations {
			t.Errorf("%s of %s: %d evaluations, want %d", step.change, step.list, n, step.evaluations)
		}
	}
	ada.quiet()
	grace.quiet()
}

func TestAFlagThatAKeyMayNotSeeIsLikeOneThatDoesNotExist(t *testing.T) {
	w := newWorld(t)
	answers := map[string]string{}
	for _, flag := range []string{"price", "unheard-of"} {
		l := w.dial("/v1/stream", nil)
		l.say(fmt.Sprintf(`{"type":"hello","key":%q,"context":{},"flags":[%q]}`, w.keys["client"], flag))
		_, text, err := l.ReadMessage()
		w.must(err)
		answers[flag] = string(text)
		w.publish("production", strings.Replace(productionFile, "default: low", "default: high", 1))
		l.quiet()
		w.publish("production", productionFile)
		l.quiet()
	}
	if answers["price"] == "" || strings.Replace(answers["price"], `"revision":1`, `"revision":3`, 1) != answers["unheard-of"] {
		t.Errorf("the answers tell them apart:\n%s\n%s", answers["price"], answers["unheard-of"])
	}
}

func TestWhatIsWrongWithAConversation(t *testing.T) {
	w := newWorld(t)
	w.publish("production", strings.Replace(productionFile, "fingerpost: 1", "fingerpost: 1\nsettings: {origins: ['https://shop.example.com']}", 1))
	const here = `"context":{"targetingKey":"ada"}`
	hello := func(key string) string { return fmt.Sprintf(`{"type":"hello","key":%q,%s}`, w.keys[key], here) }
	shop := http.Header{"Origin": {"https://shop.example.com"}}
	tests := []struct {
		name   string
		header http.Header
		say    string
		code   int
		told   string
	}{
		{"garbage", shop, `{{{`, 4400, "JSON"},
		{"an unknown member", shop, `{"type":"hello","secret":1}`, 4400, "secret"},
		{"another first message", shop, `{"type":"context"}`, 4400, "hello"},
		{"no key", shop, `{"type":"hello",` + here + `}`, 4401, "no key"},
		{"a wrong key", shop, `{"type":"hello","key":"ck_wrong",` + here + `}`, 4401, "not known"},
		{"an admin token", shop, hello("admin"), 4403, "admin"},
		{"a foreign origin", http.Header{"Origin": {"https://evil.example.com"}}, hello("client"), 4403, "evil"},
		{"no origin where some are listed", nil, hello("client"), 4403, "no Origin"},
		{"a context that is none", shop, fmt.Sprintf(`{"type":"hello","key":%q,"context":[]}`, w.keys["client"]), 4400, "context"},
		{"a targeting key that is no text", shop, fmt.Sprintf(`{"type":"hello","key":%q,"context":{"targetingKey":7}}`, w.keys["client"]), 4400, "targetingKey"},
		{"a thousand and one flags", shop, fmt.Sprintf(`{"type":"hello","key":%q,%s,"flags":[%s"x"]}`, w.keys["client"], here, strings.Repeat(`"a",`, 1000)), 4400, "1001"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := w.dial("/v1/stream", test.header)
			l.TB = t
			l.say(test.say)
			if told := l.closed(test.code); !strings.Contains(told, test.told) {
				t.Errorf("told %q, want something about %q", told, test.told)
			}
		})
	}
	t.Run("a right one, from the right origin", func(t *testing.T) {
		l := w.dial("/v1/stream", shop)
		l.TB = t
		l.say(hello("client"))
		l.heard("type", "snapshot")
		l.say(hello("client"))
		l.closed(4400)
	})
	t.Run("a server key needs no origin", func(t *testing.T) {
		l := w.dial("/v1/stream", http.Header{"Authorization": {"Bearer " + w.keys["server"]}})
		l.TB = t
		l.say(`{"type":"hello",` + here + `}`)
		l.heard("type", "snapshot")
	})
	if n := w.hub.Counts().Topics; n > 3 {
		t.Errorf("%d topics are left", n)
	}
}

func TestFramesThatAreNoMessages(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name string
		send func(l *listener) error
		code int
	}{
		{"a binary frame", func(l *listener) error { return l.WriteMessage(websocket.BinaryMessage, []byte("{}")) }, 1003},
		{"text that is not UTF-8", func(l *listener) error { return l.WriteMessage(websocket.TextMessage, []byte("\"\xff\"")) }, 1007},
		{"a message of 100 kB", func(l *listener) error {
			return l.WriteMessage(websocket.TextMessage, []byte(`"`+strings.Repeat("x", 100_000)+`"`))
		}, 1009},
		{"a reserved opcode", func(l *listener) error {
			_, err := l.NetConn().Write([]byte{0x83, 0x80, 0, 0, 0, 0})
			return err
		}, 1002},
		{"a frame without a mask", func(l *listener) error {
			_, err := l.NetConn().Write([]byte{0x81, 0x02, '{', '}'})
			return err
		}, 1002},
		{"a ping of 126 bytes", func(l *listener) error {
			_, err := l.NetConn().Write(append([]byte{0x89, 0xfe, 0, 126, 0, 0, 0, 0}, make([]byte, 126)...))
			return err
		}, 1002},
		{"too many messages", func(l *listener) error {
			for range 40 {
				if err := l.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)); err != nil {
					return nil // it was closed already
				}
			}
			return nil
		}, 4429},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := w.hello("client", `{"targetingKey":"ada"}`)
			l.TB = t
			l.heard("type", "snapshot")
			if err := test.send(l); err != nil {
				t.Fatal(err)
			}
			l.closed(test.code)
		})
	}
}

func TestADeletedKeyEndsItsSockets(t *testing.T) {
	w := newWorld(t)
	made := w.admin("POST", "/keys", `{"kind":"client","environment":"production","name":"page"}`).is(201).json()
	w.keys["page"] = at(made, "secret").(string)
	l := w.hello("page", `{"targetingKey":"ada"}`)
	l.heard("type", "snapshot")
	other := w.hello("client", `{"targetingKey":"ada"}`)
	other.heard("type", "snapshot")
	w.admin("DELETE", "/keys/"+at(made, "id").(string), "").is(204)
	l.closed(4401)
	other.quiet()
}

func TestAStoppingServerSaysWhenToComeBack(t *testing.T) {
	w := newWorld(t)
	l := w.hello("client", `{"targetingKey":"ada"}`)
	l.heard("type", "snapshot")
	stopped := make(chan error, 1)
	go func() { stopped <- w.stop() }()
	bye := l.heard("type", "bye")
	if after, ok := bye["after"].(float64); !ok || after < 0 || after > 60_000 {
		t.Errorf("it is to come back after %v ms", bye["after"])
	}
	l.closed(1001)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestPlainUpdatesAreTheWholeAnswerEachTime(t *testing.T) {
	w := newWorld(t)
	l := w.dial("/updates?userId=ada&country=FR&sessions=3&key="+w.keys["client"], nil)
	l.heard("userId", "ada", "flags.new-editor", false, "flags.paused", nil)
	w.publish("production", strings.Replace(productionFile, `country in ["DE", "AT"]`, `sessions > 2`, 1))
	l.heard("userId", "ada", "revision", 2.0, "flags.new-editor", true)
	wrong := w.dial("/updates?userId=ada&key="+w.keys["server"], nil)
	wrong.closed(4403)
}

func TestMessagesAsServerSentEvents(t *testing.T) {
	w := newWorld(t)
	ctx, leave := context.WithCancel(w.Context())
	defer leave()
	sent, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/v1/events/stream", strings.NewReader(`{"context":{"targetingKey":"ada","country":"FR"}}`))
	w.must(err)
	sent.Header.Set("Authorization", "Bearer "+w.keys["client"])
	f := w.events(sent)
	if e, _ := f.next(); e.name != "snapshot" || at(e.data, "flags.1.value") != false {
		t.Fatalf("the first event is %+v", e)
	}
	w.publish("production", strings.Replace(productionFile, `["DE", "AT"]`, `["FR"]`, 1))
	if e, _ := f.next(); e.name != "change" || at(e.data, "flags.0.value") != true || at(e.data, "cause.kind") != "publish" {
		t.Fatalf("the second event is %+v", e)
	}
}

func TestOFREPClientsAreToldToAskAgain(t *testing.T) {
	w := newWorld(t, withSecrets)
	answer := w.bulk("client", `{"targetingKey":"ada","country":"FR"}`, nil).is(200)
	path := at(answer.json(), "eventStreams.0.endpoint.requestUri").(string)
	if strings.Contains(path, "ada") || strings.Contains(path, w.keys["client"]) {
		t.Fatalf("the address says who asks: %s", path)
	}
	open := func(lastID string) *follower {
		sent, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.url+path, http.NoBody)
		w.must(err)
		if lastID != "" {
			sent.Header.Set("Last-Event-ID", lastID)
		}
		return w.events(sent)
	}
	f := open("")
	first, _ := f.next()
	if first.id == "" || at(first.data, "type") == "refetchEvaluation" {
		t.Fatalf("the first event is %+v; want an id and nothing to do", first)
	}
	w.publish("production", strings.Replace(productionFile, `["DE", "AT"]`, `["FR"]`, 1))
	second, _ := f.next()
	if second.name != "message" || at(second.data, "type") != "refetchEvaluation" {
		t.Fatalf("the second event is %+v", second)
	}
	now := w.bulk("client", `{"targetingKey":"ada","country":"FR"}`, map[string]string{"If-None-Match": answer.header.Get("ETag")}).is(200)
	if at(second.data, "etag") != now.header.Get("ETag") {
		t.Errorf("the event names %v, the answer %v", at(second.data, "etag"), now.header.Get("ETag"))
	}
	for name, test := range map[string]struct{ lastID, want string }{
		"that missed the change":          {first.id, "refetchEvaluation"},
		"that missed nothing":             {second.id, "current"},
		"that never had an event":         {"", "refetchEvaluation"},
		"with an id of another beginning": {"garbage", "refetchEvaluation"},
	} {
		if e, _ := open(test.lastID).next(); at(e.data, "type") != test.want {
			t.Errorf("a client %s is told %v, want %s", name, e.data, test.want)
		}
	}
	w.pass(2 * time.Hour)
	w.send(request{method: "GET", path: path}).is(401)
	w.send(request{method: "GET", path: path + "x"}).is(401)
}

func TestAnIdentityTokenThatExpiresEndsTheSocket(t *testing.T) {
	w := newWorld(t, withSecrets, func(c *server.Config) { c.Clock = time.Now })
	made := w.admin("POST", "/keys", `{"kind":"identity","environment":"production","name":"shop"}`).is(201).json()
	w.send(request{method: "POST", path: "/v1/identify", key: "server", body: `{"userId":"ada","traits":{"plan":"pro"}}`}).is(200)
	token, err := privacy.SignToken(at(made, "secret").(string), "ada", time.Now().Add(2*time.Second-privacy.TokenLeeway))
	w.must(err)
	l := w.hello("client", fmt.Sprintf(`{"targetingKey":"ada","identityToken":%q}`, token))
	l.heard("type", "snapshot")
	l.closed(4409)
}

func TestChangesAreWatchedFromATerminal(t *testing.T) {
	w := newWorld(t)
	sent, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.url+"/api/v1/environments/production/live", http.NoBody)
	w.must(err)
	sent.Header.Set("Authorization", "Bearer "+preset)
	f := w.events(sent)
	if e, _ := f.next(); e.comment != "watching" {
		t.Fatalf("the first event is %+v", e)
	}
	l := w.hello("client", `{"targetingKey":"ada","country":"FR"}`)
	l.heard("type", "snapshot")
	w.publish("production", strings.Replace(productionFile, `["DE", "AT"]`, `["FR"]`, 1))
	e, _ := f.next()
	if e.name != "change" || at(e.data, "flag") != "new-editor" || at(e.data, "from") != "off" || at(e.data, "to") != "on" || at(e.data, "cause.kind") != "publish" {
		t.Errorf("watched %+v", e)
	}
}

func TestTextsThatChangeAreWatchedFromATerminal(t *testing.T) {
	const file = `fingerpost: 1
content: {hello: {type: hero, fields: {title: Old}}}
flags:
  start: {type: content, client: true, variants: {hello: hello}, default: hello}
  color: {type: string, client: true, variants: {blue: "#00f"}, default: blue}
  size: {type: number, client: true, variants: {small: 1}, default: small}
`
	w := newWorld(t)
	w.publish("production", file)
	sent, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.url+"/api/v1/environments/production/live", http.NoBody)
	w.must(err)
	sent.Header.Set("Authorization", "Bearer "+preset)
	f := w.events(sent)
	f.next()
	l := w.hello("client", `{"targetingKey":"ada"}`)
	l.heard("type", "snapshot")
	w.publish("production", strings.NewReplacer("title: Old", "title: New", "#00f", "#00e", "default: small", "targeting: [{name: all, serve: small}], default: small").Replace(file))
	got := map[any]any{}
	for range 3 {
		e, _ := f.next()
		if at(e.data, "from") != at(e.data, "to") {
			t.Errorf("watched %+v", e)
		}
		got[at(e.data, "flag")] = at(e.data, "changed")
	}
	if got["start"] != "text" || got["color"] != "value" || got["size"] != "reason" {
		t.Errorf("changed: %v", got)
	}
}
