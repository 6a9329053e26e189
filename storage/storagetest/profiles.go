package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

func write(t testing.TB, store Store, environment string, c *people.Checkpoint) {
	t.Helper()
	must(t, store.Profiles().Write(ctx(t), environment, c))
}

// documentsFrom returns the documents from a number on, copied, and the position.
func documentsFrom(t testing.TB, store Store, environment string, from uint64) (all []people.Document, position uint64) {
	t.Helper()
	position, err := store.Profiles().Scan(ctx(t), environment, from, func(d people.Document) bool {
		all = append(all, document(d.Number, string(d.Sealed)))
		return true
	})
	must(t, err)
	return all, position
}

func sameDocument(a, b people.Document) bool {
	return a.Number == b.Number && bytes.Equal(a.Sealed, b.Sealed)
}

func wantDocuments(t testing.TB, store Store, environment string, want ...people.Document) {
	t.Helper()
	got, _ := documentsFrom(t, store, environment, 0)
	if !slices.EqualFunc(got, want, sameDocument) {
		t.Errorf("documents are %v, want %v", got, want)
	}
}

func wantLinks(t testing.TB, store Store, environment string, hashes []privacy.Hash, want ...uint64) {
	t.Helper()
	got, err := store.Profiles().Find(ctx(t), environment, hashes)
	must(t, err)
	if !slices.Equal(got, want) {
		t.Errorf("the identifiers are linked to %v, want %v", got, want)
	}
}

func documentsAndLinks(t *testing.T, store Store) {
	makeKeys(t, store, 300)
	a, b, c := privacy.Hash{1}, privacy.Hash{2}, privacy.Hash{15: 1}
	hashes := []privacy.Hash{b, c, a, b}
	wantDocuments(t, store, "production")
	wantLinks(t, store, "production", hashes, 0, 0, 0, 0)
	given := []people.Document{document(1, "one"), document(7, "seven"), document(300, "last")}
	links := []people.Link{{Hash: b, Number: 7}, {Hash: a, Number: 1}}
	write(t, store, "production", &people.Checkpoint{Documents: given, Links: links})
	if links[0].Hash != b {
		t.Error("Write sorted the caller's slice")
	}
	given[0].Sealed[0] = 'X'
	wantDocuments(t, store, "production", document(1, "one"), document(7, "seven"), document(300, "last"))
	wantLinks(t, store, "production", hashes, 7, 0, 1, 7)

	read, err := store.Profiles().Read(ctx(t), "production", []uint64{7, 3, 1, 7, 1<<64 - 1, 0})
	must(t, err)
	if want := []people.Document{document(7, "seven"), document(1, "one"), document(7, "seven")}; !slices.EqualFunc(read, want, sameDocument) {
		t.Errorf("read %v, want %v", read, want)
	}
	read[0].Sealed[0] = 'X'

	write(t, store, "production", &people.Checkpoint{
		Documents: []people.Document{document(1, "one anew"), {Number: 3}, {Number: 7}, document(9, "nine")},
		Links:     []people.Link{{Hash: a}, {Hash: b, Number: 9}, {Hash: c, Number: 4}, {Hash: c, Number: 5}, {Hash: privacy.Hash{3}}},
	})
	wantDocuments(t, store, "production", document(1, "one anew"), document(9, "nine"), document(300, "last"))
	wantLinks(t, store, "production", hashes, 9, 5, 0, 9)
	if reopener, ok := store.(Reopener); ok {
		store = reopener.Reopen(t)
		wantDocuments(t, store, "production", document(1, "one anew"), document(9, "nine"), document(300, "last"))
		wantLinks(t, store, "production", hashes, 9, 5, 0, 9)
		must(t, store.Close())
	}
}

