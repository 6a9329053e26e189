package server

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

// Frames are made here, once for all who are told the same, and written several at once:
// one write is most of what telling somebody costs.

const (
	finalFrame    = 0x80
	textOpcode    = 0x1
	shortLength   = 125
	length16      = 126
	length64      = 127
	longestHeader = 10
)

// textFrame makes a whole unmasked text frame (RFC 6455, 5.2), as servers send them.
func textFrame(text []byte) []byte { return frame(textOpcode, text) }

// controlFrame makes a frame of up to 125 bytes.
func controlFrame(opcode int, data []byte) []byte {
	return frame(byte(opcode), data[:min(len(data), shortLength)])
}

func closeFrame(code int, reason string) []byte {
	if code == websocket.CloseNoStatusReceived {
		return controlFrame(websocket.CloseMessage, nil)
	}
	return controlFrame(websocket.CloseMessage, websocket.FormatCloseMessage(code, short(reason)))
}

// short cuts a reason to the length that fits into a close frame, at the end of a character.
func short(reason string) string {
	const longest = shortLength - 2
	if len(reason) <= longest {
		return reason
	}
	return strings.ToValidUTF8(reason[:longest], "")
}

func frame(opcode byte, data []byte) []byte {
	return append(appendHeader(make([]byte, 0, longestHeader+len(data)), opcode, len(data)), data...)
}

// appendHeader appends what comes before n bytes of data.
func appendHeader(b []byte, opcode byte, n int) []byte {
	b = append(b, finalFrame|opcode)
	switch {
	case n <= shortLength:
		return append(b, byte(n))
	case n <= 0xffff:
		return binary.BigEndian.AppendUint16(append(b, length16), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(b, length64), uint64(n))
}

// framed makes a frame of what stands in b behind longestHeader bytes of room, in the same memory.
func framed(opcode byte, b []byte) []byte {
	var header [longestHeader]byte
	h := appendHeader(header[:0], opcode, len(b)-longestHeader)
	frame := b[longestHeader-len(h):]
	copy(frame, h)
	return frame
}

// Bounds of what waits to be read by a client.
const (
	mostFrames  = 64
	mostWaiting = 1 << 20
	// slowTimeout is how long a client may take to take in what it is told.
	slowTimeout = 5 * time.Second
)

// bounds are how much of what a client is told may wait, and how long it may take to take something in.
type bounds struct {
	frames, bytes int
	patience      time.Duration
}

func usualBounds() *bounds { return &bounds{mostFrames, mostWaiting, slowTimeout} }

// outbox is what a client is to be told, in order. Nobody waits for it: a client that does not read is cut off.
type outbox struct {
	to  net.Conn
	raw syscall.RawConn // writes without waiting; nil if that cannot be done
	// deflates says that the client takes compressed messages.
	deflates bool
	within   *bounds // shared by all

	mu      sync.Mutex
	frames  [][]byte
	bytes   int
	writing bool
	closing bool // nothing is added any more; the connection ends once all is written
	idle    chan struct{}
	wrote   time.Time // when something was last written at once
	slow    bool      // the client was cut off because it did not read
}

// apart is how far apart what is told has to come to be written at once; what comes closer together is
// gathered, and written together.
const apart = time.Millisecond

// send adds a frame, which must not be changed any more.
func (o *outbox) send(frame []byte) { o.add(frame, func(rest []byte) []byte { return rest }) }

// sendText adds a text frame that is not needed again. Say appends the text.
func (o *outbox) sendText(say func(b []byte) []byte) {
	buffer := pieceBuffers.Get().(*[]byte)
	*buffer = say(append((*buffer)[:0], make([]byte, longestHeader)...))
	if o.deflates && len(*buffer) >= longestHeader+leastDeflated {
		short := pieceBuffers.Get().(*[]byte)
		*short = appendDeflated(append((*short)[:0], make([]byte, longestHeader)...), (*buffer)[longestHeader:])
		o.add(framed(deflatedFrame|textOpcode, *short), bytes.Clone)
		giveBack(short)
	} else {
		o.add(framed(textOpcode, *buffer), bytes.Clone)
	}
	giveBack(buffer)
}

// giveBack gives a buffer back, unless it has become large.
func giveBack(buffer *[]byte) {
	const keep = 64 << 10
	if cap(*buffer) <= keep {
		pieceBuffers.Put(buffer)
	}
}

// frameOf makes a text frame as the client takes it.
func (o *outbox) frameOf(text []byte) []byte {
	if !o.deflates || len(text) < leastDeflated {
		return textFrame(text)
	}
	return framed(deflatedFrame|textOpcode, appendDeflated(make([]byte, longestHeader, longestHeader+len(text)), text))
}

// add adds a frame. What cannot be written at once is kept as keep returns it.
func (o *outbox) add(frame []byte, keep func(rest []byte) []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing {
		return
	}
	if len(o.frames) >= o.within.frames || o.bytes+len(frame) > o.within.bytes {
		o.frames, o.bytes, o.closing, o.slow = [][]byte{tooSlowFrame, tooSlowClose}, 0, true, true
		return // whoever writes goes on, or gives up in time
	}
	frame = o.writeAtOnce(frame)
	if len(frame) == 0 {
		return
	}
	o.frames = append(o.frames, keep(frame))
	o.bytes += len(frame)
	o.start()
}

// writeAtOnce writes what goes without waiting, if nobody writes, and returns the rest; the lock is held.
func (o *outbox) writeAtOnce(frame []byte) (rest []byte) {
	if o.writing || o.raw == nil {
		return frame
	}
	now := time.Now()
	if now.Sub(o.wrote) < apart {
		return frame
	}
	o.wrote = now
	return frame[writeNow(o.raw, frame):]
}

// end adds the last frames.
func (o *outbox) end(frames ...[]byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closing {
		return
	}
	o.closing = true
	o.frames = append(o.frames, frames...)
	o.start()
}

// ended says whether the last frames were added.
func (o *outbox) ended() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.closing
}

