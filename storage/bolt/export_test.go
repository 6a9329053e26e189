package bolt

import (
	"errors"
	"path/filepath"
	"strconv"

	bbolt "go.etcd.io/bbolt"
)

// WriteFormat makes a store say that its layout is of that version.
func WriteFormat(dir string, format int) error {
	db, err := openBolt(filepath.Join(dir, FileName), definitionsLayout().options())
	if err != nil {
		return err
	}
	return errors.Join(db.Update(func(tx *bbolt.Tx) error {
		about, err := top(tx, aboutBucket)
		if err != nil {
			return err
		}
		return about.put([]byte(formatKey), strconv.AppendInt(nil, int64(format), 10))
	}), db.Close())
}

// Corrupt lets damage change a store behind its checksums.
func Corrupt(dir string, damage func(tx *bbolt.Tx) error) error {
	db, err := openBolt(filepath.Join(dir, FileName), definitionsLayout().options())
	if err != nil {
		return err
	}
	return errors.Join(db.Update(damage), db.Close())
}
