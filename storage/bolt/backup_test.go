package bolt_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
	"github.com/fingerpost/fingerpost/storage/bolt"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

func TestARestoreThatFailsLeavesNoFolderBehind(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if err := bolt.Restore(t.Context(), dir, strings.NewReader("no backup")); err == nil {
		t.Fatal("restored from nothing")
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		entries, _ := os.ReadDir(dir)
		t.Errorf("the folder is there: %v, %v", entries, err)
	}
}

// backUp returns a backup of a store and one of its keys.
func backUp(t *testing.T, store *bolt.Store) (backup, keys []byte) {
	t.Helper()
	var b, k bytes.Buffer
	if err := errors.Join(store.Backup(t.Context(), &b), store.BackupKeys(t.Context(), &k)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), k.Bytes()
}

func mustRestore(t *testing.T, dir string, backup, keys []byte) {
	t.Helper()
	if backup != nil {
		if err := bolt.Restore(t.Context(), dir, bytes.NewReader(backup)); err != nil {
			t.Fatal(err)
		}
	}
	if keys != nil {
		if err := bolt.RestoreKeys(t.Context(), dir, bytes.NewReader(keys)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestABackupOfPeopleAndTheirKeysIsRestored(t *testing.T) {
	c := newCrowd(t)
	source := lay(t, c.files)
	store := open(t, source)
	backup, keys := backUp(t, store)
	onlyStore(t, source)
	for i, key := range c.keys {
		if bytes.Contains(backup, key[:]) {
			t.Errorf("the key %d is in the backup of everything else", i+1)
		}
		if erased := slices.Contains(c.erased, uint64(i)+1); bytes.Contains(keys, key[:]) == erased {
			t.Errorf("of key %d, erased %v, the backup of keys says otherwise", i+1, erased)
		}
	}
	for name, order := range map[string]func(dir string){
		"keys last":  func(dir string) { mustRestore(t, dir, backup, nil); mustRestore(t, dir, nil, keys) },
		"keys first": func(dir string) { mustRestore(t, dir, nil, keys); mustRestore(t, dir, backup, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new")
			order(dir)
			if _, err := bolt.Check(t.Context(), dir); err != nil {
				t.Errorf("Check: %v", err)
			}
			onlyStore(t, dir)
			restored := open(t, dir)
			if text, err := peopleOf(t, restored); text != c.contents {
				t.Errorf("the restored store holds something else: %v", err)
			}
			if first, err := restored.Vault().Create(t.Context(), c.keys[:1]); first != crowdKeys+1 || err != nil {
				t.Errorf("the next key has the number %d, %v", first, err)
			}
		})
	}
}

func TestAStoreThatWasRestoredWithoutItsKeysSaysSo(t *testing.T) {
	c := newCrowd(t)
	backup, keys := backUp(t, open(t, lay(t, c.files)))
	dir := t.TempDir()
	mustRestore(t, dir, backup, nil)
	_, err := bolt.Open(dir, bolt.Options{})
	if !errors.Is(err, bolt.ErrKeysMissing) || !strings.Contains(err.Error(), filepath.Join(dir, bolt.VaultName)) {
		t.Errorf("Open without keys: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, bolt.VaultName)); !os.IsNotExist(err) {
		t.Errorf("a vault was made: %v", err)
	}
	if _, err := bolt.Check(t.Context(), dir); err == nil {
		t.Error("Check did not notice that the keys are missing")
	}

	other := open(t, t.TempDir())
	if _, err := other.Vault().Create(t.Context(), make([]privacy.Key, 100)); err != nil {
		t.Fatal(err)
	}
	_, othersKeys := backUp(t, other)
	mustRestore(t, dir, nil, othersKeys)
	if _, err := bolt.Open(dir, bolt.Options{}); !errors.Is(err, bolt.ErrKeysMissing) || !strings.Contains(err.Error(), "another store") {
		t.Errorf("Open with the keys of another store: %v", err)
	}
	if err := bolt.RestoreKeys(t.Context(), dir, bytes.NewReader(keys)); !errors.Is(err, bolt.ErrExists) {
		t.Errorf("RestoreKeys over keys: %v, want ErrExists", err)
	}
	if err := os.Remove(filepath.Join(dir, bolt.VaultName)); err != nil {
		t.Fatal(err)
	}
	mustRestore(t, dir, nil, keys)
	if text, err := peopleOf(t, open(t, dir)); text != c.contents {
		t.Errorf("the restored store holds something else: %v", err)
	}
}

func TestKeysMadeAfterTheirBackupAreLostAndTheirNumbersNotUsedAgain(t *testing.T) {
	c := newCrowd(t)
	store := open(t, lay(t, c.files))
	_, keys := backUp(t, store)
	if _, err := store.Vault().Create(t.Context(), c.keys[:5]); err != nil {
		t.Fatal(err)
	}
	written := &people.Checkpoint{Documents: []people.Document{{Number: 63, Sealed: []byte("sealed")}}}
	block := &people.Block{At: benchAt.AddDate(0, 0, 3), Records: []people.Record{{Profile: 64, Sealed: []byte("sealed")}}}
	if err := store.Profiles().Write(t.Context(), "production", written); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Events().Append(t.Context(), "production", block); err != nil {
		t.Fatal(err)
	}
	backup, _ := backUp(t, store)
	dir := t.TempDir()
	mustRestore(t, dir, backup, keys)
	restored := open(t, dir)
	for range 2 {
		if _, err := restored.Vault().Key(t.Context(), 59); err != nil {
			t.Errorf("a key that was backed up: %v", err)
		}
		for number := uint64(61); number <= 64; number++ {
			if _, err := restored.Vault().Key(t.Context(), number); !errors.Is(err, people.ErrErased) {
				t.Errorf("the lost key %d: %v, want ErrErased", number, err)
			}
		}
		if _, err := restored.Vault().Key(t.Context(), 65); !errors.Is(err, people.ErrUnknownNumber) {
			t.Errorf("a key whose number nobody has: %v, want ErrUnknownNumber", err)
		}
		if err := restored.Close(); err != nil {
			t.Fatal(err)
		}
		if report, err := bolt.Check(t.Context(), dir); err != nil || report.LostKeys != 4 {
			t.Errorf("Check counts %d lost keys, %v", report.LostKeys, err)
		}
		restored = open(t, dir)
	}
	if first, err := restored.Vault().Create(t.Context(), c.keys[:1]); first != 65 || err != nil {
		t.Errorf("the next key has the number %d, %v", first, err)
	}
}

func TestABackupOfOneFileIsStillRestored(t *testing.T) {
	s := newSpecimen(t)
	dir := t.TempDir()
	mustRestore(t, dir, s.bytes, nil)
	onlyStore(t, dir)
	if contentsOf(t, open(t, dir)) != s.contents {
		t.Error("the restored store holds something else")
	}
}

// What was acknowledged before a backup began is in it, and events cover all that was
// folded into the profiles that are in it.
func TestABackupWhileEverythingIsWritten(t *testing.T) {
	store := open(t, t.TempDir())
	stop, stopped, begun := make(chan struct{}), make(chan error), make(chan struct{})
	go func() { stopped <- keepWorking(store, begun, stop) }()
	<-begun
	for round := range 3 {
		var before uint64
		if _, err := store.Profiles().Scan(t.Context(), "production", 1<<63, func(people.Document) bool { return true }); err != nil {
			t.Fatal(err)
		}
		before = lastEvent(t, store)
		backup, keys := backUp(t, store)
		dir := filepath.Join(t.TempDir(), fmt.Sprint(round))
		mustRestore(t, dir, backup, keys)
		if _, err := bolt.Check(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		restored := open(t, dir)
		position, err := restored.Profiles().Scan(t.Context(), "production", 0, func(people.Document) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		if last := lastEvent(t, restored); last < before || last < position {
			t.Errorf("the last event is %d, %d was there before, and %d is folded into profiles", last, before, position)
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func lastEvent(t *testing.T, store *bolt.Store) (last uint64) {
	t.Helper()
	err := store.Events().Blocks(t.Context(), "production", 0, func(b *people.Block) bool {
		last = b.First + uint64(len(b.Records)) - 1
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return last
}

// keepWorking creates keys, appends events and writes profiles until it is told to
// stop. Each block is of another day than the one before.
func keepWorking(store *bolt.Store, begun, stop chan struct{}) error {
	for round := 0; ; round++ {
		if err := work(store, "production", round, 50, func(string, uint64) {}); err != nil {
			return err
		}
		if round == 3 {
			close(begun)
		}
		select {
		case <-stop:
			return nil
		default:
		}
	}
}

// numbered returns a picture that has a number for a name.
func numbered(number uint64) *images.Picture {
	name := strings.Map(func(digit rune) rune { return digit - '0' + 'b' }, strconv.FormatUint(number, 10))
	return storagetest.PictureOf(name, 1000)
}

// work makes n keys, appends an event of each, writes their profiles, and says what was acknowledged.
func work(store *bolt.Store, environment string, round, n int, acknowledge func(what string, number uint64)) error {
	ctx := context.Background()
	keys := make([]privacy.Key, n)
	for i := range keys {
		keys[i][0], keys[i][1] = byte(i), 1
	}
	number, err := store.Vault().Create(ctx, keys)
	if err != nil {
		return err
	}
	acknowledge("key", number+uint64(n)-1)
	block := &people.Block{At: benchAt.AddDate(0, 0, round)}
	checkpoint := &people.Checkpoint{}
	for i := range uint64(n) {
		sealed := fmt.Appendf(nil, "sealed %d", number+i)
		block.Records = append(block.Records, people.Record{Profile: number + i, Message: number + i, Name: "n", Sealed: sealed})
		checkpoint.Documents = append(checkpoint.Documents, people.Document{Number: number + i, Sealed: sealed})
		checkpoint.Links = append(checkpoint.Links, people.Link{Hash: linkHash(number + i), Number: number + i})
	}
	first, err := store.Events().Append(ctx, environment, block)
	if err != nil {
		return err
	}
	acknowledge("event", first+uint64(n)-1)
	checkpoint.Position = first + uint64(n) - 1
	if err := store.Profiles().Write(ctx, environment, checkpoint); err != nil {
		return err
	}
	acknowledge("profile", number+uint64(n)-1)
	if _, err := store.Images().Put(ctx, environment, numbered(number), images.Upload{At: block.At, Most: 1 << 40}); err != nil {
		return err
	}
	acknowledge("image", number)
	return nil
}

func TestARestoreThatWasCutOffIsFinished(t *testing.T) {
	c := newCrowd(t)
	backup, keys := backUp(t, open(t, lay(t, c.files)))
	whole := filepath.Join(t.TempDir(), "whole")
	mustRestore(t, whole, backup, keys)
	files := readFiles(t, whole)
	for name, moved := range map[string][]string{
		"nothing was moved yet":     nil,
		"events were moved":         {"events/"},
		"all but one file is there": {"events/", bolt.EventsName, bolt.ImagesName, bolt.ProfilesName},
		"everything is there":       {"events/", bolt.EventsName, bolt.ImagesName, bolt.ProfilesName, bolt.FileName},
	} {
		for _, how := range []string{"Open", "Check", "Restore"} {
			t.Run(name+", "+how, func(t *testing.T) {
				dir := t.TempDir()
				if err := os.Mkdir(filepath.Join(dir, ".restored"), 0o700); err != nil {
					t.Fatal(err)
				}
				for file, content := range files {
					if file == "fingerpost.lock" {
						continue
					}
					place := ".restored/" + file
					if file == bolt.VaultName || slices.ContainsFunc(moved, func(prefix string) bool { return strings.HasPrefix(file, prefix) }) {
						place = file
					}
					put(t, dir, place, content)
				}
				switch how {
				case "Check":
					if _, err := bolt.Check(t.Context(), dir); err != nil {
						t.Error(err)
					}
				case "Restore":
					if err := bolt.Restore(t.Context(), dir, bytes.NewReader(backup)); !errors.Is(err, bolt.ErrExists) {
						t.Errorf("Restore: %v, want ErrExists", err)
					}
				}
				if text, err := peopleOf(t, open(t, dir)); text != c.contents {
					t.Errorf("it holds something else: %v", err)
				}
				onlyStore(t, dir)
			})
		}
	}
}

// repack changes an archive.
func repack(t *testing.T, archive []byte, change func(header *tar.Header, content []byte) []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	from, to := tar.NewReader(bytes.NewReader(archive)), tar.NewWriter(&out)
	for {
		header, err := from.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		content = change(header, content)
		if content == nil {
			continue
		}
		header.Size = int64(len(content))
		if err := to.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBackupsOfPeopleThatAreRefused(t *testing.T) {
	c := newCrowd(t)
	backup, keys := backUp(t, open(t, lay(t, c.files)))
	without := func(name string) func(*tar.Header, []byte) []byte {
		return func(h *tar.Header, content []byte) []byte {
			if h.Name == name {
				return nil
			}
			return content
		}
	}
	rename := func(from, to string) func(*tar.Header, []byte) []byte {
		return func(h *tar.Header, content []byte) []byte {
			if h.Name == from {
				h.Name = to
			}
			return content
		}
	}
	flip := func(name string) func(*tar.Header, []byte) []byte {
		return func(h *tar.Header, content []byte) []byte {
			if h.Name == name {
				content[len(content)/2] ^= 1
			}
			return content
		}
	}
	newer := func(_ *tar.Header, content []byte) []byte {
		return bytes.Replace(content, []byte(`"fingerpost_backup": 1`), []byte(`"fingerpost_backup": 2`), 1)
	}
	same := func(_ *tar.Header, content []byte) []byte { return content }
	for name, c := range map[string]struct {
		archive []byte
		restore func(context.Context, string, io.Reader) error
		want    error
	}{
		"nothing changed (the control)":       {repack(t, backup, same), bolt.Restore, nil},
		"nothing changed of keys":             {repack(t, keys, same), bolt.RestoreKeys, nil},
		"a file is missing":                   {repack(t, backup, without(firstDay)), bolt.Restore, bolt.ErrBackup},
		"the manifest is missing":             {repack(t, backup, without("manifest.json")), bolt.Restore, bolt.ErrBackup},
		"the file of definitions is missing":  {repack(t, backup, without(bolt.FileName)), bolt.Restore, bolt.ErrBackup},
		"a bit of a file is flipped":          {repack(t, backup, flip(bolt.ProfilesName)), bolt.Restore, bolt.ErrBackup},
		"a bit of the keys is flipped":        {repack(t, keys, flip(bolt.VaultName)), bolt.RestoreKeys, bolt.ErrBackup},
		"a name leads out of the folder":      {repack(t, backup, rename(firstDay, "events/../../x.db")), bolt.Restore, bolt.ErrBackup},
		"a name leads out of it in two steps": {repack(t, backup, rename(firstDay, "events/../2026-03-01.db")), bolt.Restore, bolt.ErrBackup},
		"a name is no file of a store":        {repack(t, backup, rename(firstDay, "events/production/notes.txt")), bolt.Restore, bolt.ErrBackup},
		"a newer format":                      {repack(t, backup, newer), bolt.Restore, storage.ErrNewerFormat},
		"keys for a store":                    {keys, bolt.Restore, bolt.ErrBackup},
		"a store for keys":                    {backup, bolt.RestoreKeys, bolt.ErrBackup},
		"nothing for keys":                    {nil, bolt.RestoreKeys, bolt.ErrBackup},
		"half of the keys":                    {keys[:len(keys)/2], bolt.RestoreKeys, bolt.ErrBackup},
		"half a backup":                       {backup[:len(backup)/2], bolt.Restore, bolt.ErrBackup},
		"a backup without its last kilobytes": {backup[:len(backup)-4096], bolt.Restore, bolt.ErrBackup},
	} {
		t.Run(name, func(t *testing.T) {
			outer := t.TempDir()
			dir := filepath.Join(outer, "new")
			err := c.restore(t.Context(), dir, bytes.NewReader(c.archive))
			if !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Errorf("%v, want %v", err, c.want)
			}
			left := readFiles(t, outer)
			if c.want != nil && len(left) != 0 {
				t.Errorf("%d files are left", len(left))
			}
		})
	}
}

func TestABackupOfDamagedPeopleIsRefused(t *testing.T) {
	c := newCrowd(t)
	for _, name := range c.peopleFiles() {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, c.files)
			store := open(t, dir)
			path := filepath.Join(dir, filepath.FromSlash(name))
			if name == bolt.VaultName {
				spoil(t, path, 512+5*64+20)
				if err := store.BackupKeys(t.Context(), io.Discard); err == nil {
					t.Error("the damaged key was backed up")
				}
				return
			}
			for offset := int64(4096*2 + 20); offset < int64(len(c.files[name])); offset += 4096 {
				spoil(t, path, offset)
			}
			var backup bytes.Buffer
			err := store.Backup(t.Context(), &backup)
			mustSpeakOfDamage(t, dir, err)
			onlyStore(t, dir)
		})
	}
}

func spoil(t *testing.T, path string, offset int64) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var b [1]byte
	if _, err := file.ReadAt(b[:], offset); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 0x40
	if _, err := file.WriteAt(b[:], offset); err != nil {
		t.Fatal(err)
	}
}

func TestANewerFormatOfAnyFileIsRefused(t *testing.T) {
	c := newCrowd(t)
	for _, name := range c.peopleFiles() {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, c.files)
			path := filepath.Join(dir, filepath.FromSlash(name))
			if name == bolt.VaultName {
				put(t, dir, name, bolt.NewerVault(c.files[name]))
			} else if err := bolt.CorruptFile(path, func(tx *bbolt.Tx) error { return bolt.PutFormat(tx, bolt.Format+1) }); err != nil {
				t.Fatal(err)
			}
			store, err := bolt.Open(dir, bolt.Options{})
			if err == nil {
				_, err = peopleOf(t, store)
				store.Close()
			}
			if !errors.Is(err, storage.ErrNewerFormat) {
				t.Errorf("%v, want ErrNewerFormat", err)
			}
			if _, err := bolt.Check(t.Context(), dir); !errors.Is(err, storage.ErrNewerFormat) {
				t.Errorf("Check: %v, want ErrNewerFormat", err)
			}
		})
	}
}
