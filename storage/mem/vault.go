package mem

import (
	"context"
	"sync"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
)

// vault implements people.Vault.
type vault struct {
	mu      sync.RWMutex
	closed  bool
	secrets privacy.Secrets
	keys    []*privacy.Key // at number - 1; nil once it is destroyed
}

// Vault returns the keys of profiles.
func (s *Store) Vault() people.Vault { return s.vault }

func (v *vault) close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
}

// Secrets implements people.Vault.
func (v *vault) Secrets(ctx context.Context) (privacy.Secrets, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if err := usable(ctx, v.closed); err != nil {
		return privacy.Secrets{}, err
	}
	return v.secrets, nil
}

// Create implements people.Vault.
func (v *vault) Create(ctx context.Context, keys []privacy.Key) (first uint64, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := usable(ctx, v.closed); err != nil {
		return 0, err
	}
	first = uint64(len(v.keys)) + 1
	for _, key := range keys {
		v.keys = append(v.keys, &key)
	}
	return first, nil
}

// Key implements people.Vault.
func (v *vault) Key(ctx context.Context, number uint64) (privacy.Key, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if err := usable(ctx, v.closed); err != nil {
		return privacy.Key{}, err
	}
	if number == 0 || number > uint64(len(v.keys)) {
		return privacy.Key{}, people.ErrUnknownNumber
	}
	key := v.keys[number-1]
	if key == nil {
		return privacy.Key{}, people.ErrErased
	}
	return *key, nil
}

// Destroy implements people.Vault.
func (v *vault) Destroy(ctx context.Context, number uint64) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := usable(ctx, v.closed); err != nil {
		return err
	}
	if number == 0 || number > uint64(len(v.keys)) {
		return people.ErrUnknownNumber
	}
	if key := v.keys[number-1]; key != nil {
		clear(key[:])
	}
	v.keys[number-1] = nil
	return nil
}
