package bolt_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

var benchAt = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// noise returns n bytes that look sealed.
func noise(random *rand.Rand, n int) []byte {
	b := make([]byte, 0, n+8)
	for len(b) < n {
		b = binary.NativeEndian.AppendUint64(b, random.Uint64())
	}
	return b[:n]
}

// eventBlock returns a block of n events of 300 bytes.
func eventBlock(random *rand.Rand, n int) *people.Block {
	b := &people.Block{At: benchAt}
	for i := range n {
		b.Records = append(b.Records, people.Record{
			Profile: 1 + random.Uint64N(100_000), Message: random.Uint64(), Name: fmt.Sprint("event ", i%40),
			Time: benchAt.UnixMilli() - random.Int64N(60_000), Sealed: noise(random, 300),
		})
	}
	return b
}

// BenchmarkAppendEvents compares blocks of events of 300 bytes with their ceiling: bbolt
// storing as many bytes in a transaction of its own, as one value and in half pages.
func BenchmarkAppendEvents(b *testing.B) {
	for _, n := range []int{1, 100, 1000} {
		block := eventBlock(rand.New(rand.NewPCG(1, 2)), n)
		b.Run(fmt.Sprint("store/", n), func(b *testing.B) {
			store := open(b, b.TempDir())
			for b.Loop() {
				if _, err := store.Events().Append(b.Context(), "production", block); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "events/s")
		})
		for _, size := range []int{2000, 300 * n} {
			name := fmt.Sprintf("bare bbolt, values of %d/%d", size, n)
			b.Run(name, func(b *testing.B) { bareAppends(b, 300*n, size, n) })
		}
	}
}

func bareAppends(b *testing.B, bytes, size, events int) {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	number := uint64(0)
	for b.Loop() {
		err := db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("events"))
			if err != nil {
				return err
			}
			bucket.FillPercent = 1
			for left := bytes; left > 0; left -= size {
				number++
				if err := bucket.Put(binary.BigEndian.AppendUint64(nil, number), make([]byte, min(left, size))); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkCreateKeys makes 100 keys at once, by one caller and by 16.
func BenchmarkCreateKeys(b *testing.B) {
	keys := make([]privacy.Key, 100)
	for i := range keys {
		keys[i] = privacy.NewKey()
	}
	b.Run("one caller", func(b *testing.B) {
		store := open(b, b.TempDir())
		for b.Loop() {
			if _, err := store.Vault().Create(b.Context(), keys); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "keys/s")
	})
	b.Run("16 callers, one each", func(b *testing.B) {
		store := open(b, b.TempDir())
		b.SetParallelism(8)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := store.Vault().Create(b.Context(), keys[:1]); err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "keys/s")
	})
}

func BenchmarkKey(b *testing.B) {
	store := open(b, b.TempDir())
	if _, err := store.Vault().Create(b.Context(), make([]privacy.Key, 100_000)); err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for b.Loop() {
		if _, err := store.Vault().Key(b.Context(), 1+random.Uint64N(100_000)); err != nil {
			b.Fatal(err)
		}
	}
}

func linkHash(n uint64) (hash privacy.Hash) {
	random := rand.New(rand.NewPCG(n, 5))
	binary.BigEndian.PutUint64(hash[:], random.Uint64())
	binary.BigEndian.PutUint64(hash[8:], random.Uint64())
	return hash
}

// manyProfiles returns the folder of a store with n profiles of 1 KB, two identifiers
// each. It is made once, in FINGERPOST_BENCH_FOLDER if that is set.
func manyProfiles(b *testing.B, n int) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "store")
	if kept := os.Getenv("FINGERPOST_BENCH_FOLDER"); kept != "" {
		dir = filepath.Join(kept, strconv.Itoa(n))
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	store, err := bolt.Open(dir, bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	if _, err := store.Vault().Create(b.Context(), make([]privacy.Key, n)); err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	random := rand.New(rand.NewPCG(6, 7))
	for first := uint64(1); first <= uint64(n); first += 100_000 {
		c := people.Checkpoint{Position: first}
		for number := first; number < first+100_000 && number <= uint64(n); number++ {
			c.Documents = append(c.Documents, people.Document{Number: number, Sealed: noise(random, 1000)})
			c.Links = append(c.Links, people.Link{Hash: linkHash(2 * number), Number: number}, people.Link{Hash: linkHash(2*number + 1), Number: number})
		}
		if err := store.Profiles().Write(b.Context(), "production", &c); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, bolt.ProfilesName))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("loaded %d profiles in %v, %d MB", n, time.Since(begin), info.Size()>>20)
	return dir
}

