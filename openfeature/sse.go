package openfeature

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errTooLong says that a server sent more in one event than is accepted.
var errTooLong = errors.New("event is too long")

// message is one server-sent event.
type message struct {
	// id is the last event ID that the stream has set, by this event or an earlier one.
	id string
	// event is the event's type; "message" if the server named none.
	event string
	data  []byte
}

// scanner reads a stream of server-sent events whose lines end in LF or CRLF.
// One event's lines together are at most limit bytes long.
type scanner struct {
	reader *bufio.Reader
	limit  int
	id     string
}

func newScanner(r io.Reader, limit int) *scanner {
	return &scanner{reader: bufio.NewReaderSize(r, 16<<10), limit: limit}
}

// next returns the next event that has data. An event that the stream's end cuts
// off is dropped, as the standard demands; the error is then io.EOF.
func (s *scanner) next() (message, error) {
	var m message
	budget := s.limit
	for {
		line, err := s.line(&budget)
		if err != nil {
			return message{}, err
		}
		if len(line) > 0 {
			s.field(&m, line)
			continue
		}
		if m.data == nil {
			m, budget = message{}, s.limit
			continue
		}
		m.data = bytes.TrimSuffix(m.data, []byte("\n"))
		m.id = s.id
		if m.event == "" {
			m.event = "message"
		}
		return m, nil
	}
}

// line returns the next line without its end; it is valid until the next call.
func (s *scanner) line(budget *int) ([]byte, error) {
	var long []byte
	for {
		part, err := s.reader.ReadSlice('\n')
		if *budget -= len(part); *budget < 0 {
			return nil, fmt.Errorf("%w: more than %d bytes", errTooLong, s.limit)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long, part...)
			continue
		}
		if err != nil {
			return nil, err
		}
		if long != nil {
			part = append(long, part...)
		}
		return bytes.TrimSuffix(bytes.TrimSuffix(part, []byte("\n")), []byte("\r")), nil
	}
}

func (s *scanner) field(m *message, line []byte) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "id":
		if bytes.IndexByte(value, 0) < 0 {
			s.id = string(value)
		}
	case "event":
		m.event = string(value)
	case "data":
		m.data = append(append(m.data, value...), '\n')
	}
}
