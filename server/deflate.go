package server

import (
	"compress/flate"
	"net/http"
	"strings"
	"sync"
)

// Messages may be compressed one by one (RFC 7692, permessage-deflate), without a memory of those before them: so an
// idle socket takes no more than otherwise, and what is the same for many is compressed once.

const (
	deflatedFrame = 0x40 // RSV1 of a frame whose message is compressed
	// leastDeflated is how long a text has to be: of shorter ones little is saved.
	leastDeflated = 512
)

// offersDeflate says whether a client takes compressed messages as they are made here, with a window of 32 KiB.
func offersDeflate(h http.Header) bool {
	for offer := range strings.SplitSeq(strings.Join(h.Values("Sec-WebSocket-Extensions"), ","), ",") {
		name, parameters, _ := strings.Cut(offer, ";")
		if strings.TrimSpace(name) == "permessage-deflate" && !strings.Contains(parameters, "server_max_window_bits") {
			return true
		}
	}
	return false
}

// deflater compresses. It is large, and used again.
type deflater struct {
	writer *flate.Writer
	out    []byte
}

// Write implements io.Writer for what was compressed.
func (d *deflater) Write(b []byte) (int, error) {
	d.out = append(d.out, b...)
	return len(b), nil
}

var deflaters = sync.Pool{New: func() any { //nolint:gochecknoglobals // it holds nothing that outlives a call
	d := new(deflater)
	d.writer, _ = flate.NewWriter(d, flate.BestSpeed) // a level that exists
	return d
}}

// appendDeflated appends the compressed form of a message.
func appendDeflated(b, text []byte) []byte {
	const tail = 4 // of each flush, which is not sent (RFC 7692, 7.2.1)
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	d.out = b
	d.writer.Reset(d)
	_, _ = d.writer.Write(text) // into memory
	_ = d.writer.Flush()
	b, d.out = d.out[:len(d.out)-tail], nil
	return b
}
