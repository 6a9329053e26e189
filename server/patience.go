package server

import (
	"io"
	"net/http"
	"time"
)

// patient lets a call whose body has arrived take as long as it takes: what goes through
// everybody, or through the log, can outlast the timeouts of requests. It ends early when the client leaves.
func (c *call) patient() {
	control := http.NewResponseController(c.Response())
	_ = control.SetReadDeadline(time.Time{}) // where there are no deadlines, none has to be lifted
	_ = control.SetWriteDeadline(time.Time{})
	c.deadline = control.SetWriteDeadline
}

// awaitReader gives the client of a patient call a while to take in what is written next.
func (c *call) awaitReader() {
	if c.deadline != nil {
		_ = c.deadline(time.Now().Add(c.server.config.WriteTimeout))
	}
}

// slowBody returns a body that may take as long as it keeps arriving: each piece of it has to
// come within the read timeout. It refuses a body that is encoded, or says itself that it is beyond the limit.
func (c *call) slowBody(limit int64) (io.Reader, error) {
	r := c.Request()
	if err := c.plain(); err != nil {
		return nil, err
	}
	if r.ContentLength > limit {
		return nil, c.oversized(limit)
	}
	return &slowReader{r.Body, http.NewResponseController(c.Response()), c.server.config.ReadTimeout}, nil
}

// slowReader gives each Read a deadline of its own.
type slowReader struct {
	from    io.Reader
	control *http.ResponseController
	timeout time.Duration
}

// Read implements io.Reader.
func (s *slowReader) Read(b []byte) (int, error) {
	_ = s.control.SetReadDeadline(time.Now().Add(s.timeout)) // where there are no deadlines, none has to be moved
	return s.from.Read(b)
}

// pieces is a writer of an answer whose length nobody knows yet, in pieces, each of which has
// to be taken in before the write timeout. After an error nothing more is written.
type pieces struct {
	call   *call
	buffer []byte
	err    error
}

// Write implements io.Writer.
func (p *pieces) Write(b []byte) (int, error) {
	p.buffer = append(p.buffer, b...)
	if len(p.buffer) >= pieceSize {
		p.flush()
	}
	return len(b), p.err
}

// flush sends what was written.
func (p *pieces) flush() {
	if p.err == nil && len(p.buffer) > 0 {
		p.call.awaitReader()
		_, p.err = p.call.Response().Write(p.buffer)
	}
	p.buffer = p.buffer[:0]
}

// text writes a text.
func (p *pieces) text(s string) { _, _ = p.Write([]byte(s)) }

// elements writes the elements of a JSON list, with commas in between.
type elements struct {
	out  *pieces
	some bool
}

// add writes an element, and says whether to go on.
func (e *elements) add(v any) bool {
	text, err := encode(v)
	if err != nil {
		e.out.err = err
		return false
	}
	if e.some {
		e.out.text(",")
	}
	e.some = true
	_, _ = e.out.Write(text)
	return e.out.err == nil
}
