package bolt_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/storage"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

// rounds is short in every run, long with FINGERPOST_LONG=1.
func rounds(short, long int) int {
	if os.Getenv("FINGERPOST_LONG") != "" {
		return long
	}
	return short
}

// specimen is a populated file and what a sound store reads from it.
type specimen struct {
	dir      string
	bytes    []byte
	used     int // bytes up to the last page that was ever written
	contents string
}

func (s specimen) path() string { return filepath.Join(s.dir, bolt.FileName) }

var (
	firstSpecimen specimen
	makeSpecimen  sync.Once
)

// newSpecimen returns a store that holds some of everything, and free pages.
func newSpecimen(t testing.TB) specimen {
	t.Helper()
	makeSpecimen.Do(func() { firstSpecimen = fillSpecimen(t) })
	s := firstSpecimen
	s.dir = t.TempDir()
	if err := os.WriteFile(s.path(), s.bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func fillSpecimen(t testing.TB) specimen {
	t.Helper()
	s := specimen{dir: t.TempDir()}
	store := open(t, s.dir)
	fill(t, store, 60, 1500)
	c := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(store.CreateEnvironment(c, "staging"))
	for i := range 12 {
		list := fmt.Sprintf("list-%02d", i)
		check(store.AddMembers(c, "staging", list, []string{"ada", "zoe", strings.Repeat("long", i*10+1)}))
		check(store.PutKey(c, keys.Key{ID: list, Kind: keys.Server, Environment: "staging", CreatedAt: time.UnixMilli(0).UTC()}))
	}
	check(store.RemoveMembers(c, "staging", "list-03", []string{"ada", "zoe", strings.Repeat("long", 31)}))
	s.contents = contentsOf(t, store)
	check(store.Close())
	var err error
	s.bytes, err = os.ReadFile(s.path())
	check(err)
	s.used = (len(bytes.TrimRight(s.bytes, "\x00")) + 4095) &^ 4095
	return s
}

// contentsOf reads everything from a store; an error is what was read.
func contentsOf(t testing.TB, store *bolt.Store) string {
	t.Helper()
	text, err := tryContents(t, store)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func tryContents(t testing.TB, store *bolt.Store) (string, error) {
	var all []any
	c := t.Context()
	environments, err := store.Environments(c)
	if err != nil {
		return "", err
	}
	for _, environment := range environments {
		log, err1 := store.Revisions(c, environment, 1, 1000)
		lists, err2 := store.Lists(c, environment)
		if err := errors.Join(err1, err2); err != nil {
			return "", err
		}
		all = append(all, environment, log, lists)
		for _, list := range lists {
			members, err := store.Members(c, environment, list, "", 10_000)
			if err != nil {
				return "", err
			}
			all = append(all, members)
		}
	}
	stored, err := store.Keys(c)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(append(all, stored))
	return string(text), err
}

// verdict is what came of opening and reading a damaged file.
type verdict int

const (
	harmless verdict = iota // what was read is what was written
	refused                 // a *storage.CorruptError
)

// read opens a file with these bytes and reads everything from it. Anything but the
// right contents, or an error that says what is damaged, fails the test.
func (s specimen) read(t *testing.T, damaged []byte, opts bolt.Options) verdict {
	t.Helper()
	if err := os.WriteFile(s.path(), damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := bolt.Open(s.dir, opts)
	if err != nil {
		s.refuse(t, err)
		return refused
	}
	defer store.Close()
	text, err := tryContents(t, store)
	if err != nil {
		s.refuse(t, err)
		return refused
	}
	if text != s.contents {
		t.Error("wrong data was read")
	}
	return harmless
}

// write writes to a store whose damage was harmless, and checks what came of it.
func (s specimen) write(t *testing.T, damaged []byte, opts bolt.Options) {
	t.Helper()
	if err := os.WriteFile(s.path(), damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := bolt.Open(s.dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		member := []string{fmt.Sprint("written after the damage ", i)}
		err1 := store.AddMembers(t.Context(), "production", "testers", member)
		err2 := store.CreateEnvironment(t.Context(), member[0])
		err3 := store.RemoveMembers(t.Context(), "production", "testers", member)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Error(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	if _, err := bolt.Check(t.Context(), s.dir); err != nil {
		t.Errorf("after writing: %v", err)
	}
}

func (s specimen) refuse(t *testing.T, err error) {
	t.Helper()
	if _, ok := errors.AsType[*storage.CorruptError](err); !ok {
		t.Errorf("the error does not speak of damage: %v", err)
	} else if !strings.Contains(err.Error(), s.path()) || !strings.Contains(err.Error(), "fingerpost restore") {
		t.Errorf("the error does not say where, or what to do: %v", err)
	}
}

// modes are the depths of the check at opening. A quick check leaves the most to reading.
func (s specimen) modes() map[string]bolt.Options {
	return map[string]bolt.Options{
		"checked fully when opened":           {},
		"structure checked when opened":       {FullCheckUpTo: int64(len(s.bytes)) / 10},
		"quickly checked when opened (large)": {FullCheckUpTo: -1},
	}
}

func TestFlippedBitIsHarmlessOrRefused(t *testing.T) {
	s := newSpecimen(t)
	for name, opts := range s.modes() {
		if opts.FullCheckUpTo < 0 {
			continue // the quick check trusts the pages' structure: see TestFlippedBitInAValue
		}
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, 8))
			count := map[verdict]int{}
			for round := range rounds(200, 20_000) {
				offset := random.IntN(s.used)
				if random.IntN(2) == 0 {
					offset = offset&^4095 + random.IntN(160) // headers and elements
				}
				bit := random.IntN(8)
				damaged := bytes.Clone(s.bytes)
				damaged[offset] ^= 1 << bit
				verdict := s.read(t, damaged, opts)
				count[verdict]++
				if verdict == harmless && round%5 == 0 {
					s.write(t, damaged, opts)
				}
				if t.Failed() {
					t.Fatalf("bit %d of byte %d", bit, offset)
				}
			}
			t.Logf("%d flips harmless, %d refused", count[harmless], count[refused])
			if count[harmless] == 0 || count[refused] == 0 {
				t.Error("the flips did not reach both free and used places")
			}
		})
	}
}

// Values are read with checks whatever was checked when the file was opened. The
// control reads the same file without them.
func TestFlippedBitInAValueIsRefusedAndWouldOtherwiseBeServed(t *testing.T) {
	s := newSpecimen(t)
	for name, opts := range s.modes() {
		t.Run(name, func(t *testing.T) {
			missed := 0
			for _, text := range []string{"user-0007919@", "user-0918979@", "roll out", `"id":"list-07"`, `"enabled":true`} {
				for _, offset := range offsets(s.bytes, text, 20) {
					damaged := bytes.Clone(s.bytes)
					damaged[offset+len(text)-1] ^= 1
					verdict := s.read(t, damaged, opts)
					if !s.bareEqual(t) && verdict == harmless {
						t.Errorf("the flip in %q at byte %d was not noticed", text, offset)
					} else if verdict == refused {
						missed++
					}
				}
			}
			if missed == 0 {
				t.Error("the control noticed every flip too, so this test shows nothing")
			}
		})
	}
}

// offsets returns where a text stands in a file, up to a limit.
func offsets(file []byte, text string, limit int) (found []int) {
	for at := 0; len(found) < limit; {
		next := bytes.Index(file[at:], []byte(text))
		if next < 0 {
			break
		}
		found = append(found, at+next)
		at += next + 1
	}
	return found
}

// bareEqual reads the file as bbolt alone does, which knows no checksums of values,
// and says whether it read what it reads from the sound file.
func (s specimen) bareEqual(t *testing.T) bool {
	t.Helper()
	other := filepath.Join(t.TempDir(), "sound.db")
	if err := os.WriteFile(other, s.bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return bareContents(t, s.path()) == bareContents(t, other)
}

func bareContents(t *testing.T, path string) string {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all strings.Builder
	err = db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			t.Fatalf("tx.Check noticed: %v", err)
		}
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error { return bareBucket(&all, name, b) })
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func bareBucket(all *strings.Builder, name []byte, b *bbolt.Bucket) error {
	fmt.Fprintf(all, "bucket %q\n", name)
	return b.ForEach(func(key, value []byte) error {
		if value == nil {
			return bareBucket(all, key, b.Bucket(key))
		}
		fmt.Fprintf(all, "%q %q\n", key, value)
		return nil
	})
}

func TestTruncatedFileIsRefused(t *testing.T) {
	s := newSpecimen(t)
	random := rand.New(rand.NewPCG(9, 10))
	lengths := []int{0, 1, 16, 79, 80, 4095, 4096, 4097, 8191, 8192, 12288, 16384, len(s.bytes) - 1, len(s.bytes) - 4096}
	for range rounds(60, 2000) {
		lengths = append(lengths, random.IntN(len(s.bytes)))
	}
	for page := range min(rounds(40, 4000), len(s.bytes)/4096) {
		lengths = append(lengths, page*4096)
	}
	for name, opts := range s.modes() {
		t.Run(name, func(t *testing.T) {
			count := map[verdict]int{}
			for _, length := range lengths {
				verdict := s.read(t, s.bytes[:length], opts)
				count[verdict]++
				if t.Failed() || verdict == harmless && length%4096 != 0 {
					t.Fatalf("cut to %d of %d bytes", length, len(s.bytes))
				}
			}
			t.Logf("%d cuts refused, %d only took what was never used", count[refused], count[harmless])
		})
	}
}

func TestDamagedPageIsHarmlessOrRefused(t *testing.T) {
	s := newSpecimen(t)
	random := rand.New(rand.NewPCG(11, 12))
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	pages := s.used / 4096
	for name, spoil := range map[string]func(file []byte, page int){
		"zeros":          func(file []byte, page int) { clear(file[page*4096:][:4096]) },
		"noise":          func(file []byte, page int) { copy(file[page*4096:], noise) },
		"another page":   func(file []byte, page int) { copy(file[page*4096:][:4096], file[random.IntN(pages)*4096:]) },
		"half of zeros":  func(file []byte, page int) { clear(file[page*4096+2048:][:2048]) },
		"a lost element": func(file []byte, page int) { file[page*4096+10]-- },
	} {
		t.Run(name, func(t *testing.T) {
			for page := range pages {
				damaged := bytes.Clone(s.bytes)
				spoil(damaged, page)
				s.read(t, damaged, bolt.Options{})
				s.read(t, damaged, s.modes()["structure checked when opened"])
				if t.Failed() {
					t.Fatalf("page %d", page)
				}
			}
		})
	}
}

func TestFileCutOffWhileItIsServed(t *testing.T) {
	s := newSpecimen(t)
	store := open(t, s.dir)
	if err := os.Truncate(s.path(), 8192); err != nil {
		t.Fatal(err)
	}
	_, err := tryContents(t, store)
	s.refuse(t, err)
	err = store.AddMembers(t.Context(), "production", "testers", []string{"new"})
	s.refuse(t, err)
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}
