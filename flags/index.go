package flags

import "math/bits"

// index finds a flag's position among the sorted keys of a set: an open hash table,
// half empty, which takes half the time of Go's map. It is immutable.
type index struct {
	slots []indexed // a power of two; empty where position is 0
	mask  uint64
}

type indexed struct {
	key      string
	position uint32 // from 1
}

func newIndex(keys []string) *index {
	size := 1 << bits.Len(uint(len(keys)*2))
	x := &index{slots: make([]indexed, size), mask: uint64(size - 1)}
	for i, key := range keys {
		slot := hashKey(key) & x.mask
		for x.slots[slot].position != 0 {
			slot = (slot + 1) & x.mask
		}
		x.slots[slot] = indexed{key, uint32(i + 1)}
	}
	return x
}

// find returns the position of a key, or -1.
func (x *index) find(key string) int {
	for slot := hashKey(key) & x.mask; ; slot = (slot + 1) & x.mask {
		switch at := &x.slots[slot]; {
		case at.position == 0:
			return -1
		case at.key == key:
			return int(at.position) - 1
		}
	}
}

// hashKey multiplies and folds eight bytes at a time. Keys are what a team named its
// flags, so nobody gains by making them collide.
func hashKey(key string) uint64 {
	const odd = 0x9e3779b97f4a7c15 // 2^64 over the golden ratio
	h := uint64(len(key)) * odd
	for ; len(key) >= 8; key = key[8:] {
		h = fold(h^word(key), odd)
	}
	var rest uint64
	for i := range len(key) {
		rest = rest<<8 | uint64(key[i])
	}
	return fold(h^rest, odd)
}

// word reads eight bytes; the compiler makes one load of it.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
