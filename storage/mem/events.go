package mem

import (
	"bytes"
	"context"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/storage"
)

// events implements people.Log.
type events struct {
	mu           sync.RWMutex
	closed       bool
	environments map[string]*eventLog
}

// eventLog is the log of one environment.
type eventLog struct {
	blocks []people.Block // never changed once they are here
	at     time.Time      // of the newest block there ever was
	next   uint64
}

// Events returns the log of events.
func (s *Store) Events() people.Log { return s.events }

func (e *events) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
}

// Append implements people.Log.
func (e *events) Append(ctx context.Context, environment string, block *people.Block) (first uint64, err error) {
	if err := storage.CheckBlock(environment, block); err != nil {
		return 0, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := usable(ctx, e.closed); err != nil {
		return 0, err
	}
	log := e.environments[environment]
	if log == nil {
		log = &eventLog{next: 1}
		e.environments[environment] = log
	}
	block.At = block.At.UTC().Truncate(time.Millisecond)
	if block.At.Before(log.at) {
		block.At = log.at
	}
	block.First = log.next
	kept := people.Block{First: block.First, At: block.At, Records: slices.Clone(block.Records)}
	for i := range kept.Records {
		kept.Records[i].Sealed = bytes.Clone(kept.Records[i].Sealed)
	}
	log.blocks = append(log.blocks, kept)
	log.at = kept.At
	log.next += uint64(len(kept.Records))
	return block.First, nil
}

// snapshot returns the blocks of an environment as they are now.
func (e *events) snapshot(ctx context.Context, environment string) ([]people.Block, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if err := usable(ctx, e.closed); err != nil {
		return nil, err
	}
	if log := e.environments[environment]; log != nil {
		return log.blocks, nil
	}
	return nil, nil
}

// Blocks implements people.Log.
func (e *events) Blocks(ctx context.Context, environment string, from uint64, visit func(*people.Block) bool) error {
	blocks, err := e.snapshot(ctx, environment)
	if err != nil {
		return err
	}
	begin := sort.Search(len(blocks), func(i int) bool { return blocks[i].First+uint64(len(blocks[i].Records)) > from })
	for _, block := range blocks[begin:] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if block.First < from {
			block.Records = block.Records[from-block.First:]
			block.First = from
		}
		block.Records = slices.Clone(block.Records)
		if !visit(&block) {
			return nil
		}
	}
	return nil
}

// Messages implements people.Log.
func (e *events) Messages(ctx context.Context, environment string, since time.Time, visit func(at time.Time, hashes []uint64) bool) error {
	blocks, err := e.snapshot(ctx, environment)
	if err != nil {
		return err
	}
	for _, block := range slices.Backward(blocks) {
		if block.At.Before(since) {
			return nil
		}
		hashes := make([]uint64, len(block.Records))
		for i := range block.Records {
			hashes[i] = block.Records[i].Message
		}
		if !visit(block.At, hashes) {
			return nil
		}
	}
	return nil
}

// Expire implements people.Log.
func (e *events) Expire(ctx context.Context, environment string, keep func(name string) time.Time) (deleted int, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := usable(ctx, e.closed); err != nil {
		return 0, err
	}
	log := e.environments[environment]
	if log == nil {
		return 0, nil
	}
	until := map[string]time.Time{}
	var kept []people.Block
	for _, block := range log.blocks {
		block, n := unexpired(block, func(name string) time.Time {
			instant, asked := until[name]
			if !asked {
				instant = keep(name)
				until[name] = instant
			}
			return instant
		})
		deleted += n
		if len(block.Records) > 0 {
			kept = append(kept, block)
		}
	}
	log.blocks = kept
	return deleted, nil
}

// unexpired returns a block with its expired records emptied, or without any if all
// of them are, and how many expired just now.
func unexpired(block people.Block, keep func(name string) time.Time) (people.Block, int) {
	const day = 24 * time.Hour
	end := block.At.Truncate(day).Add(day)
	expired := func(r people.Record) bool { return r.Profile != 0 && !keep(r.Name).Before(end) }
	if !slices.ContainsFunc(block.Records, expired) {
		return block, 0
	}
	deleted := 0
	block.Records = slices.Clone(block.Records) // somebody may be visiting the old ones
	for i, record := range block.Records {
		if expired(record) {
			block.Records[i] = people.Record{}
			deleted++
		}
	}
	if !slices.ContainsFunc(block.Records, func(r people.Record) bool { return r.Profile != 0 }) {
		block.Records = nil
	}
	return block, deleted
}
