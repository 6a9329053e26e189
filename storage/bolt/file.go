package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	bbolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/fingerpost/fingerpost/storage"
)

// Format is the version of the file's layout that this package writes and reads.
const Format = 1

// The buckets of a file, and what is in each. ../DESIGN.md shows the tree.
const (
	formatKey = "format" // in the bucket about

	aboutBucket        = "about"        // about the file itself; its layout never changes
	environmentsBucket = "environments" // a shelf: name to head
	contentsBucket     = "contents"     // a bucket for each environment
	keysBucket         = "keys"         // a shelf: identifier to key as JSON

	revisionsBucket = "revisions" // of an environment: number to revision as JSON
	listsBucket     = "lists"     // of an environment: a shelf of the names of lists
	membersBucket   = "members"   // of an environment: for each list a shelf of its members
)

const (
	creatingSuffix  = ".creating"
	restoringSuffix = ".restoring"
	backupSuffix    = ".backup"
)

// boltOptions are those of a store that is served. The file is mapped generously
// from the start, because mapping it anew makes every reader wait for every other.
// Windows would make the file that large.
func boltOptions() *bbolt.Options {
	opts := &bbolt.Options{Timeout: lockWait, NoStatistics: true}
	if runtime.GOOS != "windows" && strconv.IntSize == 64 {
		opts.InitialMmapSize = 1 << 30
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
	db.AllocSize = 1 << 20 // the file grows by this much; by 16 MiB otherwise
	return db, nil
}

// create makes an empty store beside where it is to be and moves it there when it
// is complete, so that a file of that name is never half a store.
func create(path string) error {
	beside := path + creatingSuffix
	db, err := openBolt(beside, &bbolt.Options{Timeout: lockWait})
	if err != nil {
		return err
	}
	if err := errors.Join(db.Update(layOut), db.Close()); err != nil {
		return err
	}
	return moveIntoPlace(beside, path)
}

// layOut makes the buckets of an empty store.
func layOut(tx *bbolt.Tx) error {
	root := bucket{file: tx.DB().Path()}
	for _, name := range []string{aboutBucket, environmentsBucket, contentsBucket, keysBucket} {
		b := root.named(name)
		var err error
		if b.bolt, err = tx.CreateBucket([]byte(name)); err != nil {
			return err
		}
		switch name {
		case aboutBucket:
			err = b.put([]byte(formatKey), strconv.AppendInt(nil, Format, 10))
		case environmentsBucket, keysBucket:
			_, err = newShelf(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readFormat returns the version of the layout and refuses one that it does not know.
func readFormat(tx *bbolt.Tx) (int, error) {
	about, err := top(tx, aboutBucket)
	if err != nil {
		return 0, err
	}
	text, err := about.value([]byte(formatKey))
	if err != nil {
		return 0, err
	}
	format, err := strconv.Atoi(string(text))
	if err != nil || format < 1 {
		return 0, about.corrupt(printable([]byte(formatKey)), fmt.Sprintf("the format %q is not a number", text))
	}
	if format > Format {
		return format, fmt.Errorf("%w: %s has format %d, this one knows formats up to %d; use the version that wrote it, or a later one",
			storage.ErrNewerFormat, tx.DB().Path(), format, Format)
	}
	return format, nil
}

// moveIntoPlace gives a complete file its name, durably.
func moveIntoPlace(beside, path string) error {
	if err := os.Rename(beside, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// removeLeftovers removes what a process left that ended in the middle of making a file.
func removeLeftovers(path string) error {
	for _, suffix := range []string{creatingSuffix, restoringSuffix, backupSuffix} {
		left, err := filepath.Glob(path + suffix + "*")
		if err != nil {
			return err
		}
		for _, name := range left {
			if err := os.Remove(name); err != nil {
				return fmt.Errorf("remove an unfinished file: %w", err)
			}
		}
	}
	return nil
}

// contents are the buckets of one environment.
type contents struct {
	revisions, members bucket
	lists              shelf
}

// openContents opens the buckets of an environment that exists.
func openContents(tx *bbolt.Tx, environment string) (contents, error) {
	all, err := top(tx, contentsBucket)
	if err != nil {
		return contents{}, err
	}
	own, err := all.sub(environment)
	if err != nil {
		return contents{}, err
	}
	revisions, err1 := own.sub(revisionsBucket)
	lists, err2 := own.sub(listsBucket)
	members, err3 := own.sub(membersBucket)
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return contents{}, err
		}
	}
	return contents{revisions: revisions, members: members, lists: shelf{lists}}, nil
}

// createContents makes the buckets of a new environment.
func createContents(tx *bbolt.Tx, environment string) error {
	all, err := top(tx, contentsBucket)
	if err != nil {
		return err
	}
	own, err := all.create(environment)
	if err != nil {
		return err
	}
	for _, name := range []string{revisionsBucket, listsBucket, membersBucket} {
		b, err := own.create(name)
		if err == nil && name == listsBucket {
			_, err = newShelf(b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// whole reads all entries of a shelf.
func whole(ctx context.Context, s shelf) ([]entry, error) {
	const all = int(^uint(0) >> 1)
	return s.after(ctx, "", all)
}
