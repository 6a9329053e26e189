package bolt

import (
	"encoding/binary"
	"time"
)

// input takes apart what was encoded. What it reads has passed its checksum, but it
// trusts no length all the same: short says that there was less than there should be.
type input struct {
	rest  []byte
	short bool
}

func (in *input) uvarint() uint64 {
	n, length := binary.Uvarint(in.rest)
	in.skip(length)
	return n
}

func (in *input) varint() int64 {
	n, length := binary.Varint(in.rest)
	in.skip(length)
	return n
}

func (in *input) skip(length int) {
	if length <= 0 {
		in.rest, in.short = nil, true
		return
	}
	in.rest = in.rest[length:]
}

// count reads how many things of a size follow.
func (in *input) count(size int) int {
	n := in.uvarint()
	if n > uint64(len(in.rest)/size) {
		in.rest, in.short = nil, true
		return 0
	}
	return int(n)
}

// bytes returns the next n bytes, which are not a copy, or zeros if there are not as many.
func (in *input) bytes(n int) []byte {
	if n > len(in.rest) {
		in.rest, in.short = nil, true
		return make([]byte, n)
	}
	cut := in.rest[:n:n]
	in.rest = in.rest[n:]
	return cut
}

// text reads a text after its length.
func (in *input) text() string { return string(in.bytes(in.count(1))) }

func wholeMilliseconds(at time.Time) time.Time { return time.UnixMilli(at.UnixMilli()).UTC() }
