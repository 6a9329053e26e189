package server

import (
	"compress/flate"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/push"
)

// liveProtocol is the subprotocol of the stream.
const liveProtocol = "fingerpost.v1"

// How long a socket's client may take.
const (
	helloTimeout   = 5 * time.Second  // for the first message
	messageTimeout = 10 * time.Second // for the rest of a message that has begun
	silenceTimeout = 75 * time.Second // between signs of life
	partingTimeout = 2 * time.Second  // to answer that the socket closes
)

// socket is one WebSocket. Its client says hello, and new contexts, and is told answers.
type socket struct {
	server *Server
	conn   *websocket.Conn
	out    outbox
	// secret is the key that came with the request; empty if it has to come with the first message.
	secret, address string
	origin          []string
	language        string
	// plain says that the client reads nothing but answers.
	plain bool

	caller atomic.Pointer[caller] // nil before the first message
	heard  atomic.Int64           // when the client last gave a sign of life, since the socket opened
	opened time.Time
	code   atomic.Int32 // that it was closed with; 0 while nobody has closed it

	// Of the one who reads:
	context      uint64 // how many there were
	wanted       *[]string
	subscription push.Subscription
	expiry       *time.Timer
	allowance    allowance
}

// writeBuffers are gorilla's, for the little that it writes itself.
var writeBuffers sync.Pool //nolint:gochecknoglobals // it holds nothing that outlives a message

// upgrader makes WebSockets. Origins are checked once the key says which environment is meant.
func upgrader(protocols ...string) *websocket.Upgrader {
	return &websocket.Upgrader{
		HandshakeTimeout: helloTimeout, ReadBufferSize: 256, WriteBufferSize: 512, WriteBufferPool: &writeBuffers,
		Subprotocols: protocols, CheckOrigin: func(*http.Request) bool { return true },
		Error: func(http.ResponseWriter, *http.Request, int, error) {}, // the caller answers
	}
}

// upgrade makes a WebSocket of a request. What the client sends is read by another goroutine than the request's,
// whose memory is given back.
func (c *call) upgrade(protocols ...string) (*socket, error) {
	s := c.server
	if s.draining.Load() {
		return nil, faultf(notReady, "the server is stopping")
	}
	if !websocket.IsWebSocketUpgrade(c.Request()) {
		return nil, faultf(badRequest, "this is the address of a WebSocket").or("open it with a WebSocket client")
	}
	if s.sockets.full(s.config.MaxSockets) {
		f := faultf(tooManyStreams, "%d sockets are open already", s.config.MaxSockets)
		f.retryAfter = 1 + rand.IntN(30) //nolint:gosec,mnd // any time will do
		return nil, f
	}
	k := &socket{server: s, secret: secretOf(c.Request().Header), address: c.RealIP(), origin: c.Request().Header["Origin"], language: strings.Clone(c.language()), opened: time.Now()}
	u := upgrader(protocols...)
	if u.EnableCompression = s.config.CompressStreams && offersDeflate(c.Request().Header); u.EnableCompression {
		c.Request().Header.Set("Sec-WebSocket-Extensions", "permessage-deflate") // the one of the offers that is taken
	}
	var conn *websocket.Conn
	var err error
	s.turns.take(func() { conn, err = u.Upgrade(c.Response().Writer, c.Request(), nil) })
	if err != nil {
		return nil, faultf(badRequest, "no WebSocket can be opened: %s", err)
	}
	c.Response().Status, c.Response().Committed = http.StatusSwitchingProtocols, true
	k.conn = conn
	k.out.to, k.out.raw, k.out.deflates = conn.NetConn(), rawOf(conn.NetConn()), u.EnableCompression
	k.out.within = s.bounds
	k.heardNow()
	conn.SetReadLimit(mostLiveMessage)
	conn.SetPingHandler(func(data string) error {
		k.heardNow()
		k.out.send(controlFrame(websocket.PongMessage, []byte(data)))
		return nil
	})
	conn.SetPongHandler(func(string) error {
		k.heardNow()
		return nil
	})
	conn.SetCloseHandler(func(int, string) error { return nil }) // the reader sees to it
	return k, nil
}

// heardNow notes a sign of life. A clock that is set ends no socket: what has passed since then is measured.
func (k *socket) heardNow() { k.heard.Store(int64(time.Since(k.opened))) }

// silent returns how long there was no sign of life.
func (k *socket) silent() time.Duration { return time.Since(k.opened) - time.Duration(k.heard.Load()) }

// live answers with a WebSocket of the stream protocol.
func live(c *call) error {
	k, err := c.upgrade(liveProtocol)
	if err != nil {
		return err
	}
	k.run(func() { k.converse() })
	return nil
}

