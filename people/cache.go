package people

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/profiles"
)

// entry is a profile in memory.
type entry struct {
	number  uint64
	current atomic.Pointer[profiles.Profile]
	key     privacy.Key
	used    atomic.Bool // since the last time somebody looked for what can be forgotten
	memo    atomic.Value
	noted   atomic.Uint64

	// The crowd's lock guards what follows.
	dirty  bool  // it is not stored as it is
	stored bool  // some state of it is stored
	until  int64 // when time alone can change its memberships; 0 if never
	timer  int64 // the earliest instant at which it is to be looked at, at or before until; 0 if none
}

// entryFootprint is about what an entry takes beside its profile: itself, and its places in the maps.
const entryFootprint = 320

func (e *entry) footprint() int64 { return int64(e.current.Load().Footprint()) + entryFootprint }

// sealer returns the entry's key ready for use. That takes 700 bytes, and less than a microsecond to make: it is not kept.
func (e *entry) sealer() *privacy.Sealer { return privacy.NewSealer(e.key) }

const shards = 256

// cache holds profiles, and which identifiers lead to them. What is not stored
// yet stays; the rest may be forgotten at any time. A shard is locked while something
// is read into it, so that an old state cannot come in behind a newer one.
type cache struct {
	entries [shards]struct {
		sync.RWMutex
		byNumber map[uint64]*entry
	}
	links [shards]links
	bytes atomic.Int64
}

// links say to whom identifiers lead.
type links struct {
	sync.RWMutex
	byIdentifier map[profiles.Identifier]uint64
	// nobody holds identifiers that were looked for lately and lead to nobody, so
	// that those without a profile are not looked for in the store at each decision.
	nobody map[profiles.Identifier]struct{}
}

// mostNobody bounds how many of those a shard remembers.
const mostNobody = 512

// cached returns the number that an identifier leads to, and whether that is known; a lock is held.
func (l *links) cached(id profiles.Identifier) (number uint64, known bool) {
	if number, known = l.byIdentifier[id]; known {
		return number, true
	}
	_, known = l.nobody[id]
	return 0, known
}

// keep remembers to whom an identifier leads, 0 for nobody; the lock is held.
func (l *links) keep(id profiles.Identifier, number uint64) {
	if number != 0 {
		delete(l.nobody, id)
		l.byIdentifier[id] = number
		return
	}
	delete(l.byIdentifier, id)
	if len(l.nobody) >= mostNobody {
		clear(l.nobody)
	}
	l.nobody[id] = struct{}{}
}

func newCache() *cache {
	c := &cache{}
	for i := range c.entries {
		c.entries[i].byNumber = map[uint64]*entry{}
		c.links[i].byIdentifier, c.links[i].nobody = map[profiles.Identifier]uint64{}, map[profiles.Identifier]struct{}{}
	}
	return c
}

// linkShard spreads identifiers over the shards by FNV-1a.
func linkShard(id profiles.Identifier) uint32 {
	h := uint32(2166136261)
	for i := range len(id.Value) {
		h = (h ^ uint32(id.Value[i])) * 16777619
	}
	return (h ^ uint32(id.Kind)) * 16777619 % shards
}

// entry returns the profile of a number, ErrErased or ErrUnknownNumber. It does not go on to where that was merged into.
func (c *crowd) entry(ctx context.Context, number uint64) (*entry, error) {
	shard := &c.cache.entries[number%shards]
	shard.RLock()
	e := shard.byNumber[number]
	shard.RUnlock()
	if e != nil {
		if !e.used.Load() {
			e.used.Store(true)
		}
		return e, nil
	}
	shard.Lock()
	defer shard.Unlock()
	if e := shard.byNumber[number]; e != nil {
		return e, nil
	}
	e, err := c.read(ctx, number)
	if err != nil {
		return nil, err
	}
	shard.byNumber[number] = e
	c.cache.bytes.Add(e.footprint())
	return e, nil
}

// read reads a profile from the store.
func (c *crowd) read(ctx context.Context, number uint64) (*entry, error) {
	found, err := c.service.config.Profiles.Read(ctx, c.name, []uint64{number})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrUnknownNumber
	}
	e, err := c.keyed(ctx, number)
	if err != nil {
		return nil, err
	}
	p, err := c.open(e.sealer(), found[0])
	if err != nil {
		return nil, err
	}
	e.stored = true
	e.current.Store(p)
	return e, nil
}

