package flags

import (
	"encoding/binary"
	"math/bits"

	"github.com/cespare/xxhash/v2"
)

// Bucket returns the bucket, 0 to 99999, into which a value falls under a seed:
// the high 64 bits of xxhash64(seed, a zero byte, value) times 100000. It is
// fixed for ever; docs/bucketing.md has test vectors.
func Bucket(seed, value string) int {
	b := bucketer{prefix: append([]byte(seed), 0), hash: fingerpost}
	return int(b.bucket(make([]byte, 0, 128), value))
}

// BucketBy returns the bucket under the hash of another system, by the name that
// an entry's hash has; false if there is no such hash.
func BucketBy(hash, seed, value string) (int, bool) {
	f, ok := hashes[hash]
	if !ok {
		return 0, false
	}
	b := bucketer{prefix: []byte(seed + f.separator), hash: f}
	return int(b.bucket(nil, value)), true
}

// Hashes are the names that an entry's hash can have, beside the empty one for our own.
func Hashes() []string { return []string{"murmur3-unleash", "murmur3-unleash-variant"} }

// hashing is a way to turn a seed and a value into a bucket.
type hashing struct {
	separator string
	bucket    func(data []byte) uint32
}

var fingerpost = hashing{separator: "\x00", bucket: func(data []byte) uint32 {
	high, _ := bits.Mul64(xxhash.Sum64(data), All)
	return uint32(high)
}}

// hashes are those of the systems that flags are imported from, scaled so that
// everybody keeps the variant they had.
var hashes = map[string]hashing{
	"": fingerpost,
	// Unleash's gradual rollouts have 100 steps, and its variants 1,000 shares under a seed of their own.
	"murmur3-unleash":         {separator: ":", bucket: func(data []byte) uint32 { return murmur3(data, 0) % 100 * (All / 100) }},
	"murmur3-unleash-variant": {separator: ":", bucket: func(data []byte) uint32 { return murmur3(data, 86028157) % 1000 * (All / 1000) }},
}

// bucketer is a hash with the part of its input that does not change.
type bucketer struct {
	prefix []byte // seed and separator
	hash   hashing
}

func newBucketer(name, seed string) bucketer {
	hash := hashes[name]
	return bucketer{prefix: append([]byte(seed), hash.separator...), hash: hash}
}

// bucket uses scratch for the hash's input.
func (b *bucketer) bucket(scratch []byte, value string) uint32 {
	scratch = append(append(scratch[:0], b.prefix...), value...)
	if b.hash.separator == "\x00" { // our own, without a call through a pointer
		high, _ := bits.Mul64(xxhash.Sum64(scratch), All)
		return uint32(high)
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
	for i := len(rest) - 1; i >= 0; i-- {
		k = k<<8 | uint32(rest[i])
	}
	h ^= mix(k) ^ uint32(len(data))
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}
