package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"

	bbolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/fingerpost/fingerpost/storage"
)

// file is one bbolt file of a store. All methods may be called concurrently.
type file struct {
	path   string
	layout layout
	opts   Options

	writing chan struct{} // holds a token while somebody writes, or changes what mu guards

	mu        sync.RWMutex
	db        *bbolt.DB // nil while the file cannot be used, or rests
	down      error     // why it cannot be used
	unsettled *outcome  // what to find out before it can be used again
	resting   bool      // closed until somebody needs it
	checked   bool      // it was opened before, and nobody else has written to it since
}

// newFile returns a file that is opened when somebody needs it.
func newFile(path string, l layout, opts Options) *file {
	return &file{path: path, layout: l, opts: opts, writing: make(chan struct{}, 1), resting: true}
}

// openFile opens a file that is there.
func openFile(path string, l layout, opts Options) (*file, error) {
	f := newFile(path, l, opts)
	if err := f.wake(); err != nil {
		return nil, err
	}
	return f, nil
}

// wake opens a resting file. Nobody else uses the file, or both locks are held.
func (f *file) wake() error {
	opts := f.opts
	if f.checked {
		opts.FullCheckUpTo = -1
	}
	db, err := openChecked(f.path, f.layout, opts)
	if err != nil {
		return err
	}
	f.db, f.resting, f.checked = db, false, true
	return nil
}

