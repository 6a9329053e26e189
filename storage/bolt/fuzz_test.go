package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
)

// What was encoded comes back; whatever else is decoded is an error at worst.
func FuzzPiece(f *testing.F) {
	f.Add([]byte{1, 2, 2, 3, 0, 0, 0, 0, 0, 0, 0, 9, 'a', 'b', 'c'}, uint64(1))
	f.Add([]byte{0, 3}, uint64(3))
	f.Add([]byte{0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, uint64(1<<20))
	f.Add([]byte{2, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0, 0, 0, 0, 0}, uint64(1))
	names := []string{"page", ""}
	f.Fuzz(func(t *testing.T, encoded []byte, covered uint64) {
		p := piece{first: 7, next: 7 + covered%(1<<16), at: 5, records: encoded}
		records, ok := p.appendTo(nil, names)
		if !ok {
			return
		}
		if uint64(len(records)) != covered%(1<<16) {
			t.Fatalf("%d records of %d", len(records), covered%(1<<16))
		}
		w := pieceWriter{set: &partitionSet{room: 1 << 30}, at: 5}
		for i := range records {
			if records[i].Profile == 0 {
				w.skip(1)
				continue
			}
			name := uint64(0)
			if records[i].Name == names[1] {
				name = 1
			}
			if err := w.add(name, &records[i]); err != nil {
				t.Fatal(err)
			}
		}
		p.records = w.records
		again, ok := p.appendTo(nil, names)
		if !ok || len(again) != len(records) {
			t.Fatalf("%d records came back as %d, %v", len(records), len(again), ok)
		}
		for i := range records {
			a, b := records[i], again[i]
			if a.Profile == 0 {
				a = people.Record{}
			}
			if a.Profile != b.Profile || a.Message != b.Message || a.Name != b.Name || a.Time != b.Time || !bytes.Equal(a.Sealed, b.Sealed) {
				t.Fatalf("%+v came back as %+v", a, b)
			}
		}
	})
}

func FuzzFailure(f *testing.F) {
	f.Add(encodeFailure(&people.Failure{At: time.UnixMilli(9), Sealed: []byte("x"), Hashes: []privacy.Hash{{1}, {2}}}))
	f.Add([]byte{0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, encoded []byte) {
		failure, ok := decodeFailure(3, encoded)
		if !ok {
			return
		}
		again, ok := decodeFailure(3, encodeFailure(&failure))
		if !ok || !again.At.Equal(failure.At) || len(again.Hashes) != len(failure.Hashes) || !bytes.Equal(again.Sealed, failure.Sealed) {
			t.Fatalf("%+v came back as %+v", failure, again)
		}
	})
}

func FuzzSummary(f *testing.F) {
	f.Add((&summary{first: 3}).encode())
	f.Add((&summary{first: 3, complete: true, next: 9, records: 4, names: []string{"", "page"}}).encode())
	f.Fuzz(func(t *testing.T, encoded string) {
		var s, again summary
		if s.decode(encoded) && (!again.decode(s.encode()) || again.first != s.first || len(again.names) != len(s.names)) {
			t.Fatalf("%+v came back as %+v", s, again)
		}
	})
}

// FuzzVault opens a vault whose bytes were changed: each key is the one that was
// created, or an error.
func FuzzVault(f *testing.F) {
	keys := []privacy.Key{privacy.NewKey(), privacy.NewKey()}
	dir := f.TempDir()
	path := filepath.Join(dir, VaultName)
	if err := createVault(path); err != nil {
		f.Fatal(err)
	}
	v, _, err := openVaultFile(path)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := v.Create(f.Context(), keys); err != nil {
		f.Fatal(err)
	}
	v.close()
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint64(16), []byte{1, 2})
	f.Add(uint64(headerLength), []byte{slotErased})
	f.Add(uint64(len(whole)), []byte("tail"))
	f.Fuzz(func(t *testing.T, offset uint64, change []byte) {
		offset %= uint64(len(whole)) + 1
		changed := append(bytes.Clone(whole[:offset]), change...)
		if rest := offset + uint64(len(change)); rest < uint64(len(whole)) {
			changed = append(changed, whole[rest:]...)
		}
		path := filepath.Join(t.TempDir(), VaultName)
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		v, _, err := openVaultFile(path)
		if err != nil {
			if _, ok := errors.AsType[*storage.CorruptError](err); !ok && !errors.Is(err, storage.ErrNewerFormat) {
				t.Fatal(err)
			}
			return
		}
		defer v.close()
		for i, want := range keys {
			if key, err := v.Key(t.Context(), uint64(i)+1); err == nil && key != want {
				t.Fatalf("key %d is another one", i+1)
			}
		}
	})
}

// FuzzRestore restores what is no backup, or a backup that was changed.
func FuzzRestore(f *testing.F) {
	store, err := Open(f.TempDir(), Options{})
	if err != nil {
		f.Fatal(err)
	}
	var keys bytes.Buffer
	if err := errors.Join(store.BackupKeys(f.Context(), &keys), store.Close()); err != nil {
		f.Fatal(err)
	}
	f.Add(keys.Bytes())
	f.Add(keys.Bytes()[:700])
	f.Add(binary.NativeEndian.AppendUint32(make([]byte, 16), boltMagic))
	f.Fuzz(func(t *testing.T, archive []byte) {
		for name, restore := range map[string]func(dir string) error{
			"Restore":     func(dir string) error { return Restore(t.Context(), dir, bytes.NewReader(archive)) },
			"RestoreKeys": func(dir string) error { return RestoreKeys(t.Context(), dir, bytes.NewReader(archive)) },
		} {
			outer := t.TempDir()
			err := restore(filepath.Join(outer, "new"))
			left, _ := os.ReadDir(outer)
			if err == nil != (len(left) == 1) {
				t.Fatalf("%s: %v, and %d entries are left", name, err, len(left))
			}
			if err != nil && !errors.Is(err, ErrBackup) && !errors.Is(err, storage.ErrNewerFormat) {
				t.Fatalf("%s: %v", name, err)
			}
		}
	})
}

func FuzzImageRecord(f *testing.F) {
	f.Add("a-1x1.png", `{"number":1,"uploaded":1,"sizes":[{"width":1,"height":1,"type":"png","bytes":3}]}`, string(make([]byte, 24)))
	f.Fuzz(func(t *testing.T, id, text, state string) {
		if s, ok := parseImageState(state); ok && s.text() != state {
			t.Errorf("%x is written as %x", state, s.text())
		}
		record, ok := parseRecord(entry{id, text})
		if !ok {
			return
		}
		written, err := recordText(&record)
		if err != nil {
			t.Fatal(err)
		}
		if again, ok := parseRecord(entry{id, written}); !ok || !reflect.DeepEqual(again, record) {
			t.Errorf("%+v is read again as %+v", record, again)
		}
	})
}
