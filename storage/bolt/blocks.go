package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// A shelf is a sorted map from texts to values, kept in a bucket as blocks of
// neighbouring entries. Each block says where it begins and where the next one
// does, so that a block, or an entry, that has gone missing is noticed by whoever
// reads past the place: the checksum of a value alone cannot tell that its
// neighbour is not there.
type shelf struct{ bucket }

// entry is one key of a shelf with its value.
type entry struct{ key, value string }

// block holds the entries from low, below high; high is "" in the last block.
type block struct {
	low, high string
	entries   []entry
}

const (
	// largest is the most bytes of entries a block has; one entry alone may have more.
	// A page of 4 KiB holds a few.
	largest = 1024
	// smallest is how many bytes of entries a block keeps before it is joined with the next.
	smallest = largest / 4
	// entryOverhead is what an entry takes beside its key and value, roughly.
	entryOverhead = 3
	// bulk is from how many blocks on pages are filled rather than left with room for more.
	bulk = 64
)

// newShelf makes an empty shelf of an empty bucket.
func newShelf(b bucket) (shelf, error) {
	s := shelf{b}
	return s, s.store(block{})
}

// lookup returns the value of a key.
func (s shelf) lookup(key string) (value string, found bool, err error) {
	b, err := s.find(s.bolt.Cursor(), key)
	if err != nil {
		return "", false, err
	}
	at, found := slices.BinarySearchFunc(b.entries, key, compareKey)
	if !found {
		return "", false, nil
	}
	return b.entries[at].value, true, nil
}

// after returns up to limit entries in the order of their keys, from the first key after the given one.
func (s shelf) after(ctx context.Context, key string, limit int) ([]entry, error) {
	var page []entry
	if limit <= 0 {
		return nil, nil
	}
	cursor := s.bolt.Cursor()
	b, err := s.find(cursor, key)
	for ; err == nil; b, err = s.next(cursor, b.high) {
		at, found := slices.BinarySearchFunc(b.entries, key, compareKey)
		if found {
			at++
		}
		page = append(page, b.entries[at:][:min(limit-len(page), len(b.entries)-at)]...)
		if len(page) == limit || b.high == "" {
			return page, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return nil, err
}

// find returns the block that key belongs to, and leaves the cursor on it.
func (s shelf) find(cursor cursor, key string) (block, error) {
	want := blockKey(key)
	k, v := cursor.Seek(want)
	if k == nil {
		k, v = cursor.Last()
	} else if !bytes.Equal(k, want) {
		k, v = cursor.Prev()
	}
	b, err := s.parse(k, v)
	if err == nil && (key < b.low || b.high != "" && key >= b.high) {
		err = s.corrupt(printable(want), "the block that it belongs to is gone")
	}
	return b, err
}

// next moves the cursor to the block that begins at low.
func (s shelf) next(cursor cursor, low string) (block, error) {
	k, v := cursor.Next()
	b, err := s.parse(k, v)
	if err == nil && b.low != low {
		err = s.corrupt(printable(blockKey(low)), "the block that begins here is gone")
	}
	return b, err
}

// cursor is what a shelf needs of a bbolt cursor.
type cursor interface {
	Seek(key []byte) (k, v []byte)
	Next() (k, v []byte)
	Prev() (k, v []byte)
	Last() (k, v []byte)
}

// edit sets the value of a key, or removes the key.
type edit struct {
	entry
	remove bool
}

// apply makes the edits, of which the last one for a key counts, and says whether the shelf is empty then.
func (s shelf) apply(ctx context.Context, edits []edit) (empty bool, err error) {
	edits = sorted(edits)
	var fresh []block
	var gone []string
	for len(edits) > 0 {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		var run block
		var joined []string
		if run, joined, edits, err = s.run(edits); err != nil {
			return false, err
		}
		gone = append(gone, joined...)
		fresh = append(fresh, run.split()...)
	}
	for _, low := range gone {
		if err := s.bolt.Delete(blockKey(low)); err != nil {
			return false, err
		}
	}
	if len(fresh) > bulk {
		s.bolt.FillPercent = 0.9
	}
	for _, b := range fresh {
		if err := s.store(b); err != nil {
			return false, err
		}
	}
	return len(fresh) == 1 && fresh[0].low == "" && fresh[0].high == "" && len(fresh[0].entries) == 0, nil
}

// run edits the block that the first edit belongs to, and joins it with those
// after it for as long as it is small. It returns where those began, and the edits
// that are left. It only reads.
func (s shelf) run(edits []edit) (run block, joined []string, rest []edit, err error) {
	run, err = s.find(s.bolt.Cursor(), edits[0].key)
	for err == nil {
		n := len(edits)
		if run.high != "" {
			n = sort.Search(n, func(i int) bool { return edits[i].key >= run.high })
		}
		run.entries = merge(run.entries, edits[:n])
		edits = edits[n:]
		if run.high == "" || size(run.entries) >= smallest {
			return run, joined, edits, nil
		}
		var next block
		if next, err = s.at(run.high); err == nil {
			joined = append(joined, run.high)
			run.high = next.high
			run.entries = append(run.entries, next.entries...)
		}
	}
	return block{}, nil, nil, err
}

// at returns the block that begins at low.
func (s shelf) at(low string) (block, error) {
	return s.parse(blockKey(low), s.bolt.Get(blockKey(low)))
}

// merge returns the entries as the edits leave them; both are sorted, no key is there twice.
func merge(old []entry, edits []edit) []entry {
	merged := make([]entry, 0, len(old)+len(edits))
	for _, e := range edits {
		n, found := slices.BinarySearchFunc(old, e.key, compareKey)
		merged = append(merged, old[:n]...)
		if old = old[n:]; found {
			old = old[1:]
		}
		if !e.remove {
			merged = append(merged, e.entry)
		}
	}
	return append(merged, old...)
}

// sorted returns the edits in the order of their keys, of each key the last.
func sorted(edits []edit) []edit {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return strings.Compare(a.key, b.key) })
	kept := edits[:0]
	for i, e := range edits {
		if i+1 == len(edits) || edits[i+1].key != e.key {
			kept = append(kept, e)
		}
	}
	return kept
}

