package people

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/fingerpost/fingerpost/privacy"
)

// reserve is how many keys are made durable at once, so that a new person need
// not wait for the disk. What was not used when the process ends is never used.
const reserve = 512

// keyPool hands out the keys of new profiles.
type keyPool struct {
	vault Vault

	first atomic.Uint64 // the first number of this process; 0 before there is one

	mu   sync.Mutex
	next uint64
	keys []privacy.Key
}

// born says whether a number was given by this process.
func (p *keyPool) born(number uint64) bool {
	first := p.first.Load()
	return first != 0 && number >= first
}

// fill makes more keys durable; the lock is held.
func (p *keyPool) fill(ctx context.Context) error {
	keys := make([]privacy.Key, reserve)
	for i := range keys {
		keys[i] = privacy.NewKey()
	}
	first, err := p.vault.Create(ctx, keys)
	if err != nil {
		return fmt.Errorf("keys of new profiles: %w", err)
	}
	p.next, p.keys = first, keys
	p.first.CompareAndSwap(0, first)
	return nil
}

// take returns a number that was never used before, and its key, which is durable.
func (p *keyPool) take(ctx context.Context) (uint64, privacy.Key, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.keys) == 0 {
		if err := p.fill(ctx); err != nil {
			return 0, privacy.Key{}, err
		}
	}
	number, key := p.next, p.keys[0]
	p.next, p.keys = p.next+1, p.keys[1:]
	return number, key, nil
}
