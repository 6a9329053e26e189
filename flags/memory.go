package flags

import (
	"bytes"
	"sync/atomic"
)

// shown is an outcome as some readers see it.
type shown struct {
	base  *Outcome
	hash  uint64
	bytes int64  // its size
	key   []byte // language, what is in time, and what was read
	seen  *Outcome
	again bool       // others are shown the very same
	page  []*Outcome // or what all slots show, where base is nil
}

// memory remembers what was shown, up to a size. It is safe for concurrent use, and finding takes no lock.
type memory struct {
	table   atomic.Pointer[table]
	growing atomic.Bool
	made    atomic.Int64 // how often something was rendered
}

// table has four places for each hash: what comes new takes the first of them, and what was in the last is forgotten.
type table struct {
	places []atomic.Pointer[shown] // a power of two of them
	bytes  atomic.Int64
	count  atomic.Int64
	hand   atomic.Uint64 // the place that is emptied next when there is no room
}

const (
	ways        = 4
	leastPlaces = 1 << 10
	mostPlaces  = 1 << 20
	memoryBytes = 128 << 20
)

func newMemory() *memory {
	m := &memory{}
	m.table.Store(newTable(leastPlaces))
	return m
}

func newTable(places int) *table { return &table{places: make([]atomic.Pointer[shown], places)} }

// bucket returns the places of a hash.
func (t *table) bucket(hash uint64) []atomic.Pointer[shown] {
	i := hash & uint64(len(t.places)-1) &^ (ways - 1)
	return t.places[i : i+ways]
}

// find returns what was shown; nil if that is not known any more.
func (m *memory) find(hash uint64, base *Outcome, key []byte) *shown {
	bucket := m.table.Load().bucket(hash)
	for i := range bucket {
		if s := bucket[i].Load(); s != nil && s.hash == hash && s.base == base && bytes.Equal(s.key, key) {
			return s
		}
	}
	return nil
}

// keep remembers something. Where there is no room, something else is forgotten.
func (m *memory) keep(hash uint64, s *shown) {
	s.hash, s.bytes = hash, s.size()
	t := m.table.Load()
	t.put(s)
	for t.bytes.Load() > memoryBytes {
		t.forget()
	}
	if int(t.count.Load()) > len(t.places)/4 && len(t.places) < mostPlaces {
		m.grow(t)
	}
}

// put moves what is there by one place.
func (t *table) put(s *shown) {
	t.add(s, 1)
	bucket := t.bucket(s.hash)
	for i := range bucket {
		if s = bucket[i].Swap(s); s == nil {
			return
		}
	}
	t.add(s, -1)
}

// add counts something, or what is gone.
func (t *table) add(s *shown, n int64) {
	if s != nil {
		t.count.Add(n)
		t.bytes.Add(n * s.bytes)
	}
}

// forget empties the next place.
func (t *table) forget() {
	i := t.hand.Add(1) & uint64(len(t.places)-1)
	t.add(t.places[i].Swap(nil), -1)
}

// grow doubles a table, unless somebody else does. What others put into the old one meanwhile is forgotten.
func (m *memory) grow(old *table) {
	if !m.growing.CompareAndSwap(false, true) {
		return
	}
	defer m.growing.Store(false)
	if m.table.Load() != old {
		return
	}
	next := newTable(2 * len(old.places))
	for i := range old.places {
		if s := old.places[i].Load(); s != nil {
			next.put(s)
		}
	}
	m.table.Store(next)
}

// size is the memory that something takes, about. What is kept alive by others as well, who count it, counts for a quarter: so
// a memory is never more than four times as large as it is counted, and mostly as large.
func (s *shown) size() int64 {
	const (
		fixed  = 152 // of the struct, and what is lost to rounding
		alone  = 112 // of an outcome
		own    = 400 // of what only it is about
		shared = 4   // what is kept alive by others counts for one in so many
	)
	size := fixed + len(s.key)
	switch {
	case s.base == nil:
		for _, o := range s.page {
			if o != nil {
				size += 8 + (alone+len(o.Value))/shared
			}
		}
	case s.seen.base == nil: // instead of what could not be made; it is remembered encoded and decoded
		size += own + 5*len(s.seen.Value)
	case s.again:
		size += (alone + len(s.seen.Value)) / shared
	default:
		size += alone + len(s.seen.Value)
	}
	return int64(size)
}
