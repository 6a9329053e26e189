package server

import (
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
