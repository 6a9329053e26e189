package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/privacy"
	"github.com/fingerpost/fingerpost/storage"
	"github.com/fingerpost/fingerpost/storage/bolt"
	"github.com/fingerpost/fingerpost/storage/storagetest"
)

// crowd is a store that knows people, as files by their names, and what a sound store
// reads from it.
type crowd struct {
	files    map[string][]byte
	contents string
	keys     []privacy.Key // of number 1 and on; what was destroyed is in it
	erased   []uint64
}

const (
	crowdKeys = 60
	firstDay  = "events/production/2026-03-01.db" // of which some has expired
	lastDay   = "events/production/2026-03-03.db"
)

var (
	theCrowd  crowd
	makeCrowd sync.Once
)

func newCrowd(t testing.TB) crowd {
	t.Helper()
	makeCrowd.Do(func() { theCrowd = fillCrowd(t) })
	return theCrowd
}

func fillCrowd(t testing.TB) crowd {
	t.Helper()
	dir := t.TempDir()
	store := open(t, dir)
	c := crowd{erased: []uint64{3, 4, 60}}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for range crowdKeys {
		c.keys = append(c.keys, privacy.NewKey())
	}
	_, err := store.Vault().Create(t.Context(), c.keys)
	check(err)
	for _, number := range c.erased {
		check(store.Vault().Destroy(t.Context(), number))
	}
	random := rand.New(rand.NewPCG(21, 22))
	for i, environment := range []string{"production", "staging"} {
		for n := range 3 {
			_, err := store.Images().Put(t.Context(), environment, storagetest.PictureOf(string(rune('b'+n)), 3000*(n+1)), images.Upload{At: benchAt, Most: 1 << 30})
			check(err)
		}
		check(store.Images().Delete(t.Context(), environment, storagetest.PictureOf("c", 1).ID.String()))
		checkpoint := &people.Checkpoint{Position: 17}
		for number := uint64(1 + i); number <= crowdKeys; number += 2 {
			checkpoint.Documents = append(checkpoint.Documents, people.Document{Number: number, Sealed: noise(random, 50+int(number)*20)})
			checkpoint.Links = append(checkpoint.Links, people.Link{Hash: linkHash(2 * number), Number: number}, people.Link{Hash: linkHash(2*number + 1), Number: number})
		}
		check(store.Profiles().Write(t.Context(), environment, checkpoint))
		check(store.Profiles().Write(t.Context(), environment, &people.Checkpoint{Documents: []people.Document{{Number: 5}, {Number: 6}}}))
		var failures []people.Failure
		for n := range 20 {
			failures = append(failures, people.Failure{At: benchAt, Sealed: noise(random, 40+n), Hashes: []privacy.Hash{linkHash(uint64(n))}})
		}
		check(store.Failures().AddFailures(t.Context(), environment, failures))
		check(store.Failures().DeleteFailures(t.Context(), environment, []uint64{2, 20}))
		for hour := 0; hour < 60; hour += 10 {
			block := &people.Block{At: benchAt.Add(time.Duration(hour) * time.Hour)}
			for n := range 40 {
				block.Records = append(block.Records, people.Record{
					Profile: 1 + random.Uint64N(crowdKeys), Message: random.Uint64(), Name: fmt.Sprint("event ", n%5), Time: block.At.UnixMilli() - 5, Sealed: noise(random, 120),
				})
			}
			_, err := store.Events().Append(t.Context(), environment, block)
			check(err)
		}
		n, err := store.Events().Expire(t.Context(), environment, func(name string) time.Time {
			if name == "event 1" {
				return benchAt.AddDate(0, 0, 1)
			}
			return time.Time{}
		})
		check(err)
		if n != 24 {
			t.Fatalf("%d events expired", n)
		}
	}
	c.contents, err = peopleOf(t, store)
	check(err)
	check(store.Close())
	c.files = readFiles(t, dir)
	return c
}

