package bolt_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/storage"
	"github.com/fingerpost/fingerpost/storage/bolt"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

// withDeletedImages makes a store in which most images were deleted, and returns the one that is left.
func withDeletedImages(t *testing.T) (dir string, left *images.Picture) {
	t.Helper()
	dir = t.TempDir()
	store := open(t, dir)
	for i := range 20 {
		p := storagetest.PictureOf(string(rune('a'+i)), 1<<20)
		if _, err := store.Images().Put(t.Context(), "production", p, images.Upload{At: benchAt, Most: 1 << 40}); err != nil {
			t.Fatal(err)
		}
		left = p
	}
	for i := range 19 {
		if err := store.Images().Delete(t.Context(), "production", storagetest.PictureOf(string(rune('a'+i)), 1<<20).ID.String()); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, left
}

func TestCompactingGivesBackRoomAndLosesNothing(t *testing.T) {
	dir, left := withDeletedImages(t)
	before := sizeOf(t, dir)
	compacted, err := bolt.Compact(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	after := sizeOf(t, dir)
	if after > before/4 || after < 1<<20 {
		t.Errorf("%d bytes have become %d", before, after)
	}
	last := compacted[len(compacted)-1]
	if last.File != bolt.ImagesName || last.Before != before || last.After != after {
		t.Errorf("%+v is said", compacted)
	}
	if report, err := bolt.Check(t.Context(), dir); err != nil || len(report.Problems) > 0 || report.Images != 1 {
		t.Errorf("afterwards: %+v, %v", report, err)
	}
	store := open(t, dir)
	if file, err := store.Images().Read(t.Context(), left.ID.String(), 0); err != nil || !bytes.Equal(file.Content, left.Files[0].Content) {
		t.Errorf("the image that was left: %v", err)
	}
	if _, err := bolt.Compact(t.Context(), dir); !errors.Is(err, bolt.ErrHeld) {
		t.Errorf("a store that is open: %v", err)
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "*creating*")); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
}

func TestADamagedStoreIsNotCompacted(t *testing.T) {
	dir, left := withDeletedImages(t)
	path := filepath.Join(dir, bolt.ImagesName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(data, left.Files[0].Content[:100])
	data[at+50] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Compact(t.Context(), dir); err == nil {
		t.Error("it was compacted")
	} else if _, ok := errors.AsType[*storage.CorruptError](err); !ok {
		t.Error(err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, data) {
		t.Errorf("the damaged file was changed: %v", err)
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "*creating*")); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
}

func TestWhereThereIsNoStoreNothingIsCompacted(t *testing.T) {
	if _, err := bolt.Compact(t.Context(), t.TempDir()); !errors.Is(err, bolt.ErrNoStore) {
		t.Error(err)
	}
}

func sizeOf(t *testing.T, dir string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, bolt.ImagesName))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
