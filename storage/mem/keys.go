package mem

import (
	"context"
	"maps"
	"slices"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/storage"
)

// PutKey implements keys.Store.
func (s *Store) PutKey(ctx context.Context, key keys.Key) error {
	if err := storage.CheckText("key identifier", key.ID); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(ctx); err != nil {
		return err
	}
	s.keys[key.ID] = key
	return nil
}

// Keys implements keys.Store.
func (s *Store) Keys(ctx context.Context) ([]keys.Key, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	all := make([]keys.Key, 0, len(s.keys))
	for _, id := range slices.Sorted(maps.Keys(s.keys)) {
		all = append(all, s.keys[id])
	}
	return all, nil
}

// DeleteKey implements keys.Store.
func (s *Store) DeleteKey(ctx context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(ctx); err != nil {
		return err
	}
	if _, found := s.keys[id]; !found {
		return keys.ErrUnknown
	}
	delete(s.keys, id)
	return nil
}