// run has the client listened to in the background.
func (k *socket) run(talk func()) {
	open := &k.server.metrics.live.open[k.over()]
	open.Add(1)
	if k.server.sockets.add(k) {
		k.server.sockets.running.Go(func() {
			defer open.Add(-1)
			defer k.leave()
			talk()
		})
		return
	}
	k.sayFarewell()
	k.out.wait(partingTimeout)
	k.leave()
	open.Add(-1)
}

// over says how the client is told answers.
func (k *socket) over() transport {
	if k.plain {
		return overUpdates
	}
	return overStream
}

// closedWith notes the code that the socket was closed with; the first one counts.
func (k *socket) closedWith(code int) { k.code.CompareAndSwap(0, int32(code)) } //nolint:gosec // codes have four digits

// count counts the socket as one that has ended.
func (k *socket) count() {
	live := &k.server.metrics.live
	if k.out.wasSlow() {
		live.slow[k.over()].Add(1)
		live.ended(closeTooSlow)
		return
	}
	k.closedWith(websocket.CloseAbnormalClosure)
	live.ended(int(k.code.Load()))
}

// leave ends everything of the socket.
func (k *socket) leave() {
	k.server.sockets.remove(k)
	k.count()
	k.subscription.End()
	if k.expiry != nil {
		k.expiry.Stop()
	}
	k.out.kill()
}

// converse reads what the client says until it leaves or is made to.
func (k *socket) converse() {
	_ = k.conn.NetConn().SetReadDeadline(time.Now().Add(helloTimeout))
	for {
		text, err := k.read()
		if err == nil {
			k.server.turns.take(func() { err = k.hear(text) })
		}
		if err != nil {
			k.part(err)
			return
		}
	}
}

// hear does what the text of a message says.
func (k *socket) hear(text []byte) error {
	m := new(liveMessage)
	if err := decode(text, m); err != nil {
		return err
	}
	return k.heed(m)
}

// read returns the next message of the client.
func (k *socket) read() ([]byte, error) {
	kind, r, err := k.conn.NextReader()
	if err != nil {
		return nil, k.unread(err)
	}
	if kind != websocket.TextMessage {
		return nil, &ending{websocket.CloseUnsupportedData, "binary", "messages are JSON in text frames"}
	}
	if k.caller.Load() != nil {
		_ = k.conn.NetConn().SetReadDeadline(time.Now().Add(messageTimeout))
	}
	text, err := io.ReadAll(io.LimitReader(r, mostLiveMessage+1)) // what was compressed may become larger than what was sent
	if err == nil && len(text) > mostLiveMessage {
		err = websocket.ErrReadLimit
	}
	if err != nil {
		return nil, k.unread(err)
	}
	if !utf8.Valid(text) {
		return nil, &ending{websocket.CloseInvalidFramePayloadData, "not_utf8", "the message is not valid UTF-8"}
	}
	k.heardNow()
	if !k.allowance.take(time.Now()) {
		return nil, &ending{closeTooMany, "too_many", "more messages came than are taken"}
	}
	_ = k.conn.NetConn().SetReadDeadline(time.Time{})
	return text, nil
}

// unread turns an error of reading into what the client is told; nothing where it left.
func (k *socket) unread(err error) error {
	if k.out.ended() {
		return err
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		if k.caller.Load() == nil {
			return &ending{closeNoHello, "no_hello", "the first message did not come within five seconds"}
		}
		return &ending{closeBadMessage, "bad_message", "a message was begun and not ended"}
	}
	if errors.Is(err, websocket.ErrReadLimit) {
		return &ending{websocket.CloseMessageTooBig, "too_large", "the message is larger than 64 KiB"}
	}
	if _, corrupt := errors.AsType[flate.CorruptInputError](err); corrupt {
		return &ending{websocket.CloseInvalidFramePayloadData, "not_deflate", "the message was not compressed as it says"}
	}
	return err
}

// heed does what a message says.
func (k *socket) heed(m *liveMessage) error {
	begun := k.caller.Load() != nil
	switch {
	case m.Type == "ping":
		k.out.send(textFrame([]byte(`{"type":"pong"}`)))
		return nil
	case m.Type == "hello" && !begun:
		return k.begin(m)
	case m.Type == "context" && begun:
		if m.Key != "" {
			return faultf(badRequest, "the key cannot change").or("open another socket")
		}
		if m.Flags == nil {
			m.Flags = k.wanted
		}
		return k.ask(m)
	case !begun:
		return faultf(badRequest, "the first message has the type %s instead of \"hello\"", quoted(m.Type))
	}
	return faultf(badRequest, "there is no message of the type %s here", quoted(m.Type)).or(`a client says "context" and "ping"`)
}

// begin lets the client in.
func (k *socket) begin(m *liveMessage) error {
	if m.Key != "" {
		k.secret = m.Key
	}
	if err := k.admit(deciding); err != nil {
		return err
	}
	return k.ask(m)
}

