package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/storage"
)

const (
	recordsBucket = "records" // a shelf: kind, a zero byte and ID to version and value
	// recordsKey in the bucket about is the newest version of a record. It is there from the moment the bucket is.
	recordsKey = "records"
)

// recordOf is the key of a record on the shelf.
func recordOf(kind, id string) string { return kind + "\x00" + id }

// addRecords makes the bucket in a file that was made when there were none.
func addRecords(tx *bbolt.Tx) error {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return err
	}
	if marked, err := about.value([]byte(recordsKey)); err != nil || marked != nil {
		return err
	}
	b, err := createTop(tx, recordsBucket)
	if err != nil {
		return err
	}
	if _, err := newShelf(b); err != nil {
		return err
	}
	return about.put([]byte(recordsKey), numberKey(0))
}

// recordShelf returns the records and the newest version of one; a file in which there never was one has no shelf.
func recordShelf(tx *bbolt.Tx) (s shelf, newest uint64, found bool, err error) {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return s, 0, false, err
	}
	marked, err := about.value([]byte(recordsKey))
	if err != nil || marked == nil {
		return s, 0, false, err
	}
	if len(marked) != numberLength {
		return s, 0, false, about.corrupt(recordsKey, "the version is malformed")
	}
	b, err := top(tx, recordsBucket)
	return shelf{b}, binary.BigEndian.Uint64(marked), err == nil, err
}

// parseRecord takes a value of the shelf apart.
func (s shelf) parseRecord(id, stored string, newest uint64) (records.Record, error) {
	if len(stored) < numberLength {
		return records.Record{}, s.corrupt(id, "the record is malformed")
	}
	r := records.Record{ID: id, Version: binary.BigEndian.Uint64([]byte(stored[:numberLength])), Value: []byte(stored[numberLength:])}
	if r.Version > newest {
		return r, s.corrupt(id, "the record is newer than the newest version")
	}
	return r, nil
}

// Record implements records.Store.
func (s *Store) Record(ctx context.Context, kind, id string) (r records.Record, err error) {
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		shelf, newest, found, err := recordShelf(tx)
		if err != nil {
			return err
		}
		stored := ""
		if found {
			if stored, found, err = shelf.lookup(recordOf(kind, id)); err != nil {
				return err
			}
		}
		if !found {
			return fmt.Errorf("%s %q: %w", kind, id, records.ErrUnknown)
		}
		r, err = shelf.parseRecord(id, stored, newest)
		return err
	})
	return r, err
}

// Records implements records.Store.
func (s *Store) Records(ctx context.Context, kind string) (all []records.Record, err error) {
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		shelf, newest, found, err := recordShelf(tx)
		if err != nil || !found {
			return err
		}
		all, err = shelf.recordsOf(ctx, kind, newest)
		return err
	})
	return all, err
}

// recordsOf reads the records of a kind.
func (s shelf) recordsOf(ctx context.Context, kind string, newest uint64) (all []records.Record, err error) {
	const page = 256
	prefix := recordOf(kind, "")
	for after := prefix; ; {
		some, err := s.after(ctx, after, page)
		if err != nil {
			return nil, err
		}
		for _, e := range some {
			id, of := strings.CutPrefix(e.key, prefix)
			if !of {
				return all, nil
			}
			r, err := s.parseRecord(id, e.value, newest)
			if err != nil {
				return nil, err
			}
			all = append(all, r)
			after = e.key
		}
		if len(some) < page {
			return all, nil
		}
	}
}

// EditRecords implements records.Store.
func (s *Store) EditRecords(ctx context.Context, edits ...records.Edit) (version uint64, err error) {
	if err := storage.CheckEdits(edits); err != nil {
		return 0, err
	}
	err = s.main.update(ctx, func(tx *bbolt.Tx) error {
		if err := addRecords(tx); err != nil {
			return err
		}
		shelf, newest, _, err := recordShelf(tx)
		if err != nil {
			return err
		}
		version = newest + 1
		changes, err := shelf.changes(edits, version)
		if err != nil {
			return err
		}
		if _, err := shelf.apply(ctx, changes); err != nil {
			return err
		}
		about, err := top(tx, aboutBucket)
		if err != nil {
			return err
		}
		return about.put([]byte(recordsKey), numberKey(version))
	})
	return version, err
}

// changes checks the edits of records against what is there.
func (s shelf) changes(edits []records.Edit, version uint64) ([]edit, error) {
	changes := make([]edit, 0, len(edits))
	for _, e := range edits {
		key := recordOf(e.Kind, e.ID)
		stored, found, err := s.lookup(key)
		if err != nil {
			return nil, err
		}
		there := uint64(records.New)
		if found {
			r, err := s.parseRecord(e.ID, stored, version)
			if err != nil {
				return nil, err
			}
			there = r.Version
		}
		if goOn, err := storage.CheckVersion(&e, there); err != nil || !goOn {
			if err != nil {
				return nil, err
			}
			continue
		}
		changes = append(changes, edit{entry{key, string(numberKey(version)) + string(e.Value)}, e.Value == nil})
	}
	return changes, nil
}

// records reads all records.
func (a *audit) records() error {
	s, newest, found, err := recordShelf(a.tx)
	if err != nil || !found {
		return a.note(err)
	}
	all, err := whole(a.ctx, s)
	if err != nil {
		return a.note(err)
	}
	for _, e := range all {
		kind, id, ok := strings.Cut(e.key, "\x00")
		if !ok || kind == "" || id == "" {
			err = s.corrupt(e.key, "the record has no kind")
		} else {
			_, err = s.parseRecord(id, e.value, newest)
		}
		if err := a.note(err); err != nil {
			return err
		}
	}
	a.report.Records = len(all)
	return nil
}