// readFiles returns all files below a folder, by their names with slashes.
func readFiles(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil {
			files[filepath.ToSlash(name)], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// lay writes files into a new folder.
func lay(t testing.TB, files map[string][]byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range files {
		put(t, dir, name, content)
	}
	return dir
}

func put(t testing.TB, dir, name string, content []byte) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// peopleOf writes down all that a store knows of people, or answers the first error.
// An erased key is no error.
func peopleOf(t testing.TB, store *bolt.Store) (string, error) {
	var text strings.Builder
	for _, environment := range []string{"production", "staging"} {
		part, err := storagetest.TryPeople(t, store, environment)
		if err != nil {
			return "", err
		}
		text.WriteString(part)
		for n := range uint64(2 * crowdKeys) {
			numbers, err := store.Profiles().Find(t.Context(), environment, []privacy.Hash{linkHash(n)})
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&text, "link %d %d\n", n, numbers[0])
		}
	}
	for number := range uint64(crowdKeys) {
		key, err := store.Vault().Key(t.Context(), number+1)
		if err != nil && !errors.Is(err, people.ErrErased) {
			return "", err
		}
		fmt.Fprintf(&text, "key %d %x %v\n", number+1, key, err)
	}
	return text.String(), nil
}

// readDamaged opens a store of which something is damaged and reads all of it.
// Anything but the right contents, or an error that says what is damaged, fails the test.
func (c crowd) readDamaged(t *testing.T, dir string, opts bolt.Options) verdict {
	t.Helper()
	store, err := bolt.Open(dir, opts)
	if err != nil {
		mustSpeakOfDamage(t, dir, err)
		return refused
	}
	defer store.Close()
	text, err := peopleOf(t, store)
	if err != nil {
		mustSpeakOfDamage(t, dir, err)
		return refused
	}
	if text != c.contents {
		t.Error("wrong data was read")
	}
	return harmless
}

func mustSpeakOfDamage(t *testing.T, dir string, err error) {
	t.Helper()
	if _, ok := errors.AsType[*storage.CorruptError](err); !ok {
		t.Errorf("the error does not speak of damage: %v", err)
	} else if !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "fingerpost restore") {
		t.Errorf("the error does not say where, or what to do: %v", err)
	}
}

// peopleFiles are the files of a crowd that hold what is known of people.
func (c crowd) peopleFiles() (names []string) {
	for name := range c.files {
		if name != bolt.FileName && name != "fingerpost.lock" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// All files of a crowd are small enough to be checked fully when they are opened;
// partitions are not, whatever their size.
func TestFlippedBitInWhatIsKnownOfPeopleIsHarmlessOrRefused(t *testing.T) {
	c := newCrowd(t)
	for _, name := range c.peopleFiles() {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(23, 24))
			dir := lay(t, c.files)
			count := map[verdict]int{}
			used := len(bytes.TrimRight(c.files[name], "\x00"))
			for range rounds(40, 4000) {
				offset := random.IntN(used)
				if random.IntN(2) == 0 {
					offset = min(offset&^4095+random.IntN(200), used-1) // headers and elements
				}
				damaged := bytes.Clone(c.files[name])
				bit := random.IntN(8)
				damaged[offset] ^= 1 << bit
				put(t, dir, name, damaged)
				count[c.readDamaged(t, dir, bolt.Options{})]++
				if t.Failed() {
					t.Fatalf("bit %d of byte %d", bit, offset)
				}
			}
			t.Logf("%d flips harmless, %d refused", count[harmless], count[refused])
			if count[refused] == 0 {
				t.Error("no flip was noticed")
			}
		})
	}
}

func TestFlippedBitInASealedValueIsRefusedHoweverLittleWasCheckedBefore(t *testing.T) {
	c := newCrowd(t)
	for _, name := range c.peopleFiles() {
		if name == bolt.VaultName {
			continue
		}
		t.Run(name, func(t *testing.T) {
			dir := lay(t, c.files)
			missed := 0
			random := rand.New(rand.NewPCG(25, 26))
			for range rounds(30, 1000) {
				offset := random.IntN(len(c.files[name]))
				page := c.files[name][offset&^4095:][:4096]
				if page[8] != 2 || offset%4096 < 2500 || page[offset%4096] == 0 {
					continue // not surely a value, in the upper part of a leaf page
				}
				damaged := bytes.Clone(c.files[name])
				damaged[offset] ^= 1
				put(t, dir, name, damaged)
				if c.readDamaged(t, dir, bolt.Options{FullCheckUpTo: -1}) == harmless {
					missed++ // a page that is free now
				}
				if t.Failed() {
					t.Fatalf("byte %d", offset)
				}
			}
			t.Logf("%d flips in free pages", missed)
		})
	}
}

