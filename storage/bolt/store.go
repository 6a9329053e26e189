// Package bolt keeps a store in one folder of one machine, in a bbolt file whose
// every value carries a checksum. ../DESIGN.md says how the file is laid out and
// what happens when it is damaged or cannot be written.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/decision"
	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/revisions"
	"github.com/fingerpost/fingerpost/storage"
)

// FileName is the name of the file in a store's folder that holds definitions, lists and keys.
const FileName = "fingerpost.db"

// ErrNoStore says that a folder holds no store.
var ErrNoStore = errors.New("there is no store")

// Options are settings that have good defaults.
type Options struct {
	// FullCheckUpTo is the size in bytes up to which Open checks a file from the
	// first page to the last before anything is served from it. Of a file up to 16
	// times as large it checks that all pages fit together, and leaves the values to
	// whoever reads them; of a larger one the header, the length and the list of
	// free pages. Zero means 64 MiB, which takes a quarter of a second.
	FullCheckUpTo int64
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
	case size <= limit:
		return full
	case size/structureFactor <= limit:
		return structure
	}
	return quick
}

// Store implements revisions.Log, decision.Lists and keys.Store. All methods may be
// called concurrently; changes are on disk when they return. Make one with Open.
type Store struct {
	path string
	lock *lock

	writing chan struct{} // holds a token while somebody writes, or changes what mu guards

	mu        sync.RWMutex
	db        *bbolt.DB // nil while the store cannot be used
	down      error     // why not
	unsettled *outcome  // what to find out before it can be used again
}

var (
	_ revisions.Log  = (*Store)(nil)
	_ decision.Lists = (*Store)(nil)
	_ keys.Store     = (*Store)(nil)
)

// Open opens the store in a folder and makes both if need be. It answers ErrHeld,
// within a second, if another process has the store open, storage.ErrNewerFormat,
// and *storage.CorruptError if the file is damaged.
func Open(dir string, opts Options) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, FileName)
	db, err := openLocked(path, opts)
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	return &Store{path: path, lock: lock, db: db, writing: make(chan struct{}, 1)}, nil
}

// openLocked opens the file of a locked folder.
func openLocked(path string, opts Options) (*bbolt.DB, error) {
	if err := removeLeftovers(path); err != nil {
		return nil, err
	}
	found, err := exists(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if !found {
		if err := create(path); err != nil {
			return nil, fmt.Errorf("create store %s: %w", path, err)
		}
	}
	ctx := context.Background()
	checked, err := checkPages(ctx, path, opts)
	if err != nil {
		return nil, err
	}
	db, err := openBolt(path, boltOptions())
	if err != nil {
		return nil, err
	}
	if err := checkContents(ctx, db, checked); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// checkPages makes the checks that need no bbolt, and says how deep the check is to be.
func checkPages(ctx context.Context, path string, opts Options) (depth, error) {
	p, err := openPages(path)
	if err != nil {
		return quick, err
	}
	defer p.close()
	wanted := opts.depth(p.size)
	if wanted == quick {
		_, _, err = p.readFreelist()
		return quick, err
	}
	problems, _, err := p.structure(ctx)
	if len(problems) > 0 {
		return quick, problems[0]
	}
	return wanted, err
}

// checkContents refuses a newer format and, if the check is to be a full one, damaged contents.
func checkContents(ctx context.Context, db *bbolt.DB, wanted depth) error {
	return guard(db.Path(), func() error {
		return db.View(func(tx *bbolt.Tx) error {
			if _, err := readFormat(tx); err != nil || wanted < full {
				return err
			}
			a := audit{ctx: ctx, tx: tx}
			if err := a.run(); err != nil {
				return err
			}
			return a.report.err()
		})
	})
}

// Close waits for calls under way and closes the store; later calls answer storage.ErrClosed.
func (s *Store) Close() error {
	s.writing <- struct{}{}
	defer func() { <-s.writing }()
	s.mu.Lock()
	defer s.mu.Unlock()
	if errors.Is(s.down, storage.ErrClosed) {
		return nil
	}
	var err error
	if s.db != nil {
		err = s.db.Close()
	}
	s.db, s.down, s.unsettled = nil, storage.ErrClosed, nil
	return errors.Join(err, s.lock.release())
}

// view lets fn read one consistent state of the store. What fn takes out of it must be copies.
func (s *Store) view(ctx context.Context, fn func(tx *bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.settleFirst(ctx); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db == nil {
		return s.down
	}
	return guard(s.path, func() error { return s.db.View(fn) })
}

// update lets fn change the store; all of it is on disk when update returns nil.
// Nothing is changed if fn answers an error, which update passes on.
func (s *Store) update(ctx context.Context, fn func(tx *bbolt.Tx) error) error {
	if err := s.settleFirst(ctx); err != nil {
		return err
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.end()
	if s.db == nil {
		return s.down
	}
	var refused error
	var txid int
	err := guard(s.path, func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			txid = tx.ID()
			refused = fn(tx)
			return refused
		})
	})
	if err == nil || refused != nil {
		return err
	}
	return s.afterFailure(&outcome{txid, err})
}

// begin waits for its turn to write. Only who has it changes db, down and unsettled,
// and so may read them without the lock.
func (s *Store) begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) end() { <-s.writing }

// guard turns a panic, and a fault on mapped memory, into an error: both mean that
// bbolt followed a damaged page.
func guard(path string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = &storage.CorruptError{File: path, Offset: -1, Problem: fmt.Sprintf("its pages do not fit together (%v)", cause)}
		}
	}()
	return fn()
}
