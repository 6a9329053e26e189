// Package bolt keeps a store in one folder of one machine: in bbolt files whose every
// value carries a checksum, and the keys of profiles in a file apart, where they can
// be overwritten. ../DESIGN.md says how the files are laid out and what happens when
// one is damaged or cannot be written.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/records"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage"
)

// The files in a store's folder.
const (
	// FileName is the name of the file that holds definitions, lists, API keys and records.
	FileName = "fingerpost.db"
	// ProfilesName is the name of the file that holds profiles.
	ProfilesName = "profiles.db"
	// EventsName is the name of the file that says which events there are, and holds those that were not accepted.
	EventsName = "events.db"
	// EventsFolder is the name of the folder that holds the log of events, by environment and day.
	EventsFolder = "events"
	// ImagesName is the name of the file that holds images for content.
	ImagesName = "images.db"
	// VaultName is the name of the file that holds the keys of profiles.
	VaultName = "keys.vault"
)

// Errors that Open answers with.
var (
	// ErrNoStore says that a folder holds no store.
	ErrNoStore = errors.New("there is no store")
	// ErrKeysMissing says that a store holds profiles, and not the keys that they are sealed with.
	ErrKeysMissing = errors.New("the keys of profiles are missing")
)

// Options are settings that have good defaults.
type Options struct {
	// FullCheckUpTo is the size in bytes up to which Open checks a file from the
	// first page to the last before anything is served from it. Of a file up to 16
	// times as large it checks that all pages fit together, and leaves the values to
	// whoever reads them; of a larger one the header, the length and the list of
	// free pages. Zero means 64 MiB, which takes a quarter of a second.
	FullCheckUpTo int64

	structureOnly bool // leaves the values to whoever reads them, however small the file is
}

const (
	defaultFullCheck = 64 << 20
	structureFactor  = 16 // checking the structure is about that much faster than checking all
)

// depth is how far a file is checked when it is opened.
type depth int

const (
	quick depth = iota
	structure
	full
)

func (o Options) depth(size int64) depth {
	limit := o.FullCheckUpTo
	if limit == 0 {
		limit = defaultFullCheck
	}
	switch {
	case size <= limit && !o.structureOnly:
		return full
	case size/structureFactor <= limit:
		return structure
	}
	return quick
}

// Store implements revisions.Log, decision.Lists, keys.Store and records.Store, and holds the stores
// of what is known of people and of images. All methods may be called concurrently; changes are on
// disk when they return. Make one with Open.
type Store struct {
	dir  string
	lock *lock

	main     *file
	profiles profiles
	failures failures
	gallery  gallery
	events   *events
	vault    *vault
}

var (
	_ revisions.Log   = (*Store)(nil)
	_ decision.Lists  = (*Store)(nil)
	_ keys.Store      = (*Store)(nil)
	_ records.Store   = (*Store)(nil)
	_ people.Vault    = (*vault)(nil)
	_ people.Log      = (*events)(nil)
	_ people.Profiles = profiles{}
	_ people.Failures = failures{}
	_ images.Store    = gallery{}
)

// Vault returns the keys of profiles.
func (s *Store) Vault() people.Vault { return s.vault }

// Events returns the log of events.
func (s *Store) Events() people.Log { return s.events }

// Profiles returns what is known of people.
func (s *Store) Profiles() people.Profiles { return s.profiles }

// Failures returns the events that were not accepted.
func (s *Store) Failures() people.Failures { return s.failures }

// Open opens the store in a folder and makes both if need be. It answers ErrHeld,
// within a second, if another process has the store open, storage.ErrNewerFormat,
// *storage.CorruptError if a file is damaged, and ErrKeysMissing.
func Open(dir string, opts Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, lock: lock}
	if err := s.open(opts); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// open opens the files of a locked folder. What it opened is closed by Close, also after an error.
func (s *Store) open(opts Options) error {
	if err := finishRestore(s.dir); err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	if err := removeLeftovers(s.dir); err != nil {
		return err
	}
	there, err := inventory(s.dir)
	if err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	if err := there.complete(); err != nil {
		return err
	}
	if s.main, err = s.openOrCreate(FileName, definitionsLayout(), opts); err != nil {
		return err
	}
	if s.profiles.file, err = s.openOrCreate(ProfilesName, profilesLayout(), opts); err != nil {
		return err
	}
	if s.failures.file, err = s.openOrCreate(EventsName, eventsLayout(), opts); err != nil {
		return err
	}
	ctx := context.Background()
	if err := s.openImages(ctx, there, opts); err != nil {
		return err
	}
	if s.events, err = openEvents(ctx, filepath.Join(s.dir, EventsFolder), s.failures.file, opts); err != nil {
		return err
	}
	return s.openVault(ctx, there)
}

// openOrCreate opens one of the store's files, and makes it if it is not there.
func (s *Store) openOrCreate(name string, l layout, opts Options) (*file, error) {
	path := filepath.Join(s.dir, name)
	found, err := exists(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if !found {
		if err := create(path, l.layOut); err != nil {
			return nil, fmt.Errorf("create store %s: %w", path, err)
		}
	}
	return openFile(path, l, opts)
}

// files says which files of a store are there.
type files struct {
	dir                           string
	main, profiles, events, vault bool
	partitions                    bool // the folder of events
	images                        bool
}

// all lists the files in the order in which they are made.
func (f *files) all() []namedFile {
	return []namedFile{{FileName, &f.main}, {ProfilesName, &f.profiles}, {EventsName, &f.events}, {EventsFolder, &f.partitions}, {ImagesName, &f.images}, {VaultName, &f.vault}}
}

type namedFile struct {
	name  string
	there *bool
}

func inventory(dir string) (f files, err error) {
	f.dir = dir
	for _, file := range f.all() {
		if *file.there, err = exists(filepath.Join(dir, file.name)); err != nil {
			return f, err
		}
	}
	return f, nil
}

// names returns the names of those that are there.
func (f *files) names() (names []string) {
	for _, file := range f.all() {
		if *file.there {
			names = append(names, file.name)
		}
	}
	return names
}

// complete answers with damage if a file is gone: each says that those made before it
// were there. The folder of events is made with the first one, and a store that has
// never held images lacks their file: see openImages.
func (f *files) complete() error {
	missing := ""
	for _, file := range f.all() {
		switch {
		case !*file.there && file.name != EventsFolder && file.name != ImagesName && missing == "":
			missing = file.name
		case *file.there && missing != "":
			return &storage.CorruptError{File: filepath.Join(f.dir, missing), Offset: -1, Problem: "it is gone, and " + file.name + " is there"}
		}
	}
	return nil
}

// Close waits for calls under way and closes the store; later calls answer storage.ErrClosed.
func (s *Store) Close() error {
	var errs []error
	if s.events != nil {
		errs = append(errs, s.events.close())
	}
	for _, file := range []*file{s.main, s.profiles.file, s.failures.file, s.gallery.file} {
		if file != nil {
			errs = append(errs, file.close(storage.ErrClosed))
		}
	}
	if s.vault != nil {
		errs = append(errs, s.vault.close())
	}
	return errors.Join(append(errs, s.lock.release())...)
}