func TestFilesOfPeopleThatAreCutOffOrGoneAreRefused(t *testing.T) {
	c := newCrowd(t)
	for _, name := range c.peopleFiles() {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, c.files)
			whole := c.files[name]
			lengths := []int{0, 1, 100, 511, 512, 513, 575, 576, 4096, 8192, 12288, len(whole) / 2, len(whole) / 2 &^ 4095, len(whole) - 4096, len(whole) - 64, len(whole) - 1}
			for _, length := range lengths {
				if length < 0 || length >= len(whole) {
					continue
				}
				put(t, dir, name, whole[:length])
				if c.readDamaged(t, dir, bolt.Options{}) == harmless && length%4096 != 0 {
					t.Errorf("cut to %d of %d bytes, and nobody noticed", length, len(whole))
				}
			}
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
			store, err := bolt.Open(dir, bolt.Options{})
			if err == nil {
				_, err = peopleOf(t, store)
				store.Close()
			}
			if name == bolt.VaultName {
				if !errors.Is(err, bolt.ErrKeysMissing) || !strings.Contains(err.Error(), bolt.VaultName) {
					t.Errorf("without the vault: %v", err)
				}
				return
			}
			mustSpeakOfDamage(t, dir, err)
			if !strings.Contains(err.Error(), "gone") && !strings.Contains(err.Error(), "no such file") {
				t.Errorf("the error does not say that the file is gone: %v", err)
			}
			report, err := bolt.Check(t.Context(), dir)
			if err == nil || len(report.Problems) == 0 {
				t.Errorf("Check: %v", err)
			}
		})
	}
}

func TestCheckCountsWhatIsKnownOfPeople(t *testing.T) {
	c := newCrowd(t)
	report, err := bolt.Check(t.Context(), lay(t, c.files))
	if err != nil {
		t.Fatal(err)
	}
	if report.Profiles != 58 || report.Identifiers != 120 || report.Events != 2*(240-24) || report.Failures != 36 ||
		report.ProfileKeys != 57 || report.ErasedKeys != 3 || report.LostKeys != 0 || report.Images != 4 || len(report.Files) != 4+6+1 {
		t.Errorf("%+v", report)
	}
	for _, file := range report.Files {
		if file.Bytes != int64(len(c.files[file.Name])) {
			t.Errorf("%s has %d bytes, %d are reported", file.Name, len(c.files[file.Name]), file.Bytes)
		}
	}
}

// What the values' own checksums cannot show: that an entry is missing, or is another's.
func TestMissingEntriesOfPeopleAreNoticed(t *testing.T) {
	within := func(tx *bbolt.Tx, path ...string) *bbolt.Bucket {
		b := tx.Bucket([]byte(path[0]))
		for _, name := range path[1:] {
			b = b.Bucket([]byte(name))
		}
		return b
	}
	drop := func(path ...string) func(tx *bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			cursor := within(tx, path...).Cursor()
			cursor.First()
			cursor.Next()
			return cursor.Delete()
		}
	}
	for name, c := range map[string]struct {
		file      string
		damage    func(tx *bbolt.Tx) error
		onlyCheck bool // and Verify; reading does not notice
	}{
		"a document":         {bolt.ProfilesName, drop("contents", "production", "documents"), false},
		"a link":             {bolt.ProfilesName, drop("contents", "production", "links"), true},
		"a failure":          {bolt.EventsName, drop("contents", "production", "failures"), false},
		"all profiles":       {bolt.ProfilesName, func(tx *bbolt.Tx) error { return within(tx, "contents").DeleteBucket([]byte("staging")) }, false},
		"a file of an image": {bolt.ImagesName, drop("contents", "production", "files", storagetest.PictureOf("b", 1).ID.String()), false},
		"the files of an image": {bolt.ImagesName, func(tx *bbolt.Tx) error {
			return within(tx, "contents", "production", "files").DeleteBucket([]byte(storagetest.PictureOf("b", 1).ID.String()))
		}, false},
		"a piece of events":          {lastDay, drop("pieces"), false},
		"hashes of messages":         {lastDay, drop("messages"), false},
		"a name":                     {lastDay, drop("names"), false},
		"a piece of a day rewritten": {firstDay, drop("pieces"), false},
		"the head":                   {lastDay, func(tx *bbolt.Tx) error { return within(tx, "about").Delete([]byte("head")) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			crowd := newCrowd(t)
			dir := lay(t, crowd.files)
			if err := bolt.CorruptFile(filepath.Join(dir, filepath.FromSlash(c.file)), c.damage); err != nil {
				t.Fatal(err)
			}
			if c.onlyCheck {
				store, err := bolt.Open(dir, bolt.Options{FullCheckUpTo: -1})
				if err != nil {
					t.Fatal(err)
				}
				mustSpeakOfDamage(t, dir, store.Verify(t.Context()))
				store.Close()
			} else if crowd.readDamaged(t, dir, bolt.Options{FullCheckUpTo: -1}) == harmless {
				t.Error("reading did not notice")
			}
			_, err := bolt.Check(t.Context(), dir)
			mustSpeakOfDamage(t, dir, err)
		})
	}
}

