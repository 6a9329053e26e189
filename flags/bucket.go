package flags

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"
)

// Bucket returns the bucket, 0 to 99999, into which a value falls under a seed:
// the high 64 bits of xxhash64(seed, a zero byte, value) times 100000. It is
// fixed for ever; docs/bucketing.md has test vectors.
func Bucket(seed, value string) int {
	b := newBucketer("", seed)
	return int(b.bucket(nil, value))
}

// BucketBy returns the bucket under the hash of another system, by the name that
// an entry's hash has; false if there is no such hash.
func BucketBy(hash, seed, value string) (int, bool) {
	if _, ok := hashingOf(hash); !ok {
		return 0, false
	}
	b := newBucketer(hash, seed)
	return int(b.bucket(nil, value)), true
}

// Hashes are the names that an entry's hash can have, beside the empty one for
// our own. The last one may have the sum of the imported weights behind a slash: murmur3-unleash-variant/100.
func Hashes() []string { return []string{murmurRollout, murmurVariant} }

const (
	murmurRollout = "murmur3-unleash"
	murmurVariant = "murmur3-unleash-variant"
)

// hashing is a way to turn a seed and a value into a bucket.
type hashing struct {
	separator string
	bucket    func(data []byte) uint32
}

// own is the separator of our own hash; it is in no seed of another system's.
const own = "\x00"

func ownBucket(data []byte) uint32 {
	high, _ := bits.Mul64(xxhash.Sum64(data), All)
	return uint32(high)
}

// hashingOf returns our own hash for the empty name, or that of the system that a
// flag was imported from, scaled so that everybody keeps the variant they had; false if there is none of that name.
func hashingOf(name string) (hashing, bool) {
	base, total, scaled := strings.Cut(name, "/")
	steps, err := strconv.ParseUint(total, 10, 32)
	switch {
	case name == "":
		return hashing{separator: own, bucket: ownBucket}, true
	case name == murmurRollout:
		return murmurSteps(0, 100), true
	case name == murmurVariant:
		return murmurSteps(86028157, 1000), true
	case base == murmurVariant && scaled && err == nil && steps > 0 && steps <= All:
		return murmurSteps(86028157, uint32(steps)), true
	}
	return hashing{}, false
}

// murmurSteps spreads that many steps of MurmurHash3 over the buckets.
func murmurSteps(seed, steps uint32) hashing {
	return hashing{separator: ":", bucket: func(data []byte) uint32 {
		return uint32(uint64(murmur3(data, seed)%steps) * All / uint64(steps))
	}}
}

// bucketer is a hash with the part of its input that does not change.
type bucketer struct {
	prefix []byte // seed and separator
	hash   hashing
}

func newBucketer(name, seed string) bucketer {
	hash, _ := hashingOf(name)
	return bucketer{prefix: append([]byte(seed), hash.separator...), hash: hash}
}

// bucket uses scratch for the hash's input.
func (b *bucketer) bucket(scratch []byte, value string) uint32 {
	scratch = append(append(scratch[:0], b.prefix...), value...)
	if b.hash.separator == own { // without a call through a pointer
		return ownBucket(scratch)
	}
	return b.hash.bucket(scratch)
}

// murmur3 is MurmurHash3_x86_32 by Austin Appleby, public domain: 32 bits of data under a seed.
func murmur3(data []byte, seed uint32) uint32 {
	const c1, c2 = 0xcc9e2d51, 0x1b873593
	mix := func(k uint32) uint32 { return bits.RotateLeft32(k*c1, 15) * c2 }
	h, rest := seed, data
	for ; len(rest) >= 4; rest = rest[4:] {
		h = bits.RotateLeft32(h^mix(binary.LittleEndian.Uint32(rest)), 13)*5 + 0xe6546b64
	}
	var k uint32
	for _, b := range slices.Backward(rest) {
		k = k<<8 | uint32(b)
	}
	h ^= mix(k) ^ uint32(len(data))
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}
