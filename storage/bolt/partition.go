package bolt

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/people"
)

// The buckets of a partition, which holds the events of one environment and day.
const (
	ownerKey = "partition" // in the bucket about: whose partition of which day this is
	headKey  = "head"      // in the bucket about

	piecesBucket   = "pieces"   // sequence number to piece
	messagesBucket = "messages" // sequence number to hashes of messages
	namesBucket    = "names"    // number to name of an event, so that a record holds the number only
)

func partitionLayout() layout {
	return layout{
		buckets: []string{piecesBucket, messagesBucket, namesBucket},
		audit:   (*audit).partition,
		mapped:  1 << 30,
		growth:  4 << 20,
	}
}

// partition is a file of events.
type partition struct {
	*file
	environment string
	day         string // as in 2006-01-02

	first uint64 // sequence number at which it begins

	mu      sync.Mutex // taken last: while the file is being read or written
	names   dictionary // of the file, as far as they have been needed
	summary summary    // as in the file of events
}

const dayLayout = "2006-01-02"

func dayOf(at time.Time) string { return at.UTC().Format(dayLayout) }

// dayBegin returns the first instant of a day.
func dayBegin(day string) time.Time {
	begin, _ := time.Parse(dayLayout, day) // days come from dayOf, or have been parsed before
	return begin
}

// dayEnd returns the first instant after a day.
func dayEnd(day string) time.Time { return dayBegin(day).AddDate(0, 0, 1) }

// partitionHead is what a partition is as a whole. It begins where the one before
// ended; its pieces leave no gap, so it shows if one has gone missing.
type partitionHead struct {
	first, next uint64 // sequence numbers: of the first record, and after the last one
	at          int64  // when the newest block was received, in milliseconds; the beginning of the day if there is none
	highest     uint64 // profile of the environment that ever had a record
	records     uint64 // how many there are, those that expired not counted
	names       uint64 // how many there are
	rewrites    uint64 // how often the file was written anew, each time with other numbers of names
}

func (h *partitionHead) encode() []byte {
	b := binary.AppendUvarint(nil, h.first)
	b = binary.AppendUvarint(b, h.next)
	b = binary.AppendVarint(b, h.at)
	b = binary.AppendUvarint(b, h.highest)
	b = binary.AppendUvarint(b, h.records)
	b = binary.AppendUvarint(b, h.names)
	return binary.AppendUvarint(b, h.rewrites)
}

func (h *partitionHead) decode(encoded []byte) (ok bool) {
	in := input{rest: encoded}
	*h = partitionHead{first: in.uvarint(), next: in.uvarint(), at: in.varint(), highest: in.uvarint(),
		records: in.uvarint(), names: in.uvarint(), rewrites: in.uvarint()}
	return !in.short
}

// layOutPartition makes an empty partition.
func layOutPartition(tx *bbolt.Tx, environment, day string, head partitionHead) error {
	if err := partitionLayout().layOut(tx); err != nil {
		return err
	}
	about, err := top(tx, aboutBucket)
	if err != nil {
		return err
	}
	if err := about.put([]byte(ownerKey), appendText(appendText(nil, environment), day)); err != nil {
		return err
	}
	return about.put([]byte(headKey), head.encode())
}

// readOwner says whose partition of which day a file is.
func readOwner(tx *bbolt.Tx) (environment, day string, err error) {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return "", "", err
	}
	value, err := about.value([]byte(ownerKey))
	if err != nil {
		return "", "", err
	}
	in := input{rest: value}
	environment, day = in.text(), in.text()
	if in.short {
		return "", "", about.corrupt(ownerKey, "it does not say which partition it is")
	}
	return environment, day, nil
}

func readHead(tx *bbolt.Tx) (head partitionHead, err error) {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return head, err
	}
	value, err := about.value([]byte(headKey))
	if err == nil && !head.decode(value) {
		err = about.corrupt(headKey, "the head is malformed")
	}
	return head, err
}

// openPartition opens the buckets of a partition for writing.
func openPartition(tx *bbolt.Tx) (set partitionSet, err error) {
	if set.head, err = readHead(tx); err != nil {
		return set, err
	}
	if set.about, err = top(tx, aboutBucket); err != nil {
		return set, err
	}
	if set.pieces, err = top(tx, piecesBucket); err != nil {
		return set, err
	}
	if set.messages, err = top(tx, messagesBucket); err != nil {
		return set, err
	}
	set.names, err = top(tx, namesBucket)
	for _, b := range []bucket{set.pieces, set.messages, set.names} {
		if b.bolt != nil {
			b.bolt.FillPercent = 1 // keys come at the end only
		}
	}
	// Two values fill a page: bbolt divides no page that has fewer than five.
	set.room = tx.DB().Info().PageSize/2 - 40 - sumLength
	return set, err
}