func TestAStoreFromBeforeThereWereImages(t *testing.T) {
	dir := lay(t, newCrowd(t).files)
	err := bolt.CorruptFile(filepath.Join(dir, bolt.ProfilesName), func(tx *bbolt.Tx) error { return tx.Bucket([]byte("about")).Delete([]byte("images")) })
	if err := errors.Join(err, os.Remove(filepath.Join(dir, bolt.ImagesName))); err != nil {
		t.Fatal(err)
	}
	if report, err := bolt.Check(t.Context(), dir); err != nil || report.Images != 0 {
		t.Errorf("Check: %d images, %v", report.Images, err)
	}
	store := open(t, dir)
	p := storagetest.PictureOf("first", 100)
	if _, err := store.Images().Put(t.Context(), "production", p, images.Upload{At: benchAt, Most: 1 << 20}); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if file, err := open(t, dir).Images().Read(t.Context(), p.ID.String(), 0); err != nil || !bytes.Equal(file.Content, p.Files[0].Content) {
		t.Errorf("read again it has %d bytes, %v", len(file.Content), err)
	}
}

func TestVerifyOfASoundStore(t *testing.T) {
	if err := open(t, lay(t, newCrowd(t).files)).Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestADestroyedKeyIsNowhereInTheFolder(t *testing.T) {
	c := newCrowd(t)
	for i, key := range c.keys {
		places := 0
		for _, content := range c.files {
			places += bytes.Count(content, key[:])
		}
		erased := slices.Contains(c.erased, uint64(i)+1)
		if erased && places != 0 || !erased && places != 1 { // the latter is the control
			t.Errorf("key %d, erased %v, is there %d times", i+1, erased, places)
		}
	}
}

func TestADamagedKeySpoilsNoOther(t *testing.T) {
	c := newCrowd(t)
	for at := range 64 {
		dir := lay(t, c.files)
		damaged := bytes.Clone(c.files[bolt.VaultName])
		offset := 512 + 9*64
		damaged[offset+at] ^= 0x10
		put(t, dir, bolt.VaultName, damaged)
		store := open(t, dir)
		for number := range uint64(crowdKeys) {
			_, err := store.Vault().Key(t.Context(), number+1)
			if number+1 != 10 {
				if err != nil && !errors.Is(err, people.ErrErased) {
					t.Errorf("key %d: %v", number+1, err)
				}
				continue
			}
			damage, ok := errors.AsType[*storage.CorruptError](err)
			if !ok || damage.Offset != int64(offset) || damage.File != filepath.Join(dir, bolt.VaultName) {
				t.Errorf("byte %d of key 10: %v", at, err)
			}
		}
		if _, err := store.Vault().Create(t.Context(), c.keys[:1]); err != nil {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		if _, err := bolt.Check(t.Context(), dir); err == nil {
			t.Errorf("Check did not notice byte %d of key 10", at)
		}
	}
}

// What a crash may leave at the end of the vault was never acknowledged, and its numbers are used.
func TestWhatACrashLeftAtTheEndOfTheVaultIsCutOff(t *testing.T) {
	c := newCrowd(t)
	for name, tail := range map[string][]byte{
		"nothing":                  nil,
		"half a key":               []byte("k......."),
		"room that was not filled": make([]byte, 640),
		"room and a bit":           make([]byte, 650),
	} {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, c.files)
			put(t, dir, bolt.VaultName, append(bytes.Clone(c.files[bolt.VaultName]), tail...))
			if _, err := bolt.Check(t.Context(), dir); err != nil {
				t.Errorf("Check: %v", err)
			}
			store := open(t, dir)
			first, err := store.Vault().Create(t.Context(), c.keys[:2])
			if err != nil || first != crowdKeys+1 {
				t.Errorf("the next key has the number %d, %v", first, err)
			}
			if key, err := store.Vault().Key(t.Context(), first+1); key != c.keys[1] || err != nil {
				t.Errorf("it comes back as %x, %v", key, err)
			}
		})
	}
}

func TestTheVaultIsForItsOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	info, err := os.Stat(filepath.Join(dir, bolt.VaultName))
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && os.PathSeparator == '/' {
		t.Errorf("its mode is %v", mode)
	}
}

