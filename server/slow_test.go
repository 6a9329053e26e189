package server_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/server"
)

// stalling is a crowd of listeners of which some stop reading.
type stalling struct {
	*world
	readers, stalled []*websocket.Conn // who read, and who do not
	heard            atomic.Int64      // changes that the readers have read
	slowest          time.Duration
}

// largeFile is an environment whose one flag has values of 100 KB, of which a segment decides: so that little
// is published, and much is told.
func largeFile(country string) string {
	large := strings.Repeat("x", 100<<10)
	return fmt.Sprintf("fingerpost: 1\nattributes:\n  country: {type: string, client: true}\nsegments:\n  chosen: {when: 'country == \"%s\"'}\nflags:\n"+
		"  large: {type: string, client: true, variants: {a: 'a%s', b: 'b%s'}, targeting: [{when: 'segment(\"chosen\")', serve: a}], default: b}\n", country, large, large)
}

// newStalling has so many listen of whom a hundredth does not read.
func newStalling(t *testing.T, n int, bound func(*server.Server)) *stalling {
	s := &stalling{world: newWorld(t)}
	bound(s.server)
	s.publish("production", largeFile("DE"))
	for i := range n {
		stalls := i%100 == 0
		conn := s.listenWith(stalls)
		s.must(conn.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"type":"hello","key":%q,"context":{"targetingKey":"p%d","country":"DE"}}`, s.keys["client"], i)))
		_, _, err := conn.ReadMessage() // the snapshot
		s.must(err)
		if stalls {
			s.stalled = append(s.stalled, conn)
		} else {
			s.readers = append(s.readers, conn)
			go s.read(conn)
		}
	}
	return s
}

// listenWith opens a socket; with a small buffer to receive with, if it is to stall.
func (s *stalling) listenWith(small bool) *websocket.Conn {
	dialer := &websocket.Dialer{ReadBufferSize: 4096, WriteBufferSize: 256, NetDial: func(network, address string) (net.Conn, error) {
		conn, err := net.Dial(network, address)
		if err == nil && small {
			err = conn.(*net.TCPConn).SetReadBuffer(4096)
		}
		return conn, err
	}}
	conn, _, err := dialer.DialContext(s.Context(), "ws"+strings.TrimPrefix(s.url, "http")+"/v1/stream", nil)
	s.must(err)
	s.Cleanup(func() { conn.Close() })
	return conn
}

func (s *stalling) read(conn *websocket.Conn) {
	head := make([]byte, 64)
	for {
		_, r, err := conn.NextReader()
		if err != nil {
			return
		}
		n, _ := io.ReadFull(r, head)
		_, _ = io.Copy(io.Discard, r)
		if bytes.Contains(head[:n], []byte(`"type":"change"`)) {
			s.heard.Add(1)
		}
	}
}

// flip publishes the flag again and again, and waits each time until all who read have heard.
func (s *stalling) flip(rounds int) error {
	one, other := s.parse(largeFile("DE")), s.parse(largeFile("FR"))
	for round := range rounds {
		begun, want := time.Now(), s.heard.Load()+int64(len(s.readers))
		if round%2 == 0 {
			s.change("production", environment.Diff(one, other))
		} else {
			s.change("production", environment.Diff(other, one))
		}
		for s.heard.Load() < want {
			if time.Since(begun) > 10*time.Second {
				return fmt.Errorf("in round %d %d changes were not heard", round, want-s.heard.Load())
			}
			time.Sleep(100 * time.Microsecond)
		}
		s.slowest = max(s.slowest, time.Since(begun))
	}
	return nil
}

// check has flags change until those who stall would have to be cut, and says what is wrong then.
func (s *stalling) check(rounds int) error {
	before := alive()
	if err := s.flip(rounds); err != nil {
		return err
	}
	deadline := time.Now().Add(3 * time.Second)
	cut := fmt.Sprintf("fingerpost_listeners_slow_total{transport=\"websocket\"} %d\n", len(s.stalled))
	for !strings.Contains(metricsOf(s.world), cut) {
		if time.Now().After(deadline) {
			return fmt.Errorf("not all %d who do not read were cut", len(s.stalled))
		}
		time.Sleep(time.Millisecond)
	}
	if grown := int64(alive()) - int64(before); grown > 8<<20 {
		return fmt.Errorf("%d bytes more are in use", grown)
	}
	return nil
}

func alive() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// crowdSize is how many listen: a few, or as many as FINGERPOST_LISTENERS says.
func crowdSize(t *testing.T) int {
	n := 100
	if said := os.Getenv("FINGERPOST_LISTENERS"); said != "" {
		_, err := fmt.Sscan(said, &n)
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func TestThoseWhoDoNotReadAreCutAndNobodyElseWaits(t *testing.T) {
	s := newStalling(t, crowdSize(t), func(s *server.Server) { s.Bound(64, 1<<20, 300*time.Millisecond) })
	if err := s.check(60); err != nil {
		t.Fatal(err)
	}
	t.Logf("the slowest of 60 changes was heard by all %d who read after %v", len(s.readers), s.slowest)
	s.counts(fmt.Sprintf(`fingerpost_listeners_open{transport="websocket"} %d`, len(s.readers)))
}

// TestThoseWhoAreNeverCutAreFoundOut is the control: everything may wait, and for ever.
func TestThoseWhoAreNeverCutAreFoundOut(t *testing.T) {
	s := newStalling(t, 100, func(s *server.Server) { s.Bound(1<<30, 1<<40, time.Hour) })
	if err := s.check(60); err == nil {
		t.Error("nobody was cut, and that was not noticed")
	}
}
