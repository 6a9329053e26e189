package people

import (
	"math/bits"
	"slices"
	"time"
)

// duplicates remembers the hashes of message ids in generations: of each period of
// time one, or several if many come, the oldest forgotten first. It is not safe for concurrent use.
type duplicates struct {
	length int64 // milliseconds that a hash is remembered
	most   int   // hashes, all told
	// generations are those remembered, newest first; no more than kept.
	generations []generation
	// early counts the hashes that were forgotten before their time, because there were too many.
	early uint64
}

type generation struct {
	begins, latest int64 // latest is the instant of the newest hash
	set            hashSet
}

// The remembered time is divided into periods, and as many hashes as are remembered into shares: a generation
// ends with its period, or once it has its share.
const (
	periodsKept = 24
	sharesKept  = 8
	kept        = periodsKept + 1 + sharesKept
)

// bound makes it remember up to most hashes for a length of time, or a little longer, from an instant on.
// What is beyond that is forgotten at once; of a newer generation that alone is too large, once newer ones have come.
func (d *duplicates) bound(length time.Duration, most int, now int64) {
	if length.Milliseconds() == d.length && most == d.most {
		return
	}
	d.length, d.most = length.Milliseconds(), most
	d.expire(now)
	d.cut()
}

// period is how many milliseconds a generation lasts.
func (d *duplicates) period() int64 { return max(d.length/periodsKept, 1) }

// full says whether a generation has its share of the hashes.
func (d *duplicates) full(g *generation) bool { return g.set.size >= max(d.most/sharesKept, 1) }

// has says whether a hash is remembered.
func (d *duplicates) has(hash uint64) bool {
	for i := range d.generations {
		if d.generations[i].set.has(hash) {
			return true
		}
	}
	return false
}

// add remembers a hash that came at an instant. Instants may go back by any length: those before the newest generation go into it.
func (d *duplicates) add(hash uint64, at int64) {
	switch {
	case len(d.generations) == 0 || at >= d.generations[0].begins+d.period():
		d.turn(at-at%d.period(), at)
	case d.full(&d.generations[0]):
		d.turn(d.generations[0].begins, at)
	}
	d.generations[0].add(hash, at)
	d.cut()
}

func (g *generation) add(hash uint64, at int64) {
	g.set.add(hash)
	g.latest = max(g.latest, at)
}

// addOlder remembers the hash of a message that came before all those remembered so far; false if there is no room.
func (d *duplicates) addOlder(hash uint64, at int64) bool {
	oldest := len(d.generations) - 1
	if oldest < 0 || at < d.generations[oldest].begins || d.full(&d.generations[oldest]) {
		if len(d.generations) == kept {
			return false
		}
		d.generations = append(d.generations, generation{begins: at - at%d.period()})
		oldest++
	}
	d.generations[oldest].add(hash, at)
	return d.size() < d.most
}

// turn starts a generation of the period that begins at an instant.
func (d *duplicates) turn(begins, now int64) {
	d.expire(now)
	d.generations = append([]generation{{begins: begins}}, d.generations...)
	for len(d.generations) > kept {
		d.forgetOldest()
	}
}

// expire forgets the generations whose time is over.
func (d *duplicates) expire(now int64) {
	d.generations = slices.DeleteFunc(d.generations, func(g generation) bool { return g.latest <= now-d.length })
}

// cut forgets the oldest generations while there are too many hashes. It leaves two, so that a
// size that is set far lower does not make it forget what came just now.
func (d *duplicates) cut() {
	for len(d.generations) > 2 && d.size() > d.most {
		d.forgetOldest()
	}
}

// forgetOldest forgets the oldest generation before its time.
func (d *duplicates) forgetOldest() {
	last := len(d.generations) - 1
	d.early += uint64(d.generations[last].set.size)
	d.generations[last] = generation{}
	d.generations = d.generations[:last]
}

func (d *duplicates) size() int {
	size := 0
	for i := range d.generations {
		size += d.generations[i].set.size
	}
	return size
}

// hashSet is a set of hashes with linear probing: 8 bytes an entry, at most three quarters full.
type hashSet struct {
	slots []uint64
	size  int
	zero  bool // whether 0 is in the set, which marks a free slot
}

func (s *hashSet) has(hash uint64) bool {
	if hash == 0 {
		return s.zero
	}
	if len(s.slots) == 0 {
		return false
	}
	mask := uint64(len(s.slots) - 1)
	for i := hash & mask; s.slots[i] != 0; i = (i + 1) & mask {
		if s.slots[i] == hash {
			return true
		}
	}
	return false
}

func (s *hashSet) add(hash uint64) {
	if hash == 0 {
		if !s.zero {
			s.zero = true
			s.size++
		}
		return
	}
	if 4*(s.size+1) > 3*len(s.slots) {
		s.grow()
	}
	mask := uint64(len(s.slots) - 1)
	i := hash & mask
	for ; s.slots[i] != 0; i = (i + 1) & mask {
		if s.slots[i] == hash {
			return
		}
	}
	s.slots[i] = hash
	s.size++
}

func (s *hashSet) grow() {
	old := s.slots
	size := max(64, 1<<bits.Len(uint(2*len(old)-1)))
	if len(old) == 0 {
		size = 64
	}
	s.slots = make([]uint64, size)
	mask := uint64(size - 1)
	for _, hash := range old {
		if hash == 0 {
			continue
		}
		i := hash & mask
		for s.slots[i] != 0 {
			i = (i + 1) & mask
		}
		s.slots[i] = hash
	}
}
