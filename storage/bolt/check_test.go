package bolt_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
	"github.com/fingerpost/fingerpost/storage/bolt"
)

func TestCheckCountsWhatASoundStoreHolds(t *testing.T) {
	s := newSpecimen(t)
	report, err := bolt.Check(t.Context(), s.dir)
	if err != nil {
		t.Fatal(err)
	}
	want := bolt.Report{
		File: s.path(), Bytes: int64(len(s.bytes)), Pages: report.Pages, FreePages: report.FreePages, Format: bolt.Format,
		Environments: 2, Revisions: 60, Lists: 12, Members: 1500 + 11*3, Keys: 12,
	}
	if report.File != want.File || report.Bytes != want.Bytes || report.Members != want.Members || report.Lists != want.Lists ||
		report.Revisions != want.Revisions || report.Keys != want.Keys || report.Environments != want.Environments ||
		report.Format != want.Format || len(report.Problems) != 0 || report.Pages == 0 || report.FreePages == 0 {
		t.Errorf("got  %+v\nwant %+v", report, want)
	}
}

func TestCheckOfNoStore(t *testing.T) {
	dir := t.TempDir()
	if _, err := bolt.Check(t.Context(), dir); !errors.Is(err, bolt.ErrNoStore) {
		t.Errorf("Check: %v, want ErrNoStore", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("Check made %v", left)
	}
}

func TestCheckNamesAllThatIsDamaged(t *testing.T) {
	s := newSpecimen(t)
	damaged := bytes.Clone(s.bytes)
	for _, text := range []string{"user-0007919@", "user-0918979@", "roll out"} {
		for _, offset := range offsets(damaged, text, 1000) {
			damaged[offset] ^= 1
		}
	}
	if err := os.WriteFile(s.path(), damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := bolt.Check(t.Context(), s.dir)
	var damage *storage.CorruptError
	if !errors.As(err, &damage) || len(report.Problems) < 2 {
		t.Errorf("Check: %v, problems %v", err, report.Problems)
	}
	if !strings.Contains(err.Error(), `"contents"/"production"/"revisions", key 1:`) {
		t.Errorf("the error does not name the first revision: %v", err)
	}
}

// What the values' own checksums cannot show: that a neighbour is missing, or that
// something is there that nobody put there. The quick check leaves it to the reader.
func TestMissingAndForeignEntriesAreNoticed(t *testing.T) {
	open := func(tx *bbolt.Tx, path ...string) *bbolt.Bucket {
		b := tx.Bucket([]byte(path[0]))
		for _, name := range path[1:] {
			b = b.Bucket([]byte(name))
		}
		return b
	}
	number := func(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
	for name, c := range map[string]struct {
		damage    func(tx *bbolt.Tx) error
		onlyCheck bool // harmless to readers
	}{
		"a revision is gone":          {func(tx *bbolt.Tx) error { return open(tx, "contents", "production", "revisions").Delete(number(7)) }, false},
		"the newest revision is gone": {func(tx *bbolt.Tx) error { return open(tx, "contents", "production", "revisions").Delete(number(60)) }, false},
		"a revision too many": {func(tx *bbolt.Tx) error {
			return open(tx, "contents", "production", "revisions").Put(number(61), []byte("foreign"))
		}, true},
		"a revision in another's place": {func(tx *bbolt.Tx) error {
			log := open(tx, "contents", "production", "revisions")
			return log.Put(number(8), bytes.Clone(log.Get(number(7))))
		}, false},
		"the first block of a list is gone": {func(tx *bbolt.Tx) error {
			return open(tx, "contents", "production", "members", "testers").Delete([]byte(">"))
		}, false},
		"a block of a list is gone": {func(tx *bbolt.Tx) error {
			list := open(tx, "contents", "production", "members", "testers")
			key, _ := list.Cursor().Seek([]byte(">user-0000700"))
			return list.Delete(key)
		}, false},
		"the last block of a list is gone": {func(tx *bbolt.Tx) error {
			list := open(tx, "contents", "production", "members", "testers")
			key, _ := list.Cursor().Last()
			return list.Delete(key)
		}, false},
		"a list is gone": {func(tx *bbolt.Tx) error {
			return open(tx, "contents", "staging", "members").DeleteBucket([]byte("list-05"))
		}, false},
		"the keys are gone":         {func(tx *bbolt.Tx) error { return open(tx, "keys").Delete([]byte(">")) }, false},
		"an environment is gone":    {func(tx *bbolt.Tx) error { return open(tx, "contents").DeleteBucket([]byte("staging")) }, false},
		"all environments are gone": {func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("environments")) }, false},
		"a list too many": {func(tx *bbolt.Tx) error {
			_, err := open(tx, "contents", "staging", "members").CreateBucket([]byte("foreign"))
			return err
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSpecimen(t)
			if err := bolt.Corrupt(s.dir, c.damage); err != nil {
				t.Fatal(err)
			}
			damaged, err := os.ReadFile(s.path())
			if err != nil {
				t.Fatal(err)
			}
			if s.read(t, damaged, bolt.Options{FullCheckUpTo: -1}) == harmless && !c.onlyCheck {
				t.Error("reading did not notice")
			}
			_, err = bolt.Check(t.Context(), s.dir)
			s.refuse(t, err)
		})
	}
}

func TestANewerFormatIsRefused(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	if err := bolt.WriteFormat(dir, bolt.Format+1); err != nil {
		t.Fatal(err)
	}
	_, err := bolt.Open(dir, bolt.Options{})
	if !errors.Is(err, storage.ErrNewerFormat) || !strings.Contains(err.Error(), "format 2, this one knows formats up to 1") {
		t.Errorf("Open: %v", err)
	}
	if _, err := bolt.Check(t.Context(), dir); !errors.Is(err, storage.ErrNewerFormat) {
		t.Errorf("Check: %v", err)
	}
	if err := bolt.WriteFormat(dir, bolt.Format); err != nil { // the control
		t.Fatal(err)
	}
	open(t, dir)
}

func TestABackupOfALiveStoreIsRestored(t *testing.T) {
	s := newSpecimen(t)
	store := open(t, s.dir)
	stop, stopped := make(chan struct{}), make(chan error)
	go func() { stopped <- keepWriting(store, stop) }()
	var backup bytes.Buffer
	err := store.Backup(t.Context(), &backup)
	close(stop)
	if err := errors.Join(err, <-stopped); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "new")
	if err := bolt.Restore(t.Context(), dir, &backup); err != nil {
		t.Fatal(err)
	}
	restored := open(t, dir)
	if err := restored.RemoveMembers(t.Context(), "production", "written meanwhile", members(1000)); err != nil {
		t.Fatal(err)
	}
	if contentsOf(t, restored) != s.contents {
		t.Error("the restored store holds something else")
	}
	onlyStore(t, s.dir)
	onlyStore(t, dir)
}

