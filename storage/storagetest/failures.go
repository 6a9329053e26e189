package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

// addFailures adds n failures and returns them as they should be listed, oldest first.
func addFailures(t testing.TB, store Store, environment string, begin, n int) (want []people.Failure) {
	t.Helper()
	given := make([]people.Failure, n)
	for i := range given {
		given[i] = people.Failure{At: at.Add(time.Duration(begin+i) * time.Second), Sealed: fmt.Appendf(nil, "failure %d", begin+i)}
		for h := range i % 4 {
			given[i].Hashes = append(given[i].Hashes, privacy.Hash{byte(h), byte(i)})
		}
	}
	must(t, store.Failures().AddFailures(ctx(t), environment, given))
	for i := range given {
		want = append(want, given[i])
		want[i].Sealed, want[i].Hashes = slices.Clone(given[i].Sealed), slices.Clone(given[i].Hashes)
		clear(given[i].Sealed) // what was given is the store's own
		clear(given[i].Hashes)
	}
	return want
}

func sameFailure(a, b people.Failure) bool {
	return a.ID == b.ID && a.At.Equal(b.At) && bytes.Equal(a.Sealed, b.Sealed) && slices.Equal(a.Hashes, b.Hashes)
}

// wantFailures compares a page with what it should be, oldest first.
func wantFailures(t testing.TB, store Store, before uint64, limit int, want ...people.Failure) {
	t.Helper()
	got, err := store.Failures().Failures(ctx(t), "production", before, limit)
	must(t, err)
	want = slices.Clone(want)
	slices.Reverse(want)
	if !slices.EqualFunc(got, want, sameFailure) {
		t.Errorf("up to %d before %d: %d failures, want %d:\n%v\n%v", limit, before, len(got), len(want), got, want)
	}
}

func failuresInPages(t *testing.T, store Store) {
	wantFailures(t, store, 0, 10)
	all := addFailures(t, store, "production", 0, 7)
	all = append(all, addFailures(t, store, "production", 7, 5)...)
	for i, failure := range all {
		if failure.ID != uint64(i)+1 {
			t.Errorf("the failure %d has the ID %d", i+1, failure.ID)
		}
	}
	wantFailures(t, store, 0, 100, all...)
	wantFailures(t, store, 0, math.MaxInt, all...)
	wantFailures(t, store, 0, 3, all[9:]...)
	wantFailures(t, store, 10, 3, all[6:9]...)
	wantFailures(t, store, 2, 3, all[0])
	wantFailures(t, store, 1, 3)
	wantFailures(t, store, 1<<64-1, 2, all[10:]...)
	wantFailures(t, store, 0, 0)
	wantFailures(t, store, 0, -1)
	if others, err := store.Failures().Failures(ctx(t), "staging", 0, 10); err != nil || len(others) != 0 {
		t.Errorf("another environment has %v, %v", others, err)
	}

	must(t, store.Failures().DeleteFailures(ctx(t), "production", []uint64{12, 3, 99, 0, 3}))
	must(t, store.Failures().DeleteFailures(ctx(t), "staging", []uint64{1}))
	left := slices.Delete(slices.Clone(all[:11]), 2, 3)
	wantFailures(t, store, 0, 100, left...)
	wantFailures(t, store, 12, 1, all[10])
	wantFailures(t, store, 4, 1, all[1])
	if reopener, ok := store.(Reopener); ok {
		store = reopener.Reopen(t)
		wantFailures(t, store, 0, 100, left...)
		defer func() { must(t, store.Close()) }()
	}
	if next := addFailures(t, store, "production", 20, 1); next[0].ID != 13 {
		t.Errorf("after the twelfth, which was deleted, comes %d", next[0].ID)
	}
	if err := store.Failures().AddFailures(ctx(t), "", make([]people.Failure, 1)); !errors.Is(err, storage.ErrInvalid) {
		t.Errorf("an environment without a name: %v, want ErrInvalid", err)
	}
}

func failuresAreDropped(t *testing.T, store Store) {
	addFailures(t, store, "production", 0, people.KeptFailures-2)
	addFailures(t, store, "production", 0, 5)
	must(t, store.Failures().DeleteFailures(ctx(t), "production", []uint64{50}))
	addFailures(t, store, "production", 0, 1)
	all, err := store.Failures().Failures(ctx(t), "production", 0, math.MaxInt)
	must(t, err)
	if n := len(all); n != people.KeptFailures || all[0].ID != people.KeptFailures+4 || all[n-1].ID != 4 {
		t.Errorf("%d failures are kept, from %d to %d", n, all[n-1].ID, all[0].ID)
	}
}
