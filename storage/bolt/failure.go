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
func (s *Store) afterFailure(o *outcome) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, damaged := errors.AsType[*storage.CorruptError](o.cause); damaged {
		s.db, s.down = nil, o.cause // bbolt may still hold its own locks, so it cannot be closed
		return o.cause
	}
	err := s.db.Close()
	s.db = nil
	if err != nil {
		return s.suspend(o, err)
	}
	return s.settle(o)
}

// settleFirst finds out what became of an earlier change, if that is still to be done.
func (s *Store) settleFirst(ctx context.Context) error {
	s.mu.RLock()
	settled := s.unsettled == nil
	s.mu.RUnlock()
	if settled {
		return nil
	}
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsettled != nil {
		_ = s.settle(s.unsettled) // its error is for the one who made that change
	}
	if s.db == nil {
		return s.down
	}
	return nil
}

// settle opens the file and looks whether it has the change. If so, an empty change
// on top makes sure that both are on disk. The lock is held.
func (s *Store) settle(o *outcome) error {
	if _, err := checkPages(context.Background(), s.path, Options{FullCheckUpTo: -1}); err != nil {
		return s.suspend(o, err)
	}
	db, err := openBolt(s.path, boltOptions())
	if err != nil {
		return s.suspend(o, err)
	}
	newest, err := newestTransaction(db)
	if err == nil && newest >= o.txid {
		err = guard(s.path, func() error { return db.Update(func(*bbolt.Tx) error { return nil }) })
	}
	if err != nil {
		db.Close() // what made the change fail says more
		return s.suspend(o, err)
	}
	s.db, s.down, s.unsettled = db, nil, nil
	if newest < o.txid {
		return fmt.Errorf("store %s could not be written, nothing was changed: %w", s.path, o.cause)
	}
	return nil
}

// suspend stops all use of the store until a later call settles the outcome.
func (s *Store) suspend(o *outcome, err error) error {
	s.unsettled = o
	s.down = fmt.Errorf("store %s could not be written (%w), and whether the last change was stored will be known only "+
		"when it can be opened and written again: %w", s.path, o.cause, err)
	return s.down
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
