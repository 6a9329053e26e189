package people

import "math/bits"

// duplicates remembers the hashes of message ids in generations: of each period of
// time one, or several if many come, the oldest forgotten first. It is not safe for concurrent use.
type duplicates struct {
	period int64 // milliseconds of a generation
	most   int   // hashes, all told
	// generations are those remembered, newest first; no more than kept.
	generations []generation
	kept        int
}

type generation struct {
	begins int64
	set    hashSet
}

// The remembered time is divided into periods, and as many hashes as are remembered into shares: a generation
// ends with its period, or once it has its share.
const (
	periodsKept = 24
	sharesKept  = 8
)

// newDuplicates remembers up to most hashes for a length of time in milliseconds, or a little longer.
func newDuplicates(length int64, most int) *duplicates {
	return &duplicates{period: max(length/periodsKept, 1), most: most, kept: periodsKept + 1 + sharesKept}
}

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
	case len(d.generations) == 0 || at >= d.generations[0].begins+d.period:
		d.turn(at - at%d.period)
	case d.generations[0].set.size >= max(d.most/sharesKept, 1):
		d.turn(d.generations[0].begins)
	}
	d.generations[0].set.add(hash)
	for d.size() > d.most && len(d.generations) > 1 {
		d.generations = d.generations[:len(d.generations)-1]
	}
}

// addOlder remembers the hash of a message that came before all those remembered so far; false if there is no room.
func (d *duplicates) addOlder(hash uint64, at int64) bool {
	oldest := len(d.generations) - 1
	if oldest < 0 || at < d.generations[oldest].begins {
		if len(d.generations) == d.kept {
			return false
		}
		d.generations = append(d.generations, generation{begins: at - at%d.period})
		oldest++
	}
	d.generations[oldest].set.add(hash)
	return d.size() < d.most
}

// turn starts a generation of the period that begins at an instant.
func (d *duplicates) turn(begins int64) {
	d.generations = append([]generation{{begins: begins}}, d.generations...)
	oldest := begins - periodsKept*d.period
	for i := range d.generations {
		if i >= d.kept || d.generations[i].begins < oldest {
			d.generations = d.generations[:i]
			break
		}
	}
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