// A process that ends while it makes, rewrites or deletes a partition leaves files
// that the next one removes or takes in.
func TestWhatACrashLeftOfPartitions(t *testing.T) {
	c := newCrowd(t)
	for name, leave := range map[string]func(t *testing.T, dir string){
		"half a new partition": func(t *testing.T, dir string) {
			put(t, dir, "events/production/2026-03-04.db.creating", []byte("half"))
		},
		"half a rewritten one": func(t *testing.T, dir string) { put(t, dir, firstDay+".expiring", []byte("half")) },
		"one that " + bolt.EventsName + " does not speak of": func(t *testing.T, dir string) {
			if err := bolt.ForgetPartition(dir, "production", "2026-03-01"); err != nil {
				t.Fatal(err)
			}
		},
		"the newest that it does not speak of": func(t *testing.T, dir string) {
			if err := bolt.ForgetPartition(dir, "production", "2026-03-03"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := lay(t, c.files)
			leave(t, dir)
			if _, err := bolt.Check(t.Context(), dir); err != nil {
				t.Errorf("Check: %v", err)
			}
			store := open(t, dir)
			if text, err := peopleOf(t, store); text != c.contents {
				t.Errorf("it holds something else: %v", err)
			}
			for name := range readFiles(t, filepath.Join(dir, "events")) {
				if !strings.HasSuffix(name, ".db") {
					t.Errorf("%s was left", name)
				}
			}
			block := &people.Block{At: benchAt.AddDate(0, 0, 3), Records: []people.Record{{Profile: 1}}}
			if first, err := store.Events().Append(t.Context(), "production", block); first != 241 || err != nil {
				t.Errorf("the next block begins at %d, %v", first, err)
			}
			if err := store.Close(); err != nil {
				t.Error(err)
			}
			if _, err := bolt.Check(t.Context(), dir); err != nil {
				t.Errorf("Check: %v", err)
			}
		})
	}
}

// A process that ends when it has just begun a day leaves an empty partition of it.
func TestADayThatHasBegunDoesNotHoldBlocksOfTheDayBefore(t *testing.T) {
	dir := lay(t, newCrowd(t).files)
	if err := bolt.BeginPartition(dir, "production", benchAt.AddDate(0, 0, 3)); err != nil {
		t.Fatal(err)
	}
	store := open(t, dir)
	block := &people.Block{At: benchAt, Records: []people.Record{{Profile: 1}}}
	if first, err := store.Events().Append(t.Context(), "production", block); first != 241 || err != nil || !block.At.Equal(benchAt.AddDate(0, 0, 3)) {
		t.Errorf("the next block begins at %d and is of %v, %v", first, block.At, err)
	}
}

func TestAPartitionInAnothersPlaceIsRefused(t *testing.T) {
	c := newCrowd(t)
	dir := lay(t, c.files)
	put(t, dir, lastDay, c.files["events/staging/2026-03-03.db"])
	_, err := bolt.Open(dir, bolt.Options{})
	mustSpeakOfDamage(t, dir, err)
	dir = lay(t, c.files)
	put(t, dir, "events/production/2026-02-01.db", c.files[firstDay])
	_, err = bolt.Open(dir, bolt.Options{})
	mustSpeakOfDamage(t, dir, err)
}

// More partitions are read at the same time than are kept open, while others expire.
func TestReadingGoesOnWhilePartitionsExpire(t *testing.T) {
	store := open(t, t.TempDir())
	const days = 30
	for day := range days {
		block := eventBlock(rand.New(rand.NewPCG(27, 28)), 200)
		block.At = benchAt.AddDate(0, 0, day)
		if _, err := store.Events().Append(t.Context(), "production", block); err != nil {
			t.Fatal(err)
		}
	}
	var group sync.WaitGroup
	for reader := range 4 {
		group.Go(func() {
			for range 10 {
				last := uint64(0)
				err := store.Events().Blocks(t.Context(), "production", uint64(reader*1000), func(b *people.Block) bool {
					if b.First <= last {
						t.Errorf("a block begins at %d, after %d", b.First, last)
					}
					last = b.First + uint64(len(b.Records)) - 1
					return true
				})
				if err != nil || last != 200*days {
					t.Errorf("reading ended at %d, %v", last, err)
				}
				if err := store.Events().Messages(t.Context(), "production", benchAt, func(time.Time, []uint64) bool { return true }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	deleted := 0
	for day := range days - 1 {
		n, err := store.Events().Expire(t.Context(), "production", func(name string) time.Time {
			if name == "event 7" {
				return benchAt.AddDate(0, 0, day+1)
			}
			return benchAt.AddDate(0, 0, day/2)
		})
		if err != nil {
			t.Error(err)
		}
		deleted += n
	}
	group.Wait()
	if want := 200*14 + 5*15; deleted != want {
		t.Errorf("%d events expired, want %d", deleted, want)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(store.Path()), "events", "production", "*")); len(left) != days-14 {
		t.Errorf("%d files are left", len(left))
	}
}