func checkpointRefused(t *testing.T, store Store) {
	for name, documents := range map[string][]people.Document{
		"not sorted":     {document(2, "x"), document(1, "x")},
		"there twice":    {document(2, "x"), document(2, "x")},
		"without number": {document(0, "x")},
	} {
		c := &people.Checkpoint{Documents: documents, Position: 9}
		if err := store.Profiles().Write(ctx(t), "production", c); !errors.Is(err, storage.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if got, position := documentsFrom(t, store, "production", 0); len(got) != 0 || position != 0 {
		t.Errorf("there are %v, position %d", got, position)
	}
}

func positionStays(t *testing.T, store Store) {
	for _, c := range []struct{ written, want uint64 }{{0, 0}, {5, 5}, {0, 5}, {1 << 60, 1 << 60}, {7, 7}, {0, 7}} {
		write(t, store, "production", &people.Checkpoint{Position: c.written})
		if _, position := documentsFrom(t, store, "production", 1<<64-1); position != c.want {
			t.Errorf("after %d the position is %d, want %d", c.written, position, c.want)
		}
	}
}

func scanInOrder(t *testing.T, store Store) {
	var all []people.Document
	for i := range uint64(3000) {
		all = append(all, document(3*i+5, fmt.Sprint(i, strings.Repeat("d", int(i%700)))))
	}
	for _, part := range [][]people.Document{all[1000:2000], all[:1000], all[2000:]} {
		write(t, store, "production", &people.Checkpoint{Documents: part, Position: 77})
	}
	for _, from := range []uint64{0, 5, 6, 7, 8, 3000, 9001, 9002, 9003, 1<<64 - 1} {
		begin, _ := slices.BinarySearchFunc(all, from, func(d people.Document, n uint64) int {
			if d.Number < n {
				return -1
			}
			return 1
		})
		got, position := documentsFrom(t, store, "production", from)
		if !slices.EqualFunc(got, all[begin:], sameDocument) || position != 77 {
			t.Errorf("from %d: %d documents, position %d, want %d documents", from, len(got), position, len(all)-begin)
		}
	}
	visits := 0
	_, err := store.Profiles().Scan(ctx(t), "production", 0, func(people.Document) bool {
		visits++
		return visits < 3
	})
	must(t, err)
	if visits != 3 {
		t.Errorf("a visit that had enough after 3 documents was made %d times", visits)
	}
}

func scanWhileWriting(t *testing.T, store Store) {
	const n = 3000
	text := strings.Repeat("old ", 500)
	var all []people.Document
	for i := range uint64(n) {
		all = append(all, document(i+1, text))
	}
	write(t, store, "production", &people.Checkpoint{Documents: all, Position: 1})
	next := uint64(1)
	position, err := store.Profiles().Scan(ctx(t), "production", 0, func(d people.Document) bool {
		if d.Number != next || string(d.Sealed) != text && string(d.Sealed) != "new" {
			t.Fatalf("document %d comes where %d should, with %d bytes", d.Number, next, len(d.Sealed))
		}
		next++
		if d.Number%500 == 1 {
			write(t, store, "production", &people.Checkpoint{Documents: []people.Document{document(d.Number, "new"), document(n, "new")}, Position: 2})
		}
		return true
	})
	must(t, err)
	if next != n+1 || position != 1 {
		t.Errorf("the scan ended before %d, with the position %d", next, position)
	}
}

func manyDocuments(t *testing.T, store Store) {
	const n = 20_000
	c := &people.Checkpoint{Position: 42}
	var hashes []privacy.Hash
	var numbers []uint64
	for i := range n {
		number := uint64(i)*2 + 1
		c.Documents = append(c.Documents, document(number, fmt.Sprint("document ", i)))
		c.Links = append(c.Links, people.Link{Hash: hashNumber(i), Number: number})
		hashes, numbers = append(hashes, hashNumber(i)), append(numbers, number)
	}
	write(t, store, "production", c)
	got, position := documentsFrom(t, store, "production", 0)
	if !slices.EqualFunc(got, c.Documents, sameDocument) || position != 42 {
		t.Errorf("%d documents, position %d", len(got), position)
	}
	wantLinks(t, store, "production", hashes, numbers...)
	for i := range c.Documents {
		c.Documents[i].Sealed = nil
		c.Links[i].Number = 0
	}
	write(t, store, "production", c)
	wantDocuments(t, store, "production")
	wantLinks(t, store, "production", hashes, make([]uint64, n)...)
}

func independentProfiles(t *testing.T, store Store) {
	write(t, store, "production", &people.Checkpoint{Documents: []people.Document{document(1, "p")}, Links: []people.Link{{Hash: privacy.Hash{1}, Number: 1}}, Position: 3})
	write(t, store, "staging", &people.Checkpoint{Documents: []people.Document{document(1, "s")}, Links: []people.Link{{Hash: privacy.Hash{1}, Number: 2}}})
	wantDocuments(t, store, "production", document(1, "p"))
	wantDocuments(t, store, "staging", document(1, "s"))
	wantDocuments(t, store, "unknown")
	wantLinks(t, store, "production", []privacy.Hash{{1}}, 1)
	wantLinks(t, store, "staging", []privacy.Hash{{1}}, 2)
	wantLinks(t, store, "unknown", []privacy.Hash{{1}}, 0)
}
