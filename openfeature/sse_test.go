package openfeature

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestScannerReadsEvents(t *testing.T) {
	tests := []struct {
		name, stream string
		want         []message
	}{
		{"one event with all its fields", "id: 7\nevent: snapshot\ndata: {}\n\n", []message{{"7", "snapshot", []byte("{}")}}},
		{"an event without a type is a message", "data: x\n\n", []message{{"", "message", []byte("x")}}},
		{"lines of data are joined", "data: a\ndata: b\n\n", []message{{"", "message", []byte("a\nb")}}},
		{"lines may end in CRLF", "event: current\r\ndata: x\r\n\r\n", []message{{"", "current", []byte("x")}}},
		{"comments are heartbeats and nothing else", ": hi\n\n:\n\ndata: x\n\n", []message{{"", "message", []byte("x")}}},
		{"only one space after the colon is cut", "data:  x\n\ndata:y\n\n", []message{{"", "message", []byte(" x")}, {"", "message", []byte("y")}}},
		{"an event without data is dropped but sets the id", "id: 3\nevent: snapshot\n\ndata: x\n\n", []message{{"3", "message", []byte("x")}}},
		{"an id stays for the events after it", "id: 3\ndata: a\n\ndata: b\n\n", []message{{"3", "message", []byte("a")}, {"3", "message", []byte("b")}}},
		{"an id with a NUL is ignored", "id: 3\x00\ndata: a\n\n", []message{{"", "message", []byte("a")}}},
		{"unknown fields are ignored", "retry: 5\nwhatever\ndata: a\n\n", []message{{"", "message", []byte("a")}}},
		{"an event that is cut off is dropped", "data: a\n\ndata: b\n", []message{{"", "message", []byte("a")}}},
		{"a line longer than the buffer is whole", "data: " + strings.Repeat("x", 100<<10) + "\n\n", []message{{"", "message", []byte(strings.Repeat("x", 100<<10))}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newScanner(strings.NewReader(test.stream), 1<<20)
			for _, want := range test.want {
				got, err := s.next()
				if err != nil || got.id != want.id || got.event != want.event || !bytes.Equal(got.data, want.data) {
					t.Fatalf("got %+v, %v; want %+v", got, err, want)
				}
			}
			if m, err := s.next(); !errors.Is(err, io.EOF) {
				t.Fatalf("after the last event: %+v, %v; want the end", m, err)
			}
		})
	}
}

func TestScannerBoundsOneEvent(t *testing.T) {
	t.Run("in one line without an end", func(t *testing.T) {
		_, err := newScanner(strings.NewReader("data: "+strings.Repeat("x", 70<<10)), 64<<10).next()
		if !errors.Is(err, errTooLong) {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("in many lines", func(t *testing.T) {
		_, err := newScanner(strings.NewReader(strings.Repeat("data: x\n", 1000)), 1000).next()
		if !errors.Is(err, errTooLong) {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("but not the stream", func(t *testing.T) {
		s := newScanner(strings.NewReader(strings.Repeat(": heartbeat\n\ndata: x\n\n", 1000)), 100)
		for range 1000 {
			if _, err := s.next(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func FuzzScanner(f *testing.F) {
	f.Add("id: 7\nevent: snapshot\ndata: {}\n\n")
	f.Add(":\r\n\r\ndata\n\n")
	f.Fuzz(func(t *testing.T, stream string) {
		s := newScanner(strings.NewReader(stream), 4096)
		for {
			m, err := s.next()
			if err != nil {
				return
			}
			if len(m.data) > 4096 {
				t.Fatalf("%d bytes of data", len(m.data))
			}
		}
	})
}