// tooSlow notes that the client did not read.
func (o *outbox) tooSlow() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.slow = true
}

// wasSlow says whether the client was cut off because it did not read.
func (o *outbox) wasSlow() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.slow
}

// start has somebody write, if nobody does; the lock is held.
func (o *outbox) start() {
	if !o.writing {
		o.writing = true
		go o.write()
	}
}

// pieceBuffers are what frames are put together in.
var pieceBuffers = sync.Pool{New: func() any { return new([]byte) }} //nolint:gochecknoglobals // it holds nothing that outlives a write

// write writes until nothing waits.
func (o *outbox) write() {
	buffer := pieceBuffers.Get().(*[]byte)
	defer pieceBuffers.Put(buffer)
	for {
		frames, last := o.take()
		if frames == nil {
			if last {
				o.halfClose()
			}
			return
		}
		b := frames[0]
		if len(frames) > 1 {
			b = (*buffer)[:0]
			for _, frame := range frames {
				b = append(b, frame...)
			}
			*buffer = b
		}
		_ = o.to.SetWriteDeadline(time.Now().Add(o.within.patience))
		if _, err := o.to.Write(b); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				o.tooSlow()
			}
			o.kill()
			return
		}
		_ = o.to.SetWriteDeadline(time.Time{}) // which what is written at once would run into
	}
}

// take takes what waits; nothing if there is nothing, and whether that was the last.
func (o *outbox) take() (frames [][]byte, last bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.frames) == 0 {
		o.writing = false
		if o.idle != nil {
			close(o.idle)
			o.idle = nil
		}
		return nil, o.closing
	}
	frames, o.frames, o.bytes = o.frames, nil, 0
	return frames, false
}

// wait waits until all is written, for some time at most.
func (o *outbox) wait(most time.Duration) {
	o.mu.Lock()
	if !o.writing {
		o.mu.Unlock()
		return
	}
	if o.idle == nil {
		o.idle = make(chan struct{})
	}
	idle := o.idle
	o.mu.Unlock()
	select {
	case <-idle:
	case <-time.After(most):
	}
}

// halfClose says that nothing more comes, and lets the client read what was sent before the connection goes.
func (o *outbox) halfClose() {
	if half, ok := o.to.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = o.to.SetReadDeadline(time.Now().Add(partingTimeout))
}

// kill ends the connection at once.
func (o *outbox) kill() {
	o.mu.Lock()
	o.closing, o.frames, o.bytes, o.writing = true, nil, 0, false
	if o.idle != nil {
		close(o.idle)
		o.idle = nil
	}
	o.mu.Unlock()
	_ = o.to.Close()
}

// Frames that are always the same.
var (
	tooSlowFrame = textFrame([]byte(`{"type":"error","code":"too_slow","message":"messages were not read in time"}`))
	tooSlowClose = closeFrame(closeTooSlow, "too_slow")
	pingFrame    = controlFrame(websocket.PingMessage, nil)
	beatFrames   = append(slices.Clip(pingFrame), textFrame([]byte(`{"type":"beat"}`))...)
)