// split divides a block that has grown too large into blocks of about the same size.
func (b block) split() []block {
	total := size(b.entries)
	share := total
	if parts := (total + largest - 1) / largest; parts > 1 {
		share = total / parts
	}
	var blocks []block
	for {
		n, bytes := 0, 0
		for n < len(b.entries) && (bytes < share || total-bytes < smallest) {
			bytes += size(b.entries[n : n+1])
			n++
		}
		if n == len(b.entries) {
			return append(blocks, b)
		}
		edge := b.entries[n].key
		blocks = append(blocks, block{b.low, edge, b.entries[:n]})
		b.low, b.entries, total = edge, b.entries[n:], total-bytes
	}
}

func size(entries []entry) (bytes int) {
	for _, e := range entries {
		bytes += len(e.key) + len(e.value) + entryOverhead
	}
	return bytes
}

func compareKey(e entry, key string) int { return strings.Compare(e.key, key) }

// blockKey is the key of the block that begins at low; bbolt has no empty keys.
func blockKey(low string) []byte { return append([]byte{'>'}, low...) }

// store writes a block: where the next one begins, then the entries, each text after its length.
func (s shelf) store(b block) error {
	value := appendText(make([]byte, 0, len(b.high)+size(b.entries)+2*binary.MaxVarintLen32), b.high)
	for _, e := range b.entries {
		value = appendText(appendText(value, e.key), e.value)
	}
	return s.put(blockKey(b.low), value)
}

// parse reads a stored block. The texts are copies.
func (s shelf) parse(key, stored []byte) (block, error) {
	if key == nil || stored == nil {
		return block{}, s.corrupt(printable(key), "a block is gone")
	}
	value, err := s.verify(key, stored)
	if err != nil {
		return block{}, err
	}
	b := block{low: string(key[1:])}
	texts := string(value)
	b.high, texts = cutText(texts)
	for texts != "" {
		var e entry
		e.key, texts = cutText(texts)
		e.value, texts = cutText(texts)
		b.entries = append(b.entries, e)
	}
	return b, nil
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// cutText cuts the first text off. What it reads has passed its checksum, so it is what store wrote.
func cutText(texts string) (first, rest string) {
	length, n := uint64(0), 0
	for shift := 0; n < len(texts); shift += 7 {
		digit := texts[n]
		length |= uint64(digit&0x7f) << shift
		n++
		if digit < 0x80 {
			break
		}
	}
	end := min(uint64(n)+length, uint64(len(texts)))
	return texts[n:end], texts[end:]
}