// partitionSet is what a partition holds.
type partitionSet struct {
	about, pieces, messages, names bucket
	head                           partitionHead
	room                           int // for the value of a piece
}

// dictionary joins the names of events and the numbers that stand for them.
type dictionary struct {
	texts    []string
	numbers  map[string]uint64
	rewrites uint64 // of the file that they were read from
}

func (d *dictionary) add(text string) uint64 {
	if d.numbers == nil {
		d.numbers = map[string]uint64{}
	}
	number := uint64(len(d.texts))
	d.texts = append(d.texts, text)
	d.numbers[text] = number
	return number
}

// readNames reads the names from a number on.
func readNames(b bucket, from, to uint64) (texts []string, err error) {
	for number := from; number < to; number++ {
		text, err := b.value(numberKey(number))
		if err != nil {
			return nil, err
		}
		if text == nil {
			return nil, b.corrupt(printable(numberKey(number)), "the name is gone")
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}

// knowNames reads those names of a partition that are not known yet. The lock is held.
func (p *partition) knowNames(b bucket, head partitionHead) error {
	if p.names.rewrites != head.rewrites {
		p.names = dictionary{rewrites: head.rewrites}
	}
	fresh, err := readNames(b, uint64(len(p.names.texts)), head.names)
	for _, text := range fresh {
		p.names.add(text)
	}
	return err
}

// append stores a block after the newest one, and says with which number it begins
// and when it was received as far as the log is concerned.
func (p *partition) append(ctx context.Context, block *people.Block) (first uint64, at time.Time, err error) {
	err = p.update(ctx, func(tx *bbolt.Tx) error {
		set, err := openPartition(tx)
		if err != nil {
			return err
		}
		first, at = set.head.next, time.UnixMilli(max(block.At.UnixMilli(), set.head.at)).UTC()
		return p.put(&set, block.Records, at)
	})
	if err != nil { // the names in it may be stored or not
		p.mu.Lock()
		defer p.mu.Unlock()
		p.names = dictionary{}
	}
	return first, at, err
}

func (p *partition) put(set *partitionSet, records []people.Record, at time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.knowNames(set.names, set.head); err != nil {
		return err
	}
	if err := set.putNames(&p.names, records); err != nil {
		return err
	}
	if err := set.putRecords(&p.names, records, at); err != nil {
		return err
	}
	if err := set.putMessages(records, at); err != nil {
		return err
	}
	return set.putHead(records, at)
}

// putNames gives numbers to names that have none.
func (s *partitionSet) putNames(names *dictionary, records []people.Record) error {
	for i := range records {
		if _, known := names.numbers[records[i].Name]; known {
			continue
		}
		number := names.add(records[i].Name)
		if err := s.names.put(numberKey(number), []byte(records[i].Name)); err != nil {
			return err
		}
		s.head.names++
	}
	return nil
}

// putRecords stores records in pieces that fit their pages.
func (s *partitionSet) putRecords(names *dictionary, records []people.Record, at time.Time) error {
	w := pieceWriter{set: s, first: s.head.next, at: at.UnixMilli()}
	for i := range records {
		if err := w.add(names.numbers[records[i].Name], &records[i]); err != nil {
			return err
		}
	}
	return w.flush()
}

// putMessages stores the hashes of the records' messages apart, where they are found fast.
func (s *partitionSet) putMessages(records []people.Record, at time.Time) error {
	number := s.head.next
	for chunk := range slices.Chunk(records, max(s.room/8-1, 1)) {
		stored := make([]byte, sumLength, sumLength+8*(len(chunk)+1))
		stored = binary.BigEndian.AppendUint64(stored, uint64(at.UnixMilli()))
		for i := range chunk {
			stored = binary.BigEndian.AppendUint64(stored, chunk[i].Message)
		}
		if err := s.messages.putStored(numberKey(number), stored); err != nil {
			return err
		}
		number += uint64(len(chunk))
	}
	return nil
}

func (s *partitionSet) putHead(records []people.Record, at time.Time) error {
	s.head.next += uint64(len(records))
	s.head.records += uint64(len(records))
	s.head.at = at.UnixMilli()
	for i := range records {
		s.head.highest = max(s.head.highest, records[i].Profile)
	}
	return s.about.put([]byte(headKey), s.head.encode())
}
