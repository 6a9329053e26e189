package bolt

import (
	"context"
	"encoding/binary"
	"time"

	bbolt "go.etcd.io/bbolt"
)

// messages reads the hashes of a partition slice by slice, backwards.
type messages struct {
	end    uint64 // sequence number after the next one to be read; 0 for the newest there is
	since  int64
	done   bool // there are no more in the partition
	over   bool // what comes next is too old
	chunks []messageChunk
}

type messageChunk struct {
	at     int64
	hashes []uint64
}

func (p *partition) visitMessages(ctx context.Context, since time.Time, visit func(at time.Time, hashes []uint64) bool) (goOn bool, err error) {
	m := messages{since: since.Add(time.Millisecond - time.Nanosecond).UnixMilli()} // rounded up
	for !m.done {
		if err := p.view(ctx, m.fill); err != nil {
			return false, err
		}
		for _, chunk := range m.chunks {
			if !visit(time.UnixMilli(chunk.at).UTC(), chunk.hashes) {
				return false, nil
			}
		}
	}
	return !m.over, nil
}

// fill reads backwards until the slice is full.
func (m *messages) fill(tx *bbolt.Tx) error {
	m.chunks = m.chunks[:0]
	set, err := openPartition(tx)
	if err != nil {
		return err
	}
	cursor := set.messages.bolt.Cursor()
	var key, stored []byte
	if m.end == 0 {
		m.end = set.head.next
		key, stored = cursor.Last()
	} else if key, _ = cursor.Seek(numberKey(m.end)); key == nil {
		key, stored = cursor.Last()
	} else {
		key, stored = cursor.Prev()
	}
	for read := 0; m.end > set.head.first && read < sliceBytes; key, stored = cursor.Prev() {
		chunk, err := parseMessages(set.messages, key, stored)
		if err != nil {
			return err
		}
		if key == nil || binary.BigEndian.Uint64(key)+uint64(len(chunk.hashes)) != m.end {
			return set.messages.corrupt(printable(numberKey(m.end-1)), "the hash of this number's message is gone")
		}
		if chunk.at < m.since {
			m.done, m.over = true, true
			return nil
		}
		m.chunks = append(m.chunks, chunk)
		m.end -= uint64(len(chunk.hashes))
		read += len(stored)
	}
	m.done = m.end <= set.head.first
	return nil
}

func parseMessages(b bucket, key, stored []byte) (chunk messageChunk, err error) {
	if key == nil {
		return chunk, nil
	}
	value, err := b.verify(key, stored)
	if err != nil {
		return chunk, err
	}
	if len(value) < 16 || len(value)%8 != 0 {
		return chunk, b.corrupt(printable(key), "the hashes are malformed")
	}
	chunk.at = int64(binary.BigEndian.Uint64(value))
	chunk.hashes = make([]uint64, len(value)/8-1)
	for i := range chunk.hashes {
		chunk.hashes[i] = binary.BigEndian.Uint64(value[8*(i+1):])
	}
	return chunk, nil
}
