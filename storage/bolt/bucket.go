package bolt

import (
	"encoding/binary"
	"fmt"

	"github.com/cespare/xxhash/v2"
	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
)

// sumLength is the length of the checksum that goes before every value.
const sumLength = 8

// bucket is a bbolt bucket whose values carry checksums. The checksum covers the
// names of the bucket and of those around it, the key and the value, so a value
// that turns up in the wrong place is as wrong as one that changed.
type bucket struct {
	bolt *bbolt.Bucket
	file string
	path string // for messages
	seed uint64 // stands for the path in checksums
}

// top returns a bucket of the file that every store has.
func top(tx *bbolt.Tx, name string) (bucket, error) {
	b := bucket{file: tx.DB().Path()}.named(name)
	b.bolt = tx.Bucket([]byte(name))
	if b.bolt == nil {
		return b, b.corrupt("", "the bucket is gone")
	}
	return b, nil
}

// createTop makes a bucket of a new file.
func createTop(tx *bbolt.Tx, name string) (bucket, error) {
	b := bucket{file: tx.DB().Path()}.named(name)
	var err error
	if b.bolt, err = tx.CreateBucket([]byte(name)); err != nil {
		return b, fmt.Errorf("create bucket %s: %w", b.path, err)
	}
	return b, nil
}

// sub returns the bucket within b that has to be there.
func (b bucket) sub(name string) (bucket, error) {
	inner := b.named(name)
	inner.bolt = b.bolt.Bucket([]byte(name))
	if inner.bolt == nil {
		return inner, inner.corrupt("", "the bucket is gone")
	}
	return inner, nil
}

// create makes a bucket within b.
func (b bucket) create(name string) (bucket, error) {
	inner := b.named(name)
	var err error
	if inner.bolt, err = b.bolt.CreateBucket([]byte(name)); err != nil {
		return inner, fmt.Errorf("create bucket %s: %w", inner.path, err)
	}
	return inner, nil
}

// named returns the bucket of that name within b, not opened yet.
func (b bucket) named(name string) bucket {
	var sum xxhash.Digest
	sum.ResetWithSeed(b.seed)
	sum.WriteString(name)
	return bucket{file: b.file, path: join(b.path, name), seed: sum.Sum64()}
}

// value returns the value of a key, and nil if there is none. It is valid until the transaction ends.
func (b bucket) value(key []byte) ([]byte, error) {
	stored := b.bolt.Get(key)
	if stored == nil {
		return nil, nil
	}
	return b.verify(key, stored)
}

// verify takes the checksum off a stored value.
func (b bucket) verify(key, stored []byte) ([]byte, error) {
	if len(stored) < sumLength {
		return nil, b.corrupt(printable(key), "the value is too short to hold its checksum")
	}
	value := stored[sumLength:]
	if binary.BigEndian.Uint64(stored) != b.sum(key, value) {
		return nil, b.corrupt(printable(key), "the value does not match its checksum")
	}
	return value, nil
}

// put stores a value with its checksum. The bucket keeps key until the transaction ends.
func (b bucket) put(key, value []byte) error {
	stored := make([]byte, sumLength, sumLength+len(value))
	return b.putStored(key, append(stored, value...))
}

// putStored stores a value that has room for its checksum in front. The bucket keeps
// both until the transaction ends.
func (b bucket) putStored(key, stored []byte) error {
	binary.BigEndian.PutUint64(stored, b.sum(key, stored[sumLength:]))
	if err := b.bolt.Put(key, stored); err != nil {
		return fmt.Errorf("write to bucket %s: %w", b.path, err)
	}
	return nil
}

func (b bucket) sum(key, value []byte) uint64 {
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(key)))
	var sum xxhash.Digest
	sum.ResetWithSeed(b.seed)
	sum.Write(length[:])
	sum.Write(key)
	sum.Write(value)
	return sum.Sum64()
}

func (b bucket) corrupt(key, problem string) *storage.CorruptError {
	return &storage.CorruptError{File: b.file, Offset: -1, Bucket: b.path, Key: key, Problem: problem}
}

// printable shows a key: revision numbers as numbers, everything else quoted.
func printable(key []byte) string {
	if len(key) == numberLength && key[0] == 0 {
		return fmt.Sprint(binary.BigEndian.Uint64(key))
	}
	return fmt.Sprintf("%q", key)
}
