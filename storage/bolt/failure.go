package bolt

import (
	"context"
	"errors"
	"fmt"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
)

// outcome is a change that bbolt could not finish. Where its last step failed, the
// change may be in the file or not, and what bbolt remembers of free pages may not
// fit what the file says. So nothing goes on before the file has been opened anew.
type outcome struct {
	txid  int
	cause error
}

// afterFailure opens the file anew and finds out what became of a change; nil if it is stored after all.
func (f *file) afterFailure(o *outcome) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, damaged := errors.AsType[*storage.CorruptError](o.cause); damaged {
		f.db, f.down = nil, o.cause // bbolt may still hold its own locks, so it cannot be closed
		return o.cause
	}
	err := f.db.Close()
	f.db = nil
	if err != nil {
		return f.suspend(o, err)
	}
	return f.settle(o)
}

// ready sees to it that the file can be used: it opens one that rests, and finds out
// what became of an earlier change, if that is still to be done.
func (f *file) ready(ctx context.Context) error {
	f.mu.RLock()
	ready := f.unsettled == nil && !f.resting
	f.mu.RUnlock()
	if ready {
		return nil
	}
	if err := f.begin(ctx); err != nil {
		return err
	}
	defer f.end()
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.unsettled != nil:
		_ = f.settle(f.unsettled) // its error is for the one who made that change
	case f.resting:
		return f.wake()
	}
	if f.db == nil {
		return f.down
	}
	return nil
}

// settle opens the file and looks whether it has the change. If so, an empty change
// on top makes sure that both are on disk. The lock is held.
func (f *file) settle(o *outcome) error {
	if _, err := checkPages(context.Background(), f.path, Options{FullCheckUpTo: -1}); err != nil {
		return f.suspend(o, err)
	}
	db, err := openBolt(f.path, f.layout.options())
	if err != nil {
		return f.suspend(o, err)
	}
	db.AllocSize = f.layout.growth
	newest, err := newestTransaction(db)
	if err == nil && newest >= o.txid {
		err = guard(f.path, func() error { return db.Update(func(*bbolt.Tx) error { return nil }) })
	}
	if err != nil {
		db.Close() // what made the change fail says more
		return f.suspend(o, err)
	}
	f.db, f.down, f.unsettled = db, nil, nil
	if newest < o.txid {
		return fmt.Errorf("store %s could not be written, nothing was changed: %w", f.path, o.cause)
	}
	return nil
}

// suspend stops all use of the store until a later call settles the outcome.
func (f *file) suspend(o *outcome, err error) error {
	f.unsettled = o
	f.down = fmt.Errorf("store %s could not be written (%w), and whether the last change was stored will be known only "+
		"when it can be opened and written again: %w", f.path, o.cause, err)
	return f.down
}

func newestTransaction(db *bbolt.DB) (txid int, err error) {
	err = guard(db.Path(), func() error {
		return db.View(func(tx *bbolt.Tx) error {
			txid = tx.ID()
			return nil
		})
	})
	return txid, err
}