// admit finds out who calls, and whether from where they may.
func (k *socket) admit(access access) error {
	at := k.server.config.Clock()
	if k.secret == "" {
		return faultf(unauthorized, "no key was sent").or("send " + access.String())
	}
	known, err := k.server.entrant(k.address, at, k.secret, access)
	if err != nil {
		return err
	}
	if known.kind == keys.Client {
		if err := k.server.originAllowed(known, k.origin, true); err != nil {
			return err
		}
	}
	k.caller.Store(known)
	k.secret = ""
	return known.here()
}

// here says whether a caller's key is still there.
func (c *caller) here() error {
	select {
	case <-c.revoked:
		return faultf(unauthorized, "the key was deleted")
	default:
		return nil
	}
}

// ask subscribes to the answers for a context, in place of those for the one before.
func (k *socket) ask(m *liveMessage) error {
	k.subscription.End()
	k.context++
	k.wanted = m.Flags
	caller := k.caller.Load()
	f := &feed{socket: k, context: k.context, have: m.Have, environment: caller.environment, detailed: caller.kind == keys.Server}
	var err error
	m.language = k.language
	k.subscription, err = k.server.listen(caller, m, f)
	f.have = nil
	k.expire(k.server.tokenExpiry(caller, m.Context))
	return err
}

// expire closes the socket when an identity token expires.
func (k *socket) expire(at time.Time) {
	if k.expiry != nil {
		k.expiry.Stop()
		k.expiry = nil
	}
	if !at.IsZero() {
		k.expiry = time.AfterFunc(at.Sub(k.server.config.Clock()), func() {
			k.dismiss(&ending{closeExpired, "token_expired", "the identity token has expired; send a new one"})
		})
	}
}

// dismiss tells the client why the socket closes; whoever reads sees the end of it.
func (k *socket) dismiss(e *ending) {
	k.closedWith(e.code)
	if k.plain {
		k.out.end(closeFrame(e.code, e.message))
	} else {
		said, _ := json.Marshal(struct { //nolint:errchkjson // texts always have a JSON form
			Type    string `json:"type"`
			Code    string `json:"code"`
			Message string `json:"message"`
		}{"error", e.name, e.message})
		k.out.end(textFrame(said), closeFrame(e.code, e.name))
	}
	_ = k.conn.NetConn().SetReadDeadline(time.Now().Add(partingTimeout))
}

// part ends the conversation: it says why, unless the client left, and waits a moment for the client to read that.
func (k *socket) part(err error) {
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
		k.closedWith(closed.Code)
		if closed.Code != websocket.CloseAbnormalClosure {
			k.out.end(closeFrame(closed.Code, ""))
			k.out.wait(partingTimeout)
		}
		return
	}
	_, fault := errors.AsType[*fault](err)
	_, ended := errors.AsType[*ending](err)
	if !fault && !ended {
		if k.out.ended() { // it was dismissed
			k.out.wait(partingTimeout)
		}
		return
	}
	k.dismiss(endingOf(err))
	k.out.wait(partingTimeout)
	_, _ = io.Copy(io.Discard, io.LimitReader(k.conn.NetConn(), mostLiveMessage))
}

// feed tells a socket's client answers.
type feed struct {
	socket      *socket
	context     uint64
	have        map[string]string
	environment string
	detailed    bool
}

// Begin implements push.Listener.
func (f *feed) Begin(a *push.Answer, person people.Found) {
	f.socket.out.sendText(func(b []byte) []byte { return appendSnapshot(b, f.context, a, f.have) })
	f.socket.told()
	f.socket.server.noteAnswer(f.environment, a, person)
}

// told counts a message.
func (k *socket) told() { k.server.metrics.live.sent[k.over()].Add(1) }

// encoding numbers the encodings of a change as a frame: for a context, with or without the names in its cause, compressed or not.
func (f *feed) encoding() uint64 {
	n := f.context << 2
	if f.detailed {
		n |= 1
	}
	if f.socket.out.deflates {
		n |= 2
	}
	return n
}

// Push implements push.Listener.
func (f *feed) Push(a *push.Answer, person people.Found) {
	f.socket.out.send(a.Encoded(f.encoding(), func() []byte {
		return f.socket.out.frameOf(appendChange(nil, f.context, a, f.detailed))
	}))
	f.socket.told()
	f.socket.server.noteAnswer(f.environment, a, person)
}

// allowance bounds how many messages a client may send: some at once, and then one or two a second.
type allowance struct {
	spent float64
	at    time.Time
}

const (
	messagesAtOnce   = 30
	messagesASecond  = 2
	beatsEvery       = 25 // seconds
	reconnectPerSlot = 1  // milliseconds that each socket adds to the time over which all come back
)

func (a *allowance) take(now time.Time) bool {
	if !a.at.IsZero() {
		a.spent = max(0, a.spent-messagesASecond*now.Sub(a.at).Seconds())
	}
	a.at = now
	a.spent++
	return a.spent <= messagesAtOnce
}