const benchProfiles = 1_000_000

// openMany opens a store with many profiles, and says how long that took.
func openMany(b *testing.B) *bolt.Store {
	dir := manyProfiles(b, benchProfiles)
	begin := time.Now()
	store := open(b, dir)
	b.Logf("opened in %v", time.Since(begin))
	return store
}

// BenchmarkWriteProfiles replaces 100,000 random documents among a million.
func BenchmarkWriteProfiles(b *testing.B) {
	store := openMany(b)
	random := rand.New(rand.NewPCG(8, 9))
	const n = 100_000
	for b.Loop() {
		var c people.Checkpoint
		for _, number := range random.Perm(benchProfiles)[:n] {
			c.Documents = append(c.Documents, people.Document{Number: uint64(number) + 1, Sealed: noise(random, 1000)})
		}
		slices.SortFunc(c.Documents, func(a, b people.Document) int { return int(a.Number) - int(b.Number) })
		if err := store.Profiles().Write(b.Context(), "production", &c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "documents/s")
}

func BenchmarkReadProfile(b *testing.B) {
	store := openMany(b)
	random := rand.New(rand.NewPCG(10, 11))
	for b.Loop() {
		found, err := store.Profiles().Read(b.Context(), "production", []uint64{1 + random.Uint64N(benchProfiles)})
		if err != nil || len(found) != 1 {
			b.Fatal(found, err)
		}
	}
}

func BenchmarkFindProfile(b *testing.B) {
	store := openMany(b)
	random := rand.New(rand.NewPCG(12, 13))
	for b.Loop() {
		n := 2 + random.Uint64N(2*benchProfiles)
		found, err := store.Profiles().Find(b.Context(), "production", []privacy.Hash{linkHash(n)})
		if err != nil || found[0] != n/2 {
			b.Fatal(n, found, err)
		}
	}
}

func BenchmarkScanProfiles(b *testing.B) {
	store := openMany(b)
	for b.Loop() {
		n := 0
		if _, err := store.Profiles().Scan(b.Context(), "production", 0, func(people.Document) bool { n++; return true }); err != nil || n != benchProfiles {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(benchProfiles*float64(b.N)/b.Elapsed().Seconds(), "documents/s")
}

// BenchmarkReadEvents reads a log of a million events, and the hashes of two million messages.
func BenchmarkReadEvents(b *testing.B) {
	store := open(b, b.TempDir())
	random := rand.New(rand.NewPCG(14, 15))
	block := eventBlock(random, 1000)
	for range 2000 {
		if _, err := store.Events().Append(b.Context(), "production", block); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("blocks", func(b *testing.B) {
		for b.Loop() {
			n := 0
			if err := store.Events().Blocks(b.Context(), "production", 1_000_001, func(block *people.Block) bool { n += len(block.Records); return true }); err != nil || n != 1_000_000 {
				b.Fatal(n, err)
			}
		}
		b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("messages", func(b *testing.B) {
		for b.Loop() {
			n := 0
			if err := store.Events().Messages(b.Context(), "production", benchAt, func(_ time.Time, hashes []uint64) bool { n += len(hashes); return true }); err != nil || n != 2_000_000 {
				b.Fatal(n, err)
			}
		}
		b.ReportMetric(2e6*float64(b.N)/b.Elapsed().Seconds(), "hashes/s")
	})
}
