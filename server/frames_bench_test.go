package server

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/push"
	"github.com/fingerpost/fingerpost/rules"
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
	o := &outbox{within: usualBounds(), to: conn, raw: rawOf(conn)}
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

// snapshotOf is the first message about so many flags.
func snapshotOf(b *testing.B, n int) []byte {
	b.Helper()
	var file strings.Builder
	file.WriteString("fingerpost: 1\nflags:\n")
	for i := range n {
		fmt.Fprintf(&file, "  flag-%02d: {type: boolean, variants: {on: true, off: false}, default: %s}\n", i, []string{"on", "off"}[i%2])
	}
	parsed, problems := environment.Parse([]byte(file.String()))
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	set, problems := environment.Compile(parsed.Definitions, 1, nil)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	a := &push.Answer{Sequence: 1, Revision: 1}
	set.DecideAll(&rules.Subject{}, time.Now(), func(d flags.Decision) bool {
		a.Outcomes = append(a.Outcomes, d.Outcome)
		return true
	})
	return appendSnapshot(nil, 1, a, nil)
}

// BenchmarkDeflate compresses the first message about 53 and about 1,000 flags; the ceiling is to copy it.
func BenchmarkDeflate(b *testing.B) {
	for _, n := range []int{53, 1000} {
		text := snapshotOf(b, n)
		var out []byte
		b.Run(fmt.Sprint(n, " flags"), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				out = appendDeflated(out[:0], text)
			}
			b.ReportMetric(float64(len(text)), "B-before")
			b.ReportMetric(float64(len(out)), "B-after")
		})
		b.Run(fmt.Sprint(n, " flags copied"), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				out = append(out[:0], text...)
			}
		})
	}
}
