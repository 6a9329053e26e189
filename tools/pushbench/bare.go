package main

import (
	"io"
	"net/http"
	"runtime"
	"sync"

	"github.com/gorilla/websocket"
)

// bare is the least that a server over gorilla/websocket does: it keeps the sockets, and writes one ready
// frame to each of them when it is asked to.
type bare struct {
	mu  sync.Mutex
	all []*websocket.Conn
}

func serveBare(address string) error {
	b := &bare{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/stream", b.open)
	mux.HandleFunc("POST /broadcast", b.broadcast)
	return (&http.Server{Addr: address, Handler: mux}).ListenAndServe() //nolint:gosec // it serves this program alone
}

func (b *bare) open(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{ReadBufferSize: 512, WriteBufferSize: 512, WriteBufferPool: &sync.Pool{}, CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	b.mu.Lock()
	b.all = append(b.all, conn)
	b.mu.Unlock()
	go func() {
		for {
			if _, _, err := conn.NextReader(); err != nil {
				return
			}
		}
	}()
}

// broadcast sends the request's body to all, from as many goroutines as there are cores.
func (b *bare) broadcast(_ http.ResponseWriter, r *http.Request) {
	text, _ := io.ReadAll(r.Body)
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
	if err != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var workers sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		workers.Go(func() {
			for i := w; i < len(b.all); i += n {
				_ = b.all[i].WritePreparedMessage(message)
			}
		})
	}
	workers.Wait()
}
