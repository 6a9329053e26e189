package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bbolt "go.etcd.io/bbolt"
)

// Compacted says how large a file was, and is.
type Compacted struct {
	File          string // its name in the store's folder
	Before, After int64  // bytes
}

// copiedAtOnce is how many bytes are copied in one transaction.
const copiedAtOnce = 16 << 20

// Compact writes the files of a store anew without the room that is not used any more, which they do not give back by
// themselves, and says what became of each that has become smaller. Partitions of events are not among them: they are deleted as a whole.
// Nobody may have the store open: ErrHeld. A file that is damaged is left as it is, and so are those after it: *storage.CorruptError. Each
// file takes the place of the old one once it is complete, checked and on disk; until then there has to be room for both.
func Compact(ctx context.Context, dir string) ([]Compacted, error) {
	there, err := inventory(dir)
	if err != nil {
		return nil, fmt.Errorf("compact store: %w", err)
	}
	if len(there.names()) == 0 {
		return nil, fmt.Errorf("compact store: %w: %s", ErrNoStore, filepath.Join(dir, FileName))
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	compacted, err := compactAll(ctx, dir)
	return compacted, errors.Join(err, lock.release())
}

func compactAll(ctx context.Context, dir string) ([]Compacted, error) {
	if err := removeLeftovers(dir); err != nil {
		return nil, fmt.Errorf("compact store: %w", err)
	}
	var compacted []Compacted
	for _, f := range []struct {
		name   string
		layout layout
	}{{FileName, definitionsLayout()}, {ProfilesName, profilesLayout()}, {EventsName, eventsLayout()}, {ImagesName, imagesLayout()}} {
		path := filepath.Join(dir, f.name)
		found, err := exists(path)
		if err != nil {
			return compacted, fmt.Errorf("compact store: %w", err)
		}
		if !found {
			continue
		}
		sizes, err := compactFile(ctx, path, f.layout)
		if err != nil {
			return compacted, fmt.Errorf("compact %s: %w", path, err)
		}
		if sizes.After < sizes.Before {
			compacted = append(compacted, sizes)
		}
	}
	return compacted, nil
}

// compactFile writes a file anew, and replaces the old one if the new one is smaller.
func compactFile(ctx context.Context, path string, l layout) (sizes Compacted, err error) {
	sizes.File = filepath.Base(path)
	beside := path + creatingSuffix
	defer func() {
		if sizes.After >= sizes.Before {
			err = errors.Join(err, removeIfThere(beside))
		}
	}()
	if err := copyCompact(path, beside, l); err != nil {
		return sizes, err
	}
	copied, err := openChecked(beside, l, entirely)
	if err != nil {
		return sizes, err
	}
	if err := copied.Close(); err != nil {
		return sizes, err
	}
	before, err := os.Stat(path)
	if err != nil {
		return sizes, err
	}
	after, err := os.Stat(beside)
	if err != nil || ctx.Err() != nil {
		return sizes, errors.Join(err, ctx.Err())
	}
	if after.Size() >= before.Size() {
		sizes.Before, sizes.After = before.Size(), before.Size()
		return sizes, nil
	}
	if err := moveIntoPlace(beside, path); err != nil {
		return sizes, err
	}
	sizes.Before, sizes.After = before.Size(), after.Size()
	return sizes, nil
}

// entirely has a file checked from the first page to the last, however large it is.
var entirely = Options{FullCheckUpTo: 1 << 62} //nolint:gochecknoglobals // nobody changes it

// copyCompact copies what is in a sound file to another one.
func copyCompact(from, to string, l layout) error {
	source, err := openChecked(from, l, entirely)
	if err != nil {
		return err
	}
	err = createBeside(to, func(db *bbolt.DB) error { return bbolt.Compact(db, source, copiedAtOnce) })
	return errors.Join(err, source.Close())
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
