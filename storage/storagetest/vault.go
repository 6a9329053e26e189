package storagetest

import (
	"errors"
	"sync"
	"testing"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
)

func newKeys(n int) []privacy.Key {
	all := make([]privacy.Key, n)
	for i := range all {
		all[i] = privacy.NewKey()
	}
	return all
}

// makeKeys creates the keys of the numbers up to n: a store refuses to open whose
// profiles or events have numbers that its vault does not know.
func makeKeys(t testing.TB, store Store, n int) {
	t.Helper()
	_, err := store.Vault().Create(ctx(t), newKeys(n))
	must(t, err)
}

func secretsStay(t *testing.T, store Store) {
	first, err := store.Vault().Secrets(ctx(t))
	must(t, err)
	seen := map[privacy.Key]bool{{}: true}
	for _, key := range []privacy.Key{first.Identifiers, first.Persons, first.Messages, first.Failures, first.Identity} {
		if seen[key] {
			t.Errorf("a secret is empty or there twice: %x", key)
		}
		seen[key] = true
	}
	second, err := store.Vault().Secrets(ctx(t))
	must(t, err)
	if first != second {
		t.Error("the secrets changed")
	}
}

func vaultKeysComeBack(t *testing.T, store Store) {
	var all []privacy.Key
	for _, n := range []int{1, 3, 0, 250, 1} {
		given := newKeys(n)
		first, err := store.Vault().Create(ctx(t), given)
		must(t, err)
		if first != uint64(len(all))+1 {
			t.Errorf("the first of %d keys has the number %d, want %d", n, first, len(all)+1)
		}
		all = append(all, given...)
		clear(given) // what was given is the store's own
	}
	for i := range all {
		if key, err := store.Vault().Key(ctx(t), uint64(i)+1); err == nil && key == (privacy.Key{}) {
			t.Fatalf("the key %d is the caller's", i+1)
		} else {
			must(t, err)
		}
	}
	unknownNumbers(t, store, 0, uint64(len(all))+1, 1<<40, 1<<63, 1<<64-1)
}

func unknownNumbers(t *testing.T, store Store, numbers ...uint64) {
	t.Helper()
	for _, number := range numbers {
		if _, err := store.Vault().Key(ctx(t), number); !errors.Is(err, people.ErrUnknownNumber) {
			t.Errorf("the key of %d: %v, want ErrUnknownNumber", number, err)
		}
		if err := store.Vault().Destroy(ctx(t), number); !errors.Is(err, people.ErrUnknownNumber) {
			t.Errorf("destroying the key of %d: %v, want ErrUnknownNumber", number, err)
		}
	}
}

func parallelKeys(t *testing.T, store Store) {
	const writers, rounds = 16, 20
	var mu sync.Mutex
	byNumber := map[uint64]privacy.Key{}
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			for range rounds {
				given := newKeys(1 + writer%4)
				first, err := store.Vault().Create(ctx(t), given)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for i, key := range given {
					byNumber[first+uint64(i)] = key
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if want := writers / 4 * (1 + 2 + 3 + 4) * rounds; len(byNumber) != want {
		t.Fatalf("%d numbers were handed out for %d keys", len(byNumber), want)
	}
	for number, want := range byNumber {
		key, err := store.Vault().Key(ctx(t), number)
		must(t, err)
		if key != want {
			t.Fatalf("number %d has the key of another", number)
		}
	}
}

func destroyedKeys(t *testing.T, store Store) {
	given := newKeys(5)
	_, err := store.Vault().Create(ctx(t), given)
	must(t, err)
	for range 2 {
		must(t, store.Vault().Destroy(ctx(t), 2))
		must(t, store.Vault().Destroy(ctx(t), 5))
	}
	check := func(store Store) {
		t.Helper()
		for i, want := range given {
			key, err := store.Vault().Key(ctx(t), uint64(i)+1)
			erased := i == 1 || i == 4
			if erased != errors.Is(err, people.ErrErased) || !erased && key != want || erased && key != (privacy.Key{}) {
				t.Errorf("the key of %d: %x, %v", i+1, key, err)
			}
		}
	}
	check(store)
	if reopener, ok := store.(Reopener); ok {
		store = reopener.Reopen(t)
		check(store)
		defer func() { must(t, store.Close()) }()
	}
	first, err := store.Vault().Create(ctx(t), newKeys(1))
	must(t, err)
	if first != 6 {
		t.Errorf("the number after the fifth is %d", first)
	}
}
