package mem

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/storage"
)

// recordSet is the records of a store, by kind and ID.
type recordSet struct {
	newest uint64 // the newest version there ever was
	kinds  map[string]map[string]records.Record
}

// Record implements records.Store.
func (s *Store) Record(ctx context.Context, kind, id string) (records.Record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return records.Record{}, err
	}
	r, found := s.records.kinds[kind][id]
	if !found {
		return r, fmt.Errorf("%s %q: %w", kind, id, records.ErrUnknown)
	}
	r.Value = bytes.Clone(r.Value)
	return r, nil
}

// Records implements records.Store.
func (s *Store) Records(ctx context.Context, kind string) ([]records.Record, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	all := slices.SortedFunc(maps.Values(s.records.kinds[kind]), func(a, b records.Record) int { return strings.Compare(a.ID, b.ID) })
	for i := range all {
		all[i].Value = bytes.Clone(all[i].Value)
	}
	return all, nil
}

// EditRecords implements records.Store.
func (s *Store) EditRecords(ctx context.Context, edits ...records.Edit) (uint64, error) {
	if err := storage.CheckEdits(edits); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	var going []records.Edit
	for i := range edits {
		goOn, err := storage.CheckVersion(&edits[i], s.records.kinds[edits[i].Kind][edits[i].ID].Version)
		if err != nil {
			return 0, err
		}
		if goOn {
			going = append(going, edits[i])
		}
	}
	s.records.newest++
	for _, e := range going {
		s.records.put(e)
	}
	return s.records.newest, nil
}

// put makes one edit.
func (r *recordSet) put(e records.Edit) {
	if e.Value == nil {
		delete(r.kinds[e.Kind], e.ID)
		return
	}
	if r.kinds[e.Kind] == nil {
		r.kinds[e.Kind] = map[string]records.Record{}
	}
	r.kinds[e.Kind][e.ID] = records.Record{ID: e.ID, Version: r.newest, Value: bytes.Clone(e.Value)}
}
