package bolt

import (
	"encoding/binary"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/people"
)

// A piece is a run of records of one block, of about half a page. bbolt writes a
// whole leaf page anew whenever a key is added to it, and puts at least two values
// on each, so that blocks of a few hundred kilobytes would be written four times over.
//
// It is kept under the sequence number of its first record:
//
//	how many sequence numbers it covers, those of records that expired included
//	when the block was received, in milliseconds
//	the records, each:
//	    the number of its name, and one; or 0 and how many records are not there any more
//	    profile; time, in milliseconds after the block's; length of what is sealed; all of them varints
//	    message, 8 bytes
//	    what is sealed
type pieceWriter struct {
	set     *partitionSet
	first   uint64 // of the piece
	covered uint64 // sequence numbers, expired ones at the end included
	gone    uint64 // how many of those at the end expired
	at      int64
	records []byte // encoded
}

// add appends a record, and stores the piece before if it is full.
func (w *pieceWriter) add(name uint64, r *people.Record) error {
	need := len(r.Sealed) + 8 + 4*binary.MaxVarintLen32
	if len(w.records) > 0 && len(w.records)+need > w.set.room {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.closeGap()
	w.records = binary.AppendUvarint(w.records, name+1)
	w.records = binary.AppendUvarint(w.records, r.Profile)
	w.records = binary.AppendVarint(w.records, r.Time-w.at)
	w.records = binary.AppendUvarint(w.records, uint64(len(r.Sealed)))
	w.records = binary.BigEndian.AppendUint64(w.records, r.Message)
	w.records = append(w.records, r.Sealed...)
	w.covered++
	return nil
}

// skip leaves out records that are not there any more.
func (w *pieceWriter) skip(n uint64) {
	w.gone += n
	w.covered += n
}

// closeGap writes down how many records expired since the last one that did not.
func (w *pieceWriter) closeGap() {
	if w.gone > 0 {
		w.records = binary.AppendUvarint(append(w.records, 0), w.gone)
		w.gone = 0
	}
}

// flush stores the piece and begins the next one.
func (w *pieceWriter) flush() error {
	if w.covered == 0 {
		return nil
	}
	stored := make([]byte, sumLength, sumLength+2*binary.MaxVarintLen64+len(w.records))
	stored = binary.AppendUvarint(stored, w.covered)
	stored = binary.AppendVarint(stored, w.at)
	stored = append(stored, w.records...)
	if err := w.set.pieces.putStored(numberKey(w.first), stored); err != nil {
		return err
	}
	w.first += w.covered
	w.covered, w.gone, w.records = 0, 0, w.records[:0]
	return nil
}

// piece is a piece that was copied out of a partition.
type piece struct {
	first, next uint64 // next is the sequence number after the last
	at          int64
	records     []byte // encoded
}

// parsePiece reads what goes before a piece's records.
func parsePiece(b bucket, key, stored []byte) (p piece, err error) {
	value, err := b.verify(key, stored)
	if err != nil {
		return p, err
	}
	in := input{rest: value}
	p.first = binary.BigEndian.Uint64(key)
	p.next = p.first + in.uvarint()
	p.at, p.records = in.varint(), in.rest
	if in.short || p.next <= p.first {
		return p, b.corrupt(printable(key), "the piece is malformed")
	}
	return p, nil
}

// appendTo appends the piece's records, expired ones in their places and empty.
func (p *piece) appendTo(records []people.Record, names []string) (all []people.Record, ok bool) {
	in := input{rest: p.records}
	end := len(records) + int(p.next-p.first)
	for len(in.rest) > 0 && len(records) < end {
		name := in.uvarint()
		if name == 0 {
			for n := in.uvarint(); n > 0 && len(records) < end; n-- {
				records = append(records, people.Record{})
			}
			continue
		}
		r := people.Record{Profile: in.uvarint(), Time: p.at + in.varint()}
		length := in.uvarint()
		r.Message = binary.BigEndian.Uint64(in.bytes(8))
		if in.short || length > uint64(len(in.rest)) || name > uint64(len(names)) {
			return records, false
		}
		r.Sealed, r.Name = in.bytes(int(length)), names[name-1]
		records = append(records, r)
	}
	if in.short || len(in.rest) > 0 {
		return records, false
	}
	for len(records) < end {
		records = append(records, people.Record{})
	}
	return records, true
}

// blocks reads a partition slice by slice.
type blocks struct {
	*partition
	next   uint64 // where the next slice begins
	done   bool
	names  []string
	pieces []piece // of the slice; their records lie in bytes
	bytes  []byte
}

// fill copies pieces until the slice is full or the partition ends.
func (s *blocks) fill(tx *bbolt.Tx) error {
	s.pieces, s.bytes = s.pieces[:0], s.bytes[:0]
	set, err := openPartition(tx)
	if err != nil {
		return err
	}
	s.partition.mu.Lock()
	err = s.knowNames(set.names, set.head)
	s.names = s.partition.names.texts
	s.partition.mu.Unlock()
	if err != nil {
		return err
	}
	s.next = max(s.next, set.head.first)
	cursor := set.pieces.bolt.Cursor()
	key, stored := seekPiece(cursor, s.next)
	for ; s.next < set.head.next && len(s.bytes) < sliceBytes; key, stored = cursor.Next() {
		if key == nil {
			return set.pieces.corrupt(printable(numberKey(s.next)), "the piece that holds this number is gone")
		}
		p, err := parsePiece(set.pieces, key, stored)
		if err != nil {
			return err
		}
		if p.first > s.next || p.next <= s.next || len(s.pieces) > 0 && p.first != s.next {
			return set.pieces.corrupt(printable(numberKey(s.next)), "the piece that holds this number is gone")
		}
		begin := len(s.bytes)
		s.bytes = append(s.bytes, p.records...)
		p.records = s.bytes[begin:len(s.bytes):len(s.bytes)]
		s.pieces = append(s.pieces, p)
		s.next = p.next
	}
	s.done = s.next >= set.head.next
	return nil
}

// seekPiece goes to the piece that holds a number.
func seekPiece(cursor *bbolt.Cursor, number uint64) (key, stored []byte) {
	key, stored = cursor.Seek(numberKey(number))
	switch {
	case key == nil:
		return cursor.Last()
	case binary.BigEndian.Uint64(key) != number:
		return cursor.Prev()
	}
	return key, stored
}

// visit hands out the blocks of the slice, of the first one what is from a number on,
// and says whether to go on.
func (s *blocks) visit(from uint64, visit func(*people.Block) bool) (bool, error) {
	var records []people.Record
	for i := 0; i < len(s.pieces); {
		p := s.pieces[i]
		block := people.Block{First: p.first, At: time.UnixMilli(p.at).UTC()}
		records = records[:0]
		for ; i < len(s.pieces) && s.pieces[i].at == p.at; i++ {
			var ok bool
			if records, ok = s.pieces[i].appendTo(records, s.names); !ok {
				return false, bucket{file: s.path}.named(piecesBucket).corrupt(printable(numberKey(s.pieces[i].first)), "the piece is malformed")
			}
		}
		block.Records = records
		if block.First < from {
			block.Records, block.First = records[from-block.First:], from
		}
		if !trimExpired(&block) {
			continue
		}
		if !visit(&block) {
			return false, nil
		}
	}
	return true, nil
}

// trimExpired takes expired records off both ends of a block, and says whether any are left.
func trimExpired(block *people.Block) bool {
	for len(block.Records) > 0 && block.Records[0].Profile == 0 {
		block.Records = block.Records[1:]
		block.First++
	}
	for n := len(block.Records); n > 0 && block.Records[n-1].Profile == 0; n-- {
		block.Records = block.Records[:n-1]
	}
	return len(block.Records) > 0
}