// keepWriting adds members, one by one, until it is told to stop.
func keepWriting(store *bolt.Store, stop <-chan struct{}) error {
	for _, member := range members(1000) {
		select {
		case <-stop:
			return nil
		default:
		}
		if err := store.AddMembers(context.Background(), "production", "written meanwhile", []string{member}); err != nil {
			return err
		}
	}
	return nil
}

func members(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = strings.Repeat("m", i%50) + string(rune('a'+i%26)) + strings.Repeat("n", i/50)
	}
	return all
}

// onlyStore fails if a folder holds anything but a store.
func onlyStore(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		switch entry.Name() {
		case bolt.FileName, bolt.ProfilesName, bolt.EventsName, bolt.EventsFolder, bolt.ImagesName, bolt.VaultName, "fingerpost.lock":
		default:
			t.Errorf("%s was left behind", entry.Name())
		}
	}
}

func TestRestoreRefuses(t *testing.T) {
	s := newSpecimen(t)
	store := open(t, s.dir)
	var whole bytes.Buffer
	if err := store.Backup(t.Context(), &whole); err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole.Bytes())
	flipped[bytes.Index(flipped, []byte("user-0007919@"))] ^= 1
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx    context.Context
		backup io.Reader
		want   error
	}{
		"an empty backup":              {t.Context(), strings.NewReader(""), bolt.ErrBackup},
		"something else":               {t.Context(), strings.NewReader(strings.Repeat("not a backup ", 1000)), bolt.ErrBackup},
		"a backup that was cut off":    {t.Context(), bytes.NewReader(whole.Bytes()[:whole.Len()-5000]), bolt.ErrBackup},
		"a backup without its end":     {t.Context(), bytes.NewReader(whole.Bytes()[:whole.Len()-4096]), bolt.ErrBackup},
		"a backup with a flipped bit":  {t.Context(), bytes.NewReader(flipped), bolt.ErrBackup},
		"a backup that cannot be read": {t.Context(), failing{}, io.ErrClosedPipe},
		"to go on when cancelled":      {cancelled, bytes.NewReader(whole.Bytes()), context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := bolt.Restore(c.ctx, dir, c.backup); !errors.Is(err, c.want) {
				t.Errorf("Restore: %v, want %v", err, c.want)
			}
			if _, err := bolt.Check(t.Context(), dir); !errors.Is(err, bolt.ErrNoStore) {
				t.Errorf("Check: %v, want ErrNoStore", err)
			}
			onlyStore(t, dir)
		})
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := bolt.Restore(t.Context(), s.dir, bytes.NewReader(whole.Bytes())); !errors.Is(err, bolt.ErrExists) {
		t.Errorf("Restore over a store: %v, want ErrExists", err)
	}
	if contentsOf(t, open(t, s.dir)) != s.contents {
		t.Error("the store that was there has changed")
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error)  { return 0, io.ErrClosedPipe }
func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestBackupRefuses(t *testing.T) {
	s := newSpecimen(t)
	store := open(t, s.dir)
	if err := store.Backup(t.Context(), failing{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("to a writer that fails: %v", err)
	}
	file, err := os.OpenFile(s.path(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, offset := range offsets(s.bytes, "user-0007919@", 100) {
		if _, err := file.WriteAt([]byte("X"), int64(offset)); err != nil {
			t.Fatal(err)
		}
	}
	var backup bytes.Buffer
	err = store.Backup(t.Context(), &backup)
	var damage *storage.CorruptError
	if !errors.As(err, &damage) || backup.Len() > 0 {
		t.Errorf("of a damaged store: %v, %d bytes written", err, backup.Len())
	}
	onlyStore(t, s.dir)
}

func TestWhatACrashLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".creating", ".restoring", ".backup-1234"} {
		if err := os.WriteFile(filepath.Join(dir, bolt.FileName+name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open(t, dir)
	onlyStore(t, dir)
}
