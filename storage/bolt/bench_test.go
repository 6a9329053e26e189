package bolt_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// revision returns one of about a kilobyte, a publish of two flags.
func revision(environment string, number uint64, parent revisions.Hash) *revisions.Revision {
	value := json.RawMessage(`{"type":"boolean","enabled":true,"note":"` + strings.Repeat("x", 300) + `"}`)
	return &revisions.Revision{
		Environment: environment, Number: number, Parent: parent,
		Hash:   revisions.Hash(keys.Hash(fmt.Sprint(environment, number))),
		Author: "ada@example.com", Message: "roll out", At: time.UnixMilli(1_750_000_000_000).UTC(),
		Changes: []revisions.Change{{Kind: "flag", Key: "editor", Value: value}, {Kind: "flag", Key: "banner", Value: value}},
	}
}

// BenchmarkAppend compares an append with its ceiling: bbolt storing the same bytes
// under the same key in a transaction of its own, without checks of any kind.
func BenchmarkAppend(b *testing.B) {
	b.Run("store", func(b *testing.B) {
		store := open(b, b.TempDir())
		if err := store.CreateEnvironment(b.Context(), "production"); err != nil {
			b.Fatal(err)
		}
		var parent revisions.Hash
		number := uint64(0)
		for b.Loop() {
			number++
			next := revision("production", number, parent)
			if err := store.Append(b.Context(), next); err != nil {
				b.Fatal(err)
			}
			parent = next.Hash
		}
	})
	b.Run("ceiling", func(b *testing.B) {
		encoded, err := json.Marshal(revision("production", 1, revisions.Hash{}))
		if err != nil {
			b.Fatal(err)
		}
		db, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		number := uint64(0)
		for b.Loop() {
			number++
			err := db.Update(func(tx *bbolt.Tx) error {
				bucket, err := tx.CreateBucketIfNotExists([]byte("revisions"))
				if err != nil {
					return err
				}
				return bucket.Put(binary.BigEndian.AppendUint64(nil, number), encoded)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRevisions reads a log of 1,000 revisions of about a kilobyte, as a starting server does.
func BenchmarkRevisions(b *testing.B) {
	store := open(b, b.TempDir())
	fill(b, store, 1000, 0)
	for b.Loop() {
		if page, err := store.Revisions(b.Context(), "production", 1, 1000); err != nil || len(page) != 1000 {
			b.Fatal(len(page), err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "revisions/s")
}

// BenchmarkMembers reads a list of 100,000 members in pages of 10,000.
func BenchmarkMembers(b *testing.B) {
	const n, page = 100_000, 10_000
	store := open(b, b.TempDir())
	fill(b, store, 1, n)
	for b.Loop() {
		total := 0
		for after := ""; total < n; {
			members, err := store.Members(b.Context(), "production", "testers", after, page)
			if err != nil || len(members) == 0 {
				b.Fatal(len(members), err)
			}
			total += len(members)
			after = members[len(members)-1]
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "members/s")
}

// BenchmarkAddMember adds one member to a list of 100,000.
func BenchmarkAddMember(b *testing.B) {
	store := open(b, b.TempDir())
	fill(b, store, 1, 100_000)
	number := 0
	for b.Loop() {
		number++
		if err := store.AddMembers(b.Context(), "production", "testers", []string{fmt.Sprintf("new-%d", number)}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheck reads a file of a million members and 20,000 revisions from the first page to the last.
func BenchmarkCheck(b *testing.B) {
	dir := b.TempDir()
	store := open(b, dir)
	fill(b, store, 20_000, 1_000_000)
	store.Close()
	var report bolt.Report
	for b.Loop() {
		var err error
		if report, err = bolt.Check(b.Context(), dir); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(report.Bytes)
	b.ReportMetric(float64(report.Bytes)/1e6, "MB")
}

// BenchmarkOpen opens the same file with the quick check.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	store := open(b, dir)
	fill(b, store, 20_000, 1_000_000)
	store.Close()
	for b.Loop() {
		store, err := bolt.Open(dir, bolt.Options{FullCheckUpTo: -1})
		if err != nil {
			b.Fatal(err)
		}
		store.Close()
	}
}

// fill puts revisions and members into the environment production, which it creates.
func fill(t testing.TB, store *bolt.Store, revisionCount, memberCount int) {
	t.Helper()
	if err := store.CreateEnvironment(t.Context(), "production"); err != nil {
		t.Fatal(err)
	}
	var parent revisions.Hash
	for number := range uint64(revisionCount) {
		next := revision("production", number+1, parent)
		if err := store.Append(t.Context(), next); err != nil {
			t.Fatal(err)
		}
		parent = next.Hash
	}
	members := make([]string, memberCount)
	for i := range members {
		members[i] = fmt.Sprintf("user-%07d@example.com", i*7919%1_000_003)
	}
	if err := store.AddMembers(t.Context(), "production", "testers", members); err != nil {
		t.Fatal(err)
	}
}