// keyed reads the key of a number and returns an entry without a profile.
func (c *crowd) keyed(ctx context.Context, number uint64) (*entry, error) {
	key, err := c.service.config.Vault.Key(ctx, number)
	if err != nil {
		return nil, err
	}
	return newEntry(number, key), nil
}

// newEntry returns an entry without a profile.
func newEntry(number uint64, key privacy.Key) *entry {
	return &entry{number: number, key: key}
}

// texts are buffers for opened profiles, of which a decoded one keeps nothing.
var texts = sync.Pool{New: func() any { return new([]byte) }} //nolint:gochecknoglobals // it holds nothing that outlives a call

// open unseals a stored profile.
func (c *crowd) open(sealer *privacy.Sealer, d Document) (*profiles.Profile, error) {
	buffer := texts.Get().(*[]byte)
	defer texts.Put(buffer)
	text, err := sealer.Open((*buffer)[:0], d.Sealed, c.bound(boundProfile, d.Number))
	*buffer = text
	if err != nil {
		return nil, fmt.Errorf("%w: profile %d of environment %q: %w", ErrDamaged, d.Number, c.name, err)
	}
	p, err := profiles.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("%w: profile %d of environment %q: %w", ErrDamaged, d.Number, c.name, err)
	}
	return p, nil
}

// find returns the number that an identifier leads to; 0 if nobody is known by it.
func (c *crowd) find(ctx context.Context, id profiles.Identifier) (uint64, error) {
	shard := &c.cache.links[linkShard(id)]
	shard.RLock()
	number, known := shard.cached(id)
	shard.RUnlock()
	if known {
		return number, nil
	}
	shard.Lock()
	defer shard.Unlock()
	if number, known = shard.cached(id); known {
		return number, nil
	}
	found, err := c.service.config.Profiles.Find(ctx, c.name, []privacy.Hash{c.hash(id)})
	if err != nil {
		return 0, err
	}
	shard.keep(id, found[0])
	return found[0], nil
}

// hash returns what stands for an identifier in the store.
func (c *crowd) hash(id profiles.Identifier) privacy.Hash {
	return c.service.hasher.Identifier(c.name, byte(id.Kind), id.Value)
}

// link makes an identifier lead to a number, 0 to nobody.
func (c *cache) link(id profiles.Identifier, number uint64) {
	shard := &c.links[linkShard(id)]
	shard.Lock()
	defer shard.Unlock()
	shard.keep(id, number)
}

// put takes a new entry in.
func (c *cache) put(e *entry) {
	shard := &c.entries[e.number%shards]
	shard.Lock()
	defer shard.Unlock()
	shard.byNumber[e.number] = e
	c.bytes.Add(e.footprint())
}

// drop forgets an entry.
func (c *cache) drop(e *entry) {
	shard := &c.entries[e.number%shards]
	shard.Lock()
	delete(shard.byNumber, e.number)
	shard.Unlock()
	p := e.current.Load()
	c.bytes.Add(-e.footprint())
	for _, id := range p.Identifiers {
		links := &c.links[linkShard(id)]
		links.Lock()
		if links.byIdentifier[id] == e.number {
			delete(links.byIdentifier, id)
		}
		links.Unlock()
	}
}

// shrink forgets profiles that are stored and were not used lately, until what
// is left takes nine tenths of the limit. The crowd's lock is held for each shard.
func (c *crowd) shrink(limit int64) {
	for round := 0; round < 2 && c.cache.bytes.Load() > limit; round++ {
		for i := range c.cache.entries {
			if c.cache.bytes.Load() <= limit/10*9 {
				return
			}
			c.shrinkShard(i)
		}
	}
}

func (c *crowd) shrinkShard(i int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	shard := &c.cache.entries[i]
	var idle []*entry
	shard.RLock()
	for _, e := range shard.byNumber {
		if !e.used.Swap(false) && !e.dirty {
			idle = append(idle, e)
		}
	}
	shard.RUnlock()
	for _, e := range idle {
		c.cache.drop(e)
	}
}

// resolve follows a number to the profile that stands by itself.
func (c *crowd) resolve(ctx context.Context, number uint64) (*entry, error) {
	const longest = 64 // of a chain of merges, each of which ends in one made later
	for range longest {
		e, err := c.entry(ctx, number)
		if err != nil {
			return nil, err
		}
		into := e.current.Load().Into
		if into == 0 {
			return e, nil
		}
		number = into
	}
	return nil, errors.New("profiles are merged into each other in a circle")
}
