package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	bbolt "go.etcd.io/bbolt"

	"github.com/fingerpost/fingerpost/storage"
)

// storeCheck checks what a store holds beside the three files of its folder: whether
// all of them fit together, the partitions, and the vault.
type storeCheck struct {
	ctx    context.Context
	dir    string
	report *Report
	sound  bool // the files that say what there should be
	need   need
}

// images notes that the file of images is gone.
func (c *storeCheck) images(there files) error {
	if there.images || !there.profiles || !c.sound {
		return nil
	}
	return c.view(ProfilesName, profilesLayout(), func(f *file) error {
		return f.view(c.ctx, func(tx *bbolt.Tx) error {
			marked, err := imagesMarked(tx)
			if err == nil && marked {
				err = imagesGone(c.dir)
			}
			return err
		})
	})
}

// partitions checks all partitions, and that those are there that should be.
func (c *storeCheck) partitions(there files) error {
	var known map[string]map[string]summary
	if there.events && c.sound {
		err := c.view(EventsName, eventsLayout(), func(f *file) (err error) {
			if known, err = readSummaries(c.ctx, f); err == nil {
				err = f.view(c.ctx, c.need.ofFailures)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	e := events{dir: filepath.Join(c.dir, EventsFolder)}
	found, err := e.findFiles()
	if err != nil {
		return err
	}
	for environment, days := range known {
		l := e.newLog(environment)
		for day, s := range days {
			if !found[l.path(day)] {
				c.report.note(&storage.CorruptError{File: l.path(day), Offset: -1, Problem: "it is gone, and " + EventsName + " says that it should be here"})
				continue
			}
			delete(found, l.path(day))
			if err := c.partition(l, day, &s); err != nil {
				return err
			}
		}
	}
	for path := range found { // those that Open takes in
		environment, day := "", strings.TrimSuffix(filepath.Base(path), partitionSuffix)
		if err := c.partition(&eventLog{name: environment, dir: filepath.Dir(path)}, day, nil); err != nil {
			return err
		}
	}
	return nil
}

// partition checks one partition and what the file of events says about it, if it does.
func (c *storeCheck) partition(l *eventLog, day string, s *summary) error {
	before := len(c.report.Problems)
	name := path.Join(EventsFolder, filepath.Base(l.dir), day+partitionSuffix)
	if err := c.report.add(c.ctx, c.dir, name, partitionLayout()); err != nil || len(c.report.Problems) > before {
		return err
	}
	return c.view(name, partitionLayout(), func(f *file) error {
		p := &partition{file: f, environment: l.name, day: day}
		found, head, err := p.summarize(c.ctx)
		if err != nil {
			return err
		}
		c.need.highest, c.need.used = max(c.need.highest, head.highest), true
		if s == nil {
			return nil
		}
		p.first = s.first
		if err := p.checkOwner(c.ctx); err != nil {
			return err
		}
		if s.complete && (s.next != found.next || s.records < found.records) { // fewer if the process ended just after they had expired
			return &storage.CorruptError{File: f.path, Offset: -1, Problem: "it does not hold what " + EventsName + " says: " + countProblem(found.records, s.records)}
		}
		return nil
	})
}

// view opens a file that was found to be sound. What is damaged all the same becomes a problem.
func (c *storeCheck) view(name string, l layout, fn func(f *file) error) error {
	f := newFile(filepath.Join(c.dir, filepath.FromSlash(name)), l, Options{FullCheckUpTo: -1})
	err := fn(f)
	if closed := f.close(storage.ErrClosed); err == nil {
		err = closed
	}
	a := audit{report: c.report}
	return a.note(err)
}

// vault checks the keys of profiles, and that they are those of these profiles.
func (c *storeCheck) vault(there files) error {
	if there.profiles && c.sound {
		if err := c.view(ProfilesName, profilesLayout(), func(f *file) error { return f.view(c.ctx, c.need.ofProfiles) }); err != nil {
			return err
		}
	}
	path := filepath.Join(c.dir, VaultName)
	if !there.vault {
		if c.need.used {
			c.report.note(&storage.CorruptError{File: path, Offset: -1, Problem: "it is gone, and without it nobody can read what is known of people"})
		}
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	c.report.Files = append(c.report.Files, FileReport{Name: VaultName, Bytes: info.Size()})
	v, restored, err := c.slots(path, file)
	a := audit{report: c.report}
	if err != nil {
		return a.note(err)
	}
	if c.need.bound != "" && c.need.bound != string(v.id[:]) {
		return a.note(&storage.CorruptError{File: path, Offset: 0, Problem: "it holds the keys of another store"})
	}
	if v.count < c.need.highest && !restored {
		return a.note(v.cutOff(c.need.highest))
	}
	return nil
}

// slots reads all keys.
func (c *storeCheck) slots(path string, from io.Reader) (v *vault, restored bool, err error) {
	v = &vault{path: path}
	header, err := v.readHeader(from)
	if err != nil {
		return nil, false, err
	}
	zeros := 0
	err = v.eachSlot(from, func(kind byte, err error) error {
		switch {
		case errors.Is(err, errUnwritten):
			zeros++
			return nil
		case zeros > 0:
			c.report.note(&storage.CorruptError{File: path, Offset: slotOffset(v.count), Problem: fmt.Sprintf("%d keys before it are gone", zeros)})
			zeros = 0
		}
		switch {
		case err != nil:
			c.report.note(err)
		case kind == slotKey:
			c.report.ProfileKeys++
		case kind == slotErased:
			c.report.ErasedKeys++
		case kind == slotLost:
			c.report.LostKeys++
		}
		return c.ctx.Err()
	})
	v.count -= uint64(zeros)
	return v, header.flags&flagRestored != 0, err
}
