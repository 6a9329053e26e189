package server_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/fingerpost/fingerpost/server"
)

func withCompression(c *server.Config) { c.CompressStreams = true }

// counted is a connection that counts what is read.
type counted struct {
	net.Conn
	read *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.read.Add(int64(n))
	return n, err
}

// manyFlags are flags that fill a long message.
func manyFlags() string {
	var b strings.Builder
	b.WriteString("fingerpost: 1\nflags:\n")
	for i := range 60 {
		fmt.Fprintf(&b, "  flag-%d: {type: string, client: true, variants: {a: 'the first of two values', b: 'the second'}, default: a}\n", i)
	}
	return b.String()
}

// extended opens a stream whose client offers extensions, and returns how many bytes it has read.
func (w *world) extended(offer string) (*listener, *http.Response, *atomic.Int64) {
	w.Helper()
	var read atomic.Int64
	dialer := &websocket.Dialer{EnableCompression: offer != "", NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return counted{conn, &read}, err
	}}
	conn, response, err := dialer.DialContext(w.Context(), "ws"+strings.TrimPrefix(w.url, "http")+"/v1/stream", nil)
	w.must(err)
	w.Cleanup(func() { conn.Close() })
	read.Store(0)
	return &listener{w.TB, conn}, response, &read
}

func TestMessagesAreCompressedForClientsThatOfferIt(t *testing.T) {
	tests := []struct {
		name           string
		offered, taken bool // by the client, and by the server
		least, most    int64
	}{
		{"both", true, true, 100, 1800},
		{"the client does not", false, true, 6000, 20_000},
		{"the server does not", true, false, 6000, 20_000},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, func(c *server.Config) { c.CompressStreams = test.taken })
			w.publish("production", manyFlags())
			offer := ""
			if test.offered {
				offer = "permessage-deflate"
			}
			l, response, read := w.extended(offer)
			if got := response.Header.Get("Sec-Websocket-Extensions") != ""; got != (test.offered && test.taken) {
				t.Errorf("the answer names the extension: %v", got)
			}
			l.say(fmt.Sprintf(`{"type":"hello","key":%q,"context":{"targetingKey":"ada"}}`, w.keys["client"]))
			if flags := l.heard("type", "snapshot")["flags"].([]any); len(flags) != 60 {
				t.Errorf("%d flags", len(flags))
			}
			if n := read.Load(); n < test.least || n > test.most {
				t.Errorf("%d bytes came", n)
			}
			w.publish("production", strings.ReplaceAll(manyFlags(), "default: a", "default: b"))
			if flags := l.heard("type", "change")["flags"].([]any); len(flags) != 60 {
				t.Errorf("%d flags have changed", len(flags))
			}
			l.quiet()
		})
	}
}

func TestThoseWhoAreCompressedForAndOthersAreToldTheSame(t *testing.T) {
	w := newWorld(t, withCompression)
	w.publish("production", manyFlags())
	hello := fmt.Sprintf(`{"type":"hello","key":%q,"context":{"targetingKey":"ada"}}`, w.keys["client"])
	compressed, _, _ := w.extended("permessage-deflate")
	plain, _, _ := w.extended("")
	for _, l := range []*listener{compressed, plain} {
		l.say(hello)
		l.heard("type", "snapshot")
	}
	w.publish("production", strings.ReplaceAll(manyFlags(), "default: a", "default: b"))
	for _, l := range []*listener{compressed, plain} {
		l.heard("type", "change", "sequence", 2.0, "flags.59.variant", "b")
	}
}

func TestWhatClientsCompressIsBounded(t *testing.T) {
	w := newWorld(t, withCompression)
	l, _, _ := w.extended("permessage-deflate")
	l.say(fmt.Sprintf(`{"type":"hello","key":%q,"context":{"targetingKey":%q}}`, w.keys["client"], strings.Repeat("a", 1<<20)))
	l.closed(1009)
}

func TestAWindowThatIsNotOursIsDeclined(t *testing.T) {
	w := newWorld(t, withCompression)
	for offer, want := range map[string]bool{
		"permessage-deflate; client_max_window_bits":                        true,
		"x-other, permessage-deflate;server_no_context_takeover":            true,
		"permessage-deflate; server_max_window_bits=10":                     false,
		"permessage-deflate; server_max_window_bits=10, permessage-deflate": true,
		"x-webkit-deflate-frame":                                            false,
	} {
		header := http.Header{"Sec-Websocket-Extensions": {offer}}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+"/v1/stream", http.NoBody)
		w.must(err)
		request.Header = header
		for name, value := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="} {
			request.Header.Set(name, value)
		}
		response, err := http.DefaultClient.Do(request)
		w.must(err)
		response.Body.Close()
		if got := strings.HasPrefix(response.Header.Get("Sec-Websocket-Extensions"), "permessage-deflate"); got != want || response.StatusCode != 101 {
			t.Errorf("%s: %d, taken %v", offer, response.StatusCode, got)
		}
	}
}
