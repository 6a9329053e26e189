package server

import (
	"bytes"
	"encoding/binary"
	"net"
	"strings"
	"testing"
)

func TestAClientThatDoesNotReadIsCutOff(t *testing.T) {
	here, there := net.Pipe()
	defer there.Close()
	o := &outbox{within: usualBounds(), to: here}
	for range 2*mostFrames + 10 { // of which the writer may have taken some before it waits
		o.send(textFrame([]byte("change")))
	}
	if !o.ended() {
		t.Fatal("everything is kept for a client that does not read")
	}
	text := make([]byte, 4096)
	var all []byte
	for !bytes.Contains(all, tooSlowClose) {
		n, err := there.Read(text)
		if err != nil {
			t.Fatalf("the client is not told why: %v after %q", err, all)
		}
		all = append(all, text[:n]...)
	}
	if n := bytes.Count(all, []byte("change")); n > mostFrames {
		t.Errorf("%d changes were sent on before the client was told", n)
	}
}

func TestWhatComesCloseTogetherIsWrittenTogether(t *testing.T) {
	here, there := net.Pipe()
	defer there.Close()
	o := &outbox{within: usualBounds(), to: here}
	for range 10 {
		o.send(textFrame([]byte("change")))
	}
	text := make([]byte, 4096)
	writes, got := 0, 0
	for got < 10 {
		n, err := there.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		writes, got = writes+1, got+bytes.Count(text[:n], []byte("change"))
	}
	if writes > 2 {
		t.Errorf("ten messages took %d writes, want one for what was there at first and one for the rest", writes)
	}
}

func TestFramesOfEveryLength(t *testing.T) {
	for _, n := range []int{0, 1, 125, 126, 0xffff, 0x10000} {
		f := textFrame([]byte(strings.Repeat("x", n)))
		if f[0] != 0x81 {
			t.Fatalf("%d bytes: it is no whole text frame: %x", n, f[0])
		}
		size, header := int(f[1]), 2
		switch f[1] {
		case 126:
			size, header = int(binary.BigEndian.Uint16(f[2:])), 4
		case 127:
			size, header = int(binary.BigEndian.Uint64(f[2:])), 10
		}
		if size != n || len(f) != header+n {
			t.Errorf("%d bytes: the frame says %d and has %d", n, size, len(f)-header)
		}
	}
}

func TestAReasonFitsIntoACloseFrame(t *testing.T) {
	if f := closeFrame(4400, strings.Repeat("ä", 200)); len(f) > 2+125 || !bytes.HasSuffix(f, []byte("ä")) {
		t.Errorf("%d bytes: %q", len(f), f)
	}
}

func FuzzLiveMessage(f *testing.F) {
	for _, text := range []string{
		`{"type":"hello","key":"ck_x","context":{"targetingKey":"ada"},"flags":["a","a"],"have":{"a":"1"}}`, `{"type":"ping"}`, `{}`, `[`, `{"flags":null}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m := new(liveMessage)
		if decode(text, m) != nil {
			return
		}
		wanted, err := m.wanted()
		if err == nil && m.Flags != nil && len(wanted) > len(*m.Flags) {
			t.Errorf("%d flags became %d", len(*m.Flags), len(wanted))
		}
	})
}
