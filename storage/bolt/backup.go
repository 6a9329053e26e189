package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
)

// Errors that Restore answers with.
var (
	// ErrExists says that a folder holds a store already.
	ErrExists = errors.New("there is a store already")
	// ErrBackup says that a backup is cut off, damaged, or none.
	ErrBackup = errors.New("the backup cannot be used")
)

// Backup writes the store as it is now to w. It first makes a copy beside the store,
// and checks that from the first page to the last: a backup that has been written can
// be restored, and a slow w keeps nobody waiting. The store can be used meanwhile.
func (s *Store) Backup(ctx context.Context, w io.Writer) (err error) {
	spool, err := os.CreateTemp(filepath.Dir(s.main.path), FileName+backupSuffix+"-*")
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	err = s.main.view(ctx, func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(&cancellable{ctx, spool, nil})
		return err
	})
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if _, err := checkFile(ctx, spool.Name()); err != nil {
		return fmt.Errorf("back up: the copy of %s is not sound: %w", s.main.path, err)
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if _, err := io.Copy(&cancellable{ctx, w, nil}, spool); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return nil
}

// Restore makes a store in a folder out of a backup. It answers ErrExists, and
// changes nothing, if there is one. The backup is checked from the first page to the
// last before it becomes the store; ErrBackup if it is not sound.
func Restore(ctx context.Context, dir string, r io.Reader) error {
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	err = restore(ctx, filepath.Join(dir, FileName), r)
	if err == nil {
		return lock.release()
	}
	err = errors.Join(fmt.Errorf("restore: %w", err), lock.release())
	if os.IsNotExist(missing) { // the folder was made for this, and nobody can have a store in it
		_ = os.Remove(lock.file.Name())
		_ = os.Remove(dir)
	}
	return err
}

func restore(ctx context.Context, path string, r io.Reader) error {
	if found, err := exists(path); err != nil || found {
		if found {
			err = fmt.Errorf("%w: %s; move it away first, or choose another folder", ErrExists, path)
		}
		return err
	}
	if err := removeLeftovers(filepath.Dir(path)); err != nil {
		return err
	}
	beside := path + restoringSuffix
	err := receive(ctx, beside, r)
	if err == nil {
		err = checkBackup(ctx, beside)
	}
	if err == nil {
		err = moveIntoPlace(beside, path)
	}
	if err != nil {
		os.Remove(beside)
	}
	return err
}

// checkBackup checks a received file, and speaks of the backup where that is damaged.
func checkBackup(ctx context.Context, path string) error {
	_, err := checkFile(ctx, path)
	if damage, ok := errors.AsType[*storage.CorruptError](err); ok {
		return fmt.Errorf("%w: at byte %d: %s; try an earlier one", ErrBackup, max(damage.Offset, 0), damage.Problem)
	}
	return err
}

// receive writes what it reads to a new file, durably.
func receive(ctx context.Context, path string, r io.Reader) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, &cancellable{ctx, nil, r})
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// cancellable reads and writes until its context is done.
type cancellable struct {
	ctx context.Context
	w   io.Writer
	r   io.Reader
}

func (c *cancellable) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}

func (c *cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
