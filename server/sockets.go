package server

import (
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// sockets are those that are open.
type sockets struct {
	running sync.WaitGroup // those whose clients are listened to

	mu     sync.Mutex
	all    map[*socket]int // with the second of a beat in which each is told that the server is there
	next   int
	closed bool
	beats  bool // somebody sees to that
}

// full says whether no more can be opened.
func (s *sockets) full(most int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all) >= most
}

// count returns how many are open.
func (s *sockets) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

// add adds a socket; false if all were closed.
func (s *sockets) add(k *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	if s.all == nil {
		s.all = map[*socket]int{}
	}
	s.all[k] = s.next
	s.next = (s.next + 1) % beatsEvery
	if !s.beats {
		s.beats = true
		s.running.Go(k.server.beat)
	}
	return true
}

func (s *sockets) remove(k *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, k)
}

// those returns the sockets of which choose is true.
func (s *sockets) those(choose func(k *socket, second int) bool) []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	var chosen []*socket
	for k, second := range s.all {
		if choose(k, second) {
			chosen = append(chosen, k)
		}
	}
	return chosen
}

// beat tells clients from time to time that the server is there, a part of them each second, and cuts off those
// that give no sign of life. It ends when the server closes.
func (s *Server) beat() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for second := 0; ; second = (second + 1) % beatsEvery {
		select {
		case <-s.closing.Done():
			return
		case <-ticker.C:
		}
		for _, k := range s.sockets.those(func(_ *socket, its int) bool { return its == second }) {
			if k.silent() > silenceTimeout {
				k.out.kill()
				continue
			}
			k.out.send(k.beat())
		}
	}
}

// dismissAll closes the sockets of a key.
func (s *Server) dismissAll(of *caller) {
	for _, k := range s.sockets.those(func(k *socket, _ int) bool { return k.caller.Load() == of }) {
		k.dismiss(&ending{closeUnauthorized, "unauthorized", "the key was deleted"})
	}
}

// beat is what tells a client that the server is there.
func (k *socket) beat() []byte {
	if k.plain {
		return pingFrame
	}
	return beatFrames
}

// farewell is what a client is told when the server stops: when to come back, each at another time, so
// that not all come at once.
func (k *socket) farewell() [][]byte {
	closing := closeFrame(websocket.CloseGoingAway, "the server stops")
	if k.plain {
		return [][]byte{closing}
	}
	spread := max(1000, reconnectPerSlot*k.server.sockets.count()) //nolint:mnd // at least a second
	after := rand.IntN(spread)                                     //nolint:gosec // any time will do
	return [][]byte{
		textFrame([]byte(`{"type":"bye","after":` + strconv.Itoa(after) + `}`)),
		closing,
	}
}

// sayFarewell closes the socket because the server stops.
func (k *socket) sayFarewell() {
	k.closedWith(websocket.CloseGoingAway)
	k.out.end(k.farewell()...)
}

// closeSockets closes all sockets in order, and waits a moment for their clients.
func (s *Server) closeSockets() {
	s.sockets.mu.Lock()
	s.sockets.closed = true
	s.sockets.mu.Unlock()
	for _, k := range s.sockets.those(func(*socket, int) bool { return true }) {
		k.sayFarewell()
		_ = k.conn.NetConn().SetReadDeadline(time.Now().Add(partingTimeout))
	}
	ended := make(chan struct{})
	go func() {
		s.sockets.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(2 * partingTimeout):
		for _, k := range s.sockets.those(func(*socket, int) bool { return true }) {
			k.out.kill()
		}
	}
}
