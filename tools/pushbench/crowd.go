package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// crowd is many listeners of one server.
type crowd struct {
	address string
	hello   func(i int) string // the first message of each; empty says nothing
	marker  []byte             // in each message that counts

	conns []net.Conn
	// round counts the messages since it was begun, and when the last of them came.
	heard atomic.Int64
	last  atomic.Int64
	first atomic.Int64
	ready atomic.Int64 // who has had any message
	ended atomic.Int64
}

// open opens n sockets, some at a time.
func (c *crowd) open(n int) error {
	c.conns = make([]net.Conn, n)
	limit := make(chan struct{}, 64)
	var wait sync.WaitGroup
	var failed atomic.Pointer[error]
	for i := range n {
		limit <- struct{}{}
		wait.Go(func() {
			defer func() { <-limit }()
			if err := c.openOne(i); err != nil {
				failed.Store(&err)
			}
		})
	}
	wait.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// openOne opens a socket and reads from it in the background.
func (c *crowd) openOne(i int) error {
	// Addresses of the loopback network, so that one does not run out of ports.
	from := &net.TCPAddr{IP: net.IPv4(127, 0, byte(i/1000), byte(i%200+2))}
	conn, err := (&net.Dialer{LocalAddr: from, Timeout: 10 * time.Second}).Dial("tcp", c.address)
	if err != nil {
		return err
	}
	c.conns[i] = conn
	request := "GET /v1/stream HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Protocol: fingerpost.v1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	in := bufio.NewReaderSize(conn, 1024)
	status, err := in.ReadString('\n')
	if err != nil || !strings.Contains(status, "101") {
		return fmt.Errorf("no socket: %s %w", status, errors.Join(err))
	}
	for line := status; line != "\r\n"; {
		if line, err = in.ReadString('\n'); err != nil {
			return err
		}
	}
	if c.hello != nil {
		if _, err := conn.Write(masked(c.hello(i))); err != nil {
			return err
		}
	}
	go c.read(in)
	return nil
}

// masked makes the text frame of a client.
func masked(text string) []byte {
	b := []byte{0x81}
	if len(text) < 126 {
		b = append(b, 0x80|byte(len(text)))
	} else {
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(len(text)))
	}
	b = append(b, 0, 0, 0, 0) // a mask that changes nothing
	return append(b, text...)
}

// read counts messages until the socket ends.
func (c *crowd) read(in *bufio.Reader) {
	defer c.ended.Add(1)
	var header [10]byte
	var text []byte
	ready := false
	for {
		if _, err := io.ReadFull(in, header[:2]); err != nil {
			return
		}
		size := int(header[1] & 0x7f)
		switch size {
		case 126:
			if _, err := io.ReadFull(in, header[:2]); err != nil {
				return
			}
			size = int(binary.BigEndian.Uint16(header[:2]))
		case 127:
			if _, err := io.ReadFull(in, header[:8]); err != nil {
				return
			}
			size = int(binary.BigEndian.Uint64(header[:8]))
		}
		if cap(text) < size {
			text = make([]byte, size)
		}
		text = text[:size]
		if _, err := io.ReadFull(in, text); err != nil {
			return
		}
		if !ready {
			ready = true
			c.ready.Add(1)
		}
		if bytes.Contains(text, c.marker) {
			now := time.Now().UnixNano()
			c.first.CompareAndSwap(0, now)
			c.last.Store(now)
			c.heard.Add(1)
		}
		if cap(text) > 4096 {
			text = nil
		}
	}
}

// begin begins a round.
func (c *crowd) begin() {
	c.heard.Store(0)
	c.first.Store(0)
}

// await waits until so many have heard, and returns when the last of them did.
func (c *crowd) await(n int, patience time.Duration) (time.Time, error) {
	deadline := time.Now().Add(patience)
	for c.heard.Load() < int64(n) {
		if time.Now().After(deadline) {
			return time.Time{}, fmt.Errorf("%d of %d have heard", c.heard.Load(), n)
		}
		time.Sleep(200 * time.Microsecond)
	}
	return time.Unix(0, c.last.Load()), nil
}

func (c *crowd) close() {
	for _, conn := range c.conns {
		if conn != nil {
			_ = conn.Close()
		}
	}
}

// back opens each socket again as clients do: after a random time, which grows with each attempt.
func (c *crowd) back() time.Duration {
	begun := time.Now()
	c.ready.Store(0)
	var wait sync.WaitGroup
	for i := range c.conns {
		wait.Go(func() {
			for most := time.Second; ; most = min(2*most, 60*time.Second) {
				time.Sleep(rand.N(most))
				if c.openOne(i) == nil {
					return
				}
			}
		})
	}
	wait.Wait()
	for c.ready.Load() < int64(len(c.conns)) && time.Since(begun) < 2*time.Minute {
		time.Sleep(time.Millisecond)
	}
	return time.Since(begun)
}
