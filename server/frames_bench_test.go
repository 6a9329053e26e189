package server

import (
	"io"
	"net"
	"testing"
	"time"
)

// pair returns both ends of a connection whose other end is read as fast as it goes.
func pair(b *testing.B) net.Conn {
	b.Helper()
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer listener.Close()
	there, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", listener.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	here, err := listener.Accept()
	if err != nil {
		b.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, there) }()
	b.Cleanup(func() { here.Close(); there.Close() })
	return here
}

// BenchmarkBurst is a burst of ready messages of 254 bytes to one client, which are gathered and written together.
func BenchmarkBurst(b *testing.B) {
	conn := pair(b)
	o := &outbox{to: conn, raw: rawOf(conn)}
	message := textFrame(make([]byte, 254))
	b.SetBytes(int64(len(message)))
	for i := 0; b.Loop(); i++ {
		o.send(message)
		if i%(mostFrames/2) == 0 {
			o.wait(time.Second)
		}
	}
	if o.ended() {
		b.Fatal("the client was cut off")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkBurstCeiling is the same messages, each with a write of its own.
func BenchmarkBurstCeiling(b *testing.B) {
	conn := pair(b)
	message := textFrame(make([]byte, 254))
	b.SetBytes(int64(len(message)))
	for b.Loop() {
		if _, err := conn.Write(message); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