// openChecked opens a file once it has passed the checks that its size allows.
func openChecked(path string, l layout, opts Options) (*bbolt.DB, error) {
	ctx := context.Background()
	checked, err := checkPages(ctx, path, opts)
	if err != nil {
		return nil, err
	}
	db, err := openBolt(path, l.options())
	if err != nil {
		return nil, err
	}
	db.AllocSize = l.growth
	if err := checkContents(ctx, db, l, checked); err != nil {
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
func checkContents(ctx context.Context, db *bbolt.DB, l layout, wanted depth) error {
	return guard(db.Path(), func() error {
		return db.View(func(tx *bbolt.Tx) error {
			if wanted < full {
				_, err := readFormat(tx)
				return err
			}
			var report Report
			if err := auditAll(ctx, tx, l, &report); err != nil {
				return err
			}
			return report.err()
		})
	})
}

// rest closes the file until somebody needs it, unless somebody uses it right now.
func (f *file) rest() {
	select {
	case f.writing <- struct{}{}:
	default:
		return
	}
	defer f.end()
	if f.mu.TryLock() {
		defer f.mu.Unlock()
		_ = f.sleep() // what keeps it from being closed shows when it is used again
	}
}

// sleep closes the file. Both locks are held.
func (f *file) sleep() error {
	if f.db == nil {
		return nil
	}
	err := f.db.Close()
	f.db, f.resting = nil, true
	return err
}

// exchange closes the file, lets swap change what lies at its path, and opens it
// when somebody needs it. Readers wait meanwhile.
func (f *file) exchange(swap func() error) error {
	f.writing <- struct{}{}
	defer f.end()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.db == nil && !f.resting {
		return f.down
	}
	if err := f.sleep(); err != nil {
		return err
	}
	return swap()
}

// close waits for calls under way and closes the file; later calls answer why.
func (f *file) close(why error) error {
	f.writing <- struct{}{}
	defer f.end()
	f.mu.Lock()
	defer f.mu.Unlock()
	var err error
	if f.db != nil {
		err = f.db.Close()
	}
	f.db, f.down, f.unsettled, f.resting = nil, why, nil, false
	return err
}

// view lets fn read one consistent state of the file. What fn takes out of it must be copies.
func (f *file) view(ctx context.Context, fn func(tx *bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for {
		if err := f.ready(ctx); err != nil {
			return err
		}
		if done, err := f.tryView(fn); done {
			return err
		}
	}
}

// tryView reads unless the file has gone to rest meanwhile.
func (f *file) tryView(fn func(tx *bbolt.Tx) error) (done bool, err error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	switch {
	case f.resting:
		return false, nil
	case f.db == nil:
		return true, f.down
	}
	return true, guard(f.path, func() error { return f.db.View(fn) })
}

// update lets fn change the file; all of it is on disk when update returns nil.
// Nothing is changed if fn answers an error, which update passes on.
func (f *file) update(ctx context.Context, fn func(tx *bbolt.Tx) error) error {
	if err := f.ready(ctx); err != nil {
		return err
	}
	if err := f.begin(ctx); err != nil {
		return err
	}
	defer f.end()
	if f.resting {
		if err := f.waken(); err != nil {
			return err
		}
	}
	if f.db == nil {
		return f.down
	}
	var refused error
	var txid int
	err := guard(f.path, func() error {
		return f.db.Update(func(tx *bbolt.Tx) error {
			txid = tx.ID()
			refused = fn(tx)
			return refused
		})
	})
	if err == nil || refused != nil {
		return err
	}
	return f.afterFailure(&outcome{txid, err})
}

// waken opens a resting file for the one whose turn it is to write.
func (f *file) waken() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wake()
}

// begin waits for its turn to write. Only who has it changes what mu guards, and so
// may read that without the lock.
func (f *file) begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case f.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *file) end() { <-f.writing }

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

// options are those of a file that is served. It is mapped generously from the start,
// because mapping it anew makes every reader wait for every other. Windows would make
// the file that large.
func (l layout) options() *bbolt.Options {
	opts := &bbolt.Options{Timeout: lockWait, NoStatistics: true, FreelistType: bbolt.FreelistMapType}
	if runtime.GOOS != "windows" && strconv.IntSize == 64 {
		opts.InitialMmapSize = l.mapped
	}
	return opts
}

// openBolt opens a file that has passed checkPages.
func openBolt(path string, opts *bbolt.Options) (db *bbolt.DB, err error) {
	err = guard(path, func() error {
		db, err = bbolt.Open(path, 0o600, opts)
		return err
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("%w: another program has %s open; `fuser` or `lsof` names it", ErrHeld, path)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}

const (
	creatingSuffix  = ".creating"
	restoringSuffix = ".restoring"
	backupSuffix    = ".backup"
	expiringSuffix  = ".expiring"
)

// create makes an empty file beside where it is to be and moves it there when it
// is complete, so that a file of that name is never half a file.
func create(path string, layOut func(tx *bbolt.Tx) error) error {
	beside := path + creatingSuffix
	err := createBeside(beside, func(db *bbolt.DB) error { return db.Update(layOut) })
	if err == nil {
		err = moveIntoPlace(beside, path)
	}
	if err != nil {
		_ = os.Remove(beside)
	}
	return err
}

// createBeside makes a file that does not count before it gets its name, and so is
// synced once, at the end.
func createBeside(path string, fill func(db *bbolt.DB) error) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	db, err := openBolt(path, &bbolt.Options{Timeout: lockWait, NoSync: true, NoGrowSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = guard(path, func() error { return fill(db) })
	if err == nil {
		err = db.Sync()
	}
	return errors.Join(err, db.Close())
}

// moveIntoPlace gives a complete file its name, durably.
func moveIntoPlace(beside, path string) error {
	if err := os.Rename(beside, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// removeLeftovers removes what a process left in a folder that ended in the middle of making a file.
func removeLeftovers(dir string) error {
	for _, suffix := range []string{creatingSuffix, restoringSuffix, backupSuffix, expiringSuffix} {
		left, err := filepath.Glob(filepath.Join(dir, "*"+suffix+"*"))
		if err != nil {
			return err
		}
		for _, name := range left {
			if err := os.RemoveAll(name); err != nil {
				return fmt.Errorf("remove an unfinished file: %w", err)
			}
		}
	}
	return nil
}
