package bolt

import (
	"encoding/binary"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
)

// profiles reads the file of profiles.
func (a *audit) profiles() error {
	return a.eachEnvironment(func(name string) error {
		set, _, err := openProfiles(a.tx, name)
		if err != nil {
			return a.note(err)
		}
		documents, err := a.count(set.documents, func(key, value []byte) bool { return len(key) == numberLength && len(value) > 0 })
		if err := a.compare(set.documents, documents, set.state.documents, err); err != nil {
			return err
		}
		links, err := a.count(set.links, func(key, value []byte) bool {
			return len(key) == len(privacy.Hash{}) && len(value) == numberLength
		})
		a.report.Profiles += int(documents)
		a.report.Identifiers += int(links)
		return a.compare(set.links, links, set.state.links, err)
	})
}

// failures reads the file of events: those that were not accepted, and what it says of partitions.
func (a *audit) failures() error {
	return a.eachEnvironment(func(name string) error {
		set, _, err := openEventSet(a.tx, name)
		if err != nil {
			return a.note(err)
		}
		failures, err := a.count(set.failures, func(key, value []byte) bool {
			_, ok := decodeFailure(0, value)
			return ok && len(key) == numberLength && numberOf(key) <= set.state.last
		})
		a.report.Failures += int(failures)
		if err := a.compare(set.failures, failures, set.state.count, err); err != nil {
			return err
		}
		_, err = environmentSummaries(a.ctx, a.tx, name)
		return a.note(err)
	})
}

// eachEnvironment reads the environments that a file speaks of, and notes what else is there.
func (a *audit) eachEnvironment(read func(name string) error) error {
	b, err := top(a.tx, environmentsBucket)
	if err != nil {
		return a.note(err)
	}
	contents, err := top(a.tx, contentsBucket)
	if err != nil {
		return a.note(err)
	}
	all, err := whole(a.ctx, shelf{b})
	if err != nil {
		return a.note(err)
	}
	for _, e := range all {
		if err := read(e.key); err != nil {
			return err
		}
	}
	return a.note(onlyBuckets(contents, all))
}

// count verifies all values of a bucket and returns how many there are.
func (a *audit) count(b bucket, sound func(key, value []byte) bool) (n uint64, err error) {
	cursor := b.bolt.Cursor()
	for key, stored := cursor.First(); key != nil; key, stored = cursor.Next() {
		n++
		if n%1000 == 0 && a.ctx.Err() != nil {
			return n, a.ctx.Err()
		}
		value, err := b.verify(key, stored)
		if err != nil {
			return n, err
		}
		if !sound(key, value) {
			return n, b.corrupt(printable(key), "the entry is malformed")
		}
	}
	return n, nil
}

// compare notes what went wrong in counting, or that entries are missing.
func (a *audit) compare(b bucket, found, want uint64, err error) error {
	if err == nil && found != want {
		err = b.corrupt("", countProblem(found, want))
	}
	return a.note(err)
}

// partition reads a partition.
func (a *audit) partition() error {
	set, err := openPartition(a.tx)
	if err != nil {
		return a.note(err)
	}
	names, err := readNames(set.names, 0, set.head.names)
	if err != nil {
		return a.note(err)
	}
	if n := set.names.bolt.Stats().KeyN; uint64(n) != set.head.names {
		if err := a.note(set.names.corrupt("", countProblem(uint64(n), set.head.names))); err != nil {
			return err
		}
	}
	if err := a.note(a.pieces(set, names)); err != nil {
		return err
	}
	return a.note(a.messages(set))
}

// pieces follows the pieces of a partition, which leave no gap.
func (a *audit) pieces(set partitionSet, names []string) error {
	next, found := set.head.first, uint64(0)
	var records []people.Record
	cursor := set.pieces.bolt.Cursor()
	for key, stored := cursor.First(); key != nil; key, stored = cursor.Next() {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		p, err := parsePiece(set.pieces, key, stored)
		if err != nil {
			return err
		}
		var ok bool
		if records, ok = p.appendTo(records[:0], names); !ok {
			return set.pieces.corrupt(printable(key), "the piece is malformed")
		}
		if p.first != next {
			return set.pieces.corrupt(printable(numberKey(next)), "the piece that holds this number is gone")
		}
		for i := range records {
			if records[i].Profile != 0 {
				found++
			}
		}
		next = p.next
	}
	a.report.Events += int(found)
	if next != set.head.next || found != set.head.records {
		return set.pieces.corrupt("", countProblem(found, set.head.records))
	}
	return nil
}

// messages follows the hashes of a partition, which leave no gap either.
func (a *audit) messages(set partitionSet) error {
	next := set.head.first
	cursor := set.messages.bolt.Cursor()
	for key, stored := cursor.First(); key != nil; key, stored = cursor.Next() {
		chunk, err := parseMessages(set.messages, key, stored)
		if err != nil {
			return err
		}
		if binary.BigEndian.Uint64(key) != next {
			return set.messages.corrupt(printable(numberKey(next)), "the hash of this number's message is gone")
		}
		next += uint64(len(chunk.hashes))
	}
	if next != set.head.next {
		return set.messages.corrupt("", countProblem(next-set.head.first, set.head.next-set.head.first))
	}
	return nil
}
