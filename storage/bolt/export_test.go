package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"
	bbolt "go.etcd.io/bbolt"
)

// WriteFormat makes a store say that its layout is of that version.
func WriteFormat(dir string, format int) error {
	db, err := openBolt(filepath.Join(dir, FileName), definitionsLayout().options())
	if err != nil {
		return err
	}
	return errors.Join(db.Update(func(tx *bbolt.Tx) error { return PutFormat(tx, format) }), db.Close())
}

// PutFormat makes a file say that its layout is of that version.
func PutFormat(tx *bbolt.Tx, format int) error {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return err
	}
	return about.put([]byte(formatKey), strconv.AppendInt(nil, int64(format), 10))
}

// NewerVault returns a vault that says that its layout is of the next version.
func NewerVault(content []byte) []byte {
	newer := bytes.Clone(content)
	newer[19] = vaultFormat + 1
	binary.BigEndian.PutUint64(newer[headerLength-8:], xxhash.Sum64(newer[:headerLength-8]))
	return newer
}

// Corrupt lets damage change a store behind its checksums.
func Corrupt(dir string, damage func(tx *bbolt.Tx) error) error {
	db, err := openBolt(filepath.Join(dir, FileName), definitionsLayout().options())
	if err != nil {
		return err
	}
	return errors.Join(db.Update(damage), db.Close())
}

// CorruptFile lets damage change a file behind its checksums.
func CorruptFile(path string, damage func(tx *bbolt.Tx) error) error {
	db, err := openBolt(path, definitionsLayout().options())
	if err != nil {
		return err
	}
	return errors.Join(db.Update(damage), db.Close())
}

// ForgetPartition removes what the file of events says about a partition.
func ForgetPartition(dir, environment, day string) error {
	index, err := openFile(filepath.Join(dir, EventsName), eventsLayout(), Options{})
	if err != nil {
		return err
	}
	return errors.Join(putSummaries(context.Background(), index, environment, dated{day: day}), index.close(nil))
}

// Path returns the path of the store's main file.
func (s *Store) Path() string { return s.main.path }

// BeginPartition makes the partition of a day, and leaves it empty.
func BeginPartition(dir, environment string, at time.Time) error {
	store, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	l, err := store.events.needLog(context.Background(), environment)
	if err == nil {
		_, err = store.events.partitionFor(context.Background(), l, at)
	}
	return errors.Join(err, store.Close())
}
