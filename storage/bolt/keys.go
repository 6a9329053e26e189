package bolt

import (
	"context"
	"encoding/json"
	"fmt"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/storage"
)

// PutKey implements keys.Store.
func (s *Store) PutKey(ctx context.Context, key keys.Key) error {
	if err := storage.CheckText("key identifier", key.ID); err != nil {
		return err
	}
	encoded, err := json.Marshal(key)
	if err != nil {
		return fmt.Errorf("key %s: %w: %w", key.ID, storage.ErrInvalid, err)
	}
	return s.main.update(ctx, func(tx *bbolt.Tx) error {
		b, err := top(tx, keysBucket)
		if err != nil {
			return err
		}
		_, err = shelf{b}.apply(ctx, []edit{{entry: entry{key.ID, string(encoded)}}})
		return err
	})
}

// Keys implements keys.Store.
func (s *Store) Keys(ctx context.Context) (all []keys.Key, err error) {
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		all, err = readKeys(ctx, tx)
		return err
	})
	return all, err
}

func readKeys(ctx context.Context, tx *bbolt.Tx) ([]keys.Key, error) {
	b, err := top(tx, keysBucket)
	if err != nil {
		return nil, err
	}
	entries, err := whole(ctx, shelf{b})
	if err != nil {
		return nil, err
	}
	all := make([]keys.Key, len(entries))
	for i, e := range entries {
		if err := json.Unmarshal([]byte(e.value), &all[i]); err != nil || all[i].ID != e.key {
			return nil, b.corrupt(e.key, "the key cannot be read")
		}
	}
	return all, nil
}

// DeleteKey implements keys.Store.
func (s *Store) DeleteKey(ctx context.Context, id string) error {
	return s.main.update(ctx, func(tx *bbolt.Tx) error {
		b, err := top(tx, keysBucket)
		if err != nil {
			return err
		}
		if _, found, err := (shelf{b}).lookup(id); err != nil || !found {
			if err == nil {
				err = keys.ErrUnknown
			}
			return err
		}
		_, err = shelf{b}.apply(ctx, edits([]string{id}, true))
		return err
	})
}
