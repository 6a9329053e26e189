package bolt_test

import (
	"testing"

	"github.com/fingerpost/fingerpost/storage/bolt"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

// reopening is a store that can be opened again.
type reopening struct {
	*bolt.Store
	dir string
}

func (r reopening) Reopen(t testing.TB) storagetest.Store {
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return reopening{open(t, r.dir), r.dir}
}

func open(t testing.TB, dir string) *bolt.Store {
	t.Helper()
	store, err := bolt.Open(dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func TestStore(t *testing.T) {
	storagetest.Run(t, func(t testing.TB) storagetest.Store {
		dir := t.TempDir()
		return reopening{open(t, dir), dir}
	})
}
